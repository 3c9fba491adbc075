"""A table of a file joined with the products: where each column goes, and what will come of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core import sheets
from core.catalogue import Catalogue
from core.errors import VitrineError
from core.language import _
from core.messages import sentence
from core.sheets import JoinReport, Sheet, Target
from desktop import theme
from desktop.librarian import Librarian, Task
from desktop.tools import import_wording
from desktop.tools.column_header import ColumnHeader
from desktop.tools.sheet_models import SheetModel, UnmatchedModel
from desktop.widgets.buttons import push_button
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.panes import pane, quiet_word
from desktop.widgets.tables import plain_table

_WIDEST_COLUMN = 220


class ImportDialog(QDialog):
    """Reads a table, asks where its columns go, and takes it over.

    `quick` answers what the choice would do, `slow` reads the file and takes it over. Signals:
    `imported(JoinReport)`; `refused(VitrineError)` when the file is no table.
    """

    imported = Signal(object)
    refused = Signal(object)

    def __init__(self, quick: Librarian, slow: Librarian, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle(_("Import a table"))
        self.setModal(False)
        self.resize(980, 640)
        self._quick, self._slow = quick, slow
        self._sheet: Sheet | None = None
        self._task = Task()
        self._importing = False
        self._rows, self._unmatched = SheetModel(self), UnmatchedModel(self)
        self._file, self._effect = ElidedLabel(), QLabel()
        self._effect.setObjectName("import_effect")
        self._effect.setWordWrap(True)
        self._table = self._make_table()
        self._header = ColumnHeader(self._table)
        self._header.targets_changed.connect(self._ask_preview)
        self._table.setHorizontalHeader(self._header)
        self._list = pane(self._make_list())
        self._pages = pane(quiet_word("import_reading", _("Reading the table…")), self._table)
        self._make_buttons()
        self._lay_out()
        self._set_report(None)

    def read(self, path: Path) -> None:
        """Read the table in `path` and show it."""
        self._file.setText(str(path))
        self._task = self._slow.ask(
            lambda catalogue: _read(catalogue, path), self._show_sheet, self._refuse
        )

    def _show_sheet(self, found: tuple[Sheet, tuple[Target, ...]]) -> None:
        self._sheet, targets = found
        self._rows.set_sheet(self._sheet)
        self._header.set_targets(targets)
        for column in range(len(targets)):
            hint = self._table.sizeHintForColumn(column)
            self._table.setColumnWidth(column, min(hint, _WIDEST_COLUMN))
        self._pages.setCurrentWidget(self._table)
        self._header.focus_first()
        self._ask_preview()

    def _refuse(self, error: VitrineError) -> None:
        self.refused.emit(error)
        self.reject()

    def _ask_preview(self) -> None:
        """Only the answer to the newest choice counts."""
        self._task.cancel()
        sheet, targets = self._sheet, self._header.targets()
        self._set_report(None)
        if sheet is None:
            return
        if Target.REFERENCE not in targets:
            self._effect.setText(_("Choose which column holds the reference."))
            return
        self._task = self._quick.ask(
            lambda catalogue: sheets.preview(catalogue, sheet, targets), self._set_report, self._say
        )

    def _set_report(self, report: JoinReport | None) -> None:
        self._effect.setText(import_wording.plan(report) if report else "")
        self._unmatched.set_rows(report.unmatched if report else ())
        for widget in (self._list, self._copy):
            widget.setVisible(bool(report and report.unmatched))
        self._import.setEnabled(bool(report and report.products))

    def _import_it(self) -> None:
        sheet, targets = self._sheet, self._header.targets()
        if sheet is None:
            return
        self._set_importing(True)
        self._effect.setText(_("Importing…"))
        self._slow.change(
            lambda catalogue: sheets.join(catalogue, sheet, targets), self._tell, self._say
        )

    def reject(self) -> None:
        """Leave off what is asked for; what is being taken over is waited for."""
        if self._importing:
            return
        self._task.cancel()
        super().reject()

    def _tell(self, report: JoinReport) -> None:
        self.imported.emit(report)
        self.accept()

    def _say(self, error: VitrineError) -> None:
        self._set_importing(False)
        self._effect.setText(sentence(error))

    def _set_importing(self, importing: bool) -> None:
        self._importing = importing
        for widget in (self._header, self._import, self._cancel):
            widget.setEnabled(not importing)

    def _copy_list(self) -> None:
        QGuiApplication.clipboard().setText(self._unmatched.as_text())

    def _make_table(self) -> QTableView:
        table = plain_table("import_table", _("Rows of the table"))
        table.setModel(self._rows)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        return table

    def _make_list(self) -> QTableView:
        table = plain_table("import_unmatched", _("Rows that match no product"))
        table.setModel(self._unmatched)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = table.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        return table

    def _make_buttons(self) -> None:
        self._import = push_button("import_import", _("&Import"), _("Take these texts over"))
        self._copy = push_button("import_copy", _("&Copy rows"), _("Copy the rows without product"))
        self._cancel = push_button("import_cancel", _("Cance&l"), _("Change nothing (Esc)"))
        theme.set_role(self._import, "primary")
        self._buttons = QDialogButtonBox()
        self._buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(self._import, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(self._cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self._copy.clicked.connect(self._copy_list)
        self._buttons.accepted.connect(self._import_it)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        theme.set_role(self._file, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        column.addWidget(self._file)
        column.addWidget(self._pages, 3)
        column.addWidget(self._effect)
        column.addWidget(self._list, 2)
        column.addWidget(self._buttons)
        self._import.setDefault(True)  # a button without a dialog cannot be the default of one


def _read(catalogue: Catalogue, path: Path) -> tuple[Sheet, tuple[Target, ...]]:
    sheet = sheets.read(path)
    return sheet, sheets.guess(catalogue, sheet)
