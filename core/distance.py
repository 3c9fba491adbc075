"""How far vectors are from a query, in the metric of a recipe."""

import numpy as np
from numpy.typing import NDArray

from core.recipe import Metric

# Vectors compared at once: the differences stay in the processor's cache.
_BLOCK = 256


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
