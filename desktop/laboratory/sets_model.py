"""Test sets as rows: name, where they come from, how many queries."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.laboratory_records import QuerySet
from core.language import _
from desktop import wording
from desktop.laboratory import words

Index = QModelIndex | QPersistentModelIndex
NAME, SOURCE, QUERIES = range(3)


class SetsModel(QAbstractTableModel):
    """A row a test set."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sets: list[QuerySet] = []

    @property
    def sets(self) -> Sequence[QuerySet]:
        """The test sets, by row."""
        return self._sets

    def set_sets(self, sets: Sequence[QuerySet]) -> None:
        """Show these."""
        self.beginResetModel()
        self._sets = list(sets)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._sets)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        found = self._sets[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            shown = (found.name, words.source(found.source), wording.number(found.queries))
            return shown[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            of = _("{queries} of {products}")
            counted = of.format(
                queries=words.queries(found.queries), products=wording.products(found.products)
            )
            return f"{found.name}\n{words.source(found.source)}, {counted}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Name"), _("From"), _("Queries"))[section]
        return None
