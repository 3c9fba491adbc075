"""A photo on a tile with words below it; the right one has a tick and says so."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.icons import icon
from desktop.photos.photo_tile import paint_tile
from desktop.widgets.painting import draw_elided

AIR, TICK, FRAME = 6, 18, 2


class PhotoCard(QWidget):
    """Two lines of words below a square photo of at most `side` pixels."""

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self._side = side
        self._photo: QPixmap | None = None
        self._lines: tuple[str, str] = ("", "")
        self._is_marked = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def has_photo(self) -> bool:
        """Whether its photo has come."""
        return self._photo is not None

    @property
    def is_marked(self) -> bool:
        """Whether it shows the right product."""
        return self._is_marked

    def show_words(self, first: str, second: str, *, marked: bool = False) -> None:
        """Say these; the photo is still to come."""
        self._lines, self._is_marked, self._photo = (first, second), marked, None
        told = ", ".join(filter(None, self._lines))
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.update()

    def set_image(self, image: QImage) -> None:
        """Show a photo."""
        self._photo = QPixmap.fromImage(image)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side + 2 * self._line + 2 * AIR)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._side * 2 // 3, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        side = min(self.width(), self._side)
        tile = QRect(0, 0, side, side)
        with QPainter(self) as painter:
            paint_tile(painter, tile, self.palette(), self._photo)
            if self._is_marked:
                self._paint_mark(painter, tile)
            roles = (QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText)
            for number, (line, role) in enumerate(zip(self._lines, roles, strict=True)):
                top = side + AIR + number * self._line
                painter.setPen(self.palette().color(role))
                draw_elided(painter, QRect(0, top, self.width(), self._line), line)

    @property
    def _line(self) -> int:
        return self.fontMetrics().height()

    def _paint_mark(self, painter: QPainter, tile: QRect) -> None:
        accent = self.palette().color(QPalette.ColorRole.Accent)
        painter.setPen(QPen(accent, FRAME))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tile.adjusted(1, 1, -1, -1), AIR, AIR)
        badge = QRect(tile.right() - TICK - AIR, tile.top() + AIR, TICK, TICK)
        painter.setBrush(accent)
        painter.drawRoundedRect(badge, AIR, AIR)
        icon("confirm", QPalette.ColorRole.HighlightedText).paint(
            painter, badge.adjusted(2, 2, -2, -2)
        )
