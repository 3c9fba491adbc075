"""What is seen of two photos at once: one zoom and one place for both, as shares of their size."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

LEAST, MOST = 1.0, 32.0
STEP = 1.25


@dataclass(frozen=True, slots=True)
class Sight:
    """How many times larger than whole, and which point (0..1 both ways) is in the middle."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def zoomed(self, factor: float) -> "Sight":
        """Nearer or farther, around the middle."""
        return replace(self, zoom=min(max(self.zoom * factor, LEAST), MOST)).kept_inside()

    def zoomed_at(self, factor: float, point: QPointF, photo: QRectF) -> "Sight":
        """Nearer or farther around a point, where `photo` is drawn now; the point stays."""
        near = self.zoomed(factor)
        if photo.isEmpty():
            return near
        x = (point.x() - photo.left()) / photo.width()
        y = (point.y() - photo.top()) / photo.height()
        part = 1 - self.zoom / near.zoom
        return replace(
            near, x=self.x + (x - self.x) * part, y=self.y + (y - self.y) * part
        ).kept_inside()

    def moved(self, across: float, down: float) -> "Sight":
        """Another place, by shares of the photo's size."""
        return replace(self, x=self.x + across, y=self.y + down).kept_inside()

    def kept_inside(self) -> "Sight":
        """The nearest place at which the photo fills what there is of it."""
        margin = 0.5 / self.zoom
        return replace(
            self,
            x=min(max(self.x, margin), 1 - margin),
            y=min(max(self.y, margin), 1 - margin),
        )

    def place(self, size: QSizeF, area: QRectF) -> QRectF:
        """Where a photo of `size` is drawn in an area; whole and centred without zoom."""
        if size.isEmpty() or area.isEmpty():
            return QRectF()
        scale = min(area.width() / size.width(), area.height() / size.height()) * self.zoom
        width, height = size.width() * scale, size.height() * scale
        middle = area.center()
        return QRectF(middle.x() - self.x * width, middle.y() - self.y * height, width, height)
