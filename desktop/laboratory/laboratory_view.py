"""The third view: on the left test sets and what is compared, on the right what came of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from core.language import _
from core.models import Model
from desktop import theme
from desktop.laboratory.choice_tree import ChoiceTree
from desktop.laboratory.results_pane import ResultsPane
from desktop.laboratory.sets_pane import SetsPane
from desktop.widgets.buttons import push_button
from desktop.widgets.panes import pane, quiet_sentence


class LaboratoryView(QWidget):
    """Shows what it is told, and tells what is wanted.

    Signals: `shown()`, `run_wanted()`, `stop_wanted()`, `tune_wanted()`.
    """

    shown = Signal()
    run_wanted = Signal()
    stop_wanted = Signal()
    tune_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("laboratory_view")
        self.sets = SetsPane()
        self.choices = ChoiceTree()
        self.results = ResultsPane()
        self._word = quiet_sentence("laboratory_word")
        self._run = push_button(
            "laboratory_run", _("&Run"), _("Measure what is checked over the chosen test set")
        )
        theme.set_role(self._run, "primary")
        self._stop = push_button(
            "laboratory_stop",
            _("&Stop"),
            _("Stop; what is measured is kept, Run goes on from there"),
        )
        self._tune = push_button(
            "laboratory_tune",
            _("Fi&ne-tune…"),
            _("Make an encoder that tells the products of this catalogue apart"),
        )
        self._tune.clicked.connect(self.tune_wanted)
        self._run.clicked.connect(self.run_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        beside = self._make_splitter()
        self.splitters = (beside, self.results.splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(beside)
        self.say("")
        self.set_writable(False)
        self.offer(run=False, stop=False)

    def offer_models(self, encoders: Sequence[Model], removals: Sequence[Model]) -> None:
        """Offer these to be compared, and call them by their titles."""
        self.choices.offer(encoders, removals)
        self.results.model.set_titles({model.id: model.title for model in (*encoders, *removals)})

    def say(self, text: str) -> None:
        """What the choice comes to, or why it comes to nothing."""
        self._word.setText(text)

    def set_writable(self, writable: bool) -> None:
        """Whether the catalogue may be changed."""
        self.sets.set_writable(writable)
        self.results.set_writable(writable)
        self._tune.setEnabled(writable)

    def offer(self, *, run: bool, stop: bool) -> None:
        """What can be run or stopped now."""
        self._run.setEnabled(run)
        self._stop.setEnabled(stop)

    def focus(self) -> None:
        """Bring the keyboard to the test sets."""
        self.sets.focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def _make_splitter(self) -> QSplitter:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.sets, 2)
        column.addWidget(theme.header(_("Compared")))
        column.addWidget(pane(self.choices), 3)
        column.addWidget(self._word)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._tune)
        row.addStretch(1)
        row.addWidget(self._stop)
        row.addWidget(self._run)
        column.addLayout(row)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("laboratory_panes")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(16)
        splitter.addWidget(left)
        splitter.addWidget(self.results)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([360, 860])
        return splitter
