"""Tables as every dialog has them: rows of one height, no grid, Tab leads on."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def plain_table(name: str, title: str) -> QTableView:
    """A table without a model; `title` is what a screen reader calls it."""
    table = QTableView()
    table.setObjectName(name)
    table.setAccessibleName(title)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 16)
    header = table.horizontalHeader()
    header.setAccessibleName(title)
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def table_of_rows(
    name: str, title: str, model: QAbstractItemModel, widest: int, chosen: Callable[[], None]
) -> QTableView:
    """A table of which one row is chosen, and `chosen` is called then.

    The column `widest` takes the room that others leave; long texts lack their middle.
    """
    table = plain_table(name, title)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
    table.selectionModel().currentRowChanged.connect(chosen)
    return table
