"""A query photo to ranked products."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import cutout, intake
from core.catalogue import Catalogue
from core.embedding import Embedder, Prepared
from core.errors import RequestError, RequestReason
from core.index import Index, Neighbour
from core.product_records import EVERYTHING, Filter
from core.query_vector import query_vector
from core.recipe import Recipe
from core.records import Answer, Background, FileStamp, Match, Shown, Words, WordsAnswer
from core.removal import WORK_SIDE
from core.removal_records import Ground
from core.reranking import CANDIDATES, Reranker
from core.weighing import Seen, Weights, learned, shares

_BASELINE_SAMPLE = 400
# Photos looked at for each wanted product: a product has several, and some may have gone.
_PHOTOS_A_PRODUCT = 5


@dataclass(frozen=True, slots=True)
class _Seen:
    """A photo that was looked at: the file as it was, its square and mask, its vector (d,).

    The vector is not projected yet; `seconds` is what looking took.
    """

    stamp: FileStamp
    size: tuple[int, int]
    prepared: Prepared
    vector: NDArray[np.float32]
    seconds: float


class Matcher:
    """Finds products of one catalogue under one recipe; belongs to the catalogue's thread."""

    def __init__(
        self, catalogue: Catalogue, embedder: Embedder, weights: Weights | None = None
    ) -> None:
        """Where the recipe has evidence it counts by `weights`, or as was learned."""
        self._catalogue = catalogue
        self._embedder = embedder
        self._index = Index(catalogue, embedder.recipe)
        self._baseline = baseline(self._index)
        self._reranker: Reranker | None = None
        if embedder.recipe.evidence:
            self._reranker = Reranker(catalogue, embedder.recipe, weights or learned())
        self._seen: _Seen | None = None

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
            if self._reranker:
                self._reranker.refresh()

    def match(
        self,
        photo: Path,
        count: int,
        wanted: Filter = EVERYTHING,
        words: Words | None = None,
    ) -> Answer:
        """The `count` products nearest to the one in `photo`, of those that pass a filter.

        `words` say how the product differs from the one in the photo: "in red leather". A photo
        that is asked for again at once, under another filter perhaps, is not looked at anew; the
        seconds that it took are counted again. Raises `PhotoError` when the photo cannot be used
        and `RequestError` when the catalogue is empty or the encoder understands no words.
        """
        if not len(self._index):
            raise RequestError(self._catalogue.folder, RequestReason.EMPTY_CATALOGUE)
        seen = self._look(photo)
        began = time.monotonic()
        told = query_vector(self._embedder, seen.vector, words)
        query = self._embedder.projected(told)
        is_confident = True
        if told is not seen.vector:
            matches = self._rank(query, count, wanted, self._floor(query))
        elif self._reranker and seen.prepared.gathered:
            known = Seen(seen.vector, seen.prepared.gathered)
            matches = self._weighed(self._reranker, known, query, count, wanted)
            least = self._reranker.weights.least_share
            is_confident = bool(matches) and matches[0].likeness >= least
        else:
            matches = self._rank(query, count, wanted, self._baseline)
        return Answer(
            photo=photo,
            size=seen.size,
            crop=seen.prepared.box,
            background=seen.prepared.background,
            matches=tuple(matches),
            encoder=self._embedder.recipe.encoder,
            seconds=seen.seconds + time.monotonic() - began,
            is_confident=is_confident,
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

    def cut_out(self, photo: Path, path: Path, ground: Ground, side: int) -> Background:
        """Write the product of `photo` to `path` as a PNG at most `side` pixels wide and high.

        The photo that was looked at last goes by its mask of then. Nothing is written where its
        background was kept. Raises `PhotoError` and `RequestError` as `cutout.write`.
        """
        prepared = self._look(photo).prepared
        if prepared.mask is not None:
            image = intake.load(photo, side)
            cutout.save(cutout.make(image, prepared.mask, ground), photo, path)
        return prepared.background

    def _floor(self, query: NDArray[np.float32]) -> float:
        """The cosine at which likeness begins for a query with words: its median over photos.

        Any text is farther from photos than photos are from each other.
        """
        return min(float(np.median(self._index.sample(_BASELINE_SAMPLE) @ query)), 0.99)

    def _look(self, photo: Path) -> _Seen:
        stamp = _stamp(photo)
        if self._seen and self._seen.stamp == stamp:
            return self._seen
        began = time.monotonic()
        image = intake.load(photo, WORK_SIDE)
        prepared = self._embedder.prepare(image)
        vector = self._embedder.embed(prepared)
        stamp = stamp or FileStamp(photo, -1, -1)
        self._seen = _Seen(stamp, image.size, prepared, vector, time.monotonic() - began)
        return self._seen

    def _weighed(
        self,
        reranker: Reranker,
        seen: Seen,
        query: NDArray[np.float32],
        count: int,
        wanted: Filter,
    ) -> list[Match]:
        """The best products by all that is known of the nearest photos."""
        photos = max(count * _PHOTOS_A_PRODUCT, CANDIDATES)
        while True:
            near = self._index.search(query, photos, wanted)
            shown = self._shown(near)
            cosines = {photo.photo_id: neighbour.cosine for neighbour, photo in shown}
            if len({photo.product_id for _near, photo in shown}) >= count or len(near) < photos:
                break
            photos *= 4
        scored = reranker.score(seen, cosines)
        # The order of the neighbours decides between equal scores.
        shown.sort(key=lambda each: -scored[each[1].photo_id].score)
        best = _first_of_products(shown)
        told = shares([scored[photo.photo_id].score for _near, photo in best], reranker.weights)
        return [
            _match(near, photo, share, scored[photo.photo_id].agreeing)
            for (near, photo), share in zip(best[:count], told, strict=False)
        ]

    def _rank(
        self, query: NDArray[np.float32], count: int, wanted: Filter, floor: float
    ) -> list[Match]:
        photos = count * _PHOTOS_A_PRODUCT
        while True:
            near = self._index.search(query, photos, wanted)
            best = _first_of_products(self._shown(near))[:count]
            if len(best) >= count or len(near) < photos:
                return [_match(each, photo, likeness(each.cosine, floor)) for each, photo in best]
            photos *= 4

    def _shown(self, neighbours: list[Neighbour]) -> list[tuple[Neighbour, Shown]]:
        shown = self._catalogue.shown_by(n.vector_id for n in neighbours)
        return [(n, shown[n.vector_id]) for n in neighbours if n.vector_id in shown]


def _first_of_products(shown: list[tuple[Neighbour, Shown]]) -> list[tuple[Neighbour, Shown]]:
    best: dict[int, tuple[Neighbour, Shown]] = {}
    for near, photo in shown:
        best.setdefault(photo.product_id, (near, photo))
    return list(best.values())


def _match(near: Neighbour, photo: Shown, alike: float, agreeing: int = 0) -> Match:
    return Match(
        product_id=photo.product_id,
        reference=photo.reference,
        category=photo.category,
        photo_id=photo.photo_id,
        photo_path=photo.photo_path,
        likeness=alike,
        similarity=near.cosine,
        distance=near.distance,
        agreeing=agreeing,
    )


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


def _stamp(photo: Path) -> FileStamp | None:
    try:
        found = photo.stat()
    except OSError:  # said in a sentence by whoever reads it
        return None
    return FileStamp(photo, found.st_size, found.st_mtime_ns)
