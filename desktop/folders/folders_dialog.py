"""Which folders the catalogue is made of: a table, a box to watch each, a button to index again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from core.language import _
from desktop.folders.folders_model import FOLDER, FoldersModel
from desktop.widgets.buttons import dialog_button
from desktop.widgets.panes import pane, quiet_sentence, quiet_word
from desktop.widgets.tables import table_of_rows

if TYPE_CHECKING:  # the catalogue loads numpy: the librarian's thread does
    from core.indexed_folders import IndexedFolder


class FoldersDialog(QDialog):
    """A table beside the window; it stays open while the work goes on.

    Signals: `index_requested(folder)`; `switched(folder, watched)`; `returned()` when a person
    comes back to it: what is on the disks may be different now.
    """

    index_requested = Signal(object)
    switched = Signal(object, bool)
    returned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("folders_dialog")
        self.setWindowTitle(_("Indexed folders"))
        self.setModal(False)
        self.resize(820, 380)
        self._model = FoldersModel(self)
        self._model.switched.connect(self.switched)
        self._table = table_of_rows(
            "folders_table", _("Indexed folders"), self._model, FOLDER, self._allow
        )
        self._table.installEventFilter(self)
        nothing = _("No folder is indexed yet: File > Index folder… adds one.")
        self._pages = pane(
            self._table,
            quiet_word("folders_nothing", nothing),
            quiet_word("folders_looking", _("Looking for the folders…")),
        )
        self._word = quiet_sentence("folders_word")
        self._index = dialog_button(
            "folders_index", _("&Index again"), _("Look for what has changed in the chosen folder")
        )
        self._index.clicked.connect(self._ask_index)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        column.addWidget(self._pages, 1)
        column.addWidget(self._word)
        column.addWidget(self._make_buttons())
        self.show_looking()

    @property
    def model(self) -> FoldersModel:
        """The table's model."""
        return self._model

    def show_looking(self) -> None:
        """Say that the folders are being asked for."""
        self._model.set_folders([])
        self._pages.setCurrentIndex(2)
        self._say(_explanation())
        self._allow()

    def set_folders(self, folders: "Sequence[IndexedFolder]") -> None:
        """Show these; the chosen one stays chosen."""
        current = self._table.currentIndex()
        chosen = self._model.folder(current.row()).path if current.isValid() else None
        self._model.set_folders(folders)
        self._pages.setCurrentIndex(0 if folders else 1)
        if folders and not self._table.currentIndex().isValid():
            self._table.selectRow(self._model.row_of(chosen) if chosen else 0)
        self._allow()

    def show_failure(self, text: str) -> None:
        """Say in `text` what could not be done."""
        self._say(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.returned.emit()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space checks the box of the chosen row, whichever of its cells is the current one."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            current = self._table.currentIndex()
            if event.key() == Qt.Key.Key_Space and current.isValid():
                self._model.toggle(current.row())
                return True
        return super().eventFilter(watched, event)

    def _say(self, text: str) -> None:
        self._word.setText(text)

    def _allow(self) -> None:
        current = self._table.currentIndex()
        is_there = current.isValid() and self._model.folder(current.row()).is_there
        self._index.setEnabled(is_there)

    def _ask_index(self) -> None:
        current = self._table.currentIndex()
        if current.isValid():
            self.index_requested.emit(self._model.folder(current.row()).path)

    def _make_buttons(self) -> QDialogButtonBox:
        close = dialog_button("folders_close", _("C&lose"), _("Close this window (Esc)"))
        buttons = QDialogButtonBox()
        buttons.addButton(self._index, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons


def _explanation() -> str:
    return _(
        "In a watched folder, photos that are added, changed or removed are noticed "
        "within seconds, on network drives within a minute."
    )
