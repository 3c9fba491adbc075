"""The only place that joins the window to the worker: requests out, records in.

What is unanswered is kept (the open catalogue, the long jobs, the newest query) and asked again
when the worker was lost and is back. Answers to anything but the newest query are stale.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from core.errors import PhotoError, PhotoReason, VitrineError
from core.language import _, ngettext
from core.messages import about_photo, sentence
from core.records import Answer, CatalogueInfo, EncoderState, Progress, SetAside, Stage
from core.wire import Reply, Request
from desktop import wording
from desktop.encoder_notice import CHOOSE, FETCH, encoder_actions, encoder_notice
from desktop.main_window import MainWindow
from desktop.set_aside_dialog import SetAsideDialog
from desktop.thumbnails import ThumbnailLoader
from desktop.worker import Worker

MATCHES_SHOWN = 20
PHOTO_SIDE = 1600
# A photo that was looked at twice when the worker died is taken to be the cause.
MOST_TRIES = 2
RESTART = "restart"

_log = logging.getLogger(__name__)


@dataclass
class Query:
    """The photo that is being looked for, as far as its answer has come."""

    request: Request
    answer: Answer | None = None
    failed: bool = False
    sent: int = 1


class Controller(QObject):
    """Keeps the window in step with one worker and one catalogue."""

    def __init__(
        self,
        window: MainWindow,
        thumbnails: ThumbnailLoader,
        worker: Worker,
        encoders: dict[str, str],
        default_encoder: str,
    ) -> None:
        """`encoders` are the titles of the encoders, by id."""
        super().__init__(window)
        self._window, self._thumbnails, self._worker = window, thumbnails, worker
        self._encoders, self._default = encoders, default_encoder
        self._catalogue: Path | None = None
        self._jobs: dict[int, Request] = {}
        self._query: Query | None = None
        self._listing: Request | None = None
        self._aside: list[SetAside] = []
        self._aside_before = 0
        self._summary = ""
        self._told: EncoderState | None = None
        self._dialog = SetAsideDialog(window)
        self._handlers: dict[str, Callable[[int, Any], None]] = {
            "info": self._show_info,
            "encoder": self._show_encoder,
            "progress": self._show_progress,
            "set-aside": self._note_set_aside,
            "answer": self._show_answer,
            "failed": self._show_failure,
            "finished": self._finish,
        }
        self._connect()

    @property
    def catalogue(self) -> Path | None:
        """The folder of the open catalogue."""
        return self._catalogue

    def open_catalogue(self, folder: Path, then_index: Path | None = None) -> None:
        """Show the catalogue in `folder`, and bring it up to date with `then_index`."""
        self._catalogue = folder
        self._jobs.clear()
        self._query = self._told = None
        self._aside_before = 0
        self._window.query_pane.show_empty()
        self._window.status_line.show_text(_("Opening the catalogue…"))
        self._worker.ask("open", folder)
        self._begin("warm")
        if then_index is not None:
            self._begin("index", then_index)
        self._begin("resume")

    def index(self, folder: Path) -> None:
        """Index a folder of product photos into the open catalogue."""
        self._begin("index", folder)
        if self._query is None:
            self._window.matches_view.show_hint(
                _("The photos are being indexed.\nThose that are done can be found already.")
            )

    def match(self, photo: Path) -> None:
        """Look for the product in a photo."""
        request = self._worker.ask("match", photo, count=MATCHES_SHOWN)
        self._query = Query(request)
        self._window.query_pane.show_searching(photo)
        self._window.matches_view.show_hint(_("Looking for the product…"))
        self._thumbnails.load_photo(request.id, photo, PHOTO_SIDE)

    def _connect(self) -> None:
        window, worker = self._window, self._worker
        window.folder_chosen.connect(self.index)
        window.photo_chosen.connect(self.match)
        window.cancel_requested.connect(lambda: worker.ask("cancel"))
        window.set_aside_requested.connect(self._ask_set_aside)
        window.encoder_chosen.connect(lambda encoder: self._begin("encoder", model=encoder))
        window.fetch_requested.connect(lambda: self._begin("fetch", model=self._default))
        window.weights_file_chosen.connect(
            lambda path: self._begin("adopt", path, model=self._default)
        )
        window.notice_bar.action_triggered.connect(self._follow_notice)
        self._thumbnails.photo_ready.connect(self._show_image)
        self._thumbnails.photo_failed.connect(self._show_no_image)
        worker.ready.connect(self._ask_again)
        worker.replied.connect(self._receive)
        worker.lost.connect(self._tell_lost)
        worker.given_up.connect(self._tell_given_up)

    def _begin(self, do: str, subject: str | Path = "", model: str = "") -> None:
        request = self._worker.ask(do, subject, model)
        self._jobs[request.id] = request
        self._window.status_line.set_busy(True)

    def _ask_again(self) -> None:
        if self._catalogue is None:
            return
        self._worker.ask("open", self._catalogue)
        for request in self._jobs.values():
            self._worker.send(request)
        query = self._query
        if query and not query.answer and not query.failed:
            if query.sent == MOST_TRIES:
                self._fail_query(PhotoError(query.request.subject, PhotoReason.CRASHED))
            else:
                query.sent += 1
                self._worker.send(query.request)

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
        self._aside_before = info.set_aside
        self._window.status_line.set_set_aside(info.set_aside)
        self._summary = _summary(info, self._encoders)
        if not self._jobs:
            self._window.status_line.show_text(self._summary)

    def _show_encoder(self, request_id: int, state: EncoderState) -> None:
        self._list_encoders(state.wanted)
        if state == self._told:
            return
        self._told = state
        text = encoder_notice(state, self._encoders, self._default)
        if text:
            self._window.notice_bar.show_notice(text, encoder_actions(state))
        else:
            self._window.notice_bar.hide_notice()

    def _list_encoders(self, checked: str) -> None:
        rows = [(name, title, name == checked) for name, title in self._encoders.items()]
        self._window.set_encoders(rows)

    def _show_progress(self, request_id: int, progress: Progress) -> None:
        if request_id not in self._jobs:
            return
        self._worker.worked()
        if progress.stage == Stage.DONE:
            return
        self._window.status_line.show_progress(progress)
        if progress.set_aside:
            self._window.status_line.set_set_aside(self._aside_before + progress.set_aside)

    def _ask_set_aside(self) -> None:
        self._aside = []
        self._listing = self._worker.ask("aside")

    def _note_set_aside(self, request_id: int, photo: SetAside) -> None:
        if self._listing and request_id == self._listing.id:
            self._aside.append(photo)

    def _show_answer(self, request_id: int, answer: Answer) -> None:
        if self._query is None or request_id != self._query.request.id:
            return
        self._query.answer = answer
        self._window.matches_view.set_matches(answer.matches)
        if answer.cutout is None:
            self._window.query_pane.show_answer(answer, None)
        else:
            self._thumbnails.load_cutout(request_id, answer.cutout, PHOTO_SIDE)

    def _show_image(self, token: int, image: QImage) -> None:
        query = self._query
        if query is None or token != query.request.id or query.failed:
            return
        if image.hasAlphaChannel() and query.answer is not None:
            self._window.query_pane.show_answer(query.answer, image)
        else:
            self._window.query_pane.show_photo(image)

    def _show_no_image(self, token: int, error: PhotoError) -> None:
        if self._query and token == self._query.request.id:
            self._fail_query(error)

    def _show_failure(self, request_id: int, error: VitrineError) -> None:
        if self._query and request_id == self._query.request.id:
            self._fail_query(error)
            return
        self._window.notice_bar.show_notice(sentence(error), [], "error")
        if self._told:
            self._list_encoders(self._told.wanted)
        self._finish(request_id)

    def _fail_query(self, error: VitrineError) -> None:
        if self._query and not self._query.failed:
            self._query.failed = True
            self._window.query_pane.show_error(sentence(error))
            self._window.matches_view.show_hint(_("Drop another photo to look for a product."))

    def _finish(self, request_id: int, record: object = None) -> None:
        if self._listing and request_id == self._listing.id:
            self._listing = None
            self._dialog.set_items([(photo.path, about_photo(photo)) for photo in self._aside])
            self._dialog.show()
            self._dialog.raise_()
        if self._jobs.pop(request_id, None) and not self._jobs:
            self._window.status_line.set_busy(False)
            self._window.status_line.show_text(self._summary)

    def _follow_notice(self, action: str) -> None:
        if action == FETCH:
            self._begin("fetch", model=self._default)
        elif action == CHOOSE:
            self._window.ask_weights()
        elif action == RESTART:
            self._worker.start()

    def _tell_lost(self) -> None:
        text = _("The worker stopped and is started again; what was done is kept.")
        self._window.status_line.show_text(text)

    def _tell_given_up(self) -> None:
        text = _("The worker keeps stopping, so nothing can be indexed or matched: see the log.")
        self._window.notice_bar.show_notice(text, [(RESTART, _("Try again"))], "error")
        self._window.status_line.set_busy(False)


def _summary(info: CatalogueInfo, encoders: dict[str, str]) -> str:
    photos = ngettext("{count} photo", "{count} photos", info.embedded)
    products = ngettext("{count} product", "{count} products", info.products)
    ready = _("Ready: {products}, {photos}").format(
        products=products.format(count=info.products), photos=photos.format(count=info.embedded)
    )
    return f"{ready} · {encoders[info.encoder]}" if info.encoder in encoders else ready
