"""A table's header that asks, above each column, where its texts go."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableView

from core.language import _
from core.sheets import Target

_GAP = 6
# These may be given to several columns; every other has one place in a product.
_SHARED = (Target.OWN, Target.NOWHERE)


class ColumnHeader(QHeaderView):
    """Headings, and below each the list of targets; a target that another column had is taken.

    Signals: `targets_changed()` when a person has chosen.
    """

    targets_changed = Signal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._choices: list[QComboBox] = []
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.sectionResized.connect(self._place)
        table.horizontalScrollBar().valueChanged.connect(self._place)

    def set_targets(self, targets: tuple[Target, ...]) -> None:
        """Ask for as many columns as there are targets, each with its own chosen."""
        for choice in self._choices:
            choice.deleteLater()
        self._choices = [self._make_choice(column, t) for column, t in enumerate(targets)]
        for before, after in zip(self._choices, self._choices[1:], strict=False):
            self.setTabOrder(before, after)
        widest = max((choice.sizeHint().width() for choice in self._choices), default=0)
        self.setMinimumSectionSize(widest + 2 * _GAP)
        self.updateGeometries()
        self._table.updateGeometry()
        self._place()

    def focus_first(self) -> None:
        """Put the keyboard on the first list."""
        if self._choices:
            self._choices[0].setFocus()

    def targets(self) -> tuple[Target, ...]:
        """What is chosen, column by column."""
        return tuple(Target(choice.currentData()) for choice in self._choices)

    def sizeHint(self) -> QSize:
        """Room for the headings and for the lists below them."""
        size = super().sizeHint()
        if self._choices:
            size.setHeight(size.height() + self._choices[0].sizeHint().height() + _GAP)
        return size

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the column into sight whose list the keyboard has reached."""
        if event.type() == QEvent.Type.FocusIn and watched in self._choices:
            row = max(0, self._table.rowAt(0))
            column = self._choices.index(watched)
            self._table.scrollTo(self._table.model().index(row, column))
        if event.type() != QEvent.Type.Wheel:
            return False
        event.ignore()  # it scrolls the table and changes no choice by accident
        return True

    def _make_choice(self, column: int, target: Target) -> QComboBox:
        choice = QComboBox(self.viewport())
        choice.setObjectName(f"column_{column}")
        heading = str(self._table.model().headerData(column, Qt.Orientation.Horizontal))
        choice.setAccessibleName(_("Where “{heading}” goes").format(heading=heading))
        choice.setToolTip(choice.accessibleName())
        for offered, text in _names().items():
            choice.addItem(text, offered.value)
        choice.setCurrentIndex(choice.findData(target.value))
        choice.activated.connect(partial(self._choose, column))
        choice.installEventFilter(self)
        choice.show()
        return choice

    def _choose(self, column: int, row: int) -> None:
        chosen = self._choices[column].itemData(row)
        for other, choice in enumerate(self._choices):
            if other != column and choice.currentData() == chosen and chosen not in _SHARED:
                choice.setCurrentIndex(choice.findData(Target.NOWHERE.value))
        self.targets_changed.emit()

    def _place(self) -> None:
        if not self._choices:
            return
        height = self._choices[0].sizeHint().height()
        for column, choice in enumerate(self._choices):
            left, width = self.sectionViewportPosition(column), self.sectionSize(column)
            choice.setGeometry(left + _GAP, self.height() - height - _GAP, width - 2 * _GAP, height)


def _names() -> dict[Target, str]:
    return {
        Target.REFERENCE: _("Reference"),
        Target.NAME: _("Name"),
        Target.CATEGORY: _("Category"),
        Target.TAGS: _("Tags"),
        Target.NOTES: _("Notes"),
        Target.OWN: _("Own column"),
        Target.NOWHERE: _("Not imported"),
    }
