"""A table of a file, and its rows that no product has, as models: 50,000 rows cost nothing."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.language import _
from core.sheets import Sheet, Unmatched
from desktop import wording

Index = QModelIndex | QPersistentModelIndex
_SHOWN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class SheetModel(QAbstractTableModel):
    """The rows below the headings; rows may have fewer cells than there are headings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None

    def set_sheet(self, sheet: Sheet) -> None:
        """Show another table."""
        self.beginResetModel()
        self._sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._sheet is None or not index.isValid() or role not in _SHOWN:
            return None
        cells = self._sheet.rows[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else ""

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if self._sheet is None or role not in _SHOWN:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._sheet.headings[section] or _("(no heading)")
        return str(self._sheet.rows[section].number)


class UnmatchedModel(QAbstractTableModel):
    """Number in the file and reference of each row that stands for no product, or for several."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Unmatched, ...] = ()

    def set_rows(self, rows: tuple[Unmatched, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def as_text(self) -> str:
        """One line a row, a tab between its parts, as a spreadsheet takes it."""
        return "\n".join(f"{row.row}\t{row.reference}" for row in self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in _SHOWN:
            return None
        row = self._rows[index.row()]
        return (wording.number(row.row), row.reference or _("(none)"))[index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Row"), _("Reference"))[section]
        return None
