"""Where the cells of a grid lie: a division each, however many there are."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect


@dataclass(frozen=True, slots=True)
class GridGeometry:
    """`count` cells of `width` by `height` pixels, `columns` in a line, from left to right."""

    count: int
    columns: int
    width: int
    height: int

    @property
    def lines(self) -> int:
        """How many lines of cells there are, the last perhaps not full."""
        return -(-self.count // self.columns)

    def cell(self, row: int) -> QRect:
        """Where a row is drawn."""
        line, column = divmod(row, self.columns)
        return QRect(column * self.width, line * self.height, self.width, self.height)

    def row_at(self, point: QPoint) -> int:
        """The row at a point, which may lie past the last; beside the cells, of the nearest."""
        column = min(max(point.x() // self.width, 0), self.columns - 1)
        return point.y() // self.height * self.columns + column

    def is_beside(self, point: QPoint) -> bool:
        """Whether a point is where no cell ever is."""
        row = self.row_at(point)
        return not (0 <= point.x() < self.columns * self.width and 0 <= row < self.count)

    def rows_between(self, top: int, bottom: int) -> range:
        """The rows that reach into a band of pixels, its `bottom` left out."""
        first = max(0, top // self.height) * self.columns
        end = max(0, -(-bottom // self.height)) * self.columns
        return range(min(first, self.count), min(end, self.count))

    def rows_touched(self, area: QRect) -> list[range]:
        """For each line, the rows that reach into a rectangle."""
        first = max(0, area.left() // self.width)
        last = min(self.columns - 1, area.right() // self.width)
        if first > last:
            return []
        rows = self.rows_between(area.top(), area.bottom() + 1)
        starts = range(rows.start, rows.stop, self.columns)
        return [range(start + first, min(start + last + 1, self.count)) for start in starts]
