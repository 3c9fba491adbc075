"""What is checked, as a plan of the chosen test set: told in a line, and run."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import VitrineError
from core.language import _
from core.messages import sentence
from core.weights import ModelStore
from desktop.laboratory import jobs, words
from desktop.laboratory.laboratory_view import LaboratoryView
from desktop.librarian import Librarian, Task

if TYPE_CHECKING:  # it loads scipy: the librarian's thread does
    from core.laboratory.plan import Plan

EDIT_MS = 250


class PlanDesk(QObject):
    """Only the plan of what is checked now can be run.

    Signals: `measure_wanted(order: GridOrder)`, a request for the worker.
    """

    measure_wanted = Signal(object)

    def __init__(self, view: LaboratoryView, librarian: Librarian, store: ModelStore) -> None:
        super().__init__(view)
        self._view, self._librarian, self.store = view, librarian, store
        self._plan: Plan | None = None
        self._asked = Task(settled=True)
        self._is_writable = self._is_running = False
        self._edited = QTimer(self, singleShot=True, interval=EDIT_MS)
        self._edited.timeout.connect(self.ask)
        view.choices.edited.connect(self._reconsider)
        view.run_wanted.connect(self._run)

    def open(self, writable: bool) -> None:
        """Another catalogue is opened, or none."""
        self._is_writable = writable
        self.drop()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._edited.stop()

    def set_running(self, is_running: bool) -> None:
        """Whether the worker measures a grid, or has yet to."""
        self._is_running = is_running
        self.drop()

    def drop(self) -> None:
        """What could be run is not what is to be any more."""
        self._asked.cancel()
        self._plan = None
        self._offer()

    def ask(self) -> None:
        """Ask what is checked comes to over the chosen test set; the last question counts."""
        self._asked.cancel()
        chosen, choice = self._view.sets.current, self._view.choices.chosen
        if chosen is None:
            self.drop()
            self._view.say("")
        elif not choice.is_whole:
            self.drop()
            self._view.say(_("Check at least one of each."))
        else:
            job = jobs.planning(self.store, chosen.id, choice)
            self._asked = self._librarian.ask(job, self._show, self._fail)

    def _reconsider(self) -> None:
        """Other values are checked; of several at once the last counts."""
        self.drop()
        self._edited.start()

    def _show(self, plan: "Plan") -> None:
        self._plan = plan
        self._view.say(words.plan(plan))
        self._offer()

    def _offer(self) -> None:
        plan = self._plan
        is_left = plan is not None and plan.measured < len(plan.order.cells)
        can_run = self._is_writable and is_left and not self._is_running
        self._view.offer(run=can_run, stop=self._is_running)

    def _run(self) -> None:
        if self._plan is not None:
            self.measure_wanted.emit(self._plan.order)

    def _fail(self, error: VitrineError) -> None:
        self._view.say(sentence(error))
