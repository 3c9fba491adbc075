"""A picture that can be come nearer to and moved about: wheel, pinch, middle button, Space."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.query.scaling import Scaler
from desktop.query.viewport import MIDDLE, Viewport

MARGIN = 12
ZOOM_STEP = 1.25
# Of a wheel: what makes a step of zoom, and the pixels that the photo goes for one.
NOTCH = 120
PAN_STEP = 48
_PANS = {
    Qt.Key.Key_Left: QPointF(PAN_STEP, 0),
    Qt.Key.Key_Right: QPointF(-PAN_STEP, 0),
    Qt.Key.Key_Up: QPointF(0, PAN_STEP),
    Qt.Key.Key_Down: QPointF(0, -PAN_STEP),
}


class ZoomView(QWidget):
    """Keeps where a picture lies, and draws pictures there.

    Signals: `zoomed()`.
    """

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = QSize()
        self._zoom, self._centre = 1.0, MIDDLE
        self._pan_from: QPointF | None = None
        self._is_space_held = False
        self._scaler = Scaler(self)
        self._scaler.ready.connect(self.update)
        self.setMouseTracking(True)

    @property
    def viewport(self) -> Viewport:
        """Where the picture lies, in the view's pixels."""
        room = QRectF(self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
        size = QSize(1, 1) if self._size.isEmpty() else self._size
        return Viewport(room, size, self.devicePixelRatioF(), self._zoom, self._centre).settled()

    @property
    def is_zoomed(self) -> bool:
        """Whether the picture is larger than what fits the view."""
        return self._zoom > 1

    def show_at(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom, with what is shown at `about`, or in the middle, where it was; 1 is all of it."""
        self._move_to(self.viewport.zoomed(zoom, about))
        self.zoomed.emit()

    def zoom_by(self, steps: float, about: QPointF | None = None) -> None:
        """Come nearer by so many steps, or go away."""
        self.show_at(self._zoom * ZOOM_STEP**steps, about)

    def show_all(self) -> None:
        """Fit the picture into the view."""
        self.show_at(1.0)

    def show_pixels(self) -> None:
        """One pixel of the picture for one of the screen."""
        self.show_at(self.viewport.full_zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._move_to(self.viewport)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hold_space(held=False)
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            self.show_at(self._zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned, smooth = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(turned.y() / NOTCH, event.position())
        elif self.is_zoomed:
            by = QPointF(smooth) if not smooth.isNull() else QPointF(turned) * (PAN_STEP / NOTCH)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                by = by.transposed()
            self._move_to(self.viewport.panned(by))
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pan_from = None
        self._point(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self._hold_space(held=True)
        elif self.is_zoomed and key in _PANS:
            self._move_to(self.viewport.panned(_PANS[key]))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_space(held=False)
        super().keyReleaseEvent(event)

    def _grab(self, event: QMouseEvent) -> bool:
        """Whether a press takes the picture itself, to move it about."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (is_left and self._is_space_held):
            self._pan_from = event.position()
        return self._pan_from is not None

    def _drag(self, event: QMouseEvent) -> bool:
        """Whether the mouse has moved the picture about."""
        if self._pan_from is None:
            return False
        self._move_to(self.viewport.panned(event.position() - self._pan_from))
        self._pan_from = event.position()
        return True

    def _move_to(self, viewport: Viewport) -> None:
        self._zoom, self._centre = viewport.zoom, viewport.centre
        self.update()

    def _hold_space(self, *, held: bool) -> None:
        self._is_space_held = held
        self._point(QPointF(self.mapFromGlobal(self.cursor().pos())))

    def _point(self, at: QPointF) -> None:
        """Show by the cursor what a press would do."""
        if self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_space_held:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def _paint_image(self, painter: QPainter, image: QImage, place: QRectF) -> None:
        """What of an image at `place` is in sight: scaled well where there is such a picture."""
        seen = place.intersected(QRectF(self.rect()))
        if seen.isEmpty():
            return
        wide, high = image.width() / place.width(), image.height() / place.height()
        corner = seen.topLeft() - place.topLeft()
        part = QRectF(
            corner.x() * wide, corner.y() * high, seen.width() * wide, seen.height() * high
        )
        size = (seen.size() * self.devicePixelRatioF()).toSize()
        picture = self._scaler.scaled(image, part, size)
        if picture is None:
            painter.drawImage(seen, image, part)
        else:
            painter.drawImage(seen, picture)
