"""The cut-out on its way to another program: the worker writes it at full size, a thread reads it.

Nothing waits: a drag begins at once where the file is made, else as soon as it is.
"""

import logging
import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, Signal

from core.errors import VitrineError
from core.records import Background
from core.removal_records import Cutout, CutoutOrder, Ground
from core.wire import Request
from desktop.main_window import MainWindow
from desktop.query.drag_handle import Parcel
from desktop.worker import Worker

# Other programs may read a file some time after it was dropped there; these many are kept.
KEPT = 8

_log = logging.getLogger(__name__)


class CutoutDrag(QObject):
    """Has the parcel of the drag handle made when it is wanted."""

    _read = Signal(int, object)

    def __init__(self, window: MainWindow, worker: Worker) -> None:
        super().__init__(window)
        self._actions, self._worker = window.cutout_actions, worker
        self._handle, self._looks = window.query_pane.drag_handle, window.query_pane.desk
        self._folder = worker.scratch / "out"
        self._asked: Request | None = None
        self._made: list[Path] = []
        self._read.connect(self._hand_over)
        self._handle.wanted.connect(self._ask)
        self._actions.changed.connect(self.forget)

    def forget(self) -> None:
        """Another cut-out is shown, or the worker is gone with the one that was asked for."""
        self._asked = None

    def take(self, request_id: int, cutout: Cutout) -> bool:
        """Have the file read that is made; False when the request was not ours."""
        if cutout.path.parent.parent != self._folder:
            return False
        if self._is_awaited(request_id) and cutout.background == Background.REMOVED:
            QThreadPool.globalInstance().start(lambda: self._load(request_id, cutout.path))
        return True

    def fail(self, request_id: int, error: VitrineError) -> bool:
        """There is nothing to drag; False when the request was not ours."""
        if not self._is_awaited(request_id):
            return False
        _log.warning("nothing to drag: %s", error)
        self.forget()
        return True

    def _ask(self) -> None:
        photo = self._actions.photo
        if self._asked is not None or photo is None:
            return
        own = self._folder / str(len(self._made))
        own.mkdir(parents=True, exist_ok=True)
        self._made.append(own)
        if len(self._made) > KEPT:
            shutil.rmtree(self._made[-KEPT - 1], ignore_errors=True)
        order = CutoutOrder(own / f"{photo.stem}-cutout.png", Ground.TRANSPARENT)
        self._asked = self._worker.ask("save", photo, cutout=order, look=self._looks.look)

    def _load(self, request_id: int, path: Path) -> None:
        try:
            parcel = Parcel(path, path.read_bytes())
        except OSError as error:
            _log.warning("nothing to drag: %s", error)
        else:
            self._read.emit(request_id, parcel)

    def _hand_over(self, request_id: int, parcel: Parcel) -> None:
        if self._is_awaited(request_id):
            self._handle.hand_over(parcel)

    def _is_awaited(self, request_id: int) -> bool:
        return self._asked is not None and self._asked.id == request_id
