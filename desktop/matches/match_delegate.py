"""How one match is drawn: rank, photo, reference, category, likeness; the best one larger."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from core.language import _
from core.records import Match
from desktop import theme, wording
from desktop.matches.matches_model import MATCH_ROLE, PHOTO_ROLE
from desktop.photos.photo_tile import paint_tile
from desktop.widgets.painting import draw_elided, paint_card

BEST_SIDE, SIDE = 120, 72
PADDING, GAP = 12, 16
RANK_WIDTH, LIKENESS_WIDTH = 26, 96
BAR_HEIGHT = 4

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class MatchGeometry:
    """Where the parts of a row lie."""

    card: QRect
    rank: QRect
    photo: QRect
    tag: QRect
    reference: QRect
    category: QRect
    likeness: QRect
    bar: QRect


def is_best(index: Index) -> bool:
    """The first match is the best one."""
    return index.row() == 0


def photo_side(index: Index) -> int:
    """How large the row's photo is drawn."""
    return BEST_SIDE if is_best(index) else SIDE


def reference_font(best: bool) -> QFont:
    """References are what people look for: bold, larger for the best match."""
    return theme.font(1.35 if best else 1.08, QFont.Weight.DemiBold)


def measure(row: QRect, best: bool, lines: int = 2) -> MatchGeometry:
    """The geometry of a row: photo left, one or two lines in the middle, likeness right."""
    card = row.adjusted(2, 2, -2, -2)
    side = BEST_SIDE if best else SIDE
    rank = QRect(card.left() + PADDING, card.top(), RANK_WIDTH, card.height())
    photo = QRect(rank.right() + 1, card.top() + (card.height() - side) // 2, side, side)
    likeness_left = card.right() - PADDING - LIKENESS_WIDTH
    left, width = photo.right() + GAP, likeness_left - GAP - photo.right() - GAP
    quiet = QFontMetrics(theme.font()).height()
    bold = QFontMetrics(reference_font(best)).height()
    tag_height = quiet + 6 if best else 0
    below = quiet + 4 if lines > 1 else 0
    top = card.center().y() - (tag_height + bold + below) // 2
    reference = QRect(left, top + tag_height, width, bold)
    middle = card.center().y()
    return MatchGeometry(
        card=card,
        rank=rank,
        photo=photo,
        tag=QRect(left, top, width, quiet),
        reference=reference,
        category=QRect(left, reference.bottom() + 5, width, quiet),
        likeness=QRect(likeness_left, middle - bold - 2, LIKENESS_WIDTH, bold),
        bar=QRect(likeness_left, middle + 5, LIKENESS_WIDTH, BAR_HEIGHT),
    )


class MatchDelegate(QStyledItemDelegate):
    """Paints a match; takes every colour from the palette."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(RANK_WIDTH + BEST_SIDE, photo_side(index) + 2 * PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        match: Match = index.data(MATCH_ROLE)
        best = is_best(index)
        colours = option.palette
        parts = measure(option.rect, best, lines=2 if match.category else 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_card(painter, parts.card, option)
        self._paint_rank(painter, parts.rank, colours, index.row() + 1)
        paint_tile(painter, parts.photo, colours, index.data(PHOTO_ROLE))
        self._paint_words(painter, parts, colours, match, best)
        self._paint_likeness(painter, parts, colours, match.likeness, best)
        painter.restore()

    def _paint_rank(self, painter: QPainter, area: QRect, colours: QPalette, rank: int) -> None:
        painter.setFont(theme.font(0.95))
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(
            area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(rank)
        )

    def _paint_words(
        self, painter: QPainter, parts: MatchGeometry, colours: QPalette, match: Match, best: bool
    ) -> None:
        painter.setFont(theme.font())
        if best:
            painter.setPen(colours.color(QPalette.ColorRole.Accent))
            draw_elided(painter, parts.tag, _("Best match"))
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        draw_elided(painter, parts.category, match.category)
        painter.setFont(reference_font(best))
        painter.setPen(colours.color(QPalette.ColorRole.Text))
        draw_elided(painter, parts.reference, match.reference)

    def _paint_likeness(
        self, painter: QPainter, parts: MatchGeometry, colours: QPalette, share: float, best: bool
    ) -> None:
        painter.setFont(reference_font(best))
        painter.setPen(colours.color(QPalette.ColorRole.Text))
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(parts.likeness, end, wording.percent(share))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(parts.bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        filled = QRectF(parts.bar)
        filled.setWidth(filled.width() * min(1.0, max(0.0, share)))
        painter.setBrush(colours.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(filled, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
