"""Below the photo: its name, what became of it, and the way to the next one."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.records import Answer, Background
from desktop import theme
from desktop.query.drop_target import open_button
from desktop.widgets.busy_bar import BusyBar
from desktop.widgets.elided import ElidedLabel


class PhotoCaption(QWidget):
    """A name, a sentence, a moving bar, and a button.

    Signals: `open_requested()`.
    """

    open_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = ElidedLabel()
        self._name.setObjectName("photo_name")
        self._name.setFont(theme.font(1.1, QFont.Weight.DemiBold))
        self._state = QLabel()
        self._state.setObjectName("photo_state")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        theme.set_role(self._state, "quiet")
        self._busy = _bar()
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self._name, self._state, self._busy):
            words.addWidget(widget)
        another = open_button("open_another_button", _("&Open another…"))
        another.clicked.connect(self.open_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(another, alignment=Qt.AlignmentFlag.AlignTop)

    def show_name(self, name: str, tip: str = "") -> None:
        """Say which photo it is."""
        self._name.setText(name)
        self._name.setToolTip(tip or name)

    def say(self, sentence: str, *, busy: bool) -> None:
        """Say what became of the photo, with a moving bar while more is to come."""
        self._state.setText(sentence)
        self.set_busy(busy)

    def set_busy(self, busy: bool) -> None:
        """Whether more is to come."""
        self._busy.setVisible(busy)


def outcome(answer: Answer, *, chosen: bool = False) -> str:
    """What became of the background, by whose choice, and how long the answer took."""
    if answer.background == Background.REMOVED:
        background = _("Background removed")
    elif chosen:
        background = _("Background kept, as you chose")
    else:
        background = _("Background kept: no clear product found")
    return _("{background} · {seconds}\u00a0s").format(
        background=background, seconds=QLocale().toString(answer.seconds, "f", 1)
    )


def _bar() -> BusyBar:
    """A bar of unknown length, whose room stays when it is hidden."""
    bar = BusyBar("photo_busy", _("Looking at the photo"))
    steady = bar.sizePolicy()
    steady.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(steady)
    return bar
