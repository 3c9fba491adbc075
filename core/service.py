"""The worker's side: requests in, records out, one job at a time, queries first.

`serve` runs in a process of its own (`--worker`). Requests are read by a thread, so that a query or
a cancel is seen between two photos of a running job. The process ends when its input does. A job
that the worker gives itself has a number below zero. What requests do is `core.session`'s affair.

Longer than most modules, because what waits, in which order, and what is said of it is one matter.
"""

import itertools
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from core import __version__, gentleness, wire
from core.bursts import TIMES, Times, outermost
from core.errors import RequestError, RequestReason, VitrineError, is_out_of_memory
from core.heartbeat import Heartbeat
from core.run_wish import Wish
from core.session import Job, Session
from core.watching import Watcher
from core.weights import ModelStore
from core.wire import Record, Request

_log = logging.getLogger(__name__)


def serve(
    requests: Iterable[bytes],
    replies: BinaryIO,
    store: ModelStore,
    scratch: Path,
    times: Times = TIMES,
) -> None:
    """Answer requests, a line each, until they end; cut-outs are written to `scratch`.

    `times` are those by which indexed folders are watched.
    """
    inbox: queue.Queue[Request | None] = queue.Queue()
    threading.Thread(target=_read, args=(requests, inbox), daemon=True).start()
    service = _Service(inbox, replies, Session(store, scratch), times)
    service.say(0, "hello", {"protocol": wire.PROTOCOL, "version": __version__})
    service.run()


def _read(requests: Iterable[bytes], inbox: "queue.Queue[Request | None]") -> None:
    for line in requests:
        try:
            inbox.put(wire.decode_request(line))
        except ValueError:
            _log.exception("not a request: %r", line[:200])
    inbox.put(None)


class _Service:
    """The job in hand and the jobs that wait."""

    def __init__(
        self,
        inbox: "queue.Queue[Request | None]",
        replies: BinaryIO,
        session: Session,
        times: Times,
    ) -> None:
        self._inbox, self._replies, self._session, self._times = inbox, replies, session, times
        self._saying = threading.Lock()
        self._heartbeat = Heartbeat(lambda beat: self.say(0, beat))
        self._own_numbers = itertools.count(-1, -1)
        self._jobs: deque[Request] = deque()
        self._pictures: deque[Request] = deque()
        self._changed: set[Path] = set()
        self._watcher: Watcher | None = None
        self._cancelled = self._ended = False
        self._job: Job | None = None
        self._in_hand = 0  # the request that is the job's
        self._quick: dict[str, Callable[[Request], None]] = {
            "open": self._open,
            "match": self._match,
            "cancel": self._cancel,
            "aside": self._tell_aside,
            "busy": self._note_busy,
            "watch": lambda request: self._look(Path(request.subject)),
            "pause": lambda _request: session.wish(Wish.PAUSE),
            "go": lambda _request: session.wish(Wish.GO),
        }
        self._long: dict[str, Callable[[Request], Job]] = {
            "warm": session.warm,
            "index": session.index,
            "resume": session.resume,
            "retry": session.retry,
            "encoder": session.change_encoder,
            "removal": session.change_removal,
            "preset": session.change_preset,
            "recipe": session.take_recipe,
            "fetch": session.fetch,
            "adopt": session.adopt,
            "import": session.import_models,
            "export": session.export_models,
            "measure": session.measure,
            "finetune": session.finetune,
            "remove": session.remove_model,
            "look": self._look_at_changes,
        }

    def run(self) -> None:
        """Take requests as they come; a job is done when nothing quicker waits."""
        self._heartbeat.start()
        while not self._ended:
            self._take(wait=not self._jobs)
            if self._jobs and not self._ended:
                self._guarded(self._jobs.popleft(), self._work)
        self._heartbeat.stop()
        self._stop_watching()
        self._session.close()

    def say(
        self, request_id: int, what: Record | VitrineError | str, detail: object = None
    ) -> None:
        """Send one reply, unless nobody is there any more to read it."""
        line = wire.encode_reply(request_id, what, detail)
        try:
            with self._saying:
                self._replies.write(line)
                self._replies.flush()
        except (OSError, ValueError):
            self._ended = self._cancelled = True

    def _take(self, *, wait: bool) -> None:
        """Do the quick requests that have arrived, queue the long ones.

        Cut-outs are made, and photos compared point by point, while no query waits.
        """
        self._sort(self._arrived(wait=wait))
        while self._pictures and not self._ended:
            self._sort(self._arrived(wait=False))
            if self._pictures:
                request = self._pictures.popleft()
                self._guarded(request, self._tell_why if request.do == "why" else self._cut_out)

    def _sort(self, arrived: list[Request]) -> None:
        """Of queries, of cut-outs to show and of comparisons the newest alone counts.

        The window has dropped the others.
        """
        asked = [*self._pictures, *arrived]
        query = max((request.id for request in asked if request.do == "match"), default=0)
        shown = max((request.id for request in asked if request.do == "cutout"), default=0)
        compared = max((request.id for request in asked if request.do == "why"), default=0)
        stale = {"match": query, "cutout": max(query, shown), "why": compared}
        waiting, self._pictures = self._pictures, deque()
        for request in [*waiting, *arrived]:
            if request.id < stale.get(request.do, 0):
                self.say(request.id, "finished")
            elif request.do in ("cutout", "save", "why"):
                self._pictures.append(request)
            elif request.do == "changed":
                self._note_change(Path(request.subject))
            elif request.do in self._long:
                self._jobs.append(request)
            elif request.do in self._quick:
                self._guarded(request, self._quick[request.do])
            else:
                self.say(request.id, RequestError(request.do, RequestReason.UNEXPECTED))

    def _arrived(self, *, wait: bool) -> list[Request]:
        arrived: list[Request] = []
        while True:
            rests = wait and not arrived
            self._heartbeat.turn(busy=not rests)
            try:
                request = self._inbox.get(block=rests)
            except queue.Empty:
                return arrived
            if request is None:
                self._ended = self._cancelled = True
                return arrived
            arrived.append(request)

    def _guarded(self, request: Request, do: Callable[[Request], None]) -> None:
        """Every request has a "begun", and ends in exactly one "finished" or "failed"."""
        self._heartbeat.turn()
        self.say(request.id, "begun")
        try:
            do(request)
        except VitrineError as error:
            _log.warning("%s failed: %s", request.do, error, exc_info=True)
            self.say(request.id, error)
        except Exception as error:  # noqa: BLE001  the worker outlives any request
            _log.exception("%s failed", request.do)
            reason = (
                RequestReason.NO_MEMORY if is_out_of_memory(error) else RequestReason.UNEXPECTED
            )
            self.say(request.id, RequestError(request.subject or request.do, reason, repr(error)))
        else:
            self.say(request.id, "finished")

    def _work(self, request: Request) -> None:
        self._cancelled, self._in_hand = False, request.id
        self._job = job = self._long[request.do](request)
        try:
            with gentleness.gentle_process():
                for record in job:
                    if record is not None:
                        self.say(request.id, record)
                    self._take(wait=False)
                    if self._cancelled:
                        break
        except RequestError:
            self._cancelled = True  # stopped by another process, say
            raise
        finally:
            job.close()
            is_still_open = self._job is job
            self._job = None
            if self._session.is_open and request.do != "warm":
                self._session.settle()
                self._tell(request, self._session.state())
            if is_still_open:
                self._watch(request)

    def _cancel(self, request: Request) -> None:
        """Leave off all jobs, and a change of encoder or removal; or one job, by its number."""
        if request.subject:
            self._leave_off(int(request.subject))
            return
        waiting = list(self._jobs)
        self._drop_jobs()
        self._session.keep_recipe()
        for job in waiting:
            self._watch(job)

    def _leave_off(self, number: int) -> None:
        if self._job and self._in_hand == number:
            self._cancelled = True
        for job in [job for job in self._jobs if job.id == number]:
            self._jobs.remove(job)
            self.say(job.id, "finished")

    def _drop_jobs(self) -> None:
        self._cancelled = True
        for job in self._jobs:
            self.say(job.id, "finished")
        self._jobs.clear()
        self._changed.clear()

    def _open(self, request: Request) -> None:
        self._drop_jobs()
        if self._job:
            self._job.close()  # while its catalogue is open
            self._job = None
        self._stop_watching()
        self._tell(request, self._session.open(Path(request.subject)))

    def _watch(self, ended: Request) -> None:
        """Watch once the `resume` of the start has ended: what ends workers is not begun again.

        What changed while Vitrine was closed, or while a folder was indexed, is looked for, but not
        where a person has cancelled that job: it would begin again.
        """
        if self._watcher:
            is_indexed = ended.do == "index" and not self._cancelled
            self._look(Path(ended.subject).resolve() if is_indexed else None)
        elif ended.do == "resume" and self._session.is_open and self._session.is_ours:
            self._watcher = Watcher(self._session.watched(), self._hear, self._times)
            self._watcher.start(anew=not self._cancelled)

    def _hear(self, folder: Path) -> None:
        """From the watcher's thread."""
        self._inbox.put(Request(0, "changed", str(folder)))

    def _note_change(self, folder: Path) -> None:
        """All that has changed until its turn comes is one job."""
        if not self._changed:
            self._jobs.append(Request(next(self._own_numbers), "look"))
        self._changed.add(folder)

    def _look_at_changes(self, request: Request) -> Job:
        folders, self._changed = outermost(self._changed), set()
        return self._session.look_at(folders, request)

    def _look(self, switched: Path | None = None) -> None:
        if self._watcher:
            self._watcher.look(switched)

    def _stop_watching(self) -> None:
        if self._watcher:
            self._watcher.stop()
        self._watcher = None

    def _match(self, request: Request) -> None:
        if self._session.has_changed() and self._session.is_ours:
            self._jobs.append(Request(next(self._own_numbers), "resume"))
        self.say(request.id, self._session.match(request))

    def _cut_out(self, request: Request) -> None:
        self.say(request.id, self._session.cut_out(request))

    def _tell_why(self, request: Request) -> None:
        self.say(request.id, self._session.why(request))

    def _tell_aside(self, request: Request) -> None:
        self._tell(request, self._session.photos_aside())

    def _note_busy(self, _request: Request) -> None:
        gentleness.note_work()

    def _tell(self, request: Request, records: Iterable[Record | None]) -> None:
        for record in records:
            self._heartbeat.turn()
            if record is not None:
                self.say(request.id, record)
