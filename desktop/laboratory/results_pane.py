"""What was measured over the chosen test set: the table, the chart, what can be done with both."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.augment import AUGMENTATIONS
from core.laboratory_records import Cell, CellResult
from core.language import _
from desktop import theme
from desktop.laboratory.bars import bars
from desktop.laboratory.chart import BarChart
from desktop.laboratory.results_model import ResultsModel, Sorted
from desktop.laboratory.results_table import results_table
from desktop.widgets.buttons import push_button
from desktop.widgets.panes import hint, pane, quiet_sentence

if TYPE_CHECKING:  # it loads scipy: the librarian's thread does
    from core.laboratory.report import Line, Report

_UNADDED = AUGMENTATIONS[0]


class ResultsPane(QWidget):
    """Lines of a report, of which one is chosen.

    Signals: `use_wanted(result: CellResult)`, `queries_wanted(result: CellResult)`,
    `export_wanted()`.
    """

    use_wanted = Signal(object)
    queries_wanted = Signal(object)
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_writable = False
        self.model = ResultsModel(self)
        self._sorted = Sorted(self)
        self._sorted.setSourceModel(self.model)
        self._table = results_table(self._sorted)
        self._table.selectionModel().currentRowChanged.connect(self._allow)
        self._table.activated.connect(self._open_queries)
        self.chart = BarChart()
        self._hint = hint("laboratory_hint")
        self._word = quiet_sentence("laboratory_line_word")
        self.splitter = self._make_measured()
        self._pages = pane(self._hint, self.splitter)
        self._make_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(theme.header(_("Results")))
        column.addWidget(self._pages, 1)
        column.addWidget(self._word)
        column.addLayout(self._row)
        self._sorted.layoutChanged.connect(self._draw)
        self.show_hint("")

    @property
    def current(self) -> "Line | None":
        """The chosen line."""
        index = self._sorted.mapToSource(self._table.currentIndex())
        return self.model.lines[index.row()] if index.isValid() else None

    def show_hint(self, text: str) -> None:
        """Say `text` in place of results."""
        self.model.set_report(None)
        self._hint.setText(text)
        self._pages.setCurrentIndex(0)
        self._draw()
        self._allow()

    def show_report(self, report: "Report") -> None:
        """Show a report; the chosen line stays so, else it is the first."""
        current = self.current
        cell = current.result.cell if current else None
        across = self._table.horizontalScrollBar().value()
        self.model.set_report(report)
        self._pages.setCurrentIndex(1)
        self.choose(cell)
        self._table.resizeColumnsToContents()
        self._table.horizontalScrollBar().setValue(across)
        self._draw()
        self._allow()

    def choose(self, cell: Cell | None) -> None:
        """Choose the line of a cell, or the first where it has none."""
        rows = [line.result.cell for line in self.model.lines]
        row = rows.index(cell) if cell in rows else -1
        index = self._sorted.mapFromSource(self.model.index(row, 0))
        self._table.selectRow(index.row() if index.isValid() else 0)

    def set_writable(self, writable: bool) -> None:
        """Whether the catalogue may be changed to a recipe."""
        self._is_writable = writable
        self._allow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._table.resizeColumnsToContents()

    def _allow(self) -> None:
        line = self.current
        is_measured = line is not None and line.figures is not None
        why = self._why_not(line) if line and is_measured else ""
        self._word.setText(why)
        self._queries.setEnabled(is_measured)
        self._use.setEnabled(is_measured and self._is_writable and not why)
        self._export.setEnabled(bool(self.model.lines))

    def _why_not(self, line: "Line") -> str:
        """Why a line's recipe cannot become the catalogue's."""
        if line.result.cell.augmentation != _UNADDED:
            return _("A catalogue holds no copies of photos: this recipe is for comparison alone.")
        if self.model.is_base(line):
            return _("The catalogue is under this recipe.")
        return ""

    def _draw(self) -> None:
        rows = (self._sorted.index(row, 0) for row in range(self._sorted.rowCount()))
        shown = bars(self.model, [self._sorted.mapToSource(index).row() for index in rows])
        self.chart.set_bars(shown)
        self._scroll.setVisible(bool(shown))

    def _make_measured(self) -> QSplitter:
        self._scroll = scroll = QScrollArea()
        scroll.setObjectName("laboratory_chart_area")
        scroll.setAccessibleName(_("Top-1 of each recipe"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.chart)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("laboratory_measured")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._table)
        splitter.addWidget(scroll)
        splitter.setSizes([300, 220])
        return splitter

    def _make_buttons(self) -> None:
        self._queries = push_button(
            "laboratory_queries", _("&Queries…"), _("See what each query found (Enter)")
        )
        self._use = push_button(
            "laboratory_use",
            _("Use th&is recipe"),
            _("Change the catalogue to the chosen recipe, in the background"),
        )
        self._export = push_button(
            "laboratory_export_report",
            _("Exp&ort report…"),
            _("Write the table and the charts as a page, or the numbers as a table"),
        )
        self._queries.clicked.connect(self._open_queries)
        self._use.clicked.connect(lambda: self._tell(self.use_wanted))
        self._export.clicked.connect(self.export_wanted)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self._queries)
        self._row.addWidget(self._export)
        self._row.addStretch(1)
        self._row.addWidget(self._use)

    def _open_queries(self) -> None:
        if self._queries.isEnabled():
            self._tell(self.queries_wanted)

    def _tell(self, wanted: SignalInstance) -> None:
        line = self.current
        if line is not None:
            result: CellResult = line.result
            wanted.emit(result)
