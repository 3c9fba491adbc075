"""Two photos beside each other under one zoom, and lines between the points that agree."""

from PySide6.QtCore import QLocale, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core.language import _
from core.records import Agreement
from desktop.compare.agreeing import at, paint_lines
from desktop.compare.sight import STEP, Sight

GAP, NOTCH = 8, 120
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
    """Signals: `pixels_wanted(longest: int)` when photos are drawn so large, and have fewer."""

    pixels_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pair_view")
        self.setAccessibleName(_("Two photos side by side"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(2 * _LEAST_SIDE, _LEAST_SIDE)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._photos: tuple[list[QPixmap], list[QPixmap]] = ([], [])
        self._agreement: Agreement | None = None
        self._shows_lines = True
        self._from: QPoint | None = None
        self._sight = Sight()

    @property
    def sight(self) -> Sight:
        """What is seen of the photos."""
        return self._sight

    def clear(self, side: int) -> None:
        """Show no photo at the left (0) or right (1)."""
        self._photos[side].clear()
        self.update()

    def add_photo(self, side: int, image: QImage) -> None:
        """Show a photo at the left (0) or right (1); the same may come again with more pixels."""
        self._photos[side].append(QPixmap.fromImage(image))
        self._photos[side].sort(key=QPixmap.width)
        self.update()

    def pixels(self, side: int) -> int:
        """How many pixels there are of a photo, from left to right; 0 without one."""
        return self._photos[side][-1].width() if self._photos[side] else 0

    def whole_pixels(self) -> int:
        """How many pixels the longer side of a photo has that is seen whole."""
        area = self.area(0)
        return round(max(area.width(), area.height()) * self.devicePixelRatioF())

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
        seen = QLocale().toString(float(sight.zoom), "f", 1)
        self.setAccessibleDescription(_("Zoom: {count} times").format(count=seen))
        self.update()
        self._want_pixels()

    def zoom(self, factor: float) -> None:
        """Nearer or farther, around the middle."""
        self.set_sight(self._sight.zoomed(factor))

    def area(self, side: int) -> QRect:
        """Where the left (0) or right (1) photo may be drawn."""
        width = (self.width() - GAP) // 2
        return QRect(side * (width + GAP), 0, width, self.height())

    def place(self, side: int) -> QRectF:
        """Where all of a photo would be drawn; nothing without one."""
        photos = self._photos[side]
        size = QSizeF(photos[0].size()) if photos else QSizeF()
        return self._sight.place(size, QRectF(self.area(side)))

    def lines(self) -> list[tuple[QPointF, QPointF]]:
        """Where the points that agree are drawn, both in sight."""
        if self._agreement is None or not self._shows_lines:
            return []
        found = self._agreement
        places = (self.place(0), self.place(1))
        ends = [
            (at((x, y), found.size, places[0]), at((u, v), found.other_size, places[1]))
            for x, y, u, v in found.points
        ]
        left, right = QRectF(self.area(0)), QRectF(self.area(1))
        return [(one, two) for one, two in ends if left.contains(one) and right.contains(two)]

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
            )
            for side in (0, 1):
                area = self.area(side)
                painter.fillRect(area, self.palette().color(QPalette.ColorRole.Window))
                if self._photos[side]:
                    photo = self._fitting(side)
                    painter.setClipRect(area)
                    painter.drawPixmap(self.place(side), photo, QRectF(photo.rect()))
                    painter.setClipping(False)
            paint_lines(painter, self.lines())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._want_pixels()

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

    def _fitting(self, side: int) -> QPixmap:
        """The photo with hardly more pixels than are drawn: many more would flicker."""
        drawn = self.place(side).width() * self.devicePixelRatioF()
        photos = self._photos[side]
        return next((photo for photo in photos if photo.width() >= drawn - 1), photos[-1])

    def _want_pixels(self) -> None:
        ratio, wanted = self.devicePixelRatioF(), 0.0
        for side in (0, 1):
            place = self.place(side)
            if place.width() * ratio > self.pixels(side) + 1 and not place.isEmpty():
                wanted = max(wanted, place.width() * ratio, place.height() * ratio)
        if wanted:
            self.pixels_wanted.emit(round(wanted))
