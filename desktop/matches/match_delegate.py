"""How one match is drawn, in a row or in a cell: its photo, what it is, how alike."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from core.records import Match
from desktop import theme, wording
from desktop.icons import icon
from desktop.matches import match_geometry as geometry
from desktop.matches.look import Look
from desktop.matches.match_geometry import BAR_HEIGHT, MatchGeometry, reference_font
from desktop.matches.matches_model import MATCH_ROLE, PHOTO_ROLE, SAID_ROLE
from desktop.photos.photo_tile import paint_tile
from desktop.widgets.painting import draw_elided, paint_card

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MARK_GAP = 4
# What is not the product, as a person said, stands back.
_FADED = 0.45

Index = QModelIndex | QPersistentModelIndex


class MatchDelegate(QStyledItemDelegate):
    """Paints matches as the look has it; takes every colour from the palette."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.look = Look()

    def photo_side(self, row: int) -> int:
        """How large the photo of a row is drawn, in pixels of the window."""
        if self.look.is_grid:
            return geometry.cell_photo(_cell_width(self.look, self._across()))
        return geometry.row_photo(self.look.side, row == 0, self._across())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        best = index.row() == 0
        return _size(self.look, best, self._across(), QApplication.font().key())

    def measure(self, area: QRect, index: Index) -> MatchGeometry:
        """Where the parts of a match lie in the area that its view gives it."""
        if self.look.is_grid:
            return geometry.measure_cell(area, index.row() + 1)
        lines = 2 if index.data(MATCH_ROLE).category else 1
        tagged = bool(index.data(SAID_ROLE))
        return geometry.measure(area, index.row() == 0, self.look.side, lines, tagged)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        match: Match = index.data(MATCH_ROLE)
        parts = self.measure(option.rect, index)
        colours = option.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_card(painter, parts.card, option)
        if match.is_right is False:
            painter.setOpacity(_FADED)
        paint_tile(painter, parts.photo, colours, index.data(PHOTO_ROLE))
        _paint_rank(painter, parts.rank, colours, index.row() + 1)
        self._paint_words(painter, parts, colours, index)
        self._paint_likeness(painter, parts, colours, index)
        painter.setOpacity(1)
        _paint_said(painter, parts.tag, colours, index)
        painter.restore()

    def _is_large(self, index: Index) -> bool:
        return index.row() == 0 and not self.look.is_grid

    def _paint_words(
        self, painter: QPainter, parts: MatchGeometry, colours: QPalette, index: Index
    ) -> None:
        match: Match = index.data(MATCH_ROLE)
        painter.setFont(theme.font())
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        draw_elided(painter, parts.category, match.category)
        painter.setFont(reference_font(self._is_large(index)))
        painter.setPen(colours.color(QPalette.ColorRole.Text))
        draw_elided(painter, parts.reference, match.reference)

    def _paint_likeness(
        self, painter: QPainter, parts: MatchGeometry, colours: QPalette, index: Index
    ) -> None:
        match: Match = index.data(MATCH_ROLE)
        in_grid = self.look.is_grid
        painter.setFont(theme.font() if in_grid else reference_font(self._is_large(index)))
        painter.setPen(colours.color(QPalette.ColorRole.Text))
        painter.drawText(
            parts.likeness, LEFT if in_grid else RIGHT, wording.percent(match.likeness)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(parts.bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        filled = QRectF(parts.bar)
        filled.setWidth(filled.width() * min(1.0, max(0.0, match.likeness)))
        painter.setBrush(colours.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(filled, BAR_HEIGHT / 2, BAR_HEIGHT / 2)

    def _across(self) -> int:
        return self._view.viewport().width()


@lru_cache(maxsize=64)
def _size(look: Look, best: bool, across: int, _font: str) -> QSize:
    """How large a match is where there are so many pixels; asked of each row at every layout."""
    if look.is_grid:
        width = _cell_width(look, across)
        return QSize(width, geometry.cell_height(width))
    return QSize(1, geometry.row_height(look.side, best, across))


def _cell_width(look: Look, across: int) -> int:
    across -= 1  # Qt begins a new line at the last pixel
    return max(1, across // geometry.columns(look.side, across))


def _paint_rank(painter: QPainter, area: QRect, colours: QPalette, rank: int) -> None:
    painter.setFont(geometry.rank_font())
    painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(area, LEFT, str(rank))


def _paint_said(painter: QPainter, area: QRect, colours: QPalette, index: Index) -> None:
    """What is said of the match in words; what a person said has a mark before it."""
    said = index.data(SAID_ROLE)
    if not said:
        return
    is_right = index.data(MATCH_ROLE).is_right
    if is_right is not None:
        place = QRect(area.left(), area.top(), area.height(), area.height())
        name = "confirm" if is_right else "reject"
        icon(name, QPalette.ColorRole.Accent).paint(painter, place)
        area = area.adjusted(area.height() + MARK_GAP, 0, 0, 0)
    painter.setFont(theme.font())
    painter.setPen(colours.color(QPalette.ColorRole.Accent))
    draw_elided(painter, area, said)
