"""Which products an encoder is trained on, which choose the epoch, and which judge the result."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

_HELD, _JUDGED = 0.15, 0.25
# Of fewer, neither choosing nor judging would say anything.
LEAST_PRODUCTS = 24


@dataclass(frozen=True, slots=True)
class Split:
    """Product ids; no product is in two."""

    trained: frozenset[int]
    held: frozenset[int]
    judged: frozenset[int]


def split(products: Collection[int], labelled: Collection[int], seed: int) -> Split:
    """Divide `products`, the same way under the same `seed`.

    Products with `labelled` photos judge before others do. Raises `ValueError` for fewer than
    `LEAST_PRODUCTS`.
    """
    if len(products) < LEAST_PRODUCTS:
        raise ValueError(f"{len(products)} products")
    order = [int(each) for each in np.random.default_rng(seed).permutation(sorted(products))]
    order.sort(key=lambda product: product not in labelled)
    held, judged = (round(len(order) * share) for share in (_HELD, _JUDGED))
    return Split(
        frozenset(order[judged + held :]),
        frozenset(order[judged : judged + held]),
        frozenset(order[:judged]),
    )
