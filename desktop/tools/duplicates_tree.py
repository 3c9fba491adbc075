"""The groups of duplicates on the screen, each photo beside the others like it."""

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView

from core.language import _
from core.records import DuplicateGroup, Shown
from desktop.photos.photo_tile import paint_tile
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.tools.duplicates_model import (
    FOLDER,
    GROUP_ROLE,
    PHOTO,
    PHOTO_ROLE,
    PRODUCT,
    SIDE,
    DuplicatesModel,
)

_PHOTO_WIDTH, _PRODUCT_WIDTH = 360, 220


class DuplicatesTree(QTreeView):
    """Every group open, with thumbnails of the photos in sight.

    Signals: `moved()` when another row is current; `opened(Shown)` on Enter or double click.
    """

    moved = Signal()
    opened = Signal(object)

    def __init__(self, model: DuplicatesModel, thumbnails: ThumbnailLoader) -> None:
        super().__init__()
        self.setObjectName("duplicates_tree")
        self.setAccessibleName(_("Groups of duplicates"))
        self._model, self._thumbnails = model, thumbnails
        self.setModel(model)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(14)
        header = self.header()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        self.setColumnWidth(PHOTO, _PHOTO_WIDTH)
        self.setColumnWidth(PRODUCT, _PRODUCT_WIDTH)
        header.setSectionResizeMode(FOLDER, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentChanged.connect(self.moved)
        model.modelReset.connect(lambda: self._unfold(0))
        model.rowsInserted.connect(lambda parent, first: self._unfold(first))
        model.wanted.connect(self._ask_for)
        self.verticalScrollBar().valueChanged.connect(self._go_on)
        thumbnails.ready.connect(self._take)

    def photo(self) -> Shown | None:
        """The photo of the current row."""
        found: Shown | None = self.currentIndex().data(PHOTO_ROLE)
        return found

    def group(self) -> DuplicateGroup | None:
        """The group of the current row."""
        found: DuplicateGroup | None = self.currentIndex().data(GROUP_ROLE)
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the photo; it is not for the default button of the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: object) -> None:
        self._open(self.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        photo = index.data(PHOTO_ROLE)
        if photo is not None:
            self.opened.emit(photo)

    def _unfold(self, first: int) -> None:
        for row in range(first, self._model.rowCount()):
            self.setFirstColumnSpanned(row, QModelIndex(), True)
            self.expand(self._model.index(row, PHOTO))
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0, PHOTO, self._model.index(0, PHOTO)))

    def _go_on(self, place: int) -> None:
        """Near the end, show more."""
        bar = self.verticalScrollBar()
        if place > bar.maximum() - bar.pageStep():
            self._model.show_more()

    def _ask_for(self, photo: Shown) -> None:
        side = round(SIDE * self.devicePixelRatioF())
        self._thumbnails.request(photo.photo_id, photo.photo_path, side)

    def _take(self, photo_id: int, image: QImage) -> None:
        ratio = self.devicePixelRatioF()
        tile = QPixmap(QSize(SIDE, SIDE) * ratio)
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        with QPainter(tile) as painter:
            area = QRect(0, 0, SIDE, SIDE)
            paint_tile(painter, area, self.palette(), QPixmap.fromImage(image))
        self._model.set_thumbnail(photo_id, tile)
