"""The second view: all products as a grid, and beside it the sheet of those that are chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from core.language import _
from core.product_records import Card
from desktop import theme
from desktop.catalogue.arrangement_bar import STEP, ArrangementBar
from desktop.catalogue.catalogue_delegate import (
    LEAST_WIDTH,
    CatalogueDelegate,
    height_of,
    photo_side,
)
from desktop.catalogue.catalogue_model import CatalogueModel
from desktop.catalogue.grid_view import GridView
from desktop.catalogue.product_editor import ProductEditor
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.panes import hint, pane

PAGE = 60
LOOK_MS = 30


class CatalogueView(QWidget):
    """Products by id; what is in sight is asked for, what arrives is shown.

    Signals: `chosen(ids: list[int])` when a person chose others, `cards_wanted(ids: list[int])`,
    each time in place of what was wanted before, `opened()` on Enter or double click, and
    `typed(text: str)`.
    """

    chosen = Signal(object)
    cards_wanted = Signal(object)
    opened = Signal()
    typed = Signal(str)

    def __init__(self, thumbnails: ThumbnailLoader, strip_thumbnails: ThumbnailLoader) -> None:
        super().__init__()
        self.setObjectName("catalogue_view")
        self._thumbnails = thumbnails
        self._fresh: set[int] = set()
        self._wanted: list[int] = []
        self._sides: dict[int, int] = {}  # the largest asked for, by photo
        self._keeping = False
        self.model = CatalogueModel(self)
        self.grid = self._make_grid()
        self.editor = ProductEditor(strip_thumbnails)
        self._hint = hint("catalogue_hint")
        self._pages = pane(self._hint, self.grid)
        self.arrangement = ArrangementBar()
        self.arrangement.sized.connect(self._resize_cells)
        self.grid.zoomed.connect(self._zoom)
        self.splitter = self._make_splitter()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self._ask)
        self.grid.sight_moved.connect(self._look_soon)
        thumbnails.ready.connect(self.model.set_thumbnail)
        thumbnails.failed.connect(self.model.set_failed)

    def show_hint(self, text: str) -> None:
        """Say `text` in place of products."""
        self._show_ids([])
        self._hint.setText(text)
        self._pages.setCurrentWidget(self._hint)

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show these products; whoever is chosen, and the place in the list, stay."""
        self._fresh.clear()
        self._sides.clear()
        self._wanted = []
        if list(ids) != list(self.model.ids):
            self._show_ids(ids)
        self._pages.setCurrentWidget(self.grid)
        self._look_soon()

    def set_cards(self, cards: list[Card]) -> None:
        """Show what was read of products that are, or were, in sight."""
        self._fresh.update(card.id for card in cards)
        self.model.set_cards(cards)
        self._look_soon()

    def scroll_to_top(self) -> None:
        """Begin with the first product."""
        self.grid.verticalScrollBar().setValue(0)

    def choose(self, ids: Sequence[int]) -> None:
        """Choose these products, as far as they are shown, and bring the first into sight."""
        rows = sorted(row for i in ids if (row := self.model.row_of(i)) is not None)
        if rows:
            first = self.model.index(rows[0], 0)
            self._keeping = True
            self.grid.setCurrentIndex(first)
            self.grid.select_rows(rows)
            self._keeping = False
            self.grid.scrollTo(first)

    def tell_chosen(self) -> None:
        """Say once more which products are chosen: some may have gone out of the list."""
        self.chosen.emit([self.model.ids[row] for row in self.grid.selected_rows()])

    def add_commands(self, actions: list[QAction]) -> None:
        """Offer these in the menus of the grid and of the photos."""
        for widget in (self.grid, self.editor.strip):
            widget.addActions(actions)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_soon()

    def _show_ids(self, ids: Sequence[int]) -> None:
        model, grid = self.model, self.grid
        chosen = [model.ids[row] for row in grid.selected_rows()]
        current = grid.currentIndex()
        current_id = model.ids[current.row()] if current.isValid() else 0
        bar = grid.verticalScrollBar()
        top = grid.rows_in_sight().start
        top_id = model.ids[top] if top < len(model.ids) and bar.value() else 0
        within = -grid.visualRect(model.index(top, 0)).top()
        self._keeping = True
        model.set_ids(ids)
        rows = sorted(row for i in chosen if (row := model.row_of(i)) is not None)
        row = model.row_of(current_id)
        if row is not None:
            grid.selectionModel().setCurrentIndex(
                model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        grid.select_rows(rows)
        row = model.row_of(top_id)
        if row is not None:
            bar.setValue(bar.value() + grid.visualRect(model.index(row, 0)).top() + within)
        self._keeping = False

    def _look_soon(self) -> None:
        if not self._look.isActive():
            self._look.start()

    def _ask(self) -> None:
        """Ask for the pages in sight, and for the photos of what is known there."""
        rows, ids = self.grid.rows_in_sight(), self.model.ids
        if not rows or not self.grid.isVisible():
            return
        start, end = rows.start // PAGE * PAGE, -(-rows.stop // PAGE) * PAGE
        missing = [i for i in ids[start:end] if i not in self._fresh]
        if missing and missing != self._wanted:
            self._wanted = missing
            self.cards_wanted.emit(missing)
        self._ask_for_photos(rows)

    def _ask_for_photos(self, rows: range) -> None:
        self._thumbnails.restart()
        width = self.grid.visualRect(self.model.index(rows.start, 0)).width()
        side = round(photo_side(width) * self.devicePixelRatioF())
        for row in rows:
            card = self.model.card(row)
            if card and card.cover and not self._has_photo(card.cover_id, side):
                self._sides[card.cover_id] = side
                self._thumbnails.request(card.cover_id, card.cover, side)

    def _has_photo(self, photo_id: int, side: int) -> bool:
        return self.model.has_photo(photo_id) and self._sides.get(photo_id, 0) >= side

    def _resize_cells(self, width: int) -> None:
        """Larger or smaller, with the product in hand, or the first in sight, where it was."""
        rows, current = self.grid.rows_in_sight(), self.grid.currentIndex()
        keep = current.row() if current.row() in rows else rows.start
        self.grid.set_least_width(width)
        self.grid.scrollTo(self.model.index(keep, 0))
        self._look_soon()

    def _zoom(self, steps: int) -> None:
        self.arrangement.set_width(self.arrangement.width_of_cells + steps * STEP)

    def _choose(self) -> None:
        if not self._keeping:
            self.tell_chosen()

    def _make_grid(self) -> GridView:
        grid = GridView(LEAST_WIDTH, height_of)
        grid.setObjectName("catalogue_grid")
        grid.setAccessibleName(_("Products"))
        grid.setModel(self.model)
        grid.setItemDelegate(CatalogueDelegate(grid))
        grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        grid.selectionModel().selectionChanged.connect(self._choose)
        grid.activated.connect(self.opened)
        grid.typed.connect(self.typed)
        return grid

    def _make_splitter(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("catalogue_panes")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(16)
        splitter.addWidget(_below(self.arrangement, self._pages))
        title = theme.header(_("Sheet"))
        title.setFixedHeight(self.arrangement.sizeHint().height())
        splitter.addWidget(_below(title, self.editor))
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setSizes([860, 360])
        return splitter


def _below(head: QWidget, body: QWidget) -> QWidget:
    """A pane with its head."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    column.addWidget(head)
    column.addWidget(body, 1)
    return both
