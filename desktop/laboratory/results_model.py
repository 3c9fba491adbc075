"""What cells gave, as rows: what each is made of, its figures, what it has more than the base."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from core.laboratory_records import Cell
from core.language import _
from desktop.laboratory import words

if TYPE_CHECKING:  # it loads scipy: the librarian's thread does
    from core.laboratory.report import Line, Report

Index = QModelIndex | QPersistentModelIndex
CHOICES, TOP1, TOP3, TOP5, RECIPROCAL, GAIN, SECONDS, SIZE, COUNT = 6, 6, 7, 8, 9, 10, 11, 12, 13
SORT_ROLE = Qt.ItemDataRole.UserRole + 1  # str or float; 0.0 where nothing was measured
PLACE_ROLE = SORT_ROLE + 1  # 0: measured of what is there now, 1: earlier, 2: not at all


class ResultsModel(QAbstractTableModel):
    """A row a cell, as it was measured."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._base: Cell | None = None
        self._titles: Mapping[str, str] = {}
        self._choices: dict[Cell, tuple[str, ...]] = {}

    def set_titles(self, titles: Mapping[str, str]) -> None:
        """What models are called, by id."""
        self._titles = titles

    def set_report(self, report: "Report | None") -> None:
        """Show a report, or none."""
        self.beginResetModel()
        self._lines = list(report.lines) if report else []
        cells = [line.result.cell for line in self._lines]
        self._choices = {cell: words.choices(cell, self._titles) for cell in cells}
        self._base = report.base if report else None
        self.endResetModel()

    @property
    def lines(self) -> "Sequence[Line]":
        """The report's lines, by row."""
        return self._lines

    @property
    def base(self) -> Cell | None:
        """The recipe in use, where it was measured."""
        return self._base

    def is_base(self, line: "Line") -> bool:
        """Whether a line is the recipe in use."""
        return line.result.cell == self._base

    def choices(self, line: "Line") -> tuple[str, ...]:
        """What a line's cell is made of, as its first columns say."""
        return self._choices[line.result.cell]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else COUNT

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == SORT_ROLE:
            return self._value(line, column)
        if role == PLACE_ROLE:
            return 2 if line.figures is None else int(not line.result.is_current)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = words.in_short(line.result.cell, self._titles)
            return f"{told}\n{self._text(line, TOP1)}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _headings()[section]
        return None

    def _text(self, line: "Line", column: int) -> str:
        result, figures = line.result, line.figures
        if column < CHOICES:
            return self.choices(line)[column]
        if figures is None:
            missing = self._titles.get(result.missing, result.missing)
            return _("{model} is not here").format(model=missing) if column == TOP1 else ""
        if column == TOP1:
            text = words.with_interval(figures.top1)
            return text if result.is_current else _("{share}, earlier").format(share=text)
        if column == GAIN:
            return words.gain(line, is_base=self.is_base(line))
        return {
            TOP3: words.percent(figures.top3.value),
            TOP5: words.percent(figures.top5.value),
            RECIPROCAL: words.decimal(figures.reciprocal.value, 3),
            SECONDS: words.decimal(result.seconds_a_query, 2),
            SIZE: words.decimal(result.bytes_a_photo / 1000, 1),
        }[column]

    def _value(self, line: "Line", column: int) -> str | float:
        result, figures = line.result, line.figures
        if column < CHOICES:
            return self.choices(line)[column].casefold()
        if figures is None:
            return 0.0
        return {
            TOP1: figures.top1.value,
            TOP3: figures.top3.value,
            TOP5: figures.top5.value,
            RECIPROCAL: figures.reciprocal.value,
            GAIN: line.gain.top1.value if line.gain else 0.0,
            SECONDS: result.seconds_a_query,
            SIZE: result.bytes_a_photo,
        }[column]


class Sorted(QSortFilterProxyModel):
    """Rows by any column, whichever way; below are earlier ones, last those without figures."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setSortRole(SORT_ROLE)

    def lessThan(self, left: Index, right: Index) -> bool:
        one, other = left.data(PLACE_ROLE), right.data(PLACE_ROLE)
        if one != other:
            return bool((one < other) == (self.sortOrder() == Qt.SortOrder.AscendingOrder))
        return bool(left.data(SORT_ROLE) < right.data(SORT_ROLE))


def _headings() -> tuple[str, ...]:
    return (
        *(_("Encoder"), _("Background removal"), _("Views"), _("Gallery"), _("Beside")),
        *(_("Metric"), "Top-1", "Top-3", "Top-5", _("Reciprocal rank")),
        *(_("Top-1 against the recipe in use"), _("Seconds a query"), _("kB a photo")),
    )
