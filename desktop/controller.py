"""The only place that joins the window to the worker: requests out, records in.

Longer than most modules, because what is open, asked and unanswered changes together.

What is unanswered is kept (the open catalogue, the long jobs, the newest query) and asked again
when the worker was lost and is back. Answers to anything but the newest query are stale.
"""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.errors import (
    CatalogueError,
    CatalogueReason,
    RequestError,
    RequestReason,
    VitrineError,
    WeightsError,
    WeightsReason,
)
from core.language import _
from core.messages import sentence
from core.records import CatalogueInfo, InUse, Match, Progress, Shown, Stage
from core.removal_records import Cutout
from core.weights import DEFAULT_ENCODER, ModelStore
from core.wire import Reply, Request
from desktop import trouble, wording
from desktop.aside_list import AsideList
from desktop.compare.compare_desk import CompareDesk
from desktop.laboratory.laboratory_desk import LaboratoryDesk
from desktop.laboratory.tuning_desk import TuningDesk
from desktop.main_window import MainWindow
from desktop.models.encoder_desk import EncoderDesk
from desktop.models.handover_desk import HandoverDesk
from desktop.models.model_work import ModelWork
from desktop.models.removal_desk import RemovalDesk
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.cutout_desk import CutoutDesk
from desktop.query.cutout_drag import CutoutDrag
from desktop.query.lookup import Lookup
from desktop.query.photo_set import PhotoSet
from desktop.worker import Worker
from desktop.workspace import MATCHES

RESTART, REOPEN = "restart", "reopen"
# A job that ended so many workers, with nothing done in between, is given up; by then a photo that
# is to blame has been set aside.
MOST_DEATHS = 4
_GETS_ON = (Stage.EMBEDDING, Stage.FETCHING, Stage.LOOKING, Stage.EVALUATING, Stage.TRAINING)

_log = logging.getLogger(__name__)


class Controller(QObject):
    """Keeps the window in step with one worker and one catalogue.

    Signals: `opened(folder, writable)` when a catalogue can be read, and whether it may be changed;
    with None as soon as it cannot be read any more; `grown()` when the open one may hold more;
    `worked(progress: Progress)` while something is being done, `rested(summary: str)` after all of
    it.
    """

    opened = Signal(object, bool)
    grown = Signal()
    worked = Signal(object)
    rested = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        thumbnails: ThumbnailLoader,
        worker: Worker,
        store: ModelStore,
    ) -> None:
        """`store` lists the models that there are to choose from."""
        super().__init__(window)
        self._window, self._worker = window, worker
        self._catalogue: Path | None = None
        self._opened_as: bool | None = None
        self._is_writable = True
        self._is_resumable = True
        self._jobs: dict[int, Request] = {}
        self._has_own_job = False
        self._is_indexing_told = False
        self._lookup = Lookup(window, thumbnails, worker)
        self._photos = PhotoSet(window, thumbnails, self._lookup)
        self._lookup.answered.connect(window.recent.note)
        self._lookup.vanished.connect(window.recent.forget)
        self._compare = CompareDesk(window, thumbnails.branch(), worker, self._lookup)
        self._opening: Request | None = None
        self._is_refused = False
        self._reopen: Callable[[], None] = lambda: None
        self._aside_before = 0
        self._summary = ""
        self._encoder = EncoderDesk(window, store.of_job("encoder"), DEFAULT_ENCODER)
        self._removal = RemovalDesk(window, store.of_job("removal"))
        self._handover = HandoverDesk(window, list(store.models.values()))
        self._cutouts = CutoutDesk(window, worker)
        self._drag = CutoutDrag(window, worker)
        self._aside = AsideList(window, worker)
        self.laboratory = LaboratoryDesk(window, thumbnails.branch(), store)
        works = (self._encoder.work, self._removal.work, self.laboratory.tuning)
        self._works: tuple[ModelWork | TuningDesk, ...] = works
        self._handlers: dict[str, Callable[[int, Any], None]] = {
            "in-use": self._note_in_use,
            "info": self._show_info,
            "encoder": self._encoder.show,
            "removal": self._removal.show,
            "cutout": self._take_cutout,
            "progress": self._show_progress,
            "set-aside": self._aside.note,
            "handed-over": self._handover.take,
            "agreement": self._compare.take,
            "tuning-epoch": self.laboratory.tuning.take_epoch,
            "tuned": self.laboratory.tuning.take_tuned,
            "cell-done": lambda _id, _cell: self.laboratory.refresh_soon(),
            "answer": self._lookup.show_answer,
            "words-answer": self._lookup.show_words_answer,
            "like-answer": self._lookup.show_like_answer,
            "failed": self._show_failure,
            "finished": self._finish,
        }
        self._connect()

    @property
    def catalogue(self) -> Path | None:
        """The folder of the open catalogue."""
        return self._catalogue

    @property
    def photos(self) -> tuple[Path, ...]:
        """What is looked for, where that is in photos."""
        return self._lookup.photos

    @property
    def cutouts(self) -> CutoutDesk:
        """What saves cut-outs."""
        return self._cutouts

    def open_catalogue(self, folder: Path, then_index: Path | None = None) -> None:
        """Show the catalogue in `folder`, and bring it up to date with `then_index`."""
        self._catalogue = folder
        self._opened_as = None
        self._is_writable = self._is_resumable = True
        self._reopen = partial(self.open_catalogue, folder, then_index)
        self._is_refused = False
        self._jobs.clear()
        self._tell_laboratory()
        self._lookup.forget()
        self.opened.emit(None, False)
        self._encoder.forget()
        self._removal.forget()
        self._aside_before = 0
        self._summary = ""
        self._window.set_catalogue("", 0, 0)
        self._window.matches_view.show_hint(_("Opening the catalogue…"))
        self._window.status_line.show_text(_("Opening the catalogue…"))
        self._opening = self._worker.ask("open", folder)
        self._begin("warm")
        if then_index is not None:
            self._begin("index", then_index)
        self._begin("resume")

    def index(self, folder: Path) -> None:
        """Index a folder of product photos into the open catalogue."""
        self._begin("index", folder)
        if not self._lookup.is_asked:
            self._tell_indexing()

    def watch(self, folder: Path) -> None:
        """The watching of an indexed folder was switched on or off."""
        if self._worker.is_ready:
            self._worker.ask("watch", folder)

    def match(self, *photos: Path) -> None:
        """Look for the one product in photos, at least one."""
        self._window.workspace.show_view(MATCHES)
        self._photos.begin(photos)

    def match_like(self, photo: Match | Shown) -> None:
        """Look for products like the one in a catalogue photo."""
        self._window.workspace.show_view(MATCHES)
        self._lookup.begin_like(photo)

    def note_work(self) -> None:
        """A person works in the window: a job that goes on leaves them room."""
        if (self._jobs or self._has_own_job) and self._worker.is_ready:
            self._worker.ask("busy")

    def look_again(self) -> None:
        """Products were changed: what the matches say of them may be out of date."""
        self._lookup.refresh()

    def _connect(self) -> None:
        window, worker = self._window, self._worker
        window.photos_chosen.connect(lambda photos: self.match(*photos))
        window.recent.chosen.connect(lambda photos: self.match(*photos))
        window.photo_actions.like_wanted.connect(self.match_like)
        window.workspace.filter_bar.changed.connect(self._lookup.filter)
        window.workspace.words_field.changed.connect(self._lookup.describe)
        window.pause_requested.connect(lambda wanted: worker.ask("pause" if wanted else "go"))
        window.cancel_requested.connect(self._cancel)
        self._aside.retry_requested.connect(lambda: self._begin("retry"))
        for desk in (self._encoder, self._removal, self._handover):
            desk.asked.connect(self._begin)
        self._removal.changed.connect(self._lookup.renew)
        window.encoder_requested.connect(self.laboratory.refresh)
        self.laboratory.encoders_known.connect(self._encoder.offer)
        self.laboratory.measure_wanted.connect(
            lambda grid: self._keep(worker.ask("measure", grid=grid))
        )
        tuning = self.laboratory.tuning
        tuning.wanted.connect(lambda order: self._keep(worker.ask("finetune", tuning=order)))
        self.laboratory.recipe_wanted.connect(lambda recipe: self._begin("recipe", recipe))
        self.laboratory.stop_wanted.connect(lambda: self._leave_off("measure"))
        tuning.stop_wanted.connect(lambda: self._leave_off("finetune"))
        window.notice_bar.action_triggered.connect(self._follow_notice)
        worker.ready.connect(self._ask_again)
        worker.replied.connect(self._receive)
        worker.lost.connect(self._tell_lost)
        worker.given_up.connect(self._tell_given_up)

    def _tell_indexing(self) -> None:
        self._is_indexing_told = True
        text = _("The photos are being indexed.\nThose that are done can be found already.")
        self._window.matches_view.show_hint(text)

    def _begin(
        self,
        do: str,
        subject: str | Path = "",
        model: str = "",
        plain_ground: bool | None = None,
    ) -> None:
        self._keep(self._worker.ask(do, subject, model=model, plain_ground=plain_ground))

    def _keep(self, request: Request) -> None:
        """Have a long job in mind until it has ended."""
        self._jobs[request.id] = request
        self._window.status_line.set_busy(True)
        self._tell_laboratory()

    def _tell_laboratory(self) -> None:
        is_measuring = any(job.do == "measure" for job in self._jobs.values())
        self.laboratory.set_running(is_measuring)

    def _cancel(self) -> None:
        if self._worker.is_ready:
            self._worker.ask("cancel")
        else:
            for request_id in list(self._jobs):
                self._finish(request_id)
            self._rest()

    def _leave_off(self, do: str) -> None:
        """Cancel the jobs of one kind; others go on."""
        for job in [job for job in self._jobs.values() if job.do == do]:
            if self._worker.is_ready:
                self._worker.ask("cancel", str(job.id))
            else:
                self._finish(job.id)

    def _ask_again(self) -> None:
        if self._catalogue is None:
            return
        self._is_refused, self._is_writable = False, True
        self._opening = self._worker.ask("open", self._catalogue)
        for request in list(self._jobs.values()):
            if self._worker.deaths(request) < MOST_DEATHS:
                self._worker.send(request)
            else:
                self._give_up(request)
        self._lookup.ask_again()
        self._cutouts.ask_again()
        self._drag.forget()
        self._compare.ask_again()
        if self._is_resumable and not any(job.do == "resume" for job in self._jobs.values()):
            self._begin("resume")  # a damaged index may be what ended the last worker

    def _give_up(self, job: Request) -> None:
        """Leave off a job that ends every worker."""
        self._worker.worked(job.id)
        self._is_resumable = self._is_resumable and job.do != "resume"
        subject = job.subject or job.model or str(self._catalogue)
        self._show_failure(job.id, RequestError(subject, RequestReason.GIVEN_UP))

    def _receive(self, reply: Reply) -> None:
        handler = self._handlers.get(reply.event)
        if handler is None:
            _log.error("unknown reply %r", reply.event)
        else:
            handler(reply.id, reply.record)

    def _show_info(self, request_id: int, info: CatalogueInfo) -> None:
        if info.folder != self._catalogue:
            return
        self._window.set_catalogue(wording.catalogue(info.folder), info.products, info.photos)
        if self._opened_as == self._is_writable:
            self.grown.emit()
        else:
            self._opened_as = self._is_writable
            self.opened.emit(info.folder, self._is_writable)
        is_indexing = any(job.do == "index" for job in self._jobs.values())
        if is_indexing and not info.products:
            self._tell_indexing()
        self._aside_before = info.set_aside
        self._window.status_line.set_set_aside(info.set_aside)
        self._summary = _summary(info, self._encoder.title(info.encoder))
        if not self._jobs:
            self._window.status_line.show_text(self._summary)

    def _show_progress(self, request_id: int, progress: Progress) -> None:
        if request_id not in self._jobs and not _is_workers_own(request_id):
            return
        self._has_own_job = self._has_own_job or _is_workers_own(request_id)
        if progress.done and progress.stage in _GETS_ON:
            self._worker.worked(request_id)
        if progress.stage == Stage.DONE:
            return
        self._window.status_line.show_progress(progress)
        self.worked.emit(progress)
        self._window.menus.offer_pause(progress.stage)
        for work in self._works:
            work.follow(self._jobs.get(request_id), progress)
        if progress.stage == Stage.EMBEDDING:
            self.grown.emit()
        if progress.set_aside:
            self._window.status_line.set_set_aside(self._aside_before + progress.set_aside)

    def _show_failure(self, request_id: int, error: VitrineError) -> None:
        askers = (self._lookup, self._cutouts, self._compare, self._drag)
        if any(asker.fail(request_id, error) for asker in askers):
            return
        if self._opening and request_id == self._opening.id:
            self._is_refused = True
            self._window.matches_view.show_welcome()
            self._window.workspace.catalogue_view.show_hint(sentence(error))
        job = self._jobs.get(request_id)
        if not any(work.fail(job, error) for work in self._works):
            actions = self._actions(error, job)
            self._window.notice_bar.show_notice(sentence(error), actions, "error")
        self._finish(request_id)

    def _actions(self, error: VitrineError, job: Request | None) -> list[tuple[str, str]]:
        """What a person can do about a failure."""
        if isinstance(error, WeightsError) and error.reason != WeightsReason.NO_MODELS:
            return self._encoder.actions(job)
        is_in_use = error.reason == CatalogueReason.IN_USE
        if isinstance(error, CatalogueError) and (self._is_refused or is_in_use):
            return [(REOPEN, _("Try again"))]
        return []

    def _note_in_use(self, request_id: int, in_use: InUse) -> None:
        if in_use.folder == self._catalogue:
            self._is_writable = False

    def _tell_in_use(self, folder: Path) -> None:
        error = CatalogueError(folder, CatalogueReason.IN_USE)
        actions = self._actions(error, None)
        self._window.notice_bar.show_notice(sentence(error), actions, "warning")

    def _take_cutout(self, request_id: int, cutout: Cutout) -> None:
        if not (self._cutouts.take(request_id, cutout) or self._drag.take(request_id, cutout)):
            self._lookup.show_cutout(request_id, cutout)

    def _finish(self, request_id: int, record: object = None) -> None:
        is_opened = self._opening is not None and request_id == self._opening.id
        if is_opened and self._catalogue and not self._is_writable:
            self._tell_in_use(self._catalogue)  # after what opening says of encoders
        self._aside.finish(request_id)
        job = self._jobs.pop(request_id, None)
        self._tell_laboratory()
        for work in self._works:
            work.finish(job)
        if _is_workers_own(request_id):
            self._has_own_job = False
        if (job or _is_workers_own(request_id)) and not self._jobs:
            self._rest()

    def _rest(self) -> None:
        self._window.status_line.set_busy(False)
        self._window.menus.offer_pause(None)
        self._window.status_line.show_text(self._summary)
        if not self._lookup.is_asked and self._is_indexing_told:
            self._window.matches_view.show_invitation()
        self._is_indexing_told = False
        self.rested.emit(self._summary)

    def _follow_notice(self, action: str) -> None:
        if action == RESTART:
            self._window.notice_bar.hide_notice()
            self._worker.start()
        elif action == REOPEN:
            self._window.notice_bar.hide_notice()
            self._reopen()

    def _tell_lost(self) -> None:
        self._has_own_job = False
        text = _("The worker stopped and is started again; what was done is kept.")
        self._window.status_line.show_text(text)

    def _tell_given_up(self, why: trouble.Trouble) -> None:
        text = trouble.sentence(why)
        self._window.notice_bar.show_notice(text, [(RESTART, _("Try again"))], "error")
        self._rest()
        self._lookup.give_up()
        self._cutouts.give_up()
        self._compare.give_up()


def _is_workers_own(request_id: int) -> bool:
    """Whether the worker gave itself that job, to mend what is damaged or look at what changed."""
    return request_id < 0


def _summary(info: CatalogueInfo, encoder: str) -> str:
    ready = _("Ready: {products}, {photos}").format(
        products=wording.products(info.products), photos=wording.photos(info.embedded)
    )
    return " · ".join(filter(None, (ready, encoder)))
