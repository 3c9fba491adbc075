"""The matches themselves: the list or grid, what is to be known of them, and the way to more."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.language import _
from core.records import Match
from desktop import theme
from desktop.matches.look import Look
from desktop.matches.match_photos import MatchPhotos
from desktop.matches.matches_list import MatchesList
from desktop.matches.matches_model import MATCH_ROLE, MatchesModel
from desktop.matches.notes import MatchNotes
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.buttons import push_button


@dataclass(frozen=True, slots=True)
class Asked:
    """The photo that matches were found for, and the SHA-256 of its file."""

    photo: Path
    digest: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How matches stand: whether none is a confident one, whether more can be had, the better
    match that a filter hides, and the photo of the query, if it is one.
    """

    is_far: bool = False
    can_grow: bool = False
    hidden: Match | None = None
    asked: Asked | None = None


PLAIN = Standing()


class MatchesPane(QWidget):
    """Signals: `chosen(match: Match)` on selection, `activated(match: Match)` on Enter or double
    click, `more_wanted()`, `hidden_wanted()` for what a filter hides, `thorough_wanted()`,
    `counted(rows: int)`.
    """

    chosen = Signal(object)
    activated = Signal(object)
    more_wanted = Signal()
    hidden_wanted = Signal()
    thorough_wanted = Signal()
    counted = Signal(int)

    def __init__(self, thumbnails: ThumbnailLoader) -> None:
        super().__init__()
        self.model = MatchesModel(self)
        self.list = MatchesList(self.model)
        self._photos = MatchPhotos(self.list, self.model, thumbnails)
        self.notes = MatchNotes()
        self._more = push_button("matches_more", _("Sho&w more"), _("Look for more products"))
        theme.set_role(self._more, "link")
        self._can_grow = False
        self.query: Asked | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.notes)
        column.addWidget(self.list, 1)
        column.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.activated.connect(lambda index: self.activated.emit(index.data(MATCH_ROLE)))
        self.list.ended.connect(self._ask_for_more)
        self._more.clicked.connect(self._ask_for_more)
        self.notes.hidden_wanted.connect(self.hidden_wanted)
        self.notes.thorough_wanted.connect(self.thorough_wanted)
        self.notes.left_out_wanted.connect(self._show_left_out)

    @property
    def current(self) -> Match | None:
        """The chosen match."""
        match: Match | None = self.list.currentIndex().data(MATCH_ROLE)
        return match

    @property
    def selected(self) -> list[Match]:
        """All that are selected, best first."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [self.model.matches[row] for row in rows]

    def set_look(self, look: Look) -> None:
        """Lay the matches out so."""
        self.list.set_look(look)

    def show_matches(self, matches: tuple[Match, ...], standing: Standing, *, keep: bool) -> None:
        """Show `matches`; the product that was chosen stays so with `keep`, else the first is."""
        before = self.current if keep else None
        row = self.list.currentIndex().row() if keep else 0
        self._can_grow, self.query = standing.can_grow, standing.asked
        if not keep:
            self._photos.forget()
            self.model.show_left_out(False)
        self.model.set_matches(matches, is_far=standing.is_far)
        self.notes.show_far(standing.is_far)
        self.notes.show_hidden(standing.hidden)
        self._more.setVisible(self._can_grow)
        self._settle(before, row)
        if not keep:
            self.list.scrollToTop()

    def clear(self) -> None:
        """Show none."""
        self._photos.forget()
        self.notes.clear()
        self._more.hide()
        self._can_grow, self.query = False, None
        self.model.set_matches(())

    def judge(self, product_id: int, is_right: bool | None) -> None:
        """Show at once what a person says of a match; the next one takes its place if it goes."""
        before, row = self.current, self.list.currentIndex().row()
        self.model.judge(product_id, is_right)
        self._settle(before, row)

    def _settle(self, before: Match | None, row: int) -> None:
        """Choose the product that was chosen before, else what stands in its row."""
        self.notes.show_left_out(self.model.left_out, shown=self.model.shows_left_out)
        ids = [match.product_id for match in self.model.matches]
        if before is not None and before.product_id in ids:
            row = ids.index(before.product_id)
        if ids:
            place = self.model.index(min(max(row, 0), len(ids) - 1))
            if place != self.list.currentIndex():
                self.list.selectionModel().setCurrentIndex(
                    place, QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                self.list.scrollTo(place)
            else:
                self._choose(place)
        self.counted.emit(len(ids))

    def _show_left_out(self, shown: bool) -> None:
        before, row = self.current, self.list.currentIndex().row()
        self.model.show_left_out(shown)
        self._settle(before, row)

    def _ask_for_more(self) -> None:
        if self._can_grow:
            self._can_grow = False
            self._more.hide()
            self.more_wanted.emit()

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(MATCH_ROLE))
