"""What can be done with a product's photo, the same in every list and sheet."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication

from core.language import _
from core.records import Match, Shown
from desktop.icons import icon
from desktop.widgets.actions import command


class PhotoActions(QObject):
    """Actions on the photo chosen last.

    Signals: `copied(what: str)`, a reference or a path; `picture_wanted(photo)` to be copied;
    `like_wanted(photo)`, other products like the one in it; `vanished(path: Path)` when there is
    nothing to show.
    """

    copied = Signal(str)
    picture_wanted = Signal(object)
    like_wanted = Signal(object)
    vanished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photo: Match | Shown | None = None
        self.copy = self._action("copy_reference", _("Cop&y reference"), "Ctrl+C", "copy")
        self.show = self._action("show_in_folder", _("Show in &folder"), "Ctrl+E", "folder")
        self.open = self._action("open_match_photo", _("Open &photo"), "Ctrl+Return", "photo")
        self.copy_picture = self._action(
            "copy_photo", _("Copy photo as &image"), "Ctrl+Alt+C", "photo"
        )
        self.copy_path = self._action("copy_path", _("Copy p&ath"), "Ctrl+Alt+P", "copy")
        self.like = self._action("more_like_this", _("More li&ke this"), "Ctrl+L", "like")
        self.copy.triggered.connect(self._copy)
        self.copy_picture.triggered.connect(lambda: self.picture_wanted.emit(self._photo))
        self.copy_path.triggered.connect(self._copy_path)
        self.like.triggered.connect(lambda: self.like_wanted.emit(self._photo))
        self.show.triggered.connect(self._show)
        self.open.triggered.connect(self._open)
        self.set_photo(None)

    def set_photo(self, photo: Match | Shown | None) -> None:
        """Act on `photo` from now on."""
        self._photo = photo
        for action in self.all():
            action.setEnabled(photo is not None)

    def all(self) -> list[QAction]:
        """The actions, in the order of a menu."""
        return [self.like, self.copy, self.copy_picture, self.copy_path, self.show, self.open]

    def chief(self) -> list[QAction]:
        """Those that have a button on the sheet."""
        return [self.copy, self.show, self.open]

    def _action(self, name: str, text: str, keys: str, picture: str) -> QAction:
        action = command(self, name, text, keys)
        action.setIcon(icon(picture))
        return action

    def _copy(self) -> None:
        if self._photo is not None:
            QGuiApplication.clipboard().setText(self._photo.reference)
            self.copied.emit(self._photo.reference)

    def _copy_path(self) -> None:
        if self._photo is not None:
            path = str(self._photo.photo_path)
            QGuiApplication.clipboard().setText(path)
            self.copied.emit(path)

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
