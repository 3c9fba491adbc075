"""The laboratory at work: its view, two librarians, and what it has the worker do.

One librarian reads what the view shows; another makes test sets. Grids are measured by the worker.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import VitrineError
from core.laboratory_records import CellResult, QuerySet
from core.language import _
from core.messages import sentence
from core.weights import ModelStore
from desktop.laboratory import asking, jobs, words
from desktop.laboratory.plan_desk import PlanDesk
from desktop.laboratory.queries_dialog import QueriesDialog
from desktop.laboratory.sets_desk import SetsDesk
from desktop.laboratory.tuning_desk import TuningDesk
from desktop.librarian import Librarian, Task
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.workspace import LABORATORY

if TYPE_CHECKING:  # they load scipy: the librarian's thread does
    from core.laboratory.report import Report

REFRESH_MS = 1500


class LaboratoryDesk(QObject):
    """Shows what is known of the chosen test set, and asks for more.

    Signals: `measure_wanted(order: GridOrder)` and `recipe_wanted(recipe: str)`, its JSON, requests
    for the worker; `stop_wanted()`; `encoders_known(encoders: list[Model], here: tuple[str, ...])`,
    all that there are now, and the ids of models whose weights are on this machine.
    """

    measure_wanted = Signal(object)
    recipe_wanted = Signal(str)
    stop_wanted = Signal()
    encoders_known = Signal(object, object)

    def __init__(self, window: MainWindow, thumbnails: ThumbnailLoader, store: ModelStore) -> None:
        super().__init__(window)
        self._window, self._thumbnails, self._store = window, thumbnails, store
        self._view = view = window.workspace.laboratory_view
        self._librarian = Librarian(self)
        self._is_open = self._is_running = False
        self._plan = PlanDesk(view, self._librarian, store)
        self._plan.measure_wanted.connect(self.measure_wanted)
        self._asked = Task(settled=True)
        self._dialog: QueriesDialog | None = None
        self._sets = SetsDesk(window, view.sets)
        self._sets.changed.connect(self.refresh)
        self.tuning = TuningDesk(window)
        self.tuning.made.connect(self.refresh)
        self._offer_models()
        self._soon = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._soon.timeout.connect(self.refresh)
        self._connect()

    def open(self, folder: Path | None, writable: bool = True) -> None:
        """Turn to the catalogue in `folder`, which exists, or to none."""
        self._is_open = folder is not None
        self._librarian.open(folder, writable=writable)
        self._sets.open(folder, writable)
        self._asked = Task(settled=True)
        self._plan.open(self._is_open and writable)
        if self._dialog is not None:
            self._dialog.reject()
        self.tuning.close()
        self._view.set_writable(self._is_open and writable)
        if not self._is_open:
            self._view.sets.set_sets([])
            self._view.results.show_hint(_("Opening the catalogue…"))
        self.refresh()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._soon.stop()
        self._plan.close()
        self._librarian.close()
        self._sets.close()

    def set_running(self, is_running: bool) -> None:
        """Whether the worker measures a grid, or has yet to."""
        if is_running != self._is_running:
            self._is_running = is_running
            self._plan.set_running(is_running)
            self.refresh()

    def refresh_soon(self) -> None:
        """More may be known."""
        if self._is_shown and not self._soon.isActive():
            self._soon.start()

    def refresh(self, prefer: str = "") -> None:
        """Read again which encoders there are; in sight the test sets too, and what is known of
        the chosen one, or of `prefer`.
        """
        if self._is_open:
            self._librarian.ask(jobs.models(self._store), self._show_models, self._fail)
        if self._is_open and self._is_shown:
            self._librarian.ask(jobs.sets, partial(self._show_sets, prefer), self._fail)

    @property
    def _is_shown(self) -> bool:
        return self._window.workspace.view == LABORATORY

    def _connect(self) -> None:
        view = self._view
        view.shown.connect(self.refresh)
        view.sets.chosen.connect(self._turn)
        view.stop_wanted.connect(self.stop_wanted)
        view.tune_wanted.connect(self.tuning.show)
        view.results.use_wanted.connect(self._use)
        view.results.queries_wanted.connect(self._show_queries)
        view.results.export_wanted.connect(self._ask_export)

    def _show_models(self, known: tuple[ModelStore, tuple[str, ...]]) -> None:
        self._store, here = known
        self._plan.store = self._store
        self._offer_models()
        self._view.choices.set_here(here)
        self.encoders_known.emit(self._store.of_job("encoder"), here)

    def _offer_models(self) -> None:
        encoders = self._store.of_job("encoder")
        self._view.offer_models(encoders, self._store.of_job("removal"))
        self.tuning.offer(encoders)

    def _show_sets(self, prefer: str, sets: list[QuerySet]) -> None:
        before = self._view.sets.current
        self._view.sets.set_sets(sets, prefer)
        if self._view.sets.current == before:
            self._ask()  # else choosing another one has asked already

    def _turn(self) -> None:
        """Another test set is chosen."""
        self._plan.drop()
        self._ask()

    def _ask(self) -> None:
        """Ask what is known of the chosen test set; of questions under way the last counts."""
        self._asked.cancel()
        chosen = self._view.sets.current
        if chosen is None:
            self._view.results.show_hint(words.how_to_begin())
        else:
            job = jobs.reporting(self._store, chosen)
            self._asked = self._librarian.ask(job, self._show_report, self._fail)
        self._plan.ask()

    def _show_report(self, report: "Report") -> None:
        if report.lines:
            self._view.results.show_report(report)
        else:
            self._view.results.show_hint(
                _("Nothing is measured over this test set yet: press Run.")
            )

    def _use(self, result: CellResult) -> None:
        self.recipe_wanted.emit(result.recipe)
        text = _(
            "The catalogue changes to this recipe in the background; until it is done, "
            "matches are as before."
        )
        self._window.notice_bar.show_notice(text, [])

    def _show_queries(self, result: CellResult) -> None:
        chosen = self._view.sets.current
        if chosen is None:
            return
        if self._dialog is not None:
            self._dialog.reject()
            self._dialog.deleteLater()
        titles = {model.id: model.title for model in self._store.models.values()}
        title = words.in_short(result.cell, titles)
        self._dialog = dialog = QueriesDialog(title, self._thumbnails.branch(), self._window)
        dialog.show()
        job = jobs.browsing(chosen.id, result)
        self._librarian.ask(job, dialog.set_asked, lambda e: dialog.show_failure(sentence(e)))

    def _ask_export(self) -> None:
        chosen = self._view.sets.current
        if chosen is not None:
            asking.ask_report_file(self._window, chosen.name, partial(self._export, chosen))

    def _export(self, chosen: QuerySet, path: Path) -> None:
        job = jobs.exporting_report(self._store, chosen, path)
        self._librarian.ask(job, self._sets.tell_written, self._sets.complain)

    def _fail(self, error: VitrineError) -> None:
        self._view.results.show_hint(sentence(error))
        self._view.say("")
