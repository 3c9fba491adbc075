"""The table of results: sorted by its heads, or by Space in a cell."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from core.language import _
from desktop.laboratory.results_model import GAIN, TOP1, Sorted
from desktop.widgets.actions import command
from desktop.widgets.tables import plain_table

# In sight without scrolling: the study's columns, then what came of them.
_FIRST = (0, 3, 5, TOP1, GAIN)


def results_table(model: Sorted) -> QTableView:
    """The table on `model`, the best recipe first; heads can be moved."""
    table = plain_table("laboratory_results", _("Results"))
    table.setModel(model)
    table.setSortingEnabled(True)
    table.sortByColumn(TOP1, Qt.SortOrder.DescendingOrder)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    sort = command(table, "laboratory_sort", _("&Sort by this column"), "Space")
    sort.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    sort.triggered.connect(lambda: _sort(table))
    table.addAction(sort)
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    header = table.horizontalHeader()
    header.setSectionsMovable(True)
    for place, column in enumerate(_FIRST):
        header.moveSection(header.visualIndex(column), place)
    return table


def _sort(table: QTableView) -> None:
    """By the column of the chosen cell; once more, the other way."""
    header, column = table.horizontalHeader(), table.currentIndex().column()
    order = Qt.SortOrder.DescendingOrder
    if header.sortIndicatorSection() == column and header.sortIndicatorOrder() == order:
        order = Qt.SortOrder.AscendingOrder
    table.sortByColumn(column, order)
