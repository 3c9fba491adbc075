"""A new catalogue: its name, which becomes that of its folder."""

import pathvalidate
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from core import folders
from core.language import _
from desktop import theme

_WIDTH = 440


class NewCatalogueDialog(QDialog):
    """Asks for a name that every system can have as a folder's.

    Signals: `named(name: str)`.
    """

    named = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_new_catalogue")
        self.setWindowTitle(_("New catalogue"))
        self.setMinimumWidth(_WIDTH)
        self._field = QLineEdit()
        self._field.setObjectName("new_catalogue_name")
        self._field.setPlaceholderText(_("Spring and summer, for example"))
        label = QLabel(_("&Name of the catalogue"))
        label.setBuddy(self._field)
        self._word = QLabel()
        self._word.setObjectName("new_catalogue_word")
        self._word.setWordWrap(True)
        theme.set_role(self._word, "quiet")
        self._buttons = self._make_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(10)
        for widget in (label, self._field, self._word):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self._buttons)
        self._field.textChanged.connect(self._judge)
        self.accepted.connect(lambda: self.named.emit(self._field.text().strip()))
        self._judge("")

    def _judge(self, text: str) -> None:
        name = text.strip()
        is_possible = pathvalidate.is_valid_filename(name) and not name.startswith(".")
        is_there = is_possible and (folders.catalogues_folder() / name).exists()
        if is_there:
            self._word.setText(_("There is a catalogue of this name: it is opened."))
        elif name and not is_possible:
            self._word.setText(_("A folder cannot have this name: use letters, digits and spaces."))
        else:
            self._word.setText(_("It begins empty; photos stay in their folders."))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_possible)

    def _make_buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.button(standard.Ok).setText(_("&Open"))
        buttons.button(standard.Cancel).setText(_("Cance&l"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
