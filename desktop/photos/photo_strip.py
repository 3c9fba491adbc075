"""The photos of the chosen products, side by side and small."""

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.language import _
from core.records import Shown
from desktop.photos.photo_tile import paint_tile
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.painting import paint_card

SIDE, AROUND = 76, 4
SCROLL_BAR = 16
SHOWN_ROLE = Qt.ItemDataRole.UserRole + 1  # Shown
PHOTO_ROLE = Qt.ItemDataRole.UserRole + 2  # QPixmap, None until it has been read

Index = QModelIndex | QPersistentModelIndex


class StripModel(QAbstractListModel):
    """Photos with their thumbnails as these arrive."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Shown] = []
        self._photos: dict[int, QPixmap] = {}

    @property
    def shown(self) -> list[Shown]:
        """The photos, by row."""
        return self._shown

    def set_shown(self, shown: list[Shown]) -> None:
        """Show these photos; the thumbnails of those that stay are kept."""
        self.beginResetModel()
        self._shown = shown
        ids = {photo.photo_id for photo in shown}
        self._photos = {key: photo for key, photo in self._photos.items() if key in ids}
        self.endResetModel()

    def set_thumbnail(self, photo_id: int, image: QImage) -> None:
        """Show `image` in the row of that photo, if it is there still."""
        for row, photo in enumerate(self._shown):
            if photo.photo_id == photo_id:
                self._photos[photo_id] = QPixmap.fromImage(image)
                self.dataChanged.emit(self.index(row), self.index(row), [PHOTO_ROLE])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        photo = self._shown[index.row()]
        if role == SHOWN_ROLE:
            return photo
        if role == PHOTO_ROLE:
            return self._photos.get(photo.photo_id)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return photo.photo_path.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(photo.photo_path)
        return None


class _StripDelegate(QStyledItemDelegate):
    """Paints a photo on its tile."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(SIDE + 2 * AROUND, SIDE + 2 * AROUND)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRect(option.rect.topLeft(), self.sizeHint(option, index))
        paint_card(painter, card, option)
        tile = card.adjusted(AROUND, AROUND, -AROUND, -AROUND)
        paint_tile(painter, tile, option.palette, index.data(PHOTO_ROLE))
        painter.restore()


class PhotoStrip(QListView):
    """A row of photos of which one is chosen.

    Signals: `chosen(photo: Shown or None)`; `opened(photo: Shown)` on Enter or double click.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("photo_strip")
        self.setAccessibleName(_("Photos of the chosen products"))
        self._thumbnails = thumbnails
        self._model = StripModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_StripDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.selectionModel().currentChanged.connect(self._choose)
        self.activated.connect(lambda index: self.opened.emit(index.data(SHOWN_ROLE)))
        thumbnails.ready.connect(self._model.set_thumbnail)

    @property
    def current(self) -> Shown | None:
        """The chosen photo."""
        photo: Shown | None = self.currentIndex().data(SHOWN_ROLE)
        return photo

    def show_photos(self, shown: list[Shown]) -> None:
        """Show these photos; the chosen one stays so, else the first is chosen."""
        if shown == self._model.shown:
            return
        before = self.current
        self._thumbnails.restart()
        self._model.set_shown(shown)
        self._fit()
        side = round(SIDE * self.devicePixelRatioF())
        for row, photo in enumerate(shown):
            if self._model.index(row).data(PHOTO_ROLE) is None:
                self._thumbnails.request(photo.photo_id, photo.photo_path, side)
        if shown:
            ids = [photo.photo_id for photo in shown]
            row = ids.index(before.photo_id) if before and before.photo_id in ids else 0
            self.selectionModel().setCurrentIndex(
                self._model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        else:
            self.chosen.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the photos, with a scroll bar where they do not fit side by side."""
        cell = SIDE + 2 * AROUND
        is_long = self._model.rowCount() * cell > self.width()
        self.setFixedHeight(cell + (SCROLL_BAR if is_long else 0))

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(SHOWN_ROLE))
