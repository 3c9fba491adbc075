"""What can be done with the cut-out in the left pane, the same in every menu."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication, QImage

from core.language import _
from desktop.icons import icon
from desktop.widgets.actions import command


class CutoutActions(QObject):
    """Save and copy, enabled while there is a cut-out.

    Signals: `save_requested(photo: Path)`; `copied(photo: Path)`; `changed()`, there is another
    cut-out, or none.
    """

    save_requested = Signal(object)
    copied = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photo = Path()
        self._cutout: QImage | None = None
        self.save = command(self, "save_cutout", _("Save cut-&out…"), "Ctrl+Shift+S")
        self.save.setIcon(icon("save"))
        self.save.triggered.connect(lambda: self.save_requested.emit(self._photo))
        self.copy = command(self, "copy_cutout", _("&Copy cut-out"), "Ctrl+Shift+C")
        self.copy.setIcon(icon("copy"))
        self.copy.triggered.connect(self._copy)
        self.set_cutout(self._photo, None)

    def set_cutout(self, photo: Path, cutout: QImage | None) -> None:
        """Act on the cut-out of `photo` from now on; None is none."""
        self._photo, self._cutout = photo, cutout
        for action in self.all():
            action.setEnabled(cutout is not None)
        self.changed.emit()

    @property
    def photo(self) -> Path | None:
        """The photo whose cut-out there is."""
        return None if self._cutout is None else self._photo

    def all(self) -> list[QAction]:
        """The actions, in the order of a menu or of a row of buttons."""
        return [self.save, self.copy]

    def _copy(self) -> None:
        if self._cutout is not None:
            # Not a QMimeData of ours: outliving Python in the clipboard, it crashes the end.
            QGuiApplication.clipboard().setImage(self._cutout)
            self.copied.emit(self._photo)
