"""What lists paint alike: the card under an item, and text that fits."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

RADIUS = 6


def paint_card(painter: QPainter, card: QRect, option: QStyleOptionViewItem) -> None:
    """A wash under what is chosen, a rim while the keyboard is there."""
    accent = option.palette.color(QPalette.ColorRole.Accent)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    by_keys = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
    focused = option.state & by_keys == by_keys
    if not (chosen or hovered or focused):
        return
    wash = QColor(accent)
    wash.setAlphaF(0.13 if chosen else 0.05 if hovered else 0.0)
    painter.setBrush(wash)
    painter.setPen(QPen(accent, 1) if focused else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def draw_elided(painter: QPainter, area: QRect, text: str) -> None:
    """One line, shortened in the middle: the ends of a name tell most."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
