"""The right pane: the products most like the photo, best first, or what to do to get there."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.language import _
from core.records import Match
from desktop import wording
from desktop.matches.look import Look
from desktop.matches.match_actions import MatchActions
from desktop.matches.matches_header import MatchesHeader
from desktop.matches.matches_list import MatchesList
from desktop.matches.matches_model import MatchesModel
from desktop.matches.matches_pane import PLAIN, MatchesPane, Standing
from desktop.matches.welcome import WelcomePage
from desktop.photos.photo_actions import PhotoActions
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.panes import hint, pane


class MatchesView(QWidget):
    """Matches as a list or a grid, or a hint, or the first-run page in their place.

    Signals: `chosen(match: Match)` on selection, `activated(match: Match)` on Enter or double
    click, `emptied()` when no match is shown any more, `more_wanted()`, `hidden_wanted()` for what
    a filter hides, `thorough_wanted()`, `look_changed(look: Look)`, `index_requested()` and
    `sample_requested()` from the first-run page.
    """

    chosen = Signal(object)
    activated = Signal(object)
    emptied = Signal()
    more_wanted = Signal()
    hidden_wanted = Signal()
    thorough_wanted = Signal()
    look_changed = Signal(object)
    index_requested = Signal()
    sample_requested = Signal()

    def __init__(
        self, thumbnails: ThumbnailLoader, actions: PhotoActions, commands: MatchActions
    ) -> None:
        super().__init__()
        self.setObjectName("matches_view")
        self._commands = commands
        self._matches = MatchesPane(thumbnails)
        self._matches.list.addActions([*commands.of_a_match(), *actions.all()])
        self._note = self._invitation = ""
        self._anew = False
        self._hint = hint("matches_hint")
        self._welcome = WelcomePage()
        self._header = MatchesHeader(commands)
        self._pages = pane(self._hint, self._matches, self._welcome)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self._header)
        self._column.addWidget(self._pages, 1)
        self._connect()
        self.set_look(Look())

    def add_field(self, field: QWidget) -> None:
        """Put a field between the title and the list."""
        self._column.insertWidget(1, field)

    @property
    def model(self) -> MatchesModel:
        """The list's model."""
        return self._matches.model

    @property
    def list_view(self) -> MatchesList:
        """The list or grid itself."""
        return self._matches.list

    @property
    def pane(self) -> MatchesPane:
        """The matches, without the hints in their place."""
        return self._matches

    @property
    def look(self) -> Look:
        """How matches are laid out."""
        return self.list_view.look

    def set_look(self, look: Look) -> None:
        """Lay matches out so."""
        is_new = look != self.look
        self._matches.set_look(look)
        self._header.set_look(look)
        self._commands.set_look(look)
        if is_new:
            self.look_changed.emit(look)

    def set_matches(
        self,
        matches: tuple[Match, ...],
        *,
        filtered: bool = False,
        note: str = "",
        standing: Standing = PLAIN,
    ) -> None:
        """Show `matches` and choose the first; without any, say so, and of a filter that is on.

        `note` says what they were found by, where that is not the photo alone.

        When they were looked for anew, the product that was chosen stays so if it is among them.
        """
        if not matches:
            self._say_none(filtered)
            return
        self._note = note
        self._header.show_title(_("Matches"), has_matches=True)
        self._pages.setCurrentWidget(self._matches)
        self._matches.show_matches(matches, standing, keep=self._anew)
        if not self._anew:  # whoever types a filter goes on typing
            self.list_view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._anew = False

    def show_searching(self) -> None:
        """Say that what is shown is being looked for anew."""
        if self._pages.currentWidget() is self._matches:
            self._header.show_count(_("Looking…"))
        else:
            self.show_hint(_("Looking for the product…"))
        self._anew = True

    def show_hint(self, text: str) -> None:
        """Say `text` in place of a list."""
        self._anew = False
        self._empty()
        self._hint.setText(text)
        self._pages.setCurrentWidget(self._hint)

    def show_invitation(self) -> None:
        """Say again what `invite` has said."""
        self.show_hint(self._invitation)

    def invite(self, text: str, anew: bool) -> None:
        """Say `text` in place of the first-run page or of the last invitation, or of anything."""
        page = self._pages.currentWidget()
        idle = page is self._hint and self._hint.text() == self._invitation
        if anew or idle or page is self._welcome:
            self.show_hint(text)
        self._invitation = text

    def show_welcome(self) -> None:
        """Explain the first steps in place of a list."""
        self._empty()
        self._pages.setCurrentWidget(self._welcome)
        self._header.show_title(_("Welcome"), has_matches=False)

    def _empty(self) -> None:
        self._matches.clear()
        self._header.show_title(_("Matches"), has_matches=False)
        self.emptied.emit()

    def _say_none(self, filtered: bool) -> None:
        text = _("Nothing in this catalogue resembles this.")
        if filtered:
            text = _("Nothing that passes the filter resembles this: clear it to look further.")
        self.show_hint(text)

    def offer_thorough(self, is_offered: bool) -> None:
        """Whether photos could be compared more thoroughly than they are."""
        self._matches.notes.offer_thorough(is_offered)

    def _count(self, rows: int) -> None:
        self._header.show_count(" · ".join(filter(None, (wording.products(rows), self._note))))
        if not rows:  # a person has left all of them out
            self.emptied.emit()

    def _connect(self) -> None:
        matches, commands, welcome = self._matches, self._commands, self._welcome
        matches.chosen.connect(self.chosen)
        matches.activated.connect(self.activated)
        matches.more_wanted.connect(self.more_wanted)
        matches.hidden_wanted.connect(self.hidden_wanted)
        matches.thorough_wanted.connect(self.thorough_wanted)
        matches.counted.connect(self._count)
        matches.list.zoomed.connect(lambda steps: self.set_look(self.look.enlarged(steps)))
        self._header.side_chosen.connect(lambda side: self.set_look(self.look.with_side(side)))
        commands.as_list.triggered.connect(lambda: self._lay_out(False))
        commands.as_grid.triggered.connect(lambda: self._lay_out(True))
        commands.larger.triggered.connect(lambda: self.set_look(self.look.enlarged(1)))
        commands.smaller.triggered.connect(lambda: self.set_look(self.look.enlarged(-1)))
        welcome.index_requested.connect(self.index_requested)
        welcome.sample_requested.connect(self.sample_requested)

    def _lay_out(self, is_grid: bool) -> None:
        self.set_look(replace(self.look, is_grid=is_grid))
