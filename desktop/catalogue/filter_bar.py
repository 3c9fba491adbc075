"""What narrows both views: words, a category, a tag, a folder; and how much of all is left."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from core.language import _, ngettext
from core.product_records import EVERYTHING, Choices, Filter
from desktop import theme, wording
from desktop.widgets.buttons import push_button
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.search_field import SearchField

PAUSE_MS = 250


class FilterBar(QWidget):
    """The filter in use.

    Signals: `changed(wanted: Filter)`, a moment after the last key.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter_bar")
        self._told = EVERYTHING
        self._search = self._make_search()
        self._category = ChoiceBox("filter_category", _("Category"), _("All categories"))
        self._tag = ChoiceBox("filter_tag", _("Tag"), _("All tags"))
        self._folder = ChoiceBox("filter_folder", _("Folder"), _("All folders"))
        self._found = QLabel()
        self._found.setObjectName("filter_found")
        self._clear = self._make_clear()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._search.textChanged.connect(lambda text: self._pause.start())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._search, 3)
        for box in (self._category, self._tag, self._folder):
            box.currentIndexChanged.connect(self._tell)
            row.addWidget(box, 2)
        row.addWidget(self._clear)
        row.addSpacing(4)
        row.addWidget(self._found)
        self.set_choices(Choices())
        self.set_found(0, 0)

    @property
    def wanted(self) -> Filter:
        """The filter as it stands in the fields."""
        return Filter(
            words=self._search.text().strip(),
            category=self._category.currentData(),
            tag=self._tag.currentData(),
            folder=self._folder.currentData(),
        )

    def set_choices(self, choices: Choices) -> None:
        """Offer what the catalogue has; in an empty one there is nothing to filter."""
        self.setEnabled(choices.products > 0)
        self._category.set_choices([(name, name) for name in choices.categories])
        self._tag.set_choices([(name, name) for name in choices.tags])
        self._folder.set_choices(_folders(choices))
        self._tag.setEnabled(self._tag.count() > 1)

    def set_found(self, found: int, of: int) -> None:
        """Say how many products pass the filter, plainly where it holds some back."""
        if self.wanted.is_open:
            text = wording.products(of)
        else:
            text = ngettext("{found} of {count} product", "{found} of {count} products", of)
            text = text.format(found=wording.number(found), count=wording.number(of))
        self._found.setText(text)
        theme.set_role(self._found, "quiet" if self.wanted.is_open else "accent")

    def focus_search(self) -> None:
        """Type here."""
        self._search.type_here()

    def type_on(self, text: str) -> None:
        """Take over letters that were typed elsewhere."""
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.insert(text)

    def clear(self) -> None:
        """Let everything pass."""
        for box in (self._category, self._tag, self._folder):
            box.clear_choice()
        self._search.clear()
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        wanted = self.wanted
        self._clear.setEnabled(not wanted.is_open)
        if wanted != self._told:
            self._told = wanted
            self.changed.emit(wanted)

    def _make_search(self) -> SearchField:
        name = _("Search products")
        field = SearchField("filter_words", name, "search", _("Search for nothing (Esc)"))
        field.setPlaceholderText(name)
        field.setToolTip(_("Reference, name, category, tags, notes and own columns (Ctrl+F)"))
        return field

    def _make_clear(self) -> QPushButton:
        tip = _("Show all products again")
        button = push_button("filter_clear", _("Clea&r"), tip, spoken=_("Clear the filter"))
        button.setEnabled(False)
        button.clicked.connect(self.clear)
        return button


def _folders(choices: Choices) -> list[tuple[str, object]]:
    """Indexed folders by name, and what lies below them indented; the paths are the values."""
    offered: list[tuple[str, object]] = []
    for folder in choices.folders:
        above = [root for root in choices.roots if root in (folder, *folder.parents)]
        root = min(above, key=lambda path: len(path.parts), default=folder)
        below = folder.relative_to(root) if folder != root else Path()
        name = str(below) if below.parts else folder.name or str(folder)
        offered.append(("    " + name if below.parts else name, folder))
    return offered
