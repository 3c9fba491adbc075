"""Lines above the matches that a person should know of, each with what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.language import _, ngettext
from core.records import Match
from desktop import theme, wording
from desktop.icons import IconLabel
from desktop.widgets.buttons import push_button

ICON_SIDE = 18


class NoteLine(QWidget):
    """An icon, a sentence, and a link; hidden while there is nothing to say.

    Signals: `followed()`.
    """

    followed = Signal()

    def __init__(self, name: str, picture: str, link: str = "", tip: str = "") -> None:
        """`link` is what can be done about it, told by `tip`; there may be nothing."""
        super().__init__()
        mark = IconLabel(ICON_SIDE, QPalette.ColorRole.Accent)
        mark.set_icon(picture)
        self._text = QLabel()
        self._text.setObjectName(name)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 6, 2)
        row.setSpacing(8)
        row.addWidget(mark)
        row.addWidget(self._text, 1)
        if link:
            self._link = push_button(f"{name}_link", link, tip)
            theme.set_role(self._link, "link")
            self._link.clicked.connect(self.followed)
            row.addWidget(self._link)
        self.say("")

    def say(self, text: str) -> None:
        """Say `text`, or nothing."""
        self._text.setText(text)
        self.setVisible(bool(text))

    def show_link(self, is_offered: bool) -> None:
        """Whether anything can be done about it."""
        self._link.setVisible(is_offered)

    def rename_link(self, link: str) -> None:
        """Call the link so from now on."""
        self._link.setText(link)
        self._link.setAccessibleName(link.replace("&", ""))


class MatchNotes(QWidget):
    """No confident match; a better one that a filter hides; what a person has left out.

    Signals: `hidden_wanted()`; `left_out_wanted(shown: bool)`; `thorough_wanted()`.
    """

    hidden_wanted = Signal()
    left_out_wanted = Signal(bool)
    thorough_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._far = NoteLine(
            "matches_far",
            "info",
            _("Compare more thoroughl&y"),
            _("Let colours, parts and prints count too (Models > Matching)"),
        )
        self._far.show_link(False)
        self._hidden = NoteLine(
            "matches_hidden", "search", _("&Clear the filter"), _("Show all products again")
        )
        tip = _("Show what you left out, or hide it again")
        self._left_out = NoteLine("matches_left_out", "reject", _("Show a&nyway"), tip)
        self._shows_left_out = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for line in (self._far, self._hidden, self._left_out):
            column.addWidget(line)
        self._far.followed.connect(self.thorough_wanted)
        self._hidden.followed.connect(self.hidden_wanted)
        self._left_out.followed.connect(lambda: self.left_out_wanted.emit(not self._shows_left_out))
        self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self.show_far(False)
        self.show_hidden(None)
        self.show_left_out(0, shown=False)

    def offer_thorough(self, is_offered: bool) -> None:
        """Whether photos could be compared more thoroughly than they are."""
        self._far.show_link(is_offered)

    def show_far(self, is_far: bool) -> None:
        """Say that no match is a confident one."""
        text = _("No confident match: these are the nearest. The product may not be among them.")
        self._far.say(text if is_far else "")
        self._settle()

    def show_hidden(self, match: Match | None) -> None:
        """Say which better match the filter hides."""
        if match is None:
            self._hidden.say("")
        else:
            text = _("A better match is hidden by the filter: {reference}, {likeness}.")
            said = text.format(reference=match.reference, likeness=wording.likeness(match))
            self._hidden.say(said)
        self._settle()

    def show_left_out(self, count: int, *, shown: bool) -> None:
        """Say how many matches a person has left out."""
        self._shows_left_out = shown
        text = ngettext(
            "{count} product left out: not this, you said.",
            "{count} products left out: not these, you said.",
            count,
        ).format(count=wording.number(count))
        self._left_out.say(text if count else "")
        self._left_out.rename_link(_("Leave out agai&n") if shown else _("Show a&nyway"))
        self._settle()

    def _settle(self) -> None:
        """Without lines there is no room for them."""
        lines = (self._far, self._hidden, self._left_out)
        self.setVisible(any(not line.isHidden() for line in lines))
