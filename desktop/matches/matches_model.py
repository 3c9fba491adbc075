"""The matches of one photo as a list model; it never touches a file."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from core.language import _
from core.records import Match
from desktop import wording

MATCH_ROLE = Qt.ItemDataRole.UserRole + 1  # Match
PHOTO_ROLE = Qt.ItemDataRole.UserRole + 2  # QPixmap, None until it has been read

Index = QModelIndex | QPersistentModelIndex


class MatchesModel(QAbstractListModel):
    """Matches in the order of their likeness, with the photos that have arrived."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matches: tuple[Match, ...] = ()
        self._photos: dict[int, QPixmap] = {}

    def set_matches(self, matches: tuple[Match, ...]) -> None:
        """Replace the list; photos of matches that stay are kept."""
        self.beginResetModel()
        self._matches = matches
        shown = {match.photo_id for match in matches}
        self._photos = {key: photo for key, photo in self._photos.items() if key in shown}
        self.endResetModel()

    def set_thumbnail(self, photo_id: int, image: QImage) -> None:
        """Show `image` in the rows of that photo; it is ignored where there are none."""
        rows = [row for row, match in enumerate(self._matches) if match.photo_id == photo_id]
        if not rows:
            return
        self._photos[photo_id] = QPixmap.fromImage(image)
        for row in rows:
            self.dataChanged.emit(self.index(row), self.index(row), [PHOTO_ROLE])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._matches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match = self._matches[index.row()]
        if role == MATCH_ROLE:
            return match
        if role == PHOTO_ROLE:
            return self._photos.get(match.photo_id)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return match.reference
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{rank}: {product}, {likeness} alike").format(
                rank=index.row() + 1,
                product=", ".join(filter(None, (match.reference, match.category))),
                likeness=wording.percent(match.likeness),
            )
        return None
