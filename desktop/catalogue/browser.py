"""Keeps the catalogue view and the filter bar in step with the catalogue, through the librarian.

What is asked for: ids of the products that pass the filter, cards of those in sight, the sheet of
those that are chosen. A newer question of each kind takes the place of an older one.
"""

import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.errors import VitrineError
from core.language import _
from core.messages import sentence
from core.product_records import Card, Choices, Product
from desktop.catalogue.product_editor import MERGED_MOST, ChosenProducts
from desktop.librarian import Librarian, Task
from desktop.widgets.notice_bar import NoticeBar
from desktop.workspace import Workspace

if TYPE_CHECKING:  # numpy, which the window cannot afford before it is painted
    from core.catalogue import Catalogue

REFRESH_MS = 800
REST_SHARE = 8  # a refresh is followed by a rest of so many times what it took
STRIP_MOST = 60
SHEET_PAGE = 500


class Browser(QObject):
    """Asks for what is looked at, and shows what comes."""

    def __init__(self, workspace: Workspace, librarian: Librarian, notice: NoticeBar) -> None:
        super().__init__(workspace)
        self._view, self._bar = workspace.catalogue_view, workspace.filter_bar
        self._librarian, self._notice = librarian, notice
        self._is_open = False
        self._choices = Choices()
        self._choices_due = False
        self._began = 0.0
        self._to_choose: Sequence[int] = ()
        self._sheet_ids: list[int] = []
        self._is_narrowed = False
        self._search, self._cards, self._sheet = Task(), Task(), Task()
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self._bar.changed.connect(self._narrow)
        self._view.arrangement.ordered.connect(self._narrow)
        self._view.chosen.connect(self.show_sheet)
        self._view.cards_wanted.connect(self._ask_cards)
        librarian.changed.connect(self.refresh)

    def open(self, folder: Path | None, *, writable: bool = True) -> None:
        """Show the catalogue in `folder`, to be changed or not, or that one is being opened."""
        self._view.editor.flush()
        self._is_open = folder is not None
        self._librarian.open(folder, writable=writable)
        self._choices = Choices()
        self.show_sheet(())
        self._to_choose = ()
        self._bar.clear()
        self._bar.set_choices(self._choices)
        self._bar.set_found(0, 0)
        self._view.show_hint(_("Opening the catalogue…"))
        self.refresh()

    @property
    def asked(self) -> list[int]:
        """The products whose sheet is shown, or will be in a moment."""
        return self._sheet_ids

    def refresh_soon(self) -> None:
        """Show what was added, together with what is added within the next moment."""
        if not self._refresh.isActive():
            self._refresh.start()

    def refresh(self) -> None:
        """Show the catalogue as it is now."""
        self._choices_due = True
        self._began = time.monotonic()
        self._find()
        self._read_sheet()

    def choose(self, ids: Sequence[int]) -> None:
        """Show the sheet of these products, and choose those that the grid shows."""
        self._to_choose = ids
        self.show_sheet(ids)
        self._find()

    def show_sheet(self, ids: Sequence[int]) -> None:
        """Show what is known of these products."""
        self._sheet_ids = list(ids)
        self._read_sheet()

    def _read_sheet(self) -> None:
        ids = self._sheet_ids
        self._sheet.cancel()
        if ids:
            self._sheet = self._librarian.follow(
                lambda catalogue: _sheet_of(catalogue, ids),
                lambda page: None,
                self._show_read,
                self._fail,
            )
        else:
            self._show_read(None)

    def _show_read(self, sheet: ChosenProducts | None) -> None:
        self._sheet_ids = list(sheet.ids) if sheet else []
        self._view.editor.show_sheet(sheet, self._choices)

    def _narrow(self) -> None:
        self._view.scroll_to_top()
        self._is_narrowed = True
        self._find()

    def _find(self) -> None:
        self._search.cancel()
        if not self._is_open:
            return
        wanted, with_choices = self._bar.wanted, self._choices_due
        order = self._view.arrangement.order

        def job(catalogue: "Catalogue") -> tuple[list[int], Choices | None]:
            from core.browsing import choices
            from core.search import search

            return search(catalogue, wanted, order), choices(catalogue) if with_choices else None

        self._search = self._librarian.ask(job, self._show_found, self._fail)

    def _show_found(self, found: tuple[list[int], Choices | None]) -> None:
        ids, choices = found
        if choices is not None:
            self._choices, self._choices_due = choices, False
            took = round(1000 * (time.monotonic() - self._began))
            self._refresh.setInterval(max(REFRESH_MS, REST_SHARE * took))
            self._bar.set_choices(choices)
        self._bar.set_found(len(ids), self._choices.products)
        if ids:
            self._view.show_ids(ids)
        elif self._bar.wanted.is_open:
            self._view.show_hint(_("There are no products yet: index a folder of photos (Ctrl+O)."))
        else:
            text = _("No product passes the filter: look for something else, or clear the filter.")
            self._view.show_hint(text)
        if self._is_narrowed and not self._to_choose:
            self._is_narrowed = False
            self._view.tell_chosen()
        if self._to_choose:
            self._view.choose(self._to_choose)
            self._to_choose = ()

    def _ask_cards(self, ids: list[int]) -> None:
        def job(catalogue: "Catalogue") -> list[Card]:
            from core.browsing import cards

            return cards(catalogue, ids)

        self._cards.cancel()
        self._cards = self._librarian.ask(job, self._view.set_cards, self._fail)

    def _fail(self, error: VitrineError) -> None:
        self._notice.show_notice(sentence(error), [], "error")


def _sheet_of(
    catalogue: "Catalogue", ids: list[int]
) -> Generator[None, None, ChosenProducts | None]:
    """Page by page, so that it can be left off and little is held at a time."""
    from core import browsing, corrections, products

    comparison, photos = corrections.Comparison(), 0
    first: list[Product] = []
    known: list[int] = []
    for start in range(0, len(ids), SHEET_PAGE):
        for product in products.products(catalogue, ids[start : start + SHEET_PAGE]):
            comparison.add(product)
            known.append(product.id)
            photos += len(product.photos)
            if len(first) < MERGED_MOST:
                first.append(product)
        yield
    if not known:
        return None
    shown = browsing.photos(catalogue, known[:STRIP_MOST], STRIP_MOST)
    return ChosenProducts(tuple(known), tuple(first), comparison.result(), shown, photos)
