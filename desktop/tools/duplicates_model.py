"""Groups of duplicates as a tree: below each group its photos, with the thumbnails that arrived."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QIcon, QPixmap

from core.language import _, ngettext
from core.records import DuplicateGroup, Shown
from desktop import theme, wording

Index = QModelIndex | QPersistentModelIndex
GROUP_ROLE = Qt.ItemDataRole.UserRole + 1  # DuplicateGroup, also of a photo's row
PHOTO_ROLE = Qt.ItemDataRole.UserRole + 2  # Shown, None in a group's row
PHOTO, PRODUCT, FOLDER = range(3)
SIDE = 56
_THUMBNAILS = 2000  # kept at once
_PAGE = 200  # groups that a view lays out at once: ten thousand would take it a second
_ROW, _GROUP_ROW = QSize(0, SIDE + 8), QSize(0, 40)


class DuplicatesModel(QAbstractItemModel):
    """Two levels; an index's id is 0 for a group, else the number of the photo's group from 1.

    Signals: `wanted(Shown)` for each photo that is painted and has no thumbnail yet.
    """

    wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[DuplicateGroup] = []
        self._shown = 0
        self._rows: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._thumbnails: OrderedDict[int, QIcon | None] = OrderedDict()
        blank = QPixmap(SIDE, SIDE)
        blank.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(blank)  # room for a photo, so that nothing moves when it comes

    def set_groups(self, groups: Sequence[DuplicateGroup]) -> None:
        """Show these groups in the place of all others."""
        self.beginResetModel()
        self._groups = list(groups)
        self._thumbnails.clear()
        self._rows.clear()
        self._note_rows(0)
        self._shown = min(_PAGE, len(self._groups))
        self.endResetModel()

    def add_groups(self, groups: Sequence[DuplicateGroup]) -> None:
        """Show these groups below the others."""
        first = len(self._groups)
        self._groups += groups
        self._note_rows(first)
        if self._shown < _PAGE:
            self.show_more()

    def show_more(self) -> None:
        """Show some more groups. (A tree that is asked by `fetchMore` fetches all at once.)"""
        upto = min(self._shown + _PAGE, len(self._groups))
        if upto > self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, upto - 1)
            self._shown = upto
            self.endInsertRows()

    def make_one(self, into: Shown, product_ids: Iterable[int]) -> None:
        """Show that the photos of some products are of `into`'s by now."""
        merged = set(product_ids)
        for row, group in enumerate(self._groups):
            if merged & {photo.product_id for photo in group.photos}:
                photos = (
                    replace(into, photo_id=photo.photo_id, photo_path=photo.photo_path)
                    if photo.product_id in merged
                    else photo
                    for photo in group.photos
                )
                self._groups[row] = replace(group, photos=tuple(photos))
                if row >= self._shown:
                    continue
                above = self.index(row, PHOTO)
                self.dataChanged.emit(above, above)
                last = self.rowCount(above) - 1
                self.dataChanged.emit(self.index(0, 0, above), self.index(last, FOLDER, above))

    def set_thumbnail(self, photo_id: int, tile: QPixmap) -> None:
        """Show `tile`, `SIDE` wide and high, in the rows of that photo."""
        if photo_id in self._thumbnails:
            shown = QIcon(tile)
            shown.addPixmap(tile, QIcon.Mode.Selected)  # else a chosen row would tint it
            self._thumbnails[photo_id] = shown
            for group, row in self._rows[photo_id]:
                if group < self._shown:
                    at = self.index(row, PHOTO, self.index(group, PHOTO))
                    self.dataChanged.emit(at, at, [Qt.ItemDataRole.DecorationRole])

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        number = child.internalId() if child.isValid() else 0
        return self.createIndex(number - 1, PHOTO, 0) if number else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        if not parent.isValid():
            return self._shown
        is_group = parent.internalId() == 0 and parent.column() == PHOTO
        return len(self._groups[parent.row()].photos) if is_group else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        number = index.internalId()
        group = self._groups[number - 1 if number else index.row()]
        photo = group.photos[index.row()] if number else None
        if role == GROUP_ROLE:
            return group
        if role == PHOTO_ROLE:
            return photo
        if photo is None:
            return _of_group(group, index.column(), role)
        return self._of_photo(photo, index.column(), role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Photo"), _("Product"), _("Folder"))[section]
        return None

    def _of_photo(self, photo: Shown, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.SizeHintRole:
            return _ROW
        if role == Qt.ItemDataRole.DecorationRole and column == PHOTO:
            return self._thumbnail(photo)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(photo.photo_path)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            product = " · ".join(filter(None, (photo.reference, photo.category)))
            return (photo.photo_path.name, product, str(photo.photo_path.parent))[column]
        return None

    def _thumbnail(self, photo: Shown) -> QIcon:
        if photo.photo_id not in self._thumbnails:
            self._thumbnails[photo.photo_id] = None
            if len(self._thumbnails) > _THUMBNAILS:
                self._thumbnails.popitem(last=False)
            self.wanted.emit(photo)
        return self._thumbnails[photo.photo_id] or self._blank

    def _note_rows(self, first: int) -> None:
        """Remember where each photo of the groups from `first` on is shown."""
        for number in range(first, len(self._groups)):
            for row, photo in enumerate(self._groups[number].photos):
                self._rows[photo.photo_id].append((number, row))


def _of_group(group: DuplicateGroup, column: int, role: int) -> object:
    if role == Qt.ItemDataRole.SizeHintRole:
        return _GROUP_ROW
    if role == Qt.ItemDataRole.FontRole:
        return theme.font(1.0, QFont.Weight.DemiBold)
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and not column:
        return about_group(group)
    return None


def about_group(group: DuplicateGroup) -> str:
    """Say how many photos are alike, and of how many products they are."""
    photos, products = len(group.photos), len({photo.product_id for photo in group.photos})
    if group.exact:
        said = ngettext("The same file {count} time", "The same file {count} times", photos)
    else:
        said = ngettext("{count} photo nearly alike", "{count} photos nearly alike", photos)
    said = said.format(count=wording.number(photos))
    if products == 1:
        return said
    return f"{said} · {wording.products(products)}"
