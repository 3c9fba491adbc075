"""The square under work: drawn, moved and resized by mouse and by keys."""

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent

from core.records import Box
from desktop.query import squares
from desktop.query.squares import INSIDE, Grip
from desktop.query.viewport import Viewport

REACH = 12
# A press that goes no further than this draws no square anew.
LEAST_DRAG = 4
# What a key moves or grows by, in parts of the photo's longer side.
STEP = 0.01
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    INSIDE: Qt.CursorShape.SizeAllCursor,
}


class CropTool(QObject):
    """Has a square while it is at work.

    Signals: `changed(square: Box)`; `ended(kept: bool)` by Enter, or by Escape, which
    gives the square up.
    """

    changed = Signal(object)
    ended = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._square: Box | None = None
        self._before: Box | None = None
        self._grip: Grip | None = None
        self._from = QPointF()
        self._is_held = False

    @property
    def square(self) -> Box | None:
        """The square, in pixels of the photo; None while nothing is cropped."""
        return self._square

    def set_square(self, square: Box | None) -> None:
        """Work on a square from now on; None ends the work."""
        self._square = square
        self._is_held = False

    def cursor(self, viewport: Viewport, point: QPointF) -> Qt.CursorShape:
        """What a press at a point of the widget would do."""
        grip = self._grip_at(viewport, point)
        return Qt.CursorShape.CrossCursor if grip is None else _CURSORS[grip]

    def press(self, viewport: Viewport, point: QPointF) -> None:
        """Take the square by what is at a point, or begin another."""
        self._grip = self._grip_at(viewport, point)
        self._from, self._before = point, self._square
        self._is_held = True

    def drag(self, viewport: Viewport, point: QPointF) -> None:
        """Follow the mouse."""
        way = point - self._from
        is_far = abs(way.x()) + abs(way.y()) >= LEAST_DRAG
        if self._is_held and self._before and is_far:
            self._change(self._dragged(viewport, point, self._before))

    def release(self) -> None:
        """Let go."""
        self._is_held = False

    def take_key(self, photo: QSize, event: QKeyEvent) -> bool:
        """Do what a key means here; False where it means nothing."""
        key = Qt.Key(event.key())
        if self._square is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.ended.emit(key != Qt.Key.Key_Escape)
        elif key in _WAYS:
            step = max(1.0, STEP * max(photo.width(), photo.height()))
            across, down = _WAYS[key]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                made = squares.grown(self._square, (across - down) * step, photo)
            else:
                made = squares.moved(self._square, QPointF(across, down) * step, photo)
            self._change(made)
        else:
            return False
        return True

    def _dragged(self, viewport: Viewport, point: QPointF, before: Box) -> Box:
        if self._grip is None:
            start, end = viewport.to_photo(self._from), viewport.to_photo(point)
            return squares.drawn(start, end, viewport.photo)
        if self._grip == INSIDE:
            by = (point - self._from) / viewport.scale
            return squares.moved(before, by, viewport.photo)
        return squares.resized(before, self._grip, viewport.to_photo(point), viewport.photo)

    def _grip_at(self, viewport: Viewport, point: QPointF) -> Grip | None:
        if self._square is None:
            return None
        box = self._square
        shown = viewport.to_widget(QRectF(box.left, box.top, box.width, box.height))
        return squares.grip_at(shown, point, REACH)

    def _change(self, square: Box) -> None:
        if square != self._square:
            self._square = square
            self.changed.emit(square)
