"""A query photo to ranked products."""

import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import cutout
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import RequestError, RequestReason
from core.index import Index, Neighbour
from core.product_records import EVERYTHING, Filter
from core.query_records import AS_IT_IS, Look
from core.query_vector import query_vector
from core.recipe import Recipe
from core.records import Answer, Background, Match, Words, WordsAnswer
from core.removal_records import Ground
from core.sights import Sights

_BASELINE_SAMPLE = 400
# Photos looked at for each wanted product: a product has several, and some may have gone.
_PHOTOS_A_PRODUCT = 5


class Matcher:
    """Finds products of one catalogue under one recipe; belongs to the catalogue's thread."""

    def __init__(self, catalogue: Catalogue, embedder: Embedder) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._index = Index(catalogue, embedder.recipe)
        self._baseline = baseline(self._index)
        self._sights = Sights(embedder)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that is searched."""
        return self._catalogue

    @property
    def recipe(self) -> Recipe:
        """The recipe that photos are compared by."""
        return self._embedder.recipe

    def refresh(self) -> None:
        """See what was indexed meanwhile."""
        if self._index.refresh():
            self._baseline = baseline(self._index)

    def match(
        self,
        photo: Path,
        count: int,
        wanted: Filter = EVERYTHING,
        words: Words | None = None,
        look: Look = AS_IT_IS,
    ) -> Answer:
        """The `count` products nearest to the one in `photo`, of those that pass a filter.

        `words` say how the product differs from the one in the photo: "in red leather". A photo
        that is looked at again in the same way, under another filter perhaps, is not looked at
        anew; the seconds that it took are counted again. Raises `PhotoError` when the photo cannot
        be used and `RequestError` when the catalogue is empty, the encoder understands no words or
        the square of `look` does not fit the photo.
        """
        if not len(self._index):
            raise RequestError(self._catalogue.folder, RequestReason.EMPTY_CATALOGUE)
        seen = self._sights.see(photo, look)
        began = time.monotonic()
        told = query_vector(self._embedder, seen.vector, words)
        query = self._embedder.projected(told)
        floor = self._baseline if told is seen.vector else self._floor(query)
        matches = self._rank(query, count, wanted, floor)
        return Answer(
            photo=photo,
            size=seen.size,
            crop=seen.box,
            background=seen.background,
            matches=tuple(matches),
            encoder=self._embedder.recipe.encoder,
            seconds=seen.seconds + time.monotonic() - began,
        )

    def match_words(self, words: Words, count: int, wanted: Filter = EVERYTHING) -> WordsAnswer:
        """The `count` products nearest to what is said, of those that pass a filter.

        Raises `RequestError` when the catalogue is empty or the encoder understands no words, and
        `ValueError` when nothing is said.
        """
        if not len(self._index):
            raise RequestError(self._catalogue.folder, RequestReason.EMPTY_CATALOGUE)
        began = time.monotonic()
        query = self._embedder.projected(query_vector(self._embedder, None, words))
        matches = self._rank(query, count, wanted, self._floor(query))
        seconds = time.monotonic() - began
        return WordsAnswer(words.text, tuple(matches), self.recipe.encoder, seconds)

    def cut_out(
        self, photo: Path, path: Path, ground: Ground, side: int, look: Look = AS_IT_IS
    ) -> Background:
        """Write the product of `photo` to `path` as a PNG at most `side` pixels wide and high.

        It is as large as the photo, or as what of the photo lies in the square of `look`. A photo
        that was looked at in that way goes by its mask of then. Nothing is written where its
        background was kept. Raises `PhotoError` and `RequestError` as `cutout.write`, and as
        `match` for a square.
        """
        seen = self._sights.see(photo, look)
        if seen.mask is not None:
            picture = self._sights.picture(photo, look, side)
            cutout.save(cutout.make(picture, seen.mask, ground), photo, path)
        return seen.background

    def _floor(self, query: NDArray[np.float32]) -> float:
        """The cosine at which likeness begins for a query with words: its median over photos.

        Any text is farther from photos than photos are from each other.
        """
        return min(float(np.median(self._index.sample(_BASELINE_SAMPLE) @ query)), 0.99)

    def _rank(
        self, query: NDArray[np.float32], count: int, wanted: Filter, floor: float
    ) -> list[Match]:
        photos = count * _PHOTOS_A_PRODUCT
        while True:
            near = self._index.search(query, photos, wanted)
            matches = self._products(near, count, floor)
            if len(matches) >= count or len(near) < photos:
                return matches
            photos *= 4

    def _products(self, neighbours: list[Neighbour], count: int, floor: float) -> list[Match]:
        shown = self._catalogue.shown_by(n.vector_id for n in neighbours)
        best: dict[int, Match] = {}
        for near in neighbours:
            photo = shown.get(near.vector_id)
            if photo is not None and photo.product_id not in best:
                best[photo.product_id] = Match(
                    product_id=photo.product_id,
                    reference=photo.reference,
                    category=photo.category,
                    photo_id=photo.photo_id,
                    photo_path=photo.photo_path,
                    likeness=likeness(near.cosine, floor),
                    similarity=near.cosine,
                    distance=near.distance,
                )
        return list(best.values())[:count]


def baseline(index: Index) -> float:
    """The median cosine of two arbitrary photos of the catalogue: likeness begins above it."""
    vectors = index.sample(_BASELINE_SAMPLE)
    if len(vectors) < 2:
        return 0.0
    upper = np.triu_indices(len(vectors), 1)
    return min(float(np.median((vectors @ vectors.T)[upper])), 0.99)


def likeness(cosine: float, floor: float) -> float:
    """A cosine between `floor` and 1, told as 0 to 1."""
    return float(np.clip((cosine - floor) / (1 - floor), 0, 1))
