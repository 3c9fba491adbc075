"""The matches as a list or a grid: one view, so that what is chosen stays so."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from core.language import _
from desktop.matches.look import Look
from desktop.matches.match_delegate import MatchDelegate
from desktop.matches.matches_model import MatchesModel

NOTCH = 120  # an eighth of a degree each: one step of a mouse wheel


class MatchesList(QListView):
    """Signals: `sight_moved()` when other rows may be in sight, `ended()` when a person scrolls to
    the last, `zoomed(steps: int)` by the wheel with Ctrl.
    """

    sight_moved = Signal()
    ended = Signal()
    zoomed = Signal(int)

    def __init__(self, model: MatchesModel) -> None:
        super().__init__()
        self.setObjectName("matches_list")
        self.setAccessibleName(_("Matches, best first"))
        self.setModel(model)
        self._delegate = MatchDelegate(self)
        self._turned = 0
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._note_place)
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))

    @property
    def look(self) -> Look:
        """How the matches are laid out."""
        return self._delegate.look

    def set_look(self, look: Look) -> None:
        """Lay the matches out so; the chosen one stays in sight."""
        self._delegate.look = look
        flow = QListView.Flow.LeftToRight if look.is_grid else QListView.Flow.TopToBottom
        self.setFlow(flow)
        self.setWrapping(look.is_grid)
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self.scrollTo(self.currentIndex())
        self.sight_moved.emit()

    def photo_side(self, row: int) -> int:
        """How large the photo of a row is drawn, in pixels of the window."""
        return self._delegate.photo_side(row)

    def rows_in_sight(self) -> range:
        """The rows that can be seen, in part at least."""
        port, model = self.viewport().rect(), self.model()
        seen = [
            row
            for row in range(model.rowCount())
            if self.visualRect(model.index(row, 0)).intersects(port)
        ]
        return range(seen[0], seen[-1] + 1) if seen else range(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # cells and rows depend on the width
        self.sight_moved.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._turned += event.angleDelta().y()
            steps = int(self._turned / NOTCH)
            self._turned -= steps * NOTCH
            if steps:
                self.zoomed.emit(steps)
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
        return super().event(event)

    def _note_place(self, value: int) -> None:
        self.sight_moved.emit()
        if value and value == self.verticalScrollBar().maximum():
            self.ended.emit()
