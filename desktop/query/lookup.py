"""The photo that is being looked for: from the drop to its answer in the panes.

One photo at a time: what comes back for an older one is stale and dropped.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from core.errors import PhotoError, PhotoReason, VitrineError
from core.language import _
from core.messages import sentence
from core.product_records import EVERYTHING, Filter
from core.records import Answer
from core.wire import Request
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.worker import Worker

MATCHES_SHOWN = 20
PHOTO_SIDE = 1600
# A photo that was looked at twice when the worker died is taken to be the cause.
MOST_TRIES = 2

_log = logging.getLogger(__name__)


@dataclass
class Query:
    """One photo, as far as its answer has come; `sent` counts the workers that were asked.

    It is decoded once, under the number of the first request (`token`); the newest asks for the
    matches that pass the filter in use.
    """

    token: int
    request: Request
    sent: int
    answer: Answer | None = None
    failed: bool = False


class Lookup(QObject):
    """Asks the worker for the newest photo and shows what it says."""

    def __init__(self, window: MainWindow, thumbnails: ThumbnailLoader, worker: Worker) -> None:
        super().__init__(window)
        self._pane, self._matches = window.query_pane, window.matches_view
        self._thumbnails, self._worker = thumbnails, worker
        self._query: Query | None = None
        self._wanted = EVERYTHING
        thumbnails.photo_ready.connect(self._show_image)
        thumbnails.photo_failed.connect(self._show_no_image)

    @property
    def is_asked(self) -> bool:
        """Whether a photo is in the left pane."""
        return self._query is not None

    def begin(self, photo: Path) -> None:
        """Look for the product in `photo`."""
        request = self._ask(photo)
        self._query = Query(request.id, request, sent=int(self._worker.is_ready))
        self._pane.show_searching(photo)
        self._matches.show_hint(_("Looking for the product…"))
        self._thumbnails.load_photo(request.id, photo, PHOTO_SIDE)

    def filter(self, wanted: Filter) -> None:
        """Look among the products that pass a filter; what is shown stays until there is more."""
        self._wanted = wanted
        self.refresh()

    def refresh(self) -> None:
        """Ask anew for the photo in the left pane: the filter or the products have changed."""
        query = self._query
        if query is None or query.failed:
            return
        query.request = self._ask(Path(query.request.subject))
        query.answer, query.sent = None, int(self._worker.is_ready)
        self._matches.show_searching()

    def ask_again(self) -> None:
        """Ask a new worker what the last one left unanswered, unless the photo is to blame."""
        query = self._query
        if query is None or query.answer or query.failed:
            return
        if query.sent == MOST_TRIES:
            self._fail(query, PhotoError(query.request.subject, PhotoReason.CRASHED))
        else:
            query.sent += 1
            self._worker.send(query.request)

    def give_up(self) -> None:
        """There will be no answer."""
        if self._query and not self._query.answer:
            self._fail(self._query, PhotoError(self._query.request.subject, PhotoReason.FAILED))

    def forget(self) -> None:
        """Wait for a photo."""
        self._query = None
        self._pane.show_empty()

    def fail(self, request_id: int, error: VitrineError) -> bool:
        """Say why there is no answer; False when the request was not this photo's."""
        query = self._current(request_id)
        if query is not None:
            self._fail(query, error)
        return query is not None

    def show_answer(self, request_id: int, answer: Answer) -> None:
        """Show the matches, and the cut-out as soon as it is read."""
        query = self._current(request_id)
        if query is None or query.failed:
            return
        query.answer = answer
        self._worker.worked()
        self._matches.set_matches(answer.matches, filtered=not self._wanted.is_open)
        if answer.cutout is None:
            self._pane.show_answer(answer, None)
        else:
            self._thumbnails.load_cutout(request_id, answer.cutout, PHOTO_SIDE)

    def _ask(self, photo: Path) -> Request:
        return self._worker.ask("match", photo, count=MATCHES_SHOWN, wanted=self._wanted)

    def _current(self, request_id: int) -> Query | None:
        return self._query if self._query and request_id == self._query.request.id else None

    def _shown(self, token: int) -> Query | None:
        """The query whose photo or cut-out was read."""
        known = self._query and token in (self._query.token, self._query.request.id)
        return self._query if known else None

    def _show_image(self, token: int, image: QImage) -> None:
        query = self._shown(token)
        if query is None or query.failed:
            return
        if image.hasAlphaChannel() and query.answer is not None:
            self._pane.show_answer(query.answer, image)
        else:
            self._pane.show_photo(image)

    def _show_no_image(self, token: int, error: PhotoError) -> None:
        query = self._shown(token)
        if query is None:
            return
        if query.answer is None:
            if token == query.token:
                self._fail(query, error)
        else:
            _log.warning("no cut-out: %s", error)
            self._pane.show_answer(query.answer, None)

    def _fail(self, query: Query, error: VitrineError) -> None:
        if not query.failed:
            query.failed = True
            self._pane.show_error(sentence(error))
            self._matches.show_hint(_("Drop another photo to look for a product."))
