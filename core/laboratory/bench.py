"""What cells are measured with: all photos' parts, a gallery for a while, each query in turn."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import numpy as np

from core.embedding import blend
from core.encoders import TextEncoder
from core.errors import FolderError, FolderReason, PhotoError, PhotoReason
from core.laboratory import gallery as galleries
from core.laboratory import needs, results
from core.laboratory.crew import Waiting, look_at_all
from core.laboratory.gallery import Gallery, GalleryPhoto, Vector
from core.laboratory.networks import Networks
from core.laboratory.parts import PartStore
from core.laboratory_records import Cell, CellResult, KnownQuery, Outcome
from core.pace import Pace
from core.recipe import Recipe
from core.records import Embedded, Progress, SetAside, Stage
from core.scan import is_folder

_PACE_SECONDS = 30.0
_FOR_NOW = (PhotoReason.VANISHED, PhotoReason.UNREADABLE, PhotoReason.TOO_MUCH_MEMORY)


@dataclass
class Bench:
    """The cells, what they are measured with, and why photos cannot be used, by digest.

    Where one of them may well be usable another time, `is_for_now` is true: so are the figures.
    """

    recipes: dict[Cell, Recipe]
    networks: Networks
    parts: PartStore
    photos: Sequence[GalleryPhoto]
    queries: Sequence[KnownQuery]
    failed: dict[str, str] = field(default_factory=dict)
    is_for_now: bool = False
    _words: dict[tuple[str, str], Vector] = field(default_factory=dict)

    def look(self) -> Iterator[Progress | SetAside]:
        """Have all parts of all photos on disk, but for those that cannot be used.

        Raises `FolderError` where one cannot be and its indexed folder is away.
        """
        waiting, pace = self._waiting(), Pace(_PACE_SECONDS)
        ended = look_at_all(waiting, self.parts, self.networks)
        with closing(ended):
            for done, (photo, error) in enumerate(ended, start=1):
                if error:
                    self._note(photo, error)
                    yield SetAside(photo.path, error.reason, error.detail)
                pace.note(1, time.monotonic())
                left = pace.seconds_for(len(waiting) - done)
                yield Progress(Stage.LOOKING, done, len(waiting), len(self.failed), left)

    def _note(self, photo: Waiting, error: PhotoError) -> None:
        """Note a photo that cannot be used, and whether that may change.

        A query whose folder is there has gone for good: what was confirmed outlasts its photos.
        """
        if photo.root is not None and not is_folder(photo.root):
            raise FolderError(photo.root, FolderReason.VANISHED, str(error)) from error
        is_gone = error.reason == PhotoReason.VANISHED and photo.root is None
        if error.reason in _FOR_NOW and not (is_gone and is_folder(photo.path.parent)):
            self.is_for_now = True
        self.failed[photo.digest] = error.reason

    def _waiting(self) -> list[Waiting]:
        """The gallery's photos and the queries; what is both is looked at once."""
        gallery, query = (
            needs.of_cells(self.recipes, copies=True),
            needs.of_cells(self.recipes, copies=False),
        )
        waiting: dict[str, Waiting] = {}
        if self.recipes:
            for photo in self.photos:
                waiting[photo.digest] = Waiting(photo.path, photo.digest, gallery, photo.root)
            for asked in self.queries:
                waiting.setdefault(asked.digest, Waiting(asked.path, asked.digest, query))
        return list(waiting.values())

    def measure(self) -> Iterator[Progress | CellResult]:
        """The result of each cell, once all parts are there."""
        shown = {photo.id: photo for photo in self.photos if photo.digest not in self.failed}
        copies = [len(needs.copies_of(cell.augmentation)) - 1 for cell in self.recipes]
        if not shown or not copies:
            return
        done, total = 0, len(self.recipes) * len(self.queries)
        with galleries.gallery(shown, max(copies)) as gallery:
            for cell in self.recipes:
                for told in self._measure(gallery, cell, shown.values()):
                    if isinstance(told, CellResult):
                        yield told
                    else:
                        done += told is not None
                        yield Progress(Stage.EVALUATING, done, total, len(self.failed))

    def _measure(
        self, gallery: Gallery, cell: Cell, shown: Iterable[GalleryPhoto]
    ) -> Iterator[Outcome | CellResult | None]:
        """The outcome of each query and what they come to; None is a turn before the first."""
        recipe, photos = self.recipes[cell], list(shown)
        size = yield from gallery.fill(recipe, self._embedded(gallery, cell, photos))
        ranking, outcomes, seconds = gallery.ranking(recipe), [], []
        for query in self.queries:
            if query.digest in self.failed:
                outcome = Outcome(query.id, None, failed=self.failed[query.digest])
            else:
                parts = self.parts.get(query.digest)
                began = time.monotonic()
                vectors = galleries.vectors_of_query(recipe, parts)
                known = galleries.gathered_of(recipe, parts)
                found = gallery.first(ranking, vectors, known, results.MOST_RANKS)
                took = time.monotonic() - began
                seconds.append(took + needs.seconds(recipe, parts))
                outcome = _outcome(query, found)
            outcomes.append(outcome)
            yield outcome
        yield CellResult(
            cell=cell,
            at=datetime.now(UTC),
            recipe=recipe.to_json(),
            seconds_a_query=float(np.mean(seconds)) if seconds else 0.0,
            bytes_a_photo=size / len(photos),
            outcomes=tuple(outcomes),
        )

    def _embedded(
        self, gallery: Gallery, cell: Cell, photos: Iterable[GalleryPhoto]
    ) -> Iterator[Embedded]:
        recipe = self.recipes[cell]
        for photo in photos:
            parts = self.parts.get(photo.digest)
            for number, copy in enumerate(needs.copies_of(cell.augmentation)):
                vector = galleries.vector_of(recipe, parts, copy)
                if recipe.text and photo.category:
                    words = self._embedded_words(recipe, photo.category)
                    vector = blend(vector, words, recipe.text_weight)
                photo_id = gallery.id_of(photo, number)
                yield galleries.embedded(recipe, parts, photo_id, vector, is_copy=number > 0)

    def _embedded_words(self, recipe: Recipe, words: str) -> Vector:
        key = needs.encoder(recipe), words
        if key not in self._words:
            opened = cast("TextEncoder", self.networks.encoder(recipe))
            self._words[key] = opened.encode_text([words])[0]
        return self._words[key]


def _outcome(query: KnownQuery, found: Sequence[tuple[int, int]]) -> Outcome:
    products = [product_id for product_id, _photo_id in found]
    is_found = query.product_id in products
    rank = products.index(query.product_id) + 1 if is_found else None
    first = tuple(photo_id for _product_id, photo_id in found[: results.FIRST])
    return Outcome(query.id, rank, first)
