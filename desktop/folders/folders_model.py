"""Indexed folders as rows: how many photos, whether they are there, whether they are watched."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from core.language import _
from desktop import wording

if TYPE_CHECKING:  # the catalogue loads numpy: the librarian's thread does
    from core.indexed_folders import IndexedFolder

Index = QModelIndex | QPersistentModelIndex
FOLDER, PHOTOS, STATE, WATCH = range(4)


class FoldersModel(QAbstractTableModel):
    """A row a folder, with a box to check.

    Signals: `switched(folder, watched)` when a person checks it or not; the row follows at once.
    """

    switched = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders: list[IndexedFolder] = []

    def set_folders(self, folders: "Sequence[IndexedFolder]") -> None:
        """Show these; where they are the same ones, their rows keep their place."""
        same = [f.path for f in folders] == [f.path for f in self._folders]
        if same and folders:
            self._folders = list(folders)
            self.dataChanged.emit(self.index(0, 0), self.index(len(folders) - 1, WATCH))
            return
        self.beginResetModel()
        self._folders = list(folders)
        self.endResetModel()

    def folder(self, row: int) -> "IndexedFolder":
        """The folder in that row."""
        return self._folders[row]

    def row_of(self, path: Path) -> int:
        """The row of a folder; the first where it has none."""
        paths = [folder.path for folder in self._folders]
        return paths.index(path) if path in paths else 0

    def toggle(self, row: int) -> None:
        """Check the box in that row, or not any more."""
        index = self.index(row, WATCH)
        is_on = self._folders[row].is_watched
        state = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
        self.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._folders)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else 4

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == WATCH else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        folder, column = self._folders[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(folder)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tips(folder)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole and column == WATCH:
            return _("Watched") if folder.is_watched else _("Not watched")
        if role == Qt.ItemDataRole.CheckStateRole and column == WATCH:
            return Qt.CheckState.Checked if folder.is_watched else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        folder = self._folders[index.row()]
        is_on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._folders[index.row()] = replace(folder, is_watched=is_on)
        self.dataChanged.emit(index, index)
        self.switched.emit(folder.path, is_on)
        return True

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Folder"), _("Photos"), _("State"), _("Watch"))[section]
        return None


def _cells(folder: "IndexedFolder") -> tuple[str, str, str, str]:
    state = _("There") if folder.is_there else _("Away")
    return str(folder.path), wording.number(folder.photos), state, ""


def _tips(folder: "IndexedFolder") -> tuple[str, str, str, str]:
    where, count, state, _box = _cells(folder)
    if not folder.is_there:
        state = _("The folder or its disk is not there; nothing of it is lost.")
    return where, count, state, _("New and changed photos are indexed by themselves")
