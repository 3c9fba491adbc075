"""The worker's side: requests in, records out, one job at a time, queries first.

`serve` runs in a process of its own (`--worker`). Requests are read by a thread, so that a query or
a cancel is seen between two photos of a running job. The process ends when its input does. A job
that the worker gives itself has a number below zero.
"""

import itertools
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO

from core import __version__, pipeline, wire
from core.catalogue import Catalogue
from core.choice import Choice, choose
from core.embedding import Embedder, open_embedder, with_encoder
from core.errors import CatalogueError, RequestError, RequestReason, VitrineError
from core.leftovers import sweep
from core.match import Matcher
from core.recipe import Recipe
from core.records import Progress, SetAside, Stage
from core.upkeep import generation_state
from core.weights import ModelStore
from core.wire import Record, Request

Job = Generator[Progress | SetAside, None, None]

_log = logging.getLogger(__name__)


def serve(requests: BinaryIO, replies: BinaryIO, store: ModelStore, scratch: Path) -> None:
    """Answer requests until the input ends; cut-outs are written to `scratch`."""
    inbox: queue.Queue[Request | None] = queue.Queue()
    threading.Thread(target=_read, args=(requests, inbox), daemon=True).start()
    service = _Service(inbox, replies, store, scratch)
    service.say(0, "hello", {"protocol": wire.PROTOCOL, "version": __version__})
    service.run()


def _read(requests: BinaryIO, inbox: "queue.Queue[Request | None]") -> None:
    for line in requests:
        try:
            inbox.put(wire.decode_request(line))
        except ValueError:
            _log.exception("not a request: %r", line[:200])
    inbox.put(None)


class _Service:
    """One catalogue, its networks, the job in hand and the jobs that wait."""

    def __init__(
        self,
        inbox: "queue.Queue[Request | None]",
        replies: BinaryIO,
        store: ModelStore,
        scratch: Path,
    ) -> None:
        self._inbox, self._replies = inbox, replies
        self._store, self._scratch = store, scratch
        self._catalogue: Catalogue | None = None
        self._refusal: VitrineError = RequestError("", RequestReason.UNEXPECTED, "none is open")
        self._embedders: dict[str, Embedder] = {}
        self._matcher: Matcher | None = None
        self._seen: tuple[object, ...] | None = None
        self._own_numbers = itertools.count(-1, -1)
        self._jobs: deque[Request] = deque()
        self._cancelled = self._ended = False
        self._quick: dict[str, Callable[[Request], None]] = {
            "open": self._open,
            "match": self._match,
            "cancel": self._cancel,
            "aside": self._tell_aside,
        }
        self._long: dict[str, Callable[[Request], Job]] = {
            "warm": self._warm,
            "index": self._index,
            "resume": self._resume,
            "retry": self._retry,
            "encoder": self._change_encoder,
            "fetch": self._fetch,
            "adopt": self._adopt,
        }

    def run(self) -> None:
        """Take requests as they come; a job is done when nothing quicker waits."""
        while not self._ended:
            self._take(wait=not self._jobs)
            if self._jobs and not self._ended:
                job = self._jobs.popleft()
                self._guarded(job, self._work)
        self._close()

    def say(
        self, request_id: int, what: Record | VitrineError | str, detail: object = None
    ) -> None:
        """Send one reply."""
        self._replies.write(wire.encode_reply(request_id, what, detail))
        self._replies.flush()

    def _take(self, *, wait: bool) -> None:
        """Do the quick requests that have arrived, queue the long ones.

        Of several queries the newest alone is answered: the window has dropped the others.
        """
        arrived = self._arrived(wait=wait)
        newest = max((request.id for request in arrived if request.do == "match"), default=0)
        for request in arrived:
            if request.do == "match" and request.id < newest:
                self.say(request.id, "finished")
            elif request.do in self._long:
                self._jobs.append(request)
            elif request.do in self._quick:
                self._guarded(request, self._quick[request.do])
            else:
                self.say(request.id, RequestError(request.do, RequestReason.UNEXPECTED))

    def _arrived(self, *, wait: bool) -> list[Request]:
        arrived: list[Request] = []
        while True:
            try:
                request = self._inbox.get(block=wait and not arrived)
            except queue.Empty:
                return arrived
            if request is None:
                self._ended = self._cancelled = True
                return arrived
            arrived.append(request)

    def _guarded(self, request: Request, do: Callable[[Request], None]) -> None:
        """Every request ends in exactly one "finished" or "failed"."""
        try:
            do(request)
        except VitrineError as error:
            _log.warning("%s failed: %s", request.do, error, exc_info=True)
            self.say(request.id, error)
        except Exception as error:  # noqa: BLE001  the worker outlives any request
            _log.exception("%s failed", request.do)
            subject = request.subject or request.do
            self.say(request.id, RequestError(subject, RequestReason.UNEXPECTED, repr(error)))
        else:
            self.say(request.id, "finished")

    def _work(self, request: Request) -> None:
        self._cancelled = False
        job = self._long[request.do](request)
        try:
            for record in job:
                self.say(request.id, record)
                self._take(wait=False)
                if self._cancelled:
                    break
        finally:
            job.close()
            if self._catalogue and request.do != "warm":
                self._matcher = None
                self._tell(request.id)
                self._seen = generation_state(self._catalogue, self._choice().answering)

    def _cancel(self, request: Request) -> None:
        """Leave off the job in hand, and a change of encoder with it."""
        self._drop_jobs()
        active = self._catalogue.recipe("active") if self._catalogue else None
        if self._catalogue and active:
            self._catalogue.set_recipe("wanted", active)

    def _drop_jobs(self) -> None:
        self._cancelled = True
        for job in self._jobs:
            self.say(job.id, "finished")
        self._jobs.clear()

    def _open(self, request: Request) -> None:
        self._drop_jobs()
        self._close()
        try:
            self._catalogue = Catalogue(Path(request.subject))
            sweep(self._catalogue)
            self._tell(request.id)
        except CatalogueError as refusal:
            self._refusal = refusal
            self._close()
            raise

    def _close(self) -> None:
        self._matcher = self._seen = None
        if self._catalogue:
            self._catalogue.close()
            self._catalogue = None

    def _match(self, request: Request) -> None:
        cutout = self._scratch / f"cutout-{request.id}.png"
        # No name for the matcher here: a library that keeps this frame would keep its vectors too.
        photo = Path(request.subject)
        found = self._ready_matcher().match(photo, request.count, cutout, request.wanted)
        self.say(request.id, found)

    def _ready_matcher(self) -> Matcher:
        """The matcher, with what was indexed meanwhile.

        A generation's file that is not as it was last seen is opened anew, never searched: that
        could end the process. Opening finds out whether it is whole; a job mends it where not.
        """
        recipe = self._matcher.recipe if self._matcher else self._choice().answering
        state = generation_state(self._opened, recipe)
        if state != self._seen:
            self._seen, self._matcher = state, None
            self._jobs.append(Request(next(self._own_numbers), "resume"))
        if self._matcher is None:
            self._matcher = Matcher(self._opened, self._embedder(recipe))
        else:
            self._matcher.refresh()
        return self._matcher

    def _tell_aside(self, request: Request) -> None:
        for photo in self._opened.photos_aside():
            self.say(request.id, photo)

    def _warm(self, request: Request) -> Job:
        """Open the networks before the first query asks for them."""
        yield Progress(Stage.LOADING)
        self._embedder(self._choice().answering)

    def _index(self, request: Request) -> Job:
        embedder = self._embedder(self._choice().answering)
        yield from pipeline.index_folder(self._opened, Path(request.subject), embedder)
        yield from self._resume(request)

    def _resume(self, request: Request) -> Job:
        """Go on with what an earlier run left, including a change of encoder."""
        choice = self._choice()
        if self._opened.recipe("active") == choice.answering:
            yield from pipeline.embed_waiting(self._opened, self._embedder(choice.answering))
        if self._opened.recipe("active") not in (None, choice.wanted):
            yield from pipeline.change_recipe(self._opened, self._embedder(choice.wanted))

    def _retry(self, request: Request) -> Job:
        self._opened.retry_set_aside()
        yield from self._resume(request)

    def _change_encoder(self, request: Request) -> Job:
        yield from self._change_to(request.model)

    def _fetch(self, request: Request) -> Job:
        yield from self._store.fetch(request.model)
        yield from self._change_to(request.model)

    def _adopt(self, request: Request) -> Job:
        yield Progress(Stage.FETCHING)
        self._store.adopt(request.model, Path(request.subject))
        yield from self._change_to(request.model)

    def _change_to(self, encoder: str) -> Job:
        recipe = with_encoder(self._choice().answering, self._store, encoder)
        embedder = self._embedder(recipe)
        self._opened.set_recipe("wanted", recipe)
        if self._opened.recipe("active") is None:
            self._opened.set_recipe("active", recipe)
        yield from pipeline.change_recipe(self._opened, embedder)

    @property
    def _opened(self) -> Catalogue:
        if self._catalogue is None:
            raise self._refusal
        return self._catalogue

    def _choice(self) -> Choice:
        return choose(self._store, self._opened)

    def _tell(self, request_id: int) -> None:
        self.say(request_id, self._opened.info())
        self.say(request_id, self._choice().state)

    def _embedder(self, recipe: Recipe) -> Embedder:
        if recipe.id not in self._embedders:
            self._embedders[recipe.id] = open_embedder(recipe, self._store)
        return self._embedders[recipe.id]
