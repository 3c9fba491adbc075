"""Choosing rows of an array."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.generic)


def spread(rows: NDArray[Value], most: int) -> NDArray[Value]:
    """Up to `most` of some rows (n, ...), evenly from the first to the last."""
    places = np.unique(np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(int))
    chosen: NDArray[Value] = rows[places]
    return chosen


def smallest(values: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The places of the `count` smallest of some values (n,), smallest first.

    Of equal ones the first comes first; which of those that are as large as the last are left out
    is not defined.
    """
    if count >= len(values):
        return np.argsort(values, kind="stable")
    places = np.sort(np.argpartition(values, count)[:count])
    return places[np.argsort(values[places], kind="stable")]
