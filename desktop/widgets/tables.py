"""Tables as every dialog has them: rows of one height, no grid, Tab leads on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView


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
