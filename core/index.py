"""Nearest vectors: an Annoy generation for candidates, exact ranking for the answer.

The database is the truth. A generation covers the vectors it was built from; later ones are
searched exactly and merged. Without a trustworthy generation, or below `EXACT_BELOW` vectors where
it is fast enough by itself, everything is searched exactly.
"""

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import IndexFileError
from core.generation import Candidates, open_generation
from core.recipe import Metric, Recipe

# Measured with `benchmarks.index`: exact cosines of 20,000 vectors take as long as candidates do.
EXACT_BELOW = 20_000
# Candidates that are ranked: some in any case, and some for each wanted neighbour.
_SPARE, _CANDIDATES = 160, 4
# So few vectors of a filter are compared with the query one and all.
_FEW = 2_000
# Annoy is asked for up to this part of a generation.
_WORTH = 4
# Vectors compared at once: the differences stay in the processor's cache.
_BLOCK = 256

Ids = NDArray[np.int64]
Found = tuple[Ids, NDArray[np.float32]]

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
        self, catalogue: Catalogue, recipe: Recipe, *, exact_below: int = EXACT_BELOW
    ) -> None:
        """Open the newest generation where one is needed; a bad one is logged and passed over."""
        self._catalogue = catalogue
        self._recipe = recipe
        self._candidates: Candidates | None = None
        if catalogue.count_vectors(recipe.embedding_id) >= exact_below:
            self._candidates = self._open()
        covered = self._candidates.last if self._candidates else 0
        self._ids, self._vectors = catalogue.vectors(recipe.embedding_id, above=covered)

    def refresh(self) -> None:
        """Take in the vectors that were stored since the last look."""
        covered = self._candidates.last if self._candidates else 0
        above = int(self._ids[-1]) if len(self._ids) else covered
        newer = self._catalogue.vectors(self._recipe.embedding_id, above=above)
        self._ids, self._vectors = _joined((self._ids, self._vectors), newer)

    def __len__(self) -> int:
        return len(self._candidates or ()) + len(self._ids)

    def search(
        self, query: NDArray[np.float32], count: int, within: Ids | None = None
    ) -> list[Neighbour]:
        """The `count` nearest vectors of a query (d,) of unit length, nearest first.

        `within` (n,), ids in rising order, leaves out all others. Ids of vectors that were deleted
        since may be among the answers. Raises `ValueError` for a query that is not finite or zero.
        """
        if not np.isfinite(query).all() or not query.any():
            raise ValueError("a query must be finite and not zero")
        found = self._newer(within)
        if self._candidates is not None:
            found = _joined(self._covered_by(self._candidates, query, count, within), found)
        ids, vectors = found
        if not len(ids):
            return []
        distances = distance(vectors, query, self._recipe.metric)
        nearest = np.argsort(distances, kind="stable")[:count]
        cosines = vectors[nearest] @ query
        return [
            Neighbour(int(ids[i]), float(distances[i]), float(cosine))
            for i, cosine in zip(nearest, cosines, strict=True)
        ]

    def sample(self, most: int) -> NDArray[np.float32]:
        """Up to `most` stored vectors (n, d), spread evenly over the catalogue."""
        known = self._candidates.generation.vector_ids if self._candidates else self._ids
        if not len(known):
            return self._vectors
        chosen = known[np.unique(np.linspace(0, len(known) - 1, most).astype(int))]
        return self._catalogue.vectors_by_id(chosen)[1]

    def _newer(self, within: Ids | None) -> Found:
        """What the generation does not cover."""
        if within is None:
            return self._ids, self._vectors
        kept = _member(self._ids, within)
        return self._ids[kept], self._vectors[kept]

    def _covered_by(
        self, candidates: Candidates, query: NDArray[np.float32], count: int, within: Ids | None
    ) -> Found:
        """Vectors of the generation, the nearest among them.

        Under a filter Annoy is asked for more, until as many are left as there would be without
        it. Where that comes near the whole catalogue, the filter's own vectors are gone through.
        """
        wanted = asked = _SPARE + count * _CANDIDATES
        if within is None:
            return self._catalogue.vectors_by_id(candidates.near(query, wanted))
        within = within[: np.searchsorted(within, candidates.last, side="right")]
        if len(within) <= _FEW:
            return self._catalogue.vectors_by_id(within)
        while (asked := asked * len(candidates) // len(within)) * _WORTH < len(candidates):
            near = candidates.near(query, asked)
            near = near[_member(near, within)]
            if len(near) >= wanted:
                return self._catalogue.vectors_by_id(near[:wanted])
        return self._nearest_of(within, query, count)

    def _nearest_of(self, ids: Ids, query: NDArray[np.float32], count: int) -> Found:
        """The `count` nearest of many vectors, with few of them in memory at a time."""
        best: Found = ids[:0], np.empty((0, 0), dtype=np.float32)
        for start in range(0, len(ids), _FEW):
            pool = _joined(best, self._catalogue.vectors_by_id(ids[start : start + _FEW]))
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


def distance(
    vectors: NDArray[np.float32], query: NDArray[np.float32], metric: Metric
) -> NDArray[np.float32]:
    """Distances (n,) of vectors (n, d) to a query (d,); cosine distance is 1 - cosine."""
    if metric == "cosine":
        cosines: NDArray[np.float32] = vectors @ query
        return 1 - cosines
    distances = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = slice(start, start + _BLOCK)
        apart = vectors[block] - query
        if metric == "l1":
            distances[block] = np.abs(apart, out=apart).sum(axis=1)
        else:
            distances[block] = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    return distances


def _member(ids: Ids, within: Ids) -> NDArray[np.bool_]:
    """Which ids (n,) are among `within` (m,), which rise."""
    if not len(within):
        return np.zeros(len(ids), dtype=np.bool_)
    places = np.minimum(np.searchsorted(within, ids), len(within) - 1)
    among: NDArray[np.bool_] = within[places] == ids
    return among


def _joined(first: Found, second: Found) -> Found:
    """Two findings as one; neither is copied where the other is empty."""
    if not len(first[0]):
        return second
    if not len(second[0]):
        return first
    return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])
