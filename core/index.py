"""Nearest vectors: an Annoy generation for candidates, exact ranking for the answer.

The database is the truth. A generation covers the vectors it was built from; later ones are
searched exactly and merged. Without a trustworthy generation, or below `EXACT_BELOW` vectors where
it is fast enough by itself, everything is searched exactly.
"""

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.candidates import Candidates, open_generation
from core.catalogue import Catalogue
from core.distance import distance
from core.errors import IndexFileError
from core.growing import GrowingVectors
from core.recipe import Metric, Recipe
from core.records import EVERYTHING, Filter
from core.rows import smallest, spread
from core.search import Selection

# Measured with `benchmarks.index`: so many are compared in the time that candidates take.
EXACT_BELOW: dict[Metric, int] = {"cosine": 10_000, "l1": 3_000, "l2": 3_000}
# Candidates that are ranked: of n vectors 0.7 n^0.5, at least 160, and 4 a wanted neighbour.
_SPARE, _LEAST_SPARE, _CANDIDATES = 0.7, 160, 4
# So few vectors of a filter are compared with the query one and all.
_FEW = 2_000
# Annoy is asked for up to this part of a generation; each time for at most so many times more.
_WORTH, _GROWTH = 4, 16
# Somewhat more than should be enough by the last attempt; at first, by so many looked at.
_MARGIN, _SAMPLE = 1.2, 500

Ids = NDArray[np.int64]
Found = tuple[Ids, NDArray[np.float32]]
_NONE: Ids = np.empty(0, dtype=np.int64)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A stored vector near a query: its distance in the recipe's metric and its cosine."""

    vector_id: int
    distance: float
    cosine: float


class Index:
    """What can be found under one recipe; belongs to its catalogue's thread."""

    def __init__(
        self, catalogue: Catalogue, recipe: Recipe, *, exact_below: int | None = None
    ) -> None:
        """Open the newest generation where one is needed; a bad one is logged and passed over.

        It is where there are at least `exact_below` vectors, by default that of the metric.
        """
        self._catalogue = catalogue
        self._recipe = recipe
        self._candidates: Candidates | None = None
        least = EXACT_BELOW[recipe.metric] if exact_below is None else exact_below
        if catalogue.count_vectors(recipe.embedding_id) >= least:
            self._candidates = self._open()
        self._newer = GrowingVectors(_NONE, np.empty((0, 0), dtype=np.float32))
        self._seen: tuple[int, int] | None = None
        self.refresh()

    def refresh(self) -> bool:
        """Take in the vectors that were stored since the last look; whether there are any."""
        seen = self._catalogue.stamp()
        if seen == self._seen:
            return False
        self._seen = seen
        covered = self._candidates.last if self._candidates else 0
        above = int(self._newer.ids[-1]) if len(self._newer) else covered
        ids, vectors = self._catalogue.vectors(self._recipe.embedding_id, above)
        self._newer.add(ids, vectors)
        return bool(len(ids))

    def __len__(self) -> int:
        return len(self._candidates or ()) + len(self._newer)

    def search(
        self, query: NDArray[np.float32], count: int, wanted: Filter = EVERYTHING
    ) -> list[Neighbour]:
        """The `count` nearest of the vectors that pass a filter, nearest first; fewer if there are.

        `query` (d,) has unit length. What was deleted or moved out of the filter since the last
        look is not among them. Raises `ValueError` for a query that is not finite or zero.
        """
        if not np.isfinite(query).all() or not query.any():
            raise ValueError("a query must be finite and not zero")
        selection = Selection(self._catalogue, self._recipe.embedding_id, wanted)
        few = None if wanted.is_open else selection.few(_FEW)
        if few is not None:
            return self._nearest(self._catalogue.vectors_by_id(few), query, count, selection)
        newer = self._newer.ids, self._newer.vectors
        if self._candidates is None:
            return self._nearest(newer, query, count, selection)
        spare = max(round(_SPARE * len(self._candidates) ** 0.5), _LEAST_SPARE)
        enough = spare + count * _CANDIDATES
        if wanted.is_open:
            near = self._read(self._candidates, self._candidates.near(query, enough))
            found = self._nearest(_joined(near, newer), query, count, selection)
            if len(found) == count:
                return found
        near = self._passing(self._candidates, query, enough, selection)
        return self._nearest(_joined(near, newer), query, count, selection)

    def sample(self, most: int) -> NDArray[np.float32]:
        """Up to `most` stored vectors (n, d), spread evenly over the catalogue."""
        if self._candidates is None:
            return spread(self._newer.vectors, most)
        return self._read(self._candidates, spread(self._candidates.ids, most))[1]

    def _nearest(
        self, pool: Found, query: NDArray[np.float32], count: int, selection: Selection
    ) -> list[Neighbour]:
        """The nearest of a pool that pass, nearest first."""
        ids, vectors = pool
        if not len(ids):
            return []
        distances = distance(vectors, query, self._recipe.metric)
        near = smallest(distances, count)
        places = near[np.isin(ids[near], selection.among(ids[near]))]
        if len(places) < count < len(ids):
            near = smallest(distances, len(ids))
            places = near[:0]
            for start in range(0, len(ids), _FEW):
                block = near[start : start + _FEW]
                passing = np.isin(ids[block], selection.among(ids[block]))
                places = np.concatenate([places, block[passing]])
                if len(places) >= count:
                    break
        return [
            Neighbour(int(ids[i]), float(distances[i]), float(vectors[i] @ query))
            for i in places[:count].tolist()
        ]

    def _passing(
        self,
        candidates: Candidates,
        query: NDArray[np.float32],
        enough: int,
        selection: Selection,
    ) -> Found:
        """The nearest covered vectors of a broad selection.

        Annoy is asked for as many as should leave `enough`, then for more. Where those are more
        than the selection itself, or near the whole catalogue, all that pass are gone through.
        """
        share = len(selection.among(spread(candidates.ids, _SAMPLE))) / _SAMPLE
        most = len(candidates) * min(share, 1 / _WORTH)
        asked = round(_MARGIN * enough / max(share, 1 / _SAMPLE))
        while asked < most:
            passing = selection.among(candidates.near(query, asked))
            if len(passing) >= enough:
                return self._read(candidates, passing[:enough])
            missing = _MARGIN * enough / max(len(passing), 1)
            asked = round(asked * min(max(missing, 2), _GROWTH))
        passing = selection.all()
        covered = passing[: np.searchsorted(passing, candidates.last, side="right")]
        return self._nearest_of(candidates, covered, query, enough)

    def _read(self, candidates: Candidates, ids: Ids) -> Found:
        """Vectors that a generation covers, by id."""
        ids = np.sort(ids)
        vectors = candidates.read(ids)
        return self._catalogue.vectors_by_id(ids) if vectors is None else (ids, vectors)

    def _nearest_of(
        self, candidates: Candidates, ids: Ids, query: NDArray[np.float32], count: int
    ) -> Found:
        """The `count` nearest of many covered vectors, with few of them in memory at a time."""
        best: Found = ids[:0], np.empty((0, 0), dtype=np.float32)
        for start in range(0, len(ids), _FEW):
            pool = _joined(best, self._read(candidates, ids[start : start + _FEW]))
            order = np.argsort(distance(pool[1], query, self._recipe.metric), kind="stable")
            best = pool[0][order[:count]], pool[1][order[:count]]
        return best

    def _open(self) -> Candidates | None:
        generation = self._catalogue.generation(self._recipe.id)
        if generation is None:
            return None
        try:
            path = self._catalogue.index_folder / generation.file
            return open_generation(path, generation, self._recipe.metric)
        except IndexFileError as error:
            _log.warning("exact search instead: %s", error)
            return None


def _joined(first: Found, second: Found) -> Found:
    """Two findings as one; neither is copied where the other is empty."""
    if not len(first[0]):
        return second
    if not len(second[0]):
        return first
    return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])
