"""The matches of one query as a list model; it never touches a file."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
)
from PySide6.QtGui import QImage, QPixmap

from core.language import _
from core.records import Match
from desktop import wording

MATCH_ROLE = Qt.ItemDataRole.UserRole + 1  # Match
PHOTO_ROLE = Qt.ItemDataRole.UserRole + 2  # QPixmap, None until it has been read
SAID_ROLE = Qt.ItemDataRole.UserRole + 3  # what is said of it before its reference, or nothing

Index = QModelIndex | QPersistentModelIndex


class MatchesModel(QAbstractListModel):
    """Matches in the order of their likeness, with the photos that have arrived.

    Those that are not the product, as a person said, are left out until they are asked for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Match, ...] = ()
        self._matches: tuple[Match, ...] = ()
        self._is_far = self._shows_wrong = False
        self._photos: dict[int, QPixmap] = {}

    @property
    def matches(self) -> tuple[Match, ...]:
        """The matches that are shown, by row."""
        return self._matches

    @property
    def left_out(self) -> int:
        """How many are not the product, as a person said."""
        return sum(match.is_right is False for match in self._all)

    @property
    def shows_left_out(self) -> bool:
        """Whether those are shown all the same."""
        return self._shows_wrong

    def set_matches(self, matches: tuple[Match, ...], *, is_far: bool = False) -> None:
        """Show these; where they only go on from what is shown, the rows that are there stay.

        `is_far` says that none of them is a confident match.
        """
        self._all, is_same = matches, is_far == self._is_far
        self._is_far = is_far
        shown = self._shown()
        count = len(self._matches)
        if is_same and 0 < count <= len(shown) and shown[:count] == self._matches:
            if len(shown) > count:
                self.beginInsertRows(QModelIndex(), count, len(shown) - 1)
                self._matches = shown
                self.endInsertRows()
            return
        self._reset(shown)

    def show_left_out(self, wanted: bool) -> None:
        """Show what is not the product, as a person said, or leave it out."""
        if wanted != self._shows_wrong:
            self._shows_wrong = wanted
            self._reset(self._shown())

    def judge(self, product_id: int, is_right: bool | None) -> None:
        """Show at once what a person says of a match."""
        self._all = tuple(
            replace(match, is_right=is_right) if match.product_id == product_id else match
            for match in self._all
        )
        shown = self._shown()
        if len(shown) != len(self._matches):
            self._reset(shown)
        elif shown != self._matches:
            self._matches = shown
            self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))

    def set_thumbnail(self, photo_id: int, image: QImage) -> None:
        """Show `image` in the rows of that photo; it is ignored where there are none."""
        rows = [row for row, match in enumerate(self._matches) if match.photo_id == photo_id]
        if not rows:
            return
        self._photos[photo_id] = QPixmap.fromImage(image)
        for row in rows:
            self.dataChanged.emit(self.index(row), self.index(row), [PHOTO_ROLE])

    def keep_photos(self, photo_ids: Collection[int]) -> None:
        """Let go of all photos but these."""
        self._photos = {key: photo for key, photo in self._photos.items() if key in photo_ids}

    def has_photo(self, photo_id: int) -> bool:
        """Whether the photo has arrived, and was not let go."""
        return photo_id in self._photos

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
        if role == SAID_ROLE:
            return self._said(index.row())
        return self._words(index.row(), role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Matches can be dragged to other programs."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def supportedDragActions(self) -> Qt.DropAction:
        """Another program gets a copy: the catalogue's photos stay where they are."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list", "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the photos, and the references for programs that take text."""
        dragged = [self._matches[index.row()] for index in indexes]
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(match.photo_path)) for match in dragged])
        data.setText("\n".join(match.reference for match in dragged))
        return data

    def _shown(self) -> tuple[Match, ...]:
        if self._shows_wrong:
            return self._all
        return tuple(match for match in self._all if match.is_right is not False)

    def _reset(self, shown: tuple[Match, ...]) -> None:
        self.beginResetModel()
        self._matches = shown
        self.keep_photos({match.photo_id for match in shown})
        self.endResetModel()

    def _said(self, row: int) -> str:
        is_right = self._matches[row].is_right
        if is_right is not None:
            return _("Confirmed by you") if is_right else _("Not this, you said")
        if row == 0:
            return _("Nearest") if self._is_far else _("Best match")
        return ""

    def _words(self, row: int, role: int) -> str | None:
        match = self._matches[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return match.reference
        named = ", ".join(filter(None, (match.reference, match.category)))
        if role == Qt.ItemDataRole.ToolTipRole:
            told = wording.likeness(match), wording.likeness_meaning(match)
            return "\n".join(filter(None, (named, *told)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = "" if match.is_right is None else self._said(row)
            line = _("{rank}: {product}, {likeness}").format(
                rank=row + 1, product=named, likeness=wording.likeness(match)
            )
            return ", ".join(filter(None, (line, said)))
        return None
