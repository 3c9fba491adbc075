"""A new test set: what it is called, and whether it is kept apart in two."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.laboratory_records import SetOrder, SetSource
from core.language import _
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.panes import quiet_sentence

_WIDTH, _HALF = 480, 50


class NewSetDialog(QDialog):
    """Asks what is still to be said of a test set; `path` is its table or folder.

    Signals: `ordered(order: SetOrder)`.
    """

    ordered = Signal(object)

    def __init__(self, source: SetSource, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_set_dialog")
        self.setWindowTitle(_("New test set"))
        self.setMinimumWidth(_WIDTH)
        self._source, self._path = source, path
        where = ElidedLabel()
        where.setObjectName("new_set_where")
        where.setText(str(path) if path else _("Of the matches that were confirmed"))
        self._name = QLineEdit(path.stem if path else _("Confirmed matches"))
        self._name.setObjectName("new_set_name")
        label = QLabel(_("&Name"))
        label.setBuddy(self._name)
        self._buttons = self._make_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        for widget in (where, label, self._name):
            column.addWidget(widget)
        column.addLayout(self._make_split())
        column.addWidget(self._explained())
        column.addWidget(self._buttons)
        self._name.textChanged.connect(self._judge)
        self._split.toggled.connect(self._part.setEnabled)
        self.accepted.connect(lambda: self.ordered.emit(self.order))
        self._name.selectAll()
        self._judge(self._name.text())

    @property
    def order(self) -> SetOrder:
        """What is asked for."""
        part = self._part.value() / 100 if self._split.isChecked() else 0.0
        return SetOrder(self._name.text().strip(), self._source, self._path, part)

    def _judge(self, text: str) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(text.strip()))

    def _make_split(self) -> QHBoxLayout:
        self._split = QCheckBox(_("&Two sets, the first with this part of the products:"))
        self._split.setObjectName("new_set_split")
        self._part = QSpinBox()
        self._part.setObjectName("new_set_part")
        self._part.setAccessibleName(_("Part of the products in the first set"))
        self._part.setRange(1, 99)
        self._part.setValue(_HALF)
        self._part.setSuffix("\u00a0%")
        self._part.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self._split, 1)
        row.addWidget(self._part)
        return row

    def _explained(self) -> QLabel:
        label = quiet_sentence("new_set_word")
        label.setText(
            _(
                "No product is in both: choose a recipe with the one, and believe its figures "
                "with the other."
            )
        )
        return label

    def _make_buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.button(standard.Ok).setText(_("&Make"))
        buttons.button(standard.Cancel).setText(_("Cance&l"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
