"""Nearest vectors: an Annoy generation for candidates, exact ranking for the answer.

The database is the truth. A generation covers the vectors it was built from; later ones are
searched exactly and merged. Without a trustworthy generation, or below `EXACT_BELOW` vectors where
it is fast enough by itself, everything is searched exactly.
"""

import logging

import numpy as np
from numpy.typing import NDArray

from core.candidates import Candidates, open_generation
from core.catalogue import Catalogue
from core.distance import Found, Ids, Neighbour, distance, joined, nearest_of
from core.errors import IndexFileError
from core.growing import GrowingVectors
from core.product_records import EVERYTHING, Filter
from core.recipe import Metric, Recipe
from core.rows import smallest, spread
from core.search import Selection

# Measured with `benchmarks.index`: so many are compared in the time that candidates take.
EXACT_BELOW: dict[Metric, int] = {"cosine": 5_000, "l1": 2_000, "l2": 2_000}
# Whitened vectors lie in every direction alike, which leaves Annoy little to go by: so many of
# their numbers are compared instead (100,000 photos of 256); above, Annoy visits so much more.
_WHITENED_NUMBERS, _WHITENED_DEPTH = 25_600_000, 8.0
# More vectors than these are not held in memory where a generation is missing: they are read from
# the database for each query, which takes seconds, until a generation has been built.
MOST_HELD = 200_000
# Candidates that are ranked: of n vectors 0.7 n^0.5, at least 160, and 4 a wanted neighbour.
_SPARE, _LEAST_SPARE, _CANDIDATES = 0.7, 160, 4
# So few vectors of a filter are compared with the query one and all.
_FEW = 2_000
# Annoy is asked for up to this part of a generation; each time for at most so many times more.
_WORTH, _GROWTH = 4, 16
# Somewhat more than should be enough by the last attempt; at first, by so many looked at.
_MARGIN, _SAMPLE = 1.2, 500

_NONE: Ids = np.empty(0, dtype=np.int64)

_log = logging.getLogger(__name__)


def least_for_candidates(recipe: Recipe) -> int:
    """With fewer vectors than these, all are compared."""
    if recipe.projection:
        return _WHITENED_NUMBERS // recipe.projection
    return EXACT_BELOW[recipe.metric]


class Index:
    """What can be found under one recipe; belongs to its catalogue's thread."""

    def __init__(
        self, catalogue: Catalogue, recipe: Recipe, *, exact_below: int | None = None
    ) -> None:
        """Open the newest generation where one is needed; a bad one is logged and passed over.

        It is where there are at least `exact_below` vectors, by default as the recipe has it.
        """
        self._catalogue = catalogue
        self._recipe = recipe
        self._candidates: Candidates | None = None
        self._depth = _WHITENED_DEPTH if recipe.projection else 1.0
        least = least_for_candidates(recipe) if exact_below is None else exact_below
        count = catalogue.count_vectors(recipe.embedding_id)
        if count >= least:
            self._candidates = self._open()
        self._is_scanned = self._candidates is None and count > MOST_HELD
        self._newer = GrowingVectors(_NONE, np.empty((0, 0), dtype=np.float32))
        self._seen: tuple[int, int] | None = None
        self.refresh()

    def refresh(self) -> bool:
        """Take in the vectors that were stored since the last look; whether there are any."""
        seen = self._catalogue.stamp()
        if seen == self._seen:
            return False
        self._seen = seen
        if self._is_scanned:
            return False
        covered = self._candidates.last if self._candidates else 0
        above = int(self._newer.ids[-1]) if len(self._newer) else covered
        ids, vectors = self._catalogue.vectors(self._recipe.embedding_id, above)
        self._newer.add(ids, vectors)
        return bool(len(ids))

    def __len__(self) -> int:
        if self._is_scanned:
            return self._catalogue.count_vectors(self._recipe.embedding_id)
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
        if self._is_scanned:
            pool = nearest_of(self._read, selection.all(), query, count, self._recipe.metric)
            return self._nearest(pool, query, count, selection)
        newer = self._newer.ids, self._newer.vectors
        if self._candidates is None:
            return self._nearest(newer, query, count, selection)
        spare = max(round(_SPARE * len(self._candidates) ** 0.5), _LEAST_SPARE)
        enough = spare + count * _CANDIDATES
        if wanted.is_open:
            near = self._read(self._candidates.near(query, enough, self._depth))
            found = self._nearest(joined(near, newer), query, count, selection)
            if len(found) == count:
                return found
        near = self._passing(self._candidates, query, enough, selection)
        return self._nearest(joined(near, newer), query, count, selection)

    def sample(self, most: int) -> NDArray[np.float32]:
        """Up to `most` stored vectors (n, d), spread evenly over the catalogue."""
        if self._candidates is not None:
            return self._read(spread(self._candidates.ids, most))[1]
        if self._is_scanned:
            known = self._catalogue.vector_ids(self._recipe.embedding_id)
            return self._read(spread(known, most))[1]
        return spread(self._newer.vectors, most)

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
            depth = self._depth * (asked / enough) ** 0.5  # what passes lies deeper
            passing = selection.among(candidates.near(query, asked, depth))
            if len(passing) >= enough:
                return self._read(passing[:enough])
            missing = _MARGIN * enough / max(len(passing), 1)
            asked = round(asked * min(max(missing, 2), _GROWTH))
        passing = selection.all()
        covered = passing[: np.searchsorted(passing, candidates.last, side="right")]
        return nearest_of(self._read, covered, query, enough, self._recipe.metric)

    def _read(self, ids: Ids) -> Found:
        """Vectors by id: covered ones, or any where there is no generation."""
        ids = np.sort(ids)
        vectors = self._candidates.read(ids) if self._candidates else None
        return self._catalogue.vectors_by_id(ids) if vectors is None else (ids, vectors)

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
