"""Top-1 of measured recipes as bars, with the intervals that hold 95 %."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.language import _
from desktop.laboratory import words
from desktop.widgets.painting import draw_elided

GAP, MARGIN, WHISKER = 6, 12, 4
_MOST_OF_NAMES = 0.5


@dataclass(frozen=True, slots=True)
class Bar:
    """A recipe's name, its share and the interval's ends (0 to 1); whether it is in use."""

    name: str
    value: float
    low: float
    high: float
    is_base: bool


class BarChart(QWidget):
    """A bar a recipe, in the order given; as high as they are many."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("laboratory_chart")
        self.setAccessibleName(_("Top-1 of each recipe, with the interval that holds 95 %"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._bars: Sequence[Bar] = ()

    @property
    def bars(self) -> Sequence[Bar]:
        """What is shown."""
        return self._bars

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these."""
        self._bars = bars
        told = [f"{bar.name}: {words.percent(bar.value)}" for bar in bars]
        self.setAccessibleDescription("\n".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 2 * MARGIN + self._row * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    @property
    def _row(self) -> int:
        return self.fontMetrics().height() + GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            label = self._label
            for number, bar in enumerate(self._bars):
                row = QRect(MARGIN, MARGIN + number * self._row, self._inner, self._row)
                if row.intersects(event.rect()):
                    self._paint_row(painter, row, bar, label)

    @property
    def _inner(self) -> int:
        return self.width() - 2 * MARGIN

    @property
    def _label(self) -> int:
        """The room for names: that of the longest, as long as there is as much for the bars."""
        longest = max(
            (self.fontMetrics().horizontalAdvance(bar.name) for bar in self._bars), default=0
        )
        return min(longest + 2 * MARGIN, round(self._inner * _MOST_OF_NAMES))

    def _paint_row(self, painter: QPainter, row: QRect, bar: Bar, label: int) -> None:
        figure = self.fontMetrics().horizontalAdvance(words.percent(1.0)) + MARGIN
        colours = self.palette()
        painter.setPen(colours.color(QPalette.ColorRole.Text))
        draw_elided(painter, row.adjusted(0, 0, label - row.width() - MARGIN, 0), bar.name)
        painter.drawText(
            row.adjusted(row.width() - figure, 0, 0, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            words.percent(bar.value),
        )
        scale = QRectF(row.adjusted(label, GAP // 2, -figure, -(GAP // 2)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(scale, 2, 2)
        filled = QRectF(scale)
        filled.setWidth(scale.width() * bar.value)
        painter.setBrush(
            colours.color(QPalette.ColorRole.Accent)
            if bar.is_base
            else colours.color(QPalette.ColorRole.PlaceholderText)
        )
        painter.drawRoundedRect(filled, 2, 2)
        self._paint_interval(painter, scale, bar)

    def _paint_interval(self, painter: QPainter, scale: QRectF, bar: Bar) -> None:
        """On a rim of the ground, so that it is seen on the bar as beside it."""
        low, high = (scale.left() + scale.width() * end for end in (bar.low, bar.high))
        middle = scale.center().y()
        for role, width in ((QPalette.ColorRole.Base, 4.0), (QPalette.ColorRole.Text, 1.5)):
            painter.setPen(QPen(self.palette().color(role), width))
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
            for end in (low, high):
                painter.drawLine(QPointF(end, middle - WHISKER), QPointF(end, middle + WHISKER))
