"""Pictures from other programs and from the web on their way to a file that can be looked at.

A thread decodes, fetches and keeps them; of two, the newer is wanted. Nothing is fetched before the
person has agreed to it.
"""

import logging
from collections.abc import Collection, Generator
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from core.addresses import MOST_BYTES, bytes_of, host_of
from core.errors import RequestError, RequestReason, VitrineError
from core.language import _
from core.messages import sentence
from core.records import Progress
from desktop import wording
from desktop.query.drops import Held, Online, Packed, Pixels, Refused, Stored
from desktop.widgets.notice_bar import NoticeBar

FETCH, LEAVE = "fetch_picture", "leave_picture"
CLOSE_MS = 2000
# PNG as Qt writes it with the quickest compression: a screen of 4K in less than a second, and the
# window's thread goes on meanwhile.
_QUALITY = 80

_log = logging.getLogger(__name__)


class Arrivals(QObject):
    """Makes a file of whatever was dropped or pasted, asking first where it has to be fetched.

    Signals: `arrived(photo: Path, adding: bool)`, as `take` was told.
    """

    arrived = Signal(object, bool)

    def __init__(self, notices: NoticeBar, folder: Path) -> None:
        """Pictures are kept in `folder`."""
        super().__init__(notices)
        self._notices, self._folder = notices, folder
        self._spared: frozenset[Path] = frozenset()
        self._asked: tuple[Online, bool] | None = None
        self._told = ""
        self._job: _Job | None = None
        self._pool = QThreadPool(self)
        self._mail = _Mail()
        self._mail.progressed.connect(self._show_progress)
        self._mail.ended.connect(self._take_outcome)
        notices.action_triggered.connect(self._follow_notice)

    def spare(self, photos: Collection[Path]) -> None:
        """Pictures that are still in use or may be asked for again: these stay for the time."""
        self._spared = frozenset(photos)

    def take(self, held: Held, *, adding: bool = False) -> None:
        """Take over what is no file yet; what was on its way before is left off."""
        self.leave()
        if isinstance(held, Refused):
            self._notices.show_notice(sentence(held.error), [], "warning")
        elif isinstance(held, Online):
            self._asked = held, adding
            self._told = _("Fetch the picture from {host}?").format(host=host_of(held.address))
            self._notices.show_notice(self._told, [(FETCH, _("Fet&ch the picture"))])
            self._notices.take_keys()
        else:
            self._start(held, adding)

    def leave(self) -> None:
        """Want nothing any more that is asked about or on its way."""
        self._asked = None
        if self._job:
            self._job.stopped.set()
        self._job = None
        self._notices.take_back(self._told)

    def close(self) -> None:
        """Leave off, and wait a bounded time for the thread."""
        self.leave()
        self._pool.waitForDone(CLOSE_MS)

    def _start(self, held: Held, adding: bool) -> None:
        in_use = self._spared
        self._job = _Job(partial(_steps, held, self._folder, in_use), self._mail, adding)
        self._pool.start(self._job)

    def _follow_notice(self, action: str) -> None:
        if action == FETCH and self._asked:
            online, adding = self._asked
            self._asked = None
            self._told = _("Fetching the picture from {host}…").format(host=host_of(online.address))
            self._notices.show_notice(self._told, [(LEAVE, _("&Do not fetch"))])
            self._notices.take_keys()
            self._start(online, adding)
        elif action == LEAVE:
            self.leave()

    def _show_progress(self, job: "_Job", progress: Progress) -> None:
        if job is self._job and progress.done:
            begun = self._told.partition(" · ")[0]
            told = f"{begun} · {wording.how_far(progress)}"
            if progress.total and self._notices.reword(self._told, told):
                self._told = told

    def _take_outcome(self, job: "_Job", outcome: Path | VitrineError) -> None:
        if job is not self._job:
            return
        self._job = None
        self._notices.take_back(self._told)
        if isinstance(outcome, VitrineError):
            self._notices.show_notice(sentence(outcome), [], "error")
        else:
            self.arrived.emit(outcome, job.adding)


class _Mail(QObject):
    """Brings news to the window's thread.

    Signals: `progressed(_Job, Progress)`; `ended(_Job, Path or VitrineError)`.
    """

    progressed = Signal(object, object)
    ended = Signal(object, object)


class _Job(QRunnable):
    """Goes through the steps until it is `stopped`; ends exactly once."""

    def __init__(
        self, steps: "partial[Generator[Progress, None, Path]]", mail: _Mail, adding: bool
    ) -> None:
        super().__init__()
        self.stopped, self.adding = Event(), adding
        self._steps, self._mail = steps, mail
        self.setAutoDelete(False)  # Python holds it

    def run(self) -> None:
        outcome: Path | VitrineError
        try:
            outcome = self._outcome()
        except VitrineError as error:
            _log.warning("no picture: %s", error)
            outcome = error
        except Exception as error:  # noqa: BLE001  told in a sentence
            _log.exception("no picture")
            outcome = RequestError(_("Picture"), RequestReason.UNEXPECTED, repr(error))
        if not self.stopped.is_set():
            self._mail.ended.emit(self, outcome)

    def _outcome(self) -> Path:
        steps = self._steps()
        try:
            while not self.stopped.is_set():
                self._mail.progressed.emit(self, next(steps))
        except StopIteration as end:
            made: Path = end.value
            return made
        finally:
            steps.close()
        return Path()


def _steps(held: Held, folder: Path, in_use: Collection[Path]) -> Generator[Progress, None, Path]:
    """Decode or fetch, then keep. Raises `PhotoError` and `PictureError`."""
    from core.kept_queries import keep

    if isinstance(held, Online):
        from core.download.picture import Limits, fetch

        name = held.name
        data = yield from fetch(held.address, host_of(held.address), Limits(MOST_BYTES))
    elif isinstance(held, Stored):
        name, data = held.name, held.data
    elif isinstance(held, Packed):
        name, data = _("Picture"), bytes_of(held.uri)
    elif isinstance(held, Pixels):
        name, data = _("Picture"), png_of(held.image)
    else:
        raise TypeError(held)
    return keep(folder, data, name, in_use)


def png_of(image: QImage) -> bytes:
    """The PNG of an image. Raises `RequestError` where memory does not suffice."""
    made = QByteArray()
    buffer = QBuffer(made)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG", _QUALITY):  # type: ignore[call-overload]
        raise RequestError(_("Picture"), RequestReason.NO_MEMORY)
    return bytes(made.data())
