"""A grid of equal cells over a list model: a hundred thousand items cost as little as ten.

QListView asks the model about every row when it lays out, which holds the window for a third of a
second at 100,000 rows. Longer than most modules, because Qt asks all of this of an item view.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.catalogue.grid_geometry import GridGeometry

Index = QModelIndex | QPersistentModelIndex
Cursor = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint
State = QStyle.StateFlag
Select = QItemSelectionModel.SelectionFlag
BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class GridView(QListView):
    """Cells from left to right, then down; as many in a line as fit.

    A list view to screen readers and by its class alone: what it would do per row is done here.

    Signals: `sight_moved()` when other rows may be in sight, `typed(text: str)` for letters, which
    a grid of this size leaves to a search; `zoomed(steps: int)` for the wheel with Ctrl.
    """

    sight_moved = Signal()
    typed = Signal(str)
    zoomed = Signal(int)

    def __init__(
        self, least_width: int, height_of: Callable[[int], int], parent: QWidget | None = None
    ) -> None:
        """Cells are at least `least_width` wide, and `height_of(width)` high."""
        super().__init__(parent)
        self._least_width, self._height_of = least_width, height_of
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_least_width(self, width: int) -> None:
        """Cells are at least so wide from now on."""
        self._least_width = width
        self.updateGeometries()
        self.viewport().update()

    @property
    def geometry_of_cells(self) -> GridGeometry:
        """Where the cells lie, from the top of the first line."""
        across = self.viewport().width()
        columns = max(1, across // self._least_width)
        width = max(1, across // columns)
        count = self.model().rowCount() if self.model() else 0
        return GridGeometry(count, columns, width, self._height_of(width))

    def rows_in_sight(self) -> range:
        """The rows that can be seen, in part at least."""
        top = self.verticalOffset()
        return self.geometry_of_cells.rows_between(top, top + self.viewport().height())

    def selected_rows(self) -> list[int]:
        """The selected rows, in rising order."""
        selection = self.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.count())]
        return sorted(row for part in parts for row in range(part.top(), part.bottom() + 1))

    def select_rows(self, rows: list[int]) -> None:
        """Select these rows, which rise, and no others."""
        self.selectionModel().select(self._selection(_runs(rows)), Select.ClearAndSelect)

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self.geometry_of_cells.cell(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        cells, place = self.geometry_of_cells, point + QPoint(0, self.verticalOffset())
        if cells.is_beside(place):
            return QModelIndex()
        return self.model().index(cells.row_at(place), 0)

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        area, bar = self.visualRect(index), self.verticalScrollBar()
        beyond = area.bottom() + 1 - self.viewport().height()
        if hint == Hint.PositionAtTop or area.top() < 0:
            bar.setValue(bar.value() + area.top())
        elif beyond > 0:
            bar.setValue(bar.value() + beyond)

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        cells, current = self.geometry_of_cells, self.currentIndex().row()
        if current < 0:
            return self.model().index(0, 0)
        page = max(1, self.viewport().height() // cells.height) * cells.columns
        step = {
            Cursor.MoveLeft: -1,
            Cursor.MovePrevious: -1,
            Cursor.MoveRight: 1,
            Cursor.MoveNext: 1,
            Cursor.MoveUp: -cells.columns if current >= cells.columns else 0,
            Cursor.MoveDown: cells.columns,
            Cursor.MovePageUp: -page,
            Cursor.MovePageDown: page,
            Cursor.MoveHome: -cells.count,
            Cursor.MoveEnd: cells.count,
        }[action]
        return self.model().index(min(max(current + step, 0), cells.count - 1), 0)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        QAbstractItemView.rowsInserted(self, parent, start, end)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, first, last, roles)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by the keyboard finds a product in hand, without having chosen it."""
        rows = self.rows_in_sight()
        if rows and not self.currentIndex().isValid() and event.reason() in BY_KEYS:
            first = self.model().index(rows.start, 0)
            self.selectionModel().setCurrentIndex(first, Select.NoUpdate)
        super().focusInEvent(event)

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: Select) -> None:
        """What a dragged rectangle touches; else everything from one cell to the other."""
        cells, place = self.geometry_of_cells, rect.translated(0, self.verticalOffset())
        if self.state() == QAbstractItemView.State.DragSelectingState:
            touched = cells.rows_touched(place.normalized())
        else:
            ends = sorted((cells.row_at(place.topLeft()), cells.row_at(place.bottomRight())))
            touched = [range(max(0, ends[0]), min(ends[1] + 1, cells.count))]
        self.selectionModel().select(self._selection(touched), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def keyboardSearch(self, search: str) -> None:
        if search.strip():
            self.typed.emit(search)

    def updateGeometries(self) -> None:
        cells, bar = self.geometry_of_cells, self.verticalScrollBar()
        page = self.viewport().height()
        bar.setPageStep(page)
        bar.setSingleStep(max(1, cells.height // 4))
        beyond = max(0, cells.lines * cells.height - page)
        bar.setRange(0, beyond)
        bar.setEnabled(beyond > 0)  # its place stays: cells must not change with it
        QAbstractItemView.updateGeometries(self)
        self.sight_moved.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit((event.angleDelta().y() > 0) - (event.angleDelta().y() < 0))
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()

    def reset(self) -> None:
        QAbstractItemView.reset(self)
        self.updateGeometries()
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self.sight_moved.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        cells, top = self.geometry_of_cells, self.verticalOffset()
        hovered = self._hovered()
        with QPainter(self.viewport()) as painter:
            dirty = event.rect()
            for row in cells.rows_between(top + dirty.top(), top + dirty.bottom() + 1):
                index = self.model().index(row, 0)
                option = self._option(index, row == hovered)
                option.rect = cells.cell(row).translated(0, -top)
                self.itemDelegate().paint(painter, option, index)

    def _option(self, index: QModelIndex, hovered: bool) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        state = option.state & ~(
            State.State_HasFocus | State.State_MouseOver | State.State_Selected
        )
        if self.selectionModel().isSelected(index):
            state |= State.State_Selected
        if self.hasFocus() and index == self.currentIndex():
            state |= State.State_HasFocus
        if hovered:
            state |= State.State_MouseOver
        option.state = state
        return option

    def _hovered(self) -> int:
        if not self.viewport().underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row()

    def _selection(self, parts: Iterable[range]) -> QItemSelection:
        model, selection = self.model(), QItemSelection()
        for rows in parts:
            if rows:
                selection.select(model.index(rows.start, 0), model.index(rows.stop - 1, 0))
        return selection


def _runs(rows: list[int]) -> list[range]:
    """Rising numbers as stretches without a gap."""
    runs: list[range] = []
    for row in rows:
        if runs and runs[-1].stop == row:
            runs[-1] = range(runs[-1].start, row + 1)
        else:
            runs.append(range(row, row + 1))
    return runs
