"""Two photos beside each other under one zoom, and lines between the points that agree."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core.language import _
from core.records import Agreement
from desktop.compare.sight import STEP, Sight

GAP, POINT, NOTCH = 8, 3.0, 120
# An arrow key moves the photos by this share of what is seen of them.
_MOVE = 0.15
_LEAST_SIDE = 240
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PairView(QWidget):
    """Signals: `near()` when it is zoomed so far that more pixels would be seen."""

    near = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pair_view")
        self.setAccessibleName(_("Two photos side by side"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(2 * _LEAST_SIDE, _LEAST_SIDE)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._photos: list[QPixmap | None] = [None, None]
        self._sizes = [QSizeF(), QSizeF()]
        self._agreement: Agreement | None = None
        self._shows_lines = True
        self._from: QPoint | None = None
        self._sight = Sight()

    @property
    def sight(self) -> Sight:
        """What is seen of the photos."""
        return self._sight

    def set_photo(self, side: int, image: QImage | None) -> None:
        """Show a photo at the left (0) or right (1); one with more pixels takes its place."""
        self._photos[side] = None if image is None else QPixmap.fromImage(image)
        self._sizes[side] = QSizeF() if image is None else QSizeF(image.size())
        self.update()

    def has_photo(self, side: int) -> bool:
        """Whether the photo has arrived."""
        return self._photos[side] is not None

    def set_agreement(self, agreement: Agreement | None) -> None:
        """Draw lines between the points of the two photos that agree."""
        self._agreement = agreement
        self.update()

    def show_lines(self, wanted: bool) -> None:
        """Draw the lines, or leave them out."""
        self._shows_lines = wanted
        self.update()

    def set_sight(self, sight: Sight) -> None:
        """Show so much of both photos, from there."""
        self._sight = sight
        self.setAccessibleDescription(
            _("Zoom: {percent}\u00a0% of the whole photo").format(percent=round(100 * sight.zoom))
        )
        self.update()
        if self._is_near():
            self.near.emit()

    def zoom(self, factor: float) -> None:
        """Nearer or farther, around the middle."""
        self.set_sight(self._sight.zoomed(factor))

    def area(self, side: int) -> QRect:
        """Where the left (0) or right (1) photo may be drawn."""
        width = (self.width() - GAP) // 2
        return QRect(side * (width + GAP), 0, width, self.height())

    def place(self, side: int) -> QRectF:
        """Where all of a photo would be drawn; nothing without one."""
        return self._sight.place(self._sizes[side], QRectF(self.area(side)))

    def lines(self) -> list[tuple[QPointF, QPointF]]:
        """Where the points that agree are drawn, both in sight."""
        if self._agreement is None or not self._shows_lines:
            return []
        found = self._agreement
        places = (self.place(0), self.place(1))
        ends = [
            (_at((x, y), found.size, places[0]), _at((u, v), found.other_size, places[1]))
            for x, y, u, v in found.points
        ]
        left, right = QRectF(self.area(0)), QRectF(self.area(1))
        return [(one, two) for one, two in ends if left.contains(one) and right.contains(two)]

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
            )
            for side, photo in enumerate(self._photos):
                area = self.area(side)
                painter.fillRect(area, self.palette().color(QPalette.ColorRole.Window))
                if photo is not None:
                    painter.setClipRect(area)
                    painter.drawPixmap(self.place(side), photo, QRectF(photo.rect()))
                    painter.setClipping(False)
            self._paint_lines(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        point = event.position()
        side = 0 if point.x() < self.area(1).left() else 1
        factor = STEP ** (event.angleDelta().y() / NOTCH)
        self.set_sight(self._sight.zoomed_at(factor, point, self.place(side)))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        now = event.position().toPoint()
        way, self._from = now - self._from, now
        photo = self.place(0 if now.x() < self.area(1).left() else 1)
        if not photo.isEmpty():
            across, down = -way.x() / photo.width(), -way.y() / photo.height()
            self.set_sight(self._sight.moved(across, down))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the window's own keys, for other matches, while photos are seen whole."""
        way = _WAYS.get(Qt.Key(event.key())) if self._sight.zoom > 1 else None
        if way is None:
            super().keyPressEvent(event)
            return
        share = _MOVE / self._sight.zoom
        self.set_sight(self._sight.moved(way[0] * share, way[1] * share))

    def _is_near(self) -> bool:
        """Whether a photo is drawn larger than it is."""
        ratio = self.devicePixelRatioF()
        return any(
            not size.isEmpty() and self.place(side).width() * ratio > size.width()
            for side, size in enumerate(self._sizes)
        )

    def _paint_lines(self, painter: QPainter) -> None:
        """Light lines on dark ones, to be seen on any photo."""
        light, dark = QColor(255, 255, 255, 210), QColor(0, 0, 0, 150)
        for colour, extra in ((dark, 2.0), (light, 0.0)):
            painter.setPen(QPen(colour, 1 + extra))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for one, two in self.lines():
                painter.drawLine(one, two)
                painter.drawEllipse(one, POINT, POINT)
                painter.drawEllipse(two, POINT, POINT)


def _at(point: tuple[float, float], size: tuple[int, int], photo: QRectF) -> QPointF:
    return QPointF(
        photo.left() + point[0] / size[0] * photo.width(),
        photo.top() + point[1] / size[1] * photo.height(),
    )
