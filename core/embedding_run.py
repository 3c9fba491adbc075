"""Embedding all photos that wait: fed to the lanes, stored in transactions, set aside with reasons.

A photo is noted as in hand before anything reads it. One that was in hand when a process died is
alone in the next, which tells it from those that were beside it; a second death alone is no chance.
"""

import logging
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from core import gentleness, memory, run_wish, runtimes, unfinished
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import (
    CatalogueError,
    FolderError,
    FolderReason,
    PhotoError,
    PhotoReason,
    RequestError,
    RequestReason,
)
from core.lanes import Failed, Lanes
from core.pace import Pace
from core.records import Embedded, Progress, SetAside, Stage, Waiting
from core.run_mark import marked
from core.run_wish import Wish
from core.scan import is_folder

# Photos that are prepared at a time, and those that are on their way beside them.
MOST_LANES, _AHEAD = 4, 6
_BLOCK = 200
_PHOTOS_A_TIDYING = 50
_LOOK_SECONDS = 0.05
_PACE_SECONDS = 30.0
# The longest that reading one file may take, and that a file is waited for that keeps growing.
_SLOW_SECONDS, _GROWING_SECONDS = 120.0, 300.0

_log = logging.getLogger(__name__)

Told = Progress | SetAside


def embed(catalogue: Catalogue, embedder: Embedder) -> Iterator[Told]:
    """Embed the photos that have no vector of the embedder's recipe; those out of reach wait on.

    The last record is the `Progress` of the whole. Between two records nothing new is begun:
    whoever asks for the next one late has the processor meanwhile. Raises `FolderError` where a
    folder vanishes, `CatalogueError`, and `RequestError` when the run is asked to stop; what was
    finished is kept.
    """
    with marked(catalogue):
        run = _Run(catalogue, embedder)
        try:
            yield run.progress(Stage.EMBEDDING)
            while not run.is_done:
                yield from run.turn()
            yield run.progress(Stage.EMBEDDING)
        finally:
            run.close()


class _Run:
    """What is left to send on its way, what is on its way, and what has come of the rest."""

    def __init__(self, catalogue: Catalogue, embedder: Embedder) -> None:
        self._catalogue, self._embedder = catalogue, embedder
        base = embedder.recipe.base.embedding_id
        self._ids = deque(catalogue.waiting_ids(base, catalogue.roots_away()))
        self._next: deque[Waiting] = deque()
        self._on_way: dict[int, Waiting] = {}
        self._growing: dict[int, tuple[Waiting, float]] = {}
        self._total, self._done, self._aside = len(self._ids), 0, 0
        self._pace = Pace(_PACE_SECONDS)
        count = min(runtimes.thread_limit(), MOST_LANES)
        self._lanes = Lanes(embedder, count, gentleness.become_gentle)

    @property
    def is_done(self) -> bool:
        """Whether every photo has a vector or a reason."""
        return not (self._ids or self._next or self._on_way or self._growing)

    def progress(self, stage: Stage) -> Progress:
        """How far the run is."""
        left = self._pace.seconds_for(self._total - self._done)
        return Progress(stage, self._done, self._total, self._aside, left, self._pace.a_second)

    def turn(self) -> Iterator[Told]:
        """Feed the lanes, wait a moment, put away what has come out of them."""
        is_paused = self._is_paused()
        aside = [] if is_paused else self._feed()
        self._lanes.allowed = gentleness.lanes(self._lanes.count)
        self._lanes.give_up(_SLOW_SECONDS)
        before = self._done
        aside += self._put_away(self._lanes.take(_LOOK_SECONDS))
        if is_paused and not self._on_way:
            self._pace.rest()
        else:
            self._pace.note(self._done - before, time.monotonic())
        with self._lanes.held():
            yield from aside
            yield self.progress(Stage.PAUSED if is_paused else Stage.EMBEDDING)

    def close(self) -> None:
        """End the threads, keep what they have finished, and blame no photo for the rest."""
        self._lanes.close()
        with suppress(CatalogueError):
            self._store([made for made in self._lanes.take(0) if isinstance(made, Embedded)])
            self._catalogue.let_go(list(self._on_way))

    def _is_paused(self) -> bool:
        database = self._catalogue.database
        wish = run_wish.wish(database)
        if wish == Wish.STOP:
            run_wish.set_wish(database, Wish.GO)
            raise RequestError(self._catalogue.folder, RequestReason.STOPPED)
        return wish == Wish.PAUSE

    def _feed(self) -> list[SetAside]:
        """Send on their way as many as there is room for; those that may not be read any more."""
        if any(photo.attempts for photo in self._on_way.values()):
            return []
        chosen: list[Waiting] = []
        room = self._lanes.allowed + _AHEAD - len(self._on_way)
        while len(chosen) < room and (photo := self._peek()):
            if photo.attempts and (self._on_way or chosen):
                break
            chosen.append(self._next.popleft())
            if photo.attempts:
                break
        if not chosen:
            return []
        # Before they are taken in hand: an interrupt in between lets go of them, too.
        self._on_way.update((photo.id, photo) for photo in chosen)
        taken = self._catalogue.take_in_hand([photo.id for photo in chosen])
        for photo in chosen:
            if photo.id in taken:
                self._lanes.put(photo)
        crashed = [self._on_way.pop(photo.id) for photo in chosen if photo.id not in taken]
        return [self._set_aside(photo, PhotoReason.CRASHED, "") for photo in crashed]

    def _peek(self) -> Waiting | None:
        """The next photo; those that were still being written come last."""
        if not self._next and self._ids:
            block = [self._ids.popleft() for _ in range(min(_BLOCK, len(self._ids)))]
            self._next.extend(self._catalogue.photos_waiting(block))
            self._done += len(block) - len(self._next)  # gone since they were listed
        if not self._next and not self._on_way:
            self._look_at_growing()
        return self._next[0] if self._next else None

    def _look_at_growing(self) -> None:
        for photo, since in list(self._growing.values()):
            stamp = unfinished.still(photo)
            if stamp:
                self._catalogue.note_stamp(photo.id, stamp)
                self._next.append(replace(photo, stamp=stamp))
            elif time.monotonic() - since > _GROWING_SECONDS:
                self._done += 1  # the next run finds it waiting
            else:
                continue
            del self._growing[photo.id]

    def _put_away(self, outcomes: list[Embedded | Failed]) -> list[SetAside]:
        self._store([made for made in outcomes if isinstance(made, Embedded)])
        refused = [self._refuse(failed) for failed in outcomes if isinstance(failed, Failed)]
        return [told for told in refused if told]

    def _store(self, made: list[Embedded]) -> None:
        if made:
            self._catalogue.store(self._embedder.recipe, made, self._embedder.whitening)
        for photo in made:
            self._on_way.pop(photo.photo_id)
        tidied = self._done // _PHOTOS_A_TIDYING
        self._done += len(made)
        if self._done // _PHOTOS_A_TIDYING > tidied:
            memory.give_back()

    def _refuse(self, failed: Failed) -> SetAside | None:
        """Set a photo aside, unless it is gone, is still being written, or may do when alone."""
        photo, error = failed.photo, failed.error
        if not isinstance(error, Exception):
            raise error
        if isinstance(error, PhotoError) and not is_folder(photo.root):
            raise FolderError(photo.root, FolderReason.VANISHED, str(error)) from error
        del self._on_way[photo.id]
        if isinstance(error, MemoryError) and not photo.attempts:
            self._again(photo, alone=True)
        elif unfinished.is_unfinished(photo, error):
            self._again(photo, alone=False)
        elif isinstance(error, PhotoError) and error.reason == PhotoReason.VANISHED:
            self._catalogue.mark_missing([str(photo.path)])
            self._done += 1
        else:
            return self._set_aside(photo, *_reason(error, photo))
        return None

    def _again(self, photo: Waiting, *, alone: bool) -> None:
        self._catalogue.let_go([photo.id])
        if alone:
            self._next.append(replace(photo, attempts=1))
        else:
            self._growing[photo.id] = photo, time.monotonic()

    def _set_aside(self, photo: Waiting, reason: PhotoReason, detail: str) -> SetAside:
        self._catalogue.set_aside(photo.id, reason, detail)
        self._done += 1
        self._aside += 1
        return SetAside(photo.path, reason, detail)


def _reason(error: Exception, photo: Waiting) -> tuple[PhotoReason, str]:
    if isinstance(error, PhotoError):
        return error.reason, error.detail
    if isinstance(error, MemoryError):
        return PhotoReason.TOO_MUCH_MEMORY, repr(error)
    _log.error("%s was not embedded", photo.path, exc_info=error)
    return PhotoReason.FAILED, repr(error)
