"""Where the parts of a match lie, in a row of the list and in a cell of the grid."""

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics

from desktop import theme
from desktop.matches.look import LARGEST
from desktop.photos.photo_tile import RIM

PADDING, GAP, LINE_GAP = 12, 16, 4
CELL_PADDING, AROUND = 8, 2
RANK_WIDTH, LIKENESS_WIDTH = 26, 96
BAR_HEIGHT = 4
# The best match of a list is so much larger; photos leave so much of a row to words.
_BEST, _LEAST_WORDS, _LEAST_PHOTO = 1.5, 80, 24


@dataclass(frozen=True, slots=True)
class MatchGeometry:
    """Where the parts of a row or cell lie; `tag` is what is said of the match beforehand."""

    card: QRect
    rank: QRect
    photo: QRect
    tag: QRect
    reference: QRect
    category: QRect
    likeness: QRect
    bar: QRect


def reference_font(best: bool) -> QFont:
    """References are what people look for: bold, larger for the best match."""
    return theme.font(1.35 if best else 1.08, QFont.Weight.DemiBold)


def rank_font() -> QFont:
    """Ranks stand back."""
    return theme.font(0.95)


def row_photo(side: int, best: bool, width: int) -> int:
    """How large a photo is drawn in a row of that width, where `side` is asked for."""
    wanted = max(side, min(round(side * _BEST), LARGEST)) if best else side
    beside = 2 * (AROUND + PADDING + GAP) + _rank_width() + _likeness_width(best)
    return min(wanted, max(width - beside - _LEAST_WORDS, _LEAST_PHOTO))


def row_height(side: int, best: bool, width: int) -> int:
    """How high a row is: its photo, but never less than its words."""
    bold = QFontMetrics(reference_font(best)).height()
    words = bold + 2 * (_line() + LINE_GAP)
    return max(row_photo(side, best, width) + 2 * PADDING, words + PADDING)


def measure(
    row: QRect, best: bool, side: int, lines: int = 2, tagged: bool = False
) -> MatchGeometry:
    """The geometry of a row: photo left, one to three lines in the middle, likeness right."""
    card = row.adjusted(AROUND, AROUND, -AROUND, -AROUND)
    side = row_photo(side, best, row.width())
    rank = QRect(card.left() + PADDING, card.top(), _rank_width(), card.height())
    photo = QRect(rank.right() + 1, card.top() + (card.height() - side) // 2, side, side)
    across = _likeness_width(best)
    likeness_left = card.right() - PADDING - across
    left, width = photo.right() + GAP, likeness_left - GAP - photo.right() - GAP
    bold = QFontMetrics(reference_font(best)).height()
    above = _line() + LINE_GAP if tagged else 0
    below = _line() + LINE_GAP if lines > 1 else 0
    top = card.center().y() - (above + bold + below) // 2
    reference = QRect(left, top + above, width, bold)
    middle = card.center().y()
    return MatchGeometry(
        card=card,
        rank=rank,
        photo=photo,
        tag=QRect(left, top, width, _line()),
        reference=reference,
        category=QRect(left, reference.bottom() + 1 + LINE_GAP, width, _line()),
        likeness=QRect(likeness_left, middle - bold - 2, across, bold),
        bar=QRect(likeness_left, middle + 5, across, BAR_HEIGHT),
    )


def columns(side: int, across: int) -> int:
    """How many cells with photos of at least that side stand beside each other."""
    return max(1, across // (side + 2 * (CELL_PADDING + AROUND)))


def cell_photo(width: int) -> int:
    """How large the photo of a cell of that width is."""
    return max(1, width - 2 * (CELL_PADDING + AROUND))


def cell_height(width: int) -> int:
    """How high a cell of that width is: a square photo, four lines, the bar."""
    bold = QFontMetrics(reference_font(False)).height()
    words = bold + 3 * (_line() + 1) + BAR_HEIGHT + 2 * LINE_GAP
    return cell_photo(width) + words + 3 * CELL_PADDING + 2 * AROUND


def measure_cell(cell: QRect, rank: int) -> MatchGeometry:
    """The geometry of a cell: the photo, below it what is said, reference, category, likeness."""
    card = cell.adjusted(AROUND, AROUND, -AROUND, -AROUND)
    side = cell_photo(cell.width())
    photo = QRect(card.left() + CELL_PADDING, card.top() + CELL_PADDING, side, side)
    tag = QRect(photo.left(), photo.bottom() + 1 + CELL_PADDING, side, _line())
    bold = QFontMetrics(reference_font(False)).height()
    across = min(_number_width(str(rank)) + GAP // 2, side // 2)
    number = QRect(photo.left(), tag.bottom() + 2, across, bold)
    reference = QRect(number.right() + 1, number.top(), side - across, bold)
    category = QRect(photo.left(), reference.bottom() + 2, side, _line())
    likeness = QRect(photo.left(), category.bottom() + 2, side, _line())
    bar = QRect(photo.left(), likeness.bottom() + 1 + LINE_GAP, side, BAR_HEIGHT)
    return MatchGeometry(card, number, photo, tag, reference, category, likeness, bar)


def pixels_inside(side: int, ratio: float) -> int:
    """How many pixels a photo on a tile of that side has, where it is shown one to one."""
    return max(1, round((side - 2 * RIM) * ratio))


def _line() -> int:
    return QFontMetrics(theme.font()).height()


def _rank_width() -> int:
    """Room for three digits, for fonts of any size."""
    return max(RANK_WIDTH, _number_width("000") + 2)


def _number_width(text: str) -> int:
    return QFontMetrics(rank_font()).horizontalAdvance(text)


def _likeness_width(best: bool) -> int:
    wide = QFontMetrics(reference_font(best)).horizontalAdvance("100\u00a0%")
    return max(LIKENESS_WIDTH, wide + 2)
