"""Photos that a rule for views brings together or apart, a line for each product."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from core.language import _
from desktop import theme

if TYPE_CHECKING:  # views open catalogues, which loads numpy
    from core.views import Example, ViewReport


class ViewExamples(QListWidget):
    """A list to read; its headings cannot be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_examples")
        self.setAccessibleName(_("Examples"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(3)
        theme.set_role(self, "pane")

    def show_report(self, report: "ViewReport") -> None:
        """Show what comes together, then what comes apart."""
        self.clear()
        self._add(_("Come together, for example:"), report.together, "{photos} → {reference}")
        self._add(_("Come apart, for example:"), report.apart, "{reference} → {photos}")

    def _add(self, heading: str, examples: "tuple[Example, ...]", line: str) -> None:
        if not examples:
            return
        item = QListWidgetItem(heading, self)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setFont(theme.font(weight=QFont.Weight.DemiBold))
        for example in examples:
            photos = " + ".join(photo.name for photo in example.photos)
            text = line.format(photos=photos, reference=example.reference)
            shown = QListWidgetItem(text, self)
            shown.setToolTip("\n".join(map(str, example.photos)))
