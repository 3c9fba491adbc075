"""The one line at the bottom: what Vitrine is doing, how long it still takes, how to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from core.language import _, ngettext
from core.records import Progress, Stage
from desktop import theme, wording
from desktop.icons import icon
from desktop.widgets.busy_bar import BusyBar
from desktop.widgets.buttons import push_button
from desktop.widgets.elided import ElidedLabel

BAR_WIDTH = 180
# No letter is free for it in the window, in no language: its key is the menu's.
PAUSE_KEYS = "Ctrl+Shift+P"


class StatusLine(QWidget):
    """Progress, a word, and the photos that were set aside.

    Signals: `pause_requested(wanted: bool)`, False to go on; `cancel_requested()`;
    `set_aside_requested()`.
    """

    pause_requested = Signal(bool)
    cancel_requested = Signal()
    set_aside_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self._text = ElidedLabel()
        self._text.setObjectName("status_text")
        self._count = QLabel()
        self._count.setObjectName("status_count")
        self._bar = BusyBar("status_bar", _("Progress"))
        self._bar.setFixedWidth(BAR_WIDTH)
        self._is_paused = False
        self._pause = QToolButton()
        self._pause.setObjectName("status_pause")
        self._pause.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._pause.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cancel = _link("status_cancel", _("Cance&l"), _("Stop; what is done is kept"))
        self._aside = _link(
            "status_set_aside", "", _("See which photos could not be used, and why")
        )
        self._pause.clicked.connect(lambda: self.pause_requested.emit(not self._is_paused))
        self._cancel.clicked.connect(self.cancel_requested)
        self._aside.clicked.connect(self.set_aside_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(14)
        row.addWidget(self._text, 1)
        for widget in (self._count, self._bar, self._pause, self._cancel, self._aside):
            row.addWidget(widget)
        theme.set_role(self._count, "quiet")
        self.set_set_aside(0)
        self._offer_pause(Stage.DONE)
        self.set_busy(False)

    def show_progress(self, progress: Progress) -> None:
        """Say how far the job is; a job of unknown length shows a moving bar."""
        self._text.setText(wording.stage(progress.stage))
        self._count.setText(wording.how_far(progress))
        self._bar.show_share(progress.done, progress.total)
        if progress.set_aside:
            self.set_set_aside(progress.set_aside)
        self.set_busy(progress.stage != Stage.DONE)
        self._offer_pause(progress.stage)

    def show_text(self, text: str) -> None:
        """Say `text`."""
        self._text.setText(text)

    def set_set_aside(self, count: int) -> None:
        """Offer the list of photos that could not be used, while there are any."""
        self._aside.setText(
            ngettext("{count} photo set &aside", "{count} photos set &aside", count).format(
                count=wording.number(count)
            )
        )
        self._aside.setAccessibleName(self._aside.text().replace("&", ""))
        self._aside.setVisible(count > 0)

    def set_busy(self, busy: bool) -> None:
        """Show or hide the bar, its count and Cancel."""
        for widget in (self._count, self._bar, self._cancel):
            widget.setVisible(busy)
        if not busy:
            self._pause.hide()

    def _offer_pause(self, stage: Stage) -> None:
        self._pause.setVisible(stage in (Stage.EMBEDDING, Stage.PAUSED))
        self._is_paused = stage == Stage.PAUSED
        self._pause.setText(_("Continue") if self._is_paused else _("Pause"))
        self._pause.setIcon(icon("continue" if self._is_paused else "pause"))
        tip = _("Go on") if self._is_paused else _("Wait with the photos that are left")
        keys = QKeySequence(PAUSE_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self._pause.setToolTip(f"{tip} ({keys})")
        self._pause.setAccessibleName(self._pause.text())


def _link(name: str, text: str, tip: str) -> QPushButton:
    button = push_button(name, text, tip)
    theme.set_role(button, "link")
    return button
