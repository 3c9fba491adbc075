"""Whether a fine-tuned encoder is better than the one it began with, beyond chance."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.tuning_records import Gain

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]

_DRAWS, _SEED = 10_000, 0
_DRAWN_AT_A_TIME = 1_000_000
# Pairs of a query and a photo: 64 MiB.
_COMPARED_AT_A_TIME = 1 << 24
# An interval over fewer products says little, however far from 0 it is.
LEAST_PRODUCTS = 6


def ranks(queries: Vectors, shown: Ids, gallery: Vectors, of: Ids) -> Ids:
    """The rank, from 1, of the right product for each query.

    Vectors (n, dimension) and (m, dimension) are of unit length; `shown` and `of` are the products
    that they show, each of `shown` in `of`. A product is as near as the nearest of its photos.
    """
    order = np.argsort(of, kind="stable")
    products, firsts = np.unique(of[order], return_index=True)
    arranged, right = gallery[order], np.searchsorted(products, shown)
    at_a_time = max(1, _COMPARED_AT_A_TIME // len(gallery))
    found = np.empty(len(queries), np.int64)
    for start in range(0, len(queries), at_a_time):
        some = slice(start, start + at_a_time)
        best = np.maximum.reduceat(queries[some] @ arranged.T, firsts, axis=1)
        own = np.take_along_axis(best, right[some, np.newaxis], axis=1)
        found[some] = (best > own).sum(axis=1) + 1
    return found


def gain(base: Sequence[bool], tuned: Sequence[bool], products: Sequence[int]) -> Gain:
    """What fine-tuning gained over the same queries; `base` and `tuned` say which came first.

    The queries of one product are drawn together, since they are alike. Raises `ValueError` without
    queries.
    """
    if not len(base):
        raise ValueError("no queries")
    before, after = np.asarray(base, np.int64), np.asarray(tuned, np.int64)
    _ids, place = np.unique(products, return_inverse=True)
    differences = np.bincount(place, after - before).astype(np.float64)
    counts = np.bincount(place)
    drawn = _drawn(differences, counts)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Gain(
        len(before), len(counts), float(before.mean()), float(after.mean()), float(low), float(high)
    )


def is_recommended(found: Gain) -> bool:
    """Whether a gain is beyond chance: the whole interval lies above 0."""
    return found.low > 0 and found.products >= LEAST_PRODUCTS


def _drawn(differences: NDArray[np.float64], counts: Ids) -> NDArray[np.float64]:
    chance, number = np.random.default_rng(_SEED), len(counts)
    at_a_time = max(1, _DRAWN_AT_A_TIME // number)
    made = []
    for start in range(0, _DRAWS, at_a_time):
        draws = min(at_a_time, _DRAWS - start)
        chosen = chance.integers(0, number, (draws, number))
        made.append(differences[chosen].sum(axis=1) / counts[chosen].sum(axis=1))
    return np.concatenate(made)
