"""The window's own connection to the catalogue, on a thread: reads and corrections, never a model.

Browsing, searching and editing do not wait for the worker, which may be in the middle of a photo.
Jobs run one after the other in the order in which they were asked for; what they give comes back
on the window's thread. A job that takes long is a generator of records, and belongs to a librarian
of its own, so that the quick ones do not wait for it.
"""

import logging
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from core.errors import RequestError, RequestReason, VitrineError

if TYPE_CHECKING:  # opening a catalogue loads numpy: the window is painted before that
    from core.catalogue import Catalogue

Result = TypeVar("Result")
Record = TypeVar("Record")
Failed = Callable[[VitrineError], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Hearers:
    """Who hears of a job. They belong to the window's thread and are let go of there: a widget
    whose last holder is another thread would be destroyed by it, which Qt does not survive.
    """

    told: Callable[[Any], None]
    done: Callable[[Any], None]
    failed: Failed


@dataclass
class Task:
    """A job that was asked for: nothing is heard of it once it is `cancelled`."""

    alters: bool = False
    cancelled: bool = False
    unheard: bool = False
    settled: bool = False

    def cancel(self) -> None:
        """Leave it off: at once where it has not begun, else after its next record."""
        self.cancelled = self.unheard = True

    def leave(self) -> None:
        """Its catalogue is left: what a person has changed is saved all the same."""
        self.unheard = True
        self.cancelled = self.cancelled or not self.alters


class Librarian(QObject):
    """Does jobs on the open catalogue; what was asked of an earlier one is left off, not changes.

    Signals: `changed()` after a job of `change` has altered the catalogue; `lost(error)` when a
    change could not be made and nobody else is there to hear of it, its catalogue having been left.
    """

    changed = Signal()
    lost = Signal(object)
    _told = Signal(object, str, object)  # task, which of its hearers, what

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, "librarian")
        self._catalogue: Catalogue | None = None
        self._tasks: list[Task] = []
        self._hearers: dict[int, _Hearers] = {}  # by the id of their task
        self._is_closed = False
        self._told.connect(self._tell)

    def open(self, folder: Path | None, *, writable: bool = True) -> None:
        """Turn to the catalogue in `folder`, which exists, or to none.

        With `writable` off changes fail, because another Vitrine works on it. After `close`, when
        the worker may still tell of a catalogue, nothing happens.
        """
        if self._is_closed:
            return
        for task in self._tasks:
            task.leave()
        self._tasks.clear()
        self._thread.submit(self._turn_to, folder, writable)

    def ask(
        self, job: Callable[["Catalogue"], Result], done: Callable[[Result], None], failed: Failed
    ) -> Task:
        """Do a job that alters nothing; then `done` or `failed` is called.

        `job` must not hold a widget: it is let go of on the librarian's thread.
        """
        return self._start(Task(), job, _Hearers(done, done, failed))

    def change(
        self, job: Callable[["Catalogue"], Result], done: Callable[[Result], None], failed: Failed
    ) -> Task:
        """As `ask`, for a job that alters the catalogue."""

        def tell(result: Result) -> None:
            done(result)
            self.changed.emit()

        return self._start(Task(alters=True), job, _Hearers(tell, tell, failed))

    def follow(
        self,
        job: Callable[["Catalogue"], Generator[Record, None, Result]],
        told: Callable[[Record], None],
        done: Callable[[Result], None],
        failed: Failed,
    ) -> Task:
        """Do a long job: `told` is called with each record, then `done` with what it returns."""
        task = Task()

        def work(catalogue: "Catalogue") -> Result:
            records = job(catalogue)
            while not task.cancelled:
                try:
                    self._told.emit(task, "told", next(records))
                except StopIteration as end:
                    result: Result = end.value
                    return result
            records.close()
            raise RequestError("", RequestReason.UNEXPECTED, "cancelled")

        return self._start(task, work, _Hearers(told, done, failed))

    def close(self) -> None:
        """Leave off all but changes; returns after these and the step that is under way.

        What is asked later, by a window that is going, is not heard of any more.
        """
        if not self._is_closed:
            self.open(None)
            self._is_closed = True
            self._thread.shutdown()

    def _start(self, task: Task, job: Callable[["Catalogue"], Any], hearers: _Hearers) -> Task:
        self._tasks = [other for other in self._tasks if not other.settled]
        self._tasks.append(task)

        def work() -> None:
            try:
                if task.cancelled or self._catalogue is None:
                    raise RequestError("", RequestReason.UNEXPECTED, "no catalogue is open")
                which, what = "done", job(self._catalogue)
            except VitrineError as error:
                # Its traceback holds this frame, and so the librarian, in a circle.
                which, what = "failed", error.with_traceback(None)
            except Exception as error:  # noqa: BLE001  (it would end unheard in the thread)
                _log.exception("a job of the window failed")
                which, what = "failed", RequestError("", RequestReason.UNEXPECTED, repr(error))
            task.settled = True
            self._told.emit(task, which, what)

        if not self._is_closed:
            self._hearers[id(task)] = hearers
            self._thread.submit(work)
        return task

    @Slot(object, str, object)
    def _tell(self, task: Task, which: str, what: object) -> None:
        hearers = self._hearers[id(task)]
        if which != "told":
            del self._hearers[id(task)]
        if not task.unheard:
            getattr(hearers, which)(what)
        elif which == "failed" and not task.cancelled:
            self.lost.emit(what)

    def _turn_to(self, folder: Path | None, writable: bool) -> None:
        from core.catalogue import Catalogue

        if self._catalogue is not None:
            self._catalogue.close()
            self._catalogue = None
        if folder is not None:
            try:
                self._catalogue = Catalogue(folder, create=False, writable=writable)
            except VitrineError as error:
                _log.warning("the window cannot open %s: %s", folder, error)
