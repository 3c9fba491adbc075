"""A catalogue's own columns on the sheet of a product, and a line for one more."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.language import _
from core.naming import fold
from desktop import theme
from desktop.catalogue.fields import TextField
from desktop.widgets.buttons import push_button

ROW_GAP = 8


class OwnColumns(QWidget):
    """A field for each column that the catalogue has.

    Signals: `entered(name: str, text: str)`.
    """

    entered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("own_columns")
        self._fields: dict[str, TextField] = {}
        self._captions: dict[str, QLabel] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._new_name = TextField("new_column_name", _("Name of the new column"))
        self._new_text = TextField("new_column_text", _("Text in the new column"))
        self._new = self._make_new()
        self._add = push_button(
            "add_column",
            _("Add a colum&n"),
            _("A field of your own, such as season or supplier"),
            spoken=_("Add a column"),
        )
        theme.set_role(self._add, "link")
        self._add.clicked.connect(self.begin_column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._rows)
        layout.addWidget(self._new)
        layout.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignLeft)
        self._new.hide()

    def show_values(self, names: Sequence[str], values: Mapping[str, str | None]) -> None:
        """Show these columns; those that `values` does not name are empty, None is various."""
        named = {fold(name): name for name in (*values, *names)}
        for key, field in list(self._fields.items()):
            if key not in named and field.pending is None and field.refused is None:
                self._remove(key)
        texts = {fold(name): text for name, text in values.items()}
        for key in sorted(named):
            if key not in self._fields:
                self._insert(key, named[key])
            self._fields[key].show_value(texts.get(key, ""))

    def refuse(self, columns: Mapping[str, str], saved: Mapping[str, str | None]) -> None:
        """Show texts again that could not be saved."""
        texts = {fold(name): text for name, text in saved.items()}
        for name, text in columns.items():
            key = fold(name)
            if key not in self._fields:
                self._insert(key, name)
            self._fields[key].refuse(text, texts.get(key, ""))

    @property
    def refused(self) -> dict[str, str]:
        """The texts that were refused and stand here still, by column."""
        fields = {self._name_of(key): field.refused for key, field in self._fields.items()}
        return {name: text for name, text in fields.items() if text is not None}

    def insist(self) -> None:
        """Let what was refused be handed on once more."""
        for field in self._fields.values():
            field.insist()

    def flush(self) -> None:
        """Hand on what was typed."""
        for key in list(self._fields):
            self._hand_on(key)
        self._hand_on_new()

    def revert(self) -> None:
        """Show what is saved."""
        for field in self._fields.values():
            field.revert()
        self._new_name.clear()
        self._new_text.clear()
        self._new.hide()

    def begin_column(self) -> None:
        """Offer a line for a column that the catalogue does not have."""
        self._new.show()
        self._new_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert(self, key: str, name: str) -> None:
        field = TextField(f"column_{key}", name)
        field.entered.connect(lambda: self._hand_on(key))
        caption = QLabel(name.replace("&", "&&"))
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setBuddy(field)
        caption.setContentsMargins(0, ROW_GAP, 0, 0)
        theme.set_role(caption, "quiet")
        place = sum(other < key for other in self._fields)
        self._fields[key], self._captions[key] = field, caption
        self._rows.insertWidget(2 * place, caption)
        self._rows.insertWidget(2 * place + 1, field)

    def _remove(self, key: str) -> None:
        for widget in (self._fields.pop(key), self._captions.pop(key)):
            self._rows.removeWidget(widget)
            widget.deleteLater()

    def _hand_on(self, key: str) -> None:
        field = self._fields[key]
        text = field.pending
        if text is not None:
            field.accept()
            self.entered.emit(self._name_of(key), text)

    def _name_of(self, key: str) -> str:
        return self._captions[key].text().replace("&&", "&")

    def _hand_on_new(self) -> None:
        """Save the new column once both halves of it are there; a known one is gone to instead."""
        name, text = self._new_name.line, self._new_text.line
        known = self._fields.get(fold(name))
        if known is not None:
            self._new_name.clear()
            if not known.line:
                self._new_text.clear()
                known.setText(text)
                self._hand_on(fold(name))
            self._new.setVisible(bool(self._new_text.text()))
            known.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name and text:
            self._new_name.clear()
            self._new_text.clear()
            self._new.hide()
            self.entered.emit(name, text)

    def _make_new(self) -> QWidget:
        self._new_name.setPlaceholderText(_("Column"))
        self._new_text.setPlaceholderText(_("Text"))
        for field in (self._new_name, self._new_text):
            field.entered.connect(self._hand_on_new)
        new = QWidget()
        row = QHBoxLayout(new)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._new_name, 2)
        row.addWidget(self._new_text, 3)
        return new
