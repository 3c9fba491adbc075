"""The foot of a dialog of models: what a change means, or how far the fetching is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from core.language import _
from core.records import Progress
from desktop import theme
from desktop.tools.progress_panel import ProgressPanel
from desktop.widgets.panes import quiet_sentence


class Foot(QStackedWidget):
    """A sentence, or progress in its place.

    Signals: `cancel_requested()`.
    """

    cancel_requested = Signal()

    def __init__(self, name: str) -> None:
        """`name` is that of the sentence."""
        super().__init__()
        self._word = quiet_sentence(name)
        self._progress = ProgressPanel()
        self._progress.cancel_requested.connect(self.cancel_requested)
        self.addWidget(self._word)
        self.addWidget(self._progress)

    def say(self, text: str, role: str = "quiet") -> None:
        """What the sentence is, in the style of a role."""
        self._word.setText(text)
        theme.set_role(self._word, role)

    def begin(self) -> None:
        """Something was asked for, and nothing has come yet."""
        self._progress.begin(_("Waiting"))

    def show_progress(self, progress: Progress) -> None:
        """How far it is."""
        self._progress.show_progress(progress)

    def set_busy(self, is_busy: bool) -> None:
        """Show progress, or the sentence."""
        self.setCurrentWidget(self._progress if is_busy else self._word)
