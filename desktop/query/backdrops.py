"""What a cut-out is shown on."""

from enum import StrEnum

from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPixmap

SQUARE = 10
# On photos, whose colours do not follow the scheme, neither do ours.
BOARD = QColor("#ebe7e1"), QColor("#d9d4cc")
WHITE, BLACK = QColor("#ffffff"), QColor("#000000")


class Backdrop(StrEnum):
    """A ground for cut-outs, in the order in which the key goes through them."""

    BOARD = "board"
    WHITE = "white"
    BLACK = "black"
    WINDOW = "window"

    @property
    def next(self) -> "Backdrop":
        """The one after this."""
        every = list(Backdrop)
        return every[(every.index(self) + 1) % len(every)]


def brush(backdrop: Backdrop, palette: QPalette) -> QBrush:
    """What paints it; the chequerboard stands for transparency, light enough for a black bag."""
    plain = {
        Backdrop.WHITE: WHITE,
        Backdrop.BLACK: BLACK,
        Backdrop.WINDOW: palette.color(QPalette.ColorRole.Base),
    }
    return QBrush(plain[backdrop]) if backdrop in plain else QBrush(_board())


def _board() -> QPixmap:
    tile = QPixmap(2 * SQUARE, 2 * SQUARE)
    tile.fill(BOARD[0])
    with QPainter(tile) as pen:
        pen.fillRect(0, 0, SQUARE, SQUARE, BOARD[1])
        pen.fillRect(SQUARE, SQUARE, SQUARE, SQUARE, BOARD[1])
    return tile
