"""Queries of a result as a list: the photo's name, and where the right product came."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.language import _
from desktop import wording

if TYPE_CHECKING:  # it loads scipy: the librarian's thread does
    from core.laboratory.browsing import Asked

Index = QModelIndex | QPersistentModelIndex


class QueriesModel(QAbstractListModel):
    """A row a query."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: list[Asked] = []

    @property
    def asked(self) -> "Sequence[Asked]":
        """The queries, by row."""
        return self._asked

    def set_asked(self, asked: "Sequence[Asked]") -> None:
        """Show these."""
        self.beginResetModel()
        self._asked = list(asked)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._asked)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        asked = self._asked[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{asked.query.path.name}\n{came(asked)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(asked.query.path)
        return None


def came(asked: "Asked") -> str:
    """Where the right product came, in words."""
    outcome = asked.outcome
    if outcome.failed:
        return _("The photo cannot be used")
    if outcome.rank is None:
        return _("Miss: not found")
    if asked.is_hit:
        return _("Hit")
    return _("Miss: at place {rank}").format(rank=wording.number(outcome.rank))
