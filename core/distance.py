"""How far vectors are from a query, in the metric of a recipe, and which are nearest."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.recipe import Metric
from core.rows import smallest

Ids = NDArray[np.int64]
Found = tuple[Ids, NDArray[np.float32]]

# Vectors compared at once: the differences stay in the processor's cache.
_BLOCK = 256
# Vectors in memory at once while many are gone through.
_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A stored vector near a query: its distance in the recipe's metric and its cosine."""

    vector_id: int
    distance: float
    cosine: float


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


def nearest_of(
    read: Callable[[Ids], Found],
    ids: Ids,
    query: NDArray[np.float32],
    count: int,
    metric: Metric,
) -> Found:
    """The `count` nearest to a query (d,) of many vectors, read by id and few at a time."""
    best: Found = ids[:0], np.empty((0, 0), dtype=np.float32)
    for start in range(0, len(ids), _ROWS):
        pool = joined(best, read(ids[start : start + _ROWS]))
        nearest = smallest(distance(pool[1], query, metric), count)
        best = pool[0][nearest], pool[1][nearest]
    return best


def joined(first: Found, second: Found) -> Found:
    """Two findings as one; neither is copied where the other is empty."""
    if not len(first[0]):
        return second
    if not len(second[0]):
        return first
    return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])
