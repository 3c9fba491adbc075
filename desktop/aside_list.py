"""The list of photos that were set aside: asked of the worker, then shown."""

from PySide6.QtCore import QObject, Signal

from core.messages import about_photo
from core.records import SetAside
from core.wire import Request
from desktop.main_window import MainWindow
from desktop.set_aside_dialog import SetAsideDialog
from desktop.worker import Worker


class AsideList(QObject):
    """Asks when the window wants to know, and shows what comes once it is complete.

    Signals: `retry_requested()`.
    """

    retry_requested = Signal()

    def __init__(self, window: MainWindow, worker: Worker) -> None:
        super().__init__(window)
        self._worker = worker
        self._asked: Request | None = None
        self._photos: list[SetAside] = []
        self._dialog = SetAsideDialog(window)
        self._dialog.retry_requested.connect(self._retry)
        window.set_aside_requested.connect(self._ask)

    def note(self, request_id: int, photo: SetAside) -> None:
        """One photo of the list."""
        if self._asked and request_id == self._asked.id:
            self._photos.append(photo)

    def finish(self, request_id: int) -> None:
        """The request with this number has ended: show the list if it was the one."""
        if self._asked and request_id == self._asked.id:
            self._asked = None
            self._dialog.set_items([(photo.path, about_photo(photo)) for photo in self._photos])
            self._dialog.show()
            self._dialog.raise_()

    def _ask(self) -> None:
        self._photos = []
        self._asked = self._worker.ask("aside")

    def _retry(self) -> None:
        self._dialog.hide()
        self.retry_requested.emit()
