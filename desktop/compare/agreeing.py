"""Lines between the points at which two photos agree."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

POINT = 3.0
LIGHT, DARK = QColor(255, 255, 255, 210), QColor(0, 0, 0, 150)


def at(point: tuple[float, float], size: tuple[int, int], photo: QRectF) -> QPointF:
    """Where a point of a photo of `size` lies when all of it is drawn at `photo`."""
    return QPointF(
        photo.left() + point[0] / size[0] * photo.width(),
        photo.top() + point[1] / size[1] * photo.height(),
    )


def paint_lines(painter: QPainter, ends: Iterable[tuple[QPointF, QPointF]]) -> None:
    """Light lines on dark ones, to be seen on any photo."""
    ends = list(ends)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((DARK, 3.0), (LIGHT, 1.0)):
        painter.setPen(QPen(colour, width))
        for one, two in ends:
            painter.drawLine(one, two)
            painter.drawEllipse(one, POINT, POINT)
            painter.drawEllipse(two, POINT, POINT)
