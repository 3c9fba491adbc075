"""How the before/after view draws: photo, cut-out, squares, names and divider."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen

from core.language import _
from desktop import theme
from desktop.query import squares

HANDLE = 14
GRIP = 9
# On photos, whose colours do not follow the scheme, neither do ours.
INK, PAPER = QColor("#1a1918"), QColor("#fffefc")
VEIL = QColor(26, 25, 24, 190)
SHADE = QColor(26, 25, 24, 140)


def paint_rim(painter: QPainter, area: QRectF, palette: QPalette) -> None:
    """A hairline around the photo."""
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))


def paint_crop(painter: QPainter, shown: QRectF) -> None:
    """What of the photo was compared with the catalogue."""
    square = QRectF(
        round(shown.left()) + 0.5,
        round(shown.top()) + 0.5,
        round(shown.width()),
        round(shown.height()),
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, inset in ((VEIL, 0), (PAPER, 1)):  # one of the two shows on any photo
        painter.setPen(QPen(colour, 1))
        painter.drawRect(square.adjusted(inset, inset, -inset, -inset))


def paint_square(painter: QPainter, area: QRectF, shown: QRectF, accent: QColor) -> None:
    """The square under work: all else in shade, with handles to take it by."""
    around = QPainterPath()
    around.addRect(area)
    inside = QPainterPath()
    inside.addRect(shown)
    painter.fillPath(around.subtracted(inside), SHADE)
    paint_crop(painter, shown)
    painter.setPen(QPen(accent, 1.5))
    painter.setBrush(PAPER)
    for place in squares.handles(shown).values():
        painter.drawRect(QRectF(place.x() - GRIP / 2, place.y() - GRIP / 2, GRIP, GRIP))


def paint_labels(painter: QPainter, area: QRectF, cut: float) -> None:
    """Name the sides "Before" and "After", each while it has room for its name."""
    painter.setFont(theme.font(0.9))
    for text, at_right in ((_("Before"), False), (_("After"), True)):
        tag = QRectF(painter.fontMetrics().boundingRect(text).adjusted(-9, -4, 9, 4))
        tag.moveTopLeft(area.topLeft() + QPointF(10, 10))
        if at_right:
            tag.moveRight(area.right() - 10)
        room = tag.left() - cut if at_right else cut - tag.right()
        if room < HANDLE // 2:
            continue
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(VEIL)
        painter.drawRoundedRect(tag, tag.height() / 2, tag.height() / 2)
        painter.setPen(PAPER)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def paint_divider(painter: QPainter, area: QRectF, cut: float, rim: QPen) -> None:
    """The line between before and after, and the grip on it; `rim` tells whether keys move it.

    Of a photo that is zoomed, the divider may be out of sight.
    """
    if not area.left() <= cut <= area.right():
        return
    for colour, width in ((VEIL, 3), (PAPER, 2)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(cut, area.top()), QPointF(cut, area.bottom()))
    grip = QPointF(cut, area.center().y() + 0.5)
    painter.setPen(rim)
    painter.setBrush(PAPER)
    painter.drawEllipse(grip, HANDLE, HANDLE)
    painter.setPen(QPen(INK, 1.6, c=Qt.PenCapStyle.RoundCap))
    for way in (-1, 1):
        tip = grip + QPointF(way * 8, 0)
        painter.drawLine(tip, tip + QPointF(-way * 4, -4))
        painter.drawLine(tip, tip + QPointF(-way * 4, 4))
