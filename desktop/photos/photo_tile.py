"""A product photo on a white tile, whole and centred, in the list as in the sheet."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.language import _

SMALLEST_SIDE, LARGEST_SIDE = 112, 256
RADIUS, RIM = 4, 2


def paint_tile(painter: QPainter, area: QRect, colours: QPalette, photo: QPixmap | None) -> None:
    """Draw the tile, which stays blank until its photo arrives."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.setPen(QPen(colours.color(QPalette.ColorRole.Mid), 1))
    painter.setBrush(Qt.GlobalColor.white if photo else colours.color(QPalette.ColorRole.Window))
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    if photo is None:
        return
    inside = area.adjusted(RIM, RIM, -RIM, -RIM)
    size = photo.size().scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(QPoint(0, 0), size)
    place.moveCenter(inside.center())
    painter.drawPixmap(place, photo)


class PhotoTile(QWidget):
    """A tile by itself, as high as its layout allows."""

    def __init__(self) -> None:
        super().__init__()
        self._photo: QPixmap | None = None
        self.setObjectName("sheet_photo")
        self.setAccessibleName(_("Photo of the chosen product"))
        self.setMinimumHeight(SMALLEST_SIDE)
        self.setMaximumHeight(LARGEST_SIDE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @property
    def image_width(self) -> int:
        """How many pixels the photo shown is wide, 0 without one."""
        return self._photo.width() if self._photo is not None else 0

    def set_image(self, image: QImage) -> None:
        """Show `image`; a null one leaves the tile blank."""
        self._photo = None if image.isNull() else QPixmap.fromImage(image)
        self.update()

    def sizeHint(self) -> QSize:
        """Small, so that the list above gets its share of the height."""
        return QSize(SMALLEST_SIDE, SMALLEST_SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_tile(painter, self.rect(), self.palette(), self._photo)
