"""What is being looked for: a photo, words, or both; from the question to its answer in the panes.

One query at a time: what comes back for an older one is stale and dropped.

Longer than most modules, because what is asked, shown and gone back to changes together.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from core.errors import PhotoError, PhotoReason, VitrineError
from core.language import _
from core.messages import sentence
from core.product_records import EVERYTHING, Filter
from core.query_records import Look
from core.records import Answer, Background, LikeAnswer, Match, Shown, Words, WordsAnswer
from core.removal_records import Cutout
from core.wire import Request
from desktop.main_window import MainWindow
from desktop.matches.matches_pane import Asked, Standing
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.cutout_lookup import PHOTO_SIDE, CutoutLookup
from desktop.query.detail_lookup import DetailLookup
from desktop.query.query import Query
from desktop.worker import Worker

# So many matches are asked for at first, then, and at the most.
MATCHES_SHOWN = (20, 60, 200)
# A photo that was looked at twice when the worker died is taken to be the cause.
MOST_TRIES = 2
MOST_REMEMBERED = 50


class Lookup(QObject):
    """Asks the worker for the newest photo and words, and shows what it says.

    Signals: `answered(photos: tuple of Path)`; `photos_changed(photos: tuple of Path, seen: Path)`;
    `vanished(photo: Path)`, which is not there to read.
    """

    answered = Signal(object)
    photos_changed = Signal(object, object)
    vanished = Signal(object)

    def __init__(self, window: MainWindow, thumbnails: ThumbnailLoader, worker: Worker) -> None:
        super().__init__(window)
        self._pane, self._matches = window.query_pane, window.matches_view
        self._field, self._notices = window.workspace.words_field, window.notice_bar
        self._thumbnails, self._worker = thumbnails, worker
        self._cutout = CutoutLookup(self._pane, thumbnails, worker)
        self._detail = DetailLookup(self._pane, thumbnails)
        self._pane.desk.changed.connect(self.look_at)
        self._pane.desk.crop_ended.connect(self._cut_out)
        self._query: Query | None = None
        self._back = window.match_actions.back
        self._back.triggered.connect(self.back)
        self._before: list[tuple[Path, ...] | Match | Shown] = []
        self._wanted = EVERYTHING
        self._count = MATCHES_SHOWN[0]
        self._words: Words | None = None
        self._matches.more_wanted.connect(self._ask_for_more)
        thumbnails.photo_ready.connect(self._show_image)
        thumbnails.photo_failed.connect(self._show_no_image)

    @property
    def is_asked(self) -> bool:
        """Whether something is looked for."""
        return self._query is not None

    @property
    def photos(self) -> tuple[Path, ...]:
        """The photos that are looked at, where there are any."""
        query = self._query
        return query.photos if query and not query.failed else ()

    @property
    def shown(self) -> Path | None:
        """The photo in the left pane: the one looked at, or one of the catalogue."""
        query = self._query
        if query is None or query.failed:
            return None
        return query.like.photo_path if query.like else query.photo

    def begin(self, photos: Sequence[Path]) -> None:
        """Look for the product in `photos`, of which the first is seen."""
        self._remember()
        self._begin_photos(tuple(photos))

    def begin_like(self, photo: Match | Shown) -> None:
        """Look for products like the one in a catalogue photo."""
        self._remember()
        self._begin_like(photo)

    def back(self) -> None:
        """Look again for what was looked for before this."""
        before = self._before.pop()
        self._back.setEnabled(bool(self._before))
        if isinstance(before, tuple):
            self._begin_photos(before)
        else:
            self._begin_like(before)

    def _begin_photos(self, photos: tuple[Path, ...]) -> None:
        self._matches.show_hint(_("Looking for the product…"))
        self._see(photos, photos[0])

    def change(self, photos: Sequence[Path], seen: Path | None) -> None:
        """Look for the same product in these photos; what is shown stays until there is more."""
        query = self._query
        self._matches.show_searching()
        if query and seen == query.photo:
            query.photos = tuple(photos)
            self.photos_changed.emit(query.photos, seen)
            self.refresh()
        else:
            self._see(tuple(photos), seen or photos[0])

    def _see(self, photos: tuple[Path, ...], seen: Path) -> None:
        query = self._start(Query(seen, photos=photos))
        self._cutout.forget()
        self._detail.begin(seen)
        self._pane.show_searching(seen)
        self.photos_changed.emit(photos, seen)
        self._thumbnails.load_photo(query.token, seen, PHOTO_SIDE)

    def _begin_like(self, photo: Match | Shown) -> None:
        query = self._start(Query(like=photo))
        self._cutout.forget()
        self._detail.begin(photo.photo_path)
        self._pane.show_like(photo)
        self.photos_changed.emit((), Path())
        self._matches.show_hint(_("Looking for the product…"))
        self._thumbnails.load_photo(query.token, photo.photo_path, PHOTO_SIDE)

    def _remember(self) -> None:
        query = self._query
        asked = (query.photos or query.like) if query else None
        if asked is not None:
            self._before = [*self._before, asked][-MOST_REMEMBERED:]
            self._back.setEnabled(True)

    def describe(self, words: str) -> None:
        """Look for what is said, beside the photo in the left pane where there is one."""
        self._words = Words(words) if words else None
        query = self._query
        if query and query.photo and not query.failed:
            self.refresh()
        elif words:
            if query and query.like:
                self._pane.show_empty()
            self._start(Query())
            self._matches.show_searching()
        elif query and query.photo is None:
            self._query = None
            self._matches.show_invitation()

    def filter(self, wanted: Filter) -> None:
        """Look among the products that pass a filter; what is shown stays until there is more."""
        self._wanted = wanted
        self.refresh()

    def refresh(self) -> None:
        """Ask anew: the filter, the words or the products have changed."""
        query = self._query
        if query is None or query.failed:
            return
        query.request = self._ask(query)
        query.is_answered = False
        self._matches.show_searching()

    def look_at(self, look: Look) -> None:
        """Look at the photo in another way; what is shown stays until there is more."""
        if self._query and not self._query.failed:
            self._query.look = look
            self._query.background = None
            self._cutout.forget()
            self._pane.show_looking()
            self.refresh()

    def renew(self) -> None:
        """Backgrounds are removed in another way now: cut the photo in the left pane out anew."""
        self._cutout.forget()
        self.refresh()

    def ask_again(self) -> None:
        """Ask a new worker what the last one left unanswered, unless the photo is to blame."""
        self._cutout.ask_again()
        query = self._query
        if query is None or query.is_answered or query.failed:
            return
        if self._worker.deaths(query.request) < MOST_TRIES:
            self._worker.send(query.request)
        else:
            self._worker.worked(query.request.id)
            self._fail(query, query.trouble(PhotoReason.CRASHED))

    def give_up(self) -> None:
        """There will be no answer."""
        self._cutout.give_up()
        if self._query and not self._query.is_answered:
            self._fail(self._query, self._query.trouble(PhotoReason.FAILED))

    def forget(self) -> None:
        """Wait for a photo or words."""
        self._query = None
        self._before = []
        self._back.setEnabled(False)
        self._field.set_beside_photo(False)
        self._cutout.forget()
        self._pane.show_empty()
        self.photos_changed.emit((), Path())

    def fail(self, request_id: int, error: VitrineError) -> bool:
        """Say why there is no answer; False when the request was not this query's."""
        query = self._current(request_id)
        if query is not None:
            self._fail(query, error)
        return query is not None or self._cutout.fail(request_id, error)

    def show_answer(self, request_id: int, answer: Answer) -> None:
        """Show the matches, and then ask for the cut-out."""
        note = _("by photo and words") if self._words else ""
        standing = self._standing(answer.matches, is_far=not answer.is_confident)
        asked = Asked(answer.photo, answer.digest) if answer.digest else None
        standing = replace(standing, hidden=answer.hidden, asked=asked)
        if self._take_matches(request_id, answer.matches, note, standing):
            self._pane.show_answer(answer)
            self.answered.emit(self.photos)
            if self._query:
                self._query.background = answer.background
            # Once the matches are painted: until then the processor is theirs.
            QTimer.singleShot(0, self, self._cut_out)

    def show_words_answer(self, request_id: int, answer: WordsAnswer) -> None:
        """Show the matches; there is no photo."""
        standing = self._standing(answer.matches, is_far=False)
        self._take_matches(request_id, answer.matches, _("by words"), standing)

    def show_like_answer(self, request_id: int, answer: LikeAnswer) -> None:
        """Show what is like the catalogue photo."""
        standing = self._standing(answer.matches, is_far=False)
        note = _("like {reference}").format(reference=answer.photo.reference)
        self._take_matches(request_id, answer.matches, note, standing)

    def show_cutout(self, request_id: int, cutout: Cutout) -> None:
        """Show the cut-out as soon as it is read."""
        self._cutout.take(request_id, cutout)

    def _cut_out(self) -> None:
        """Ask for the cut-out, once no square is under work."""
        query = self._query
        is_found = query and query.background == Background.REMOVED
        if query and query.photo and is_found and not self._pane.desk.is_cropping:
            self._cutout.ask(query.photo, query.look)

    def _start(self, query: Query) -> Query:
        self._count = MATCHES_SHOWN[0]
        query.request = self._ask(query)
        query.token = query.request.id
        self._query = query
        self._field.set_beside_photo(query.photo is not None)
        return query

    def _ask(self, query: Query) -> Request:
        if query.like is not None:
            return self._worker.ask(
                "match", like=query.like.photo_id, count=self._count, wanted=self._wanted
            )
        return self._worker.ask(
            "match",
            query.photo or "",
            count=self._count,
            wanted=self._wanted,
            words=self._words,
            others=query.others,
            look=query.look,
        )

    def _ask_for_more(self) -> None:
        self._count = next(count for count in MATCHES_SHOWN if count > self._count)
        self.refresh()

    def _standing(self, matches: tuple[Match, ...], *, is_far: bool) -> Standing:
        """More can be had where as many came as were asked for."""
        is_full = sum(match.is_right is not False for match in matches) >= self._count
        return Standing(is_far, can_grow=is_full and self._count < MATCHES_SHOWN[-1])

    def _take_matches(
        self, request_id: int, matches: tuple[Match, ...], note: str, standing: Standing
    ) -> bool:
        """Show matches, unless they are for an older query."""
        query = self._current(request_id)
        if query is None or query.failed:
            return False
        query.is_answered = True
        self._worker.worked(request_id)
        is_filtered = not self._wanted.is_open
        self._matches.set_matches(matches, filtered=is_filtered, note=note, standing=standing)
        return True

    def _current(self, request_id: int) -> Query | None:
        return self._query if self._query and request_id == self._query.request.id else None

    def _show_image(self, token: int, image: QImage) -> None:
        query = self._query
        if query and token == query.token and not query.failed:
            self._pane.show_photo(image)

    def _show_no_image(self, token: int, error: PhotoError) -> None:
        query = self._query
        if query and token == query.token and query.photo and not query.is_answered:
            self._fail(query, error)

    def _fail(self, query: Query, error: VitrineError) -> None:
        if query.failed:
            return
        if error.reason == PhotoReason.VANISHED:
            self.vanished.emit(Path(error.subject))
        if error.reason != PhotoReason.CRASHED and (rest := query.without(error)):
            self._notices.show_notice(sentence(error), [], "warning")
            self.change(rest, query.photo if query.photo in rest else rest[0])
            return
        query.failed = True
        self.photos_changed.emit((), Path())
        self._field.set_beside_photo(False)
        if query.photo is None and query.like is None:
            self._matches.show_hint(sentence(error))
        else:
            self._pane.show_error(sentence(error))
            self._matches.show_hint(_("Drop another photo to look for a product."))
