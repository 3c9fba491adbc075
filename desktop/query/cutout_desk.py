"""Saving the cut-out in the left pane: where to, then at full size by the worker, then told."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from core.errors import PhotoError, PhotoReason, VitrineError
from core.language import _
from core.messages import sentence
from core.query_records import AS_IT_IS, Look
from core.records import Background
from core.removal_records import Cutout, CutoutOrder, Ground
from core.wire import Request
from desktop.file_dialogs import ask_cutout
from desktop.main_window import MainWindow
from desktop.photos.photo_actions import visit
from desktop.worker import Worker

SHOW = "show_cutout"
# A photo whose saving ended two workers is taken to be the cause.
MOST_TRIES = 2


class CutoutDesk(QObject):
    """Asks where a cut-out is to be saved, has it made, and says what came of it.

    Signals: `folder_used(folder: Path)`, the folder that the next dialog begins in.
    """

    folder_used = Signal(object)

    def __init__(self, window: MainWindow, worker: Worker) -> None:
        super().__init__(window)
        self._window, self._worker = window, worker
        self._folder: Path | None = None
        self._saving: dict[int, Request] = {}
        self._saved = Path()
        window.cutout_actions.save_requested.connect(self._ask)
        window.notice_bar.action_triggered.connect(self._follow_notice)

    def begin_in(self, folder: Path | None) -> None:
        """The folder that the next dialog begins in; None is the user's pictures."""
        self._folder = folder

    def take(self, request_id: int, cutout: Cutout) -> bool:
        """Say that a cut-out is saved; False when the request was not one of ours."""
        if self._saving.pop(request_id, None) is None:
            return False
        if cutout.background == Background.KEPT:
            text = _("“{name}” was not saved: no clear product was found in the photo any more.")
            self._say(text.format(name=cutout.path.name), "warning")
        else:
            self._saved = cutout.path
            text = _("Saved as “{path}”").format(path=cutout.path)
            actions = [(SHOW, _("Show in fol&der"))]
            self._window.notice_bar.show_notice(text, actions)
        return True

    def fail(self, request_id: int, error: VitrineError) -> bool:
        """Say why a cut-out is not saved; False when the request was not one of ours."""
        if self._saving.pop(request_id, None) is None:
            return False
        self._say(sentence(error), "error")
        return True

    def ask_again(self) -> None:
        """Ask a new worker what the last one left unanswered."""
        for number, request in list(self._saving.items()):
            if self._worker.deaths(request) < MOST_TRIES:
                self._worker.send(request)
            else:
                self._worker.worked(number)
                self.fail(number, PhotoError(request.subject, PhotoReason.CRASHED))

    def give_up(self) -> None:
        """There will be no answers."""
        self._saving.clear()

    def _ask(self, photo: Path) -> None:
        name = f"{photo.stem}-cutout.png"
        look = self._window.query_pane.desk.look
        ask_cutout(self._window, self._begin_folder() / name, partial(self._save, photo, look=look))

    def _save(self, photo: Path, path: Path, ground: Ground, look: Look = AS_IT_IS) -> None:
        self._folder = path.parent
        self.folder_used.emit(path.parent)
        request = self._worker.ask("save", photo, cutout=CutoutOrder(path, ground), look=look)
        self._saving[request.id] = request
        self._say(_("Saving “{name}”…").format(name=path.name), "info")

    def _begin_folder(self) -> Path:
        if self._folder and self._folder.is_dir():
            return self._folder
        place = QStandardPaths.StandardLocation.PicturesLocation
        pictures = Path(QStandardPaths.writableLocation(place))
        return pictures if pictures.is_dir() else Path.home()

    def _say(self, text: str, kind: str) -> None:
        self._window.notice_bar.show_notice(text, [], kind)

    def _follow_notice(self, action: str) -> None:
        if action == SHOW and not visit(self._saved, self._saved.parent):
            text = _("The cut-out is no longer where it was: {path}").format(path=self._saved)
            self._say(text, "warning")
