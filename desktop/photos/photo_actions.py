"""What can be done with a product's photo, the same in every list and sheet."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication

from core.language import _
from core.records import Match, Shown
from desktop.icons import icon
from desktop.widgets.actions import command


class PhotoActions(QObject):
    """Three actions on the photo chosen last.

    Signals: `copied(reference: str)`; `vanished(path: Path)` when there is nothing to show.
    """

    copied = Signal(str)
    vanished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photo: Match | Shown | None = None
        self.copy = self._action("copy_reference", _("&Copy reference"), "Ctrl+C", "copy")
        self.show = self._action("show_in_folder", _("&Show in folder"), "Ctrl+E", "folder")
        self.open = self._action("open_match_photo", _("Open &photo"), "Ctrl+Return", "photo")
        self.copy.triggered.connect(self._copy)
        self.show.triggered.connect(self._show)
        self.open.triggered.connect(self._open)
        self.set_photo(None)

    def set_photo(self, photo: Match | Shown | None) -> None:
        """Act on `photo` from now on."""
        self._photo = photo
        for action in self.all():
            action.setEnabled(photo is not None)

    def all(self) -> list[QAction]:
        """The actions, in the order of a menu or of a row of buttons."""
        return [self.copy, self.show, self.open]

    def _action(self, name: str, text: str, keys: str, picture: str) -> QAction:
        action = command(self, name, text, keys)
        action.setIcon(icon(picture))
        return action

    def _copy(self) -> None:
        if self._photo is not None:
            QGuiApplication.clipboard().setText(self._photo.reference)
            self.copied.emit(self._photo.reference)

    def _show(self) -> None:
        if self._photo is not None:
            self._visit(self._photo.photo_path, self._photo.photo_path.parent)

    def _open(self) -> None:
        if self._photo is not None:
            self._visit(self._photo.photo_path, self._photo.photo_path)

    def _visit(self, photo: Path, target: Path) -> None:
        if not visit(photo, target):
            self.vanished.emit(photo)


def visit(photo: Path, target: Path) -> bool:
    """Let the system show `target`: the photo or its folder; False where there is nothing to show.

    The system opens what is gone in silence, so that is found out first.
    """
    return photo.exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
