"""What there is to learn from, as rows of a shelf: whose they are, and which come together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.finetuning.shelf import Shelved
from core.finetuning.split import Split

Ids = NDArray[np.int64]

PRODUCTS_A_BATCH, VIEWS_A_PRODUCT = 24, 3
# Beside the products held back, so many others are in the way of finding them.
_MOST_OTHERS = 1000


@dataclass(frozen=True)
class Rows:
    """Rows (n,) of a shelf and the product (n,) that each shows."""

    rows: Ids
    products: Ids

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Lesson:
    """Rows to train on by product; to choose by, and to judge by, queries and a gallery.

    `categories` has a number for each product's category.
    """

    trained: dict[int, Ids]
    categories: dict[int, int]
    held: tuple[Rows, Rows]
    judged: tuple[Rows, Rows]
    by_photos: bool

    @property
    def is_whole(self) -> bool:
        """Whether there is something of each part."""
        return bool(self.trained and len(self.held[0]) and len(self.judged[0]))

    def batches(self, seed: tuple[int, ...]) -> Iterator[Rows]:
        """An epoch: every product once, by a few of its views. The same `seed` gives the same."""
        chance = np.random.default_rng(seed)
        order = chance.permutation(sorted(self.trained))
        for some in np.array_split(order, max(1, round(len(order) / PRODUCTS_A_BATCH))):
            chosen = [
                chance.choice(self.trained[product], VIEWS_A_PRODUCT, replace=False)
                for product in some
            ]
            yield Rows(np.concatenate(chosen), np.repeat(some, VIEWS_A_PRODUCT))


def lesson(photos: Iterable[Shelved], parts: Split) -> Lesson:
    """Of the `photos` of a shelf. Labelled ones judge where there are such, else made views do."""
    catalogue: list[Shelved] = []
    asked: list[Shelved] = []
    for each in photos:
        (asked if each.photo.is_query else catalogue).append(each)
    named = sorted({each.photo.category for each in catalogue})
    learned = _rows(_of(catalogue, parts.trained), plain=True, made=True)
    trained = {
        int(product): learned.rows[learned.products == product]
        for product in np.unique(learned.products)
    }
    held = _of(catalogue, parts.held)
    others = _of(catalogue, parts.trained)[:_MOST_OTHERS]
    asked = _of(asked, parts.judged & {each.photo.product for each in catalogue})
    judged = _rows(asked, plain=True) if asked else _rows(_of(catalogue, parts.judged), made=True)
    return Lesson(
        trained,
        {each.photo.product: named.index(each.photo.category) for each in catalogue},
        (_rows(held, made=True), _rows([*held, *others], plain=True)),
        (judged, _rows(catalogue, plain=True)),
        bool(asked),
    )


def _of(photos: list[Shelved], products: frozenset[int]) -> list[Shelved]:
    return [each for each in photos if each.photo.product in products]


def _rows(photos: Iterable[Shelved], *, plain: bool = False, made: bool = False) -> Rows:
    rows: list[int] = []
    products: list[int] = []
    for each in photos:
        first = each.first if plain else each.first + each.plain
        last = each.first + each.plain + (each.made if made else 0)
        rows += range(first, last)
        products += [each.photo.product] * (last - first)
    return Rows(np.array(rows, np.int64), np.array(products, np.int64))
