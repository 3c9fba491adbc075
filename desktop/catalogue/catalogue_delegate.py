"""How one product is drawn among others: its photo, reference, name and category."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from core.product_records import Card
from desktop import theme
from desktop.catalogue.catalogue_model import CARD_ROLE, LOST_ROLE, PHOTO_ROLE
from desktop.icons import icon
from desktop.photos.photo_tile import paint_tile
from desktop.widgets.painting import draw_elided, paint_card

LEAST_WIDTH = 168
PADDING, GAP, LINE_GAP = 8, 8, 1
BADGE_PADDING, BADGE_INSET = 7, 6
ICON_SIDE = 32
END = Qt.TextElideMode.ElideRight
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CardGeometry:
    """Where the parts of a cell lie."""

    card: QRect
    photo: QRect
    reference: QRect
    first: QRect
    second: QRect


def reference_font() -> QFont:
    """References are what people look for."""
    return theme.font(1.0, QFont.Weight.DemiBold)


def height_of(width: int) -> int:
    """How high a cell of that width is: a square photo, three lines, and air between cells."""
    return _side(width) + _lines() + GAP + 2 * PADDING + 2 * 2


def photo_side(width: int) -> int:
    """How large the photo of a cell of that width is."""
    return _side(width)


def measure(cell: QRect) -> CardGeometry:
    """The geometry of a cell."""
    card = cell.adjusted(2, 2, -2, -2)
    side = _side(cell.width())
    photo = QRect(card.left() + PADDING, card.top() + PADDING, side, side)
    bold = QFontMetrics(reference_font()).height()
    reference = QRect(photo.left(), photo.bottom() + 1 + GAP, side, bold)
    quiet = QFontMetrics(theme.font()).height()
    first = QRect(photo.left(), reference.bottom() + 1 + LINE_GAP, side, quiet)
    second = first.translated(0, quiet + LINE_GAP)
    return CardGeometry(card, photo, reference, first, second)


class CatalogueDelegate(QStyledItemDelegate):
    """Paints a product; takes every colour from the palette."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(LEAST_WIDTH, height_of(LEAST_WIDTH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card | None = index.data(CARD_ROLE)
        parts = measure(option.rect)
        colours = option.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_card(painter, _filled(parts, card), option)
        paint_tile(painter, parts.photo, colours, index.data(PHOTO_ROLE))
        if card is not None:
            self._paint_words(painter, parts, colours, card)
            if index.data(LOST_ROLE) and index.data(PHOTO_ROLE) is None:
                _paint_no_photo(painter, parts.photo)
            if card.photos > 1:
                _paint_badge(painter, parts.photo, colours, str(card.photos))
        painter.restore()

    def _paint_words(
        self, painter: QPainter, parts: CardGeometry, colours: QPalette, card: Card
    ) -> None:
        painter.setFont(reference_font())
        painter.setPen(colours.color(QPalette.ColorRole.Text))
        draw_elided(painter, parts.reference, card.reference)
        painter.setFont(theme.font())
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        lines = [line for line in (card.name, card.category) if line]
        for area, line in zip((parts.first, parts.second), lines, strict=False):
            text = painter.fontMetrics().elidedText(line, END, area.width())
            painter.drawText(area, LEFT, text)


def _paint_badge(painter: QPainter, photo: QRect, colours: QPalette, text: str) -> None:
    """How many photos there are, over the corner of the first."""
    painter.setFont(theme.font(0.9, QFont.Weight.DemiBold))
    metrics = painter.fontMetrics()
    height = metrics.height() + 2
    width = max(height, metrics.horizontalAdvance(text) + 2 * BADGE_PADDING)
    badge = QRect(0, 0, width, height)
    badge.moveBottomRight(photo.bottomRight())
    badge.translate(-BADGE_INSET, -BADGE_INSET)
    painter.setPen(Qt.PenStyle.NoPen)
    face = QColor(colours.color(QPalette.ColorRole.Base))
    face.setAlphaF(0.92)
    painter.setBrush(face)
    painter.drawRoundedRect(QRectF(badge), height / 2, height / 2)
    painter.setPen(colours.color(QPalette.ColorRole.Text))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


def _paint_no_photo(painter: QPainter, photo: QRect) -> None:
    place = QRect(0, 0, ICON_SIDE, ICON_SIDE)
    place.moveCenter(photo.center())
    icon("photo", QPalette.ColorRole.PlaceholderText).paint(painter, place)


def _filled(parts: CardGeometry, card: Card | None) -> QRect:
    """As much of the cell's card as its lines need."""
    is_full = card is None or (card.name and card.category)
    return parts.card.adjusted(0, 0, 0, 0 if is_full else parts.first.top() - parts.second.top())


def _side(width: int) -> int:
    return width - 2 * PADDING - 2 * 2


def _lines() -> int:
    bold, quiet = QFontMetrics(reference_font()).height(), QFontMetrics(theme.font()).height()
    return bold + 2 * (LINE_GAP + quiet)
