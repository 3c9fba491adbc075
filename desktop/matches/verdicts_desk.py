"""What a person says of a match: shown at once, kept in the catalogue, undoable."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import VitrineError
from core.language import _
from core.messages import sentence
from core.records import Match
from desktop.catalogue.edits import Edits
from desktop.main_window import MainWindow
from desktop.workspace import MATCHES

if TYPE_CHECKING:  # numpy, which the window cannot afford before it is painted
    from core.catalogue import Catalogue
    from core.confirmed import Verdict


class VerdictsDesk(QObject):
    """Joins the commands "This is it" and "Not this" to the catalogue."""

    def __init__(self, window: MainWindow, edits: Edits) -> None:
        super().__init__(window)
        self._window, self._edits = window, edits
        self._pane, self._commands = window.matches_view.pane, window.match_actions
        self._commands.confirm.triggered.connect(lambda: self._judge(True))
        self._commands.reject.triggered.connect(lambda: self._judge(False))
        for moved in (window.matches_view.chosen, window.matches_view.emptied):
            moved.connect(self._allow)
        window.workspace.view_changed.connect(self._allow)
        self._allow()

    def _allow(self) -> None:
        """The commands are there for the match that is chosen, where a photo was asked about."""
        match = self._pane.current
        is_front = self._window.workspace.view == MATCHES
        is_asked = bool(self._pane.query and match and is_front)
        said = match.is_right if match else None
        for action, is_right in ((self._commands.confirm, True), (self._commands.reject, False)):
            action.setEnabled(is_asked)
            action.setChecked(is_asked and said is is_right)

    def _judge(self, is_right: bool) -> None:
        """Say so of the chosen match; what was said already is taken back."""
        match, query = self._pane.current, self._pane.query
        if match is None or query is None:
            return
        said = None if match.is_right is is_right else is_right
        change = _Judgement(query.digest, match.product_id, said, query.photo)

        def refuse(error: VitrineError) -> None:
            if self._pane.query == query:
                self._pane.judge(match.product_id, match.is_right)
            self._window.notice_bar.show_notice(sentence(error), [], "error")

        self._edits.make(change, _named(match, is_right), refuse)
        self._pane.judge(match.product_id, said)


@dataclass
class _Judgement:
    """One verdict; what it replaced belongs to the librarian's thread."""

    digest: str
    product_id: int
    is_right: bool | None
    photo: Path
    before: "Verdict | None" = None

    def make(self, catalogue: "Catalogue") -> None:
        from core.confirmed import Verdict, judge

        verdict = Verdict(self.digest, self.product_id, self.is_right, self.photo)
        self.before = judge(catalogue, verdict)

    def take_back(self, catalogue: "Catalogue") -> None:
        from core.confirmed import judge

        if self.before is not None:
            judge(catalogue, self.before)


def _named(match: Match, is_right: bool) -> str:
    """What the Edit menu says is undone."""
    text = _("“This is it: {reference}”") if is_right else _("“Not this: {reference}”")
    return text.format(reference=match.reference)
