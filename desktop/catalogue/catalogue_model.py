"""The products of a catalogue as a list model: their ids at once, all else as it arrives."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from core.product_records import Card
from desktop import wording

CARD_ROLE = Qt.ItemDataRole.UserRole + 1  # Card, None until it has been read
PHOTO_ROLE = Qt.ItemDataRole.UserRole + 2  # QPixmap, None until it has been read
LOST_ROLE = Qt.ItemDataRole.UserRole + 3  # whether there is no photo, or none that can be read
PHOTOS_KEPT = 400

Index = QModelIndex | QPersistentModelIndex


class CatalogueModel(QAbstractListModel):
    """Ids of products in the order of a search, with the cards and photos that have arrived."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: Sequence[int] = ()
        self._rows: dict[int, int] = {}
        self._cards: dict[int, Card] = {}
        self._covered: dict[int, int] = {}
        self._photos: OrderedDict[int, QPixmap] = OrderedDict()
        self._failed: set[int] = set()

    @property
    def ids(self) -> Sequence[int]:
        """The products, by row."""
        return self._ids

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these products; what is known of those that stay is kept."""
        self.beginResetModel()
        self._ids = ids
        self._rows = {product_id: row for row, product_id in enumerate(ids)}
        self._cards = {key: card for key, card in self._cards.items() if key in self._rows}
        self._covered = {card.cover_id: card.id for card in self._cards.values()}
        self.endResetModel()

    def row_of(self, product_id: int) -> int | None:
        """Where the product is, if it is shown."""
        return self._rows.get(product_id)

    def card(self, row: int) -> Card | None:
        """What is known of the product in that row."""
        return self._cards.get(self._ids[row])

    def set_cards(self, cards: Iterable[Card]) -> None:
        """Show what was read of some products; those that are not shown are left out."""
        for card in cards:
            row = self._rows.get(card.id)
            if row is not None and self._cards.get(card.id) != card:
                self._cards[card.id] = card
                self._covered[card.cover_id] = card.id
                self.dataChanged.emit(self.index(row), self.index(row))

    def has_photo(self, photo_id: int) -> bool:
        """Whether the photo has arrived; those that were not painted for long are let go."""
        return photo_id in self._photos

    def set_thumbnail(self, photo_id: int, image: QImage) -> None:
        """Show `image` where that photo is a cover."""
        row = self._rows.get(self._covered.get(photo_id, 0))
        if row is None:
            return
        self._failed.discard(photo_id)
        self._photos[photo_id] = QPixmap.fromImage(image)
        if len(self._photos) > PHOTOS_KEPT:
            self._photos.popitem(last=False)
        self.dataChanged.emit(self.index(row), self.index(row), [PHOTO_ROLE])

    def set_failed(self, photo_id: int) -> None:
        """Show that the photo cannot be read, where it is a cover."""
        row = self._rows.get(self._covered.get(photo_id, 0))
        if row is not None:
            self._failed.add(photo_id)
            self.dataChanged.emit(self.index(row), self.index(row), [LOST_ROLE])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        card = self._cards.get(self._ids[index.row()]) if index.isValid() else None
        if card is None or role == CARD_ROLE:
            return card if role == CARD_ROLE else None
        if role == PHOTO_ROLE:
            return self._photo(card.cover_id)
        if role == LOST_ROLE:
            return card.cover is None or card.cover_id in self._failed
        return _words(card, role)

    def _photo(self, photo_id: int) -> QPixmap | None:
        if photo_id in self._photos:
            self._photos.move_to_end(photo_id)
        return self._photos.get(photo_id)


def _words(card: Card, role: int) -> str | None:
    if role == Qt.ItemDataRole.DisplayRole:
        return card.reference
    if role == Qt.ItemDataRole.ToolTipRole:
        return "\n".join(filter(None, (card.reference, card.name, card.category)))
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return ", ".join(
            filter(None, (card.reference, card.name, card.category, wording.photos(card.photos)))
        )
    return None
