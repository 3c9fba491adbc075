"""The test sets of the catalogue, and what can be done with them."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from core.laboratory_records import QuerySet, SetSource
from core.language import _
from desktop import theme
from desktop.laboratory.sets_model import NAME, SetsModel
from desktop.widgets.actions import command
from desktop.widgets.buttons import push_button
from desktop.widgets.panes import pane, quiet_word
from desktop.widgets.tables import table_of_rows


class SetsPane(QWidget):
    """A table of test sets over its buttons.

    Signals: `chosen()` when another set is, `add_wanted(source: SetSource)`, `export_wanted()`,
    `delete_wanted()`.
    """

    chosen = Signal()
    add_wanted = Signal(object)
    export_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_writable = False
        self.model = SetsModel(self)
        self._table = table_of_rows(
            "laboratory_sets", _("Test sets"), self.model, NAME, self._choose
        )
        self._nothing = quiet_word("laboratory_no_sets", _("No test set yet."))
        self._pages = pane(self._table, self._nothing)
        self._new = self._make_new()
        self._export = push_button(
            "laboratory_export_set", _("E&xport…"), _("Write the chosen test set to a table")
        )
        self._delete = push_button(
            "laboratory_delete_set",
            _("&Delete…"),
            _("Forget the chosen test set and what was measured over it"),
        )
        self._export.clicked.connect(self.export_wanted)
        self._delete.clicked.connect(self.delete_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(theme.header(_("Test sets")))
        column.addWidget(self._pages, 1)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self._new, self._export, self._delete):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.set_writable(False)

    @property
    def current(self) -> QuerySet | None:
        """The chosen test set."""
        index = self._table.currentIndex()
        return self.model.sets[index.row()] if index.isValid() else None

    def set_sets(self, sets: Sequence[QuerySet], prefer: str = "") -> None:
        """Show these; the one called `prefer` is chosen, else the one that was, else the first."""
        before = self.current
        with QSignalBlocker(self._table.selectionModel()):
            self.model.set_sets(sets)
        names = [found.name for found in sets]
        wanted = prefer or (before.name if before else "")
        row = names.index(wanted) if wanted in names else 0
        self._pages.setCurrentWidget(self._table if sets else self._nothing)
        with QSignalBlocker(self._table.selectionModel()):
            if sets:
                self._table.selectRow(row)
        self._allow()
        if self.current != before:
            self.chosen.emit()

    def focus(self) -> None:
        """Bring the keyboard to the table, or where a set can be made."""
        (self._table if self.model.sets else self._new).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_writable(self, writable: bool) -> None:
        """Whether sets may be made and deleted."""
        self._is_writable = writable
        self._allow()

    def _allow(self) -> None:
        self._new.setEnabled(self._is_writable)
        self._export.setEnabled(self.current is not None)
        self._delete.setEnabled(self._is_writable and self.current is not None)

    def _choose(self) -> None:
        self._allow()
        self.chosen.emit()

    def _make_new(self) -> QPushButton:
        button = push_button(
            "laboratory_new_set",
            _("Ne&w"),
            _("Make a test set: photos of which it is known what they show"),
        )
        menu = QMenu(button)
        menu.setObjectName("menu_new_set")
        menu.setToolTipsVisible(True)
        for source, name, text in (
            (SetSource.CONFIRMED, "new_confirmed", _("Of &confirmed matches…")),
            (SetSource.CSV, "new_csv", _("Of a &table…")),
            (SetSource.FOLDER, "new_folder", _("Of a &folder of photos…")),
        ):
            action = command(menu, f"laboratory_{name}", text)
            action.triggered.connect(lambda _checked, of=source: self.add_wanted.emit(of))
            menu.addAction(action)
        button.setMenu(menu)
        return button
