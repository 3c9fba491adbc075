"""A query's vector to products, under one recipe: by likeness, and by what people have said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core import confirmed
from core.catalogue import Catalogue
from core.distance import Neighbour
from core.index import Index
from core.product_records import EVERYTHING, Filter
from core.recipe import Recipe
from core.records import Match
from core.together import nearest_together

_BASELINE_SAMPLE = 400
# Photos looked at for each wanted product: a product has several, and some may have gone.
_PHOTOS_A_PRODUCT = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's vectors (q, d) of unit length, one a photo, with a filter.

    `floor` is the cosine where likeness begins.
    """

    vectors: NDArray[np.float32]
    wanted: Filter
    floor: float


class Ranking:
    """Belongs to its catalogue's thread."""

    def __init__(self, catalogue: Catalogue, recipe: Recipe) -> None:
        self._catalogue, self._recipe = catalogue, recipe
        self._index = Index(catalogue, recipe)
        self._baseline = baseline(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def refresh(self) -> None:
        """See what was indexed meanwhile."""
        if self._index.refresh():
            self._baseline = baseline(self._index)

    def asked(
        self, vectors: Sequence[NDArray[np.float32]], wanted: Filter, *, with_words: bool
    ) -> Asked:
        """A query of the vectors (d,) of a product's photos, which words may have gone into.

        Any text is farther from photos than photos are from each other: likeness of such a query
        begins at its own median over the catalogue.
        """
        floor = self._baseline
        if with_words:
            sample = self._index.sample(_BASELINE_SAMPLE)
            medians = [float(np.median(sample @ vector)) for vector in vectors]
            floor = min(float(np.mean(medians)), 0.99)
        return Asked(np.stack(vectors), wanted, floor)

    def nearest(self, asked: Asked, count: int) -> list[Match]:
        """The `count` nearest products that pass the filter, nearest first."""
        photos = count * _PHOTOS_A_PRODUCT * len(asked.vectors)
        while True:
            found = [self._index.search(each, photos, asked.wanted) for each in asked.vectors]
            near = found[0] if len(found) == 1 else self._near_all(asked, found)
            matches = self._products(near, count, asked.floor)
            if len(matches) >= count or min(map(len, found)) < photos:
                return matches
            photos *= 4

    def judged(self, asked: Asked, count: int, said: Mapping[int, bool]) -> tuple[Match, ...]:
        """The nearest, and those that a person has confirmed, however far they are."""
        ranked = self.nearest(asked, count + len(said))
        near = {match.product_id for match in ranked}
        far = tuple(i for i, is_right in said.items() if is_right and i not in near)
        if far:
            only = replace(asked, wanted=replace(asked.wanted, products=far))
            ranked += self.nearest(only, len(far))
        return confirmed.arranged(ranked, said, count)

    def hidden(
        self, asked: Asked, matches: Sequence[Match], said: Mapping[int, bool]
    ) -> Match | None:
        """The best match of all where a filter keeps it out, unless a person has refused it."""
        if asked.wanted.is_open:
            return None
        shown = max((match.similarity for match in matches), default=-1.0)
        for best in self.nearest(replace(asked, wanted=EVERYTHING), 1):
            if best.similarity > shown and said.get(best.product_id) is not False:
                return best
        return None

    def _near_all(self, asked: Asked, found: list[list[Neighbour]]) -> list[Neighbour]:
        """Of the products near any of the photos, each by its nearness to all of them."""
        ids = {near.vector_id for each in found for near in each}
        products = {photo.product_id for photo in self._catalogue.shown_by(ids).values()}
        return nearest_together(
            self._catalogue, self._recipe, asked.vectors, products, asked.wanted
        )

    def _products(self, neighbours: list[Neighbour], count: int, floor: float) -> list[Match]:
        shown = self._catalogue.shown_by(n.vector_id for n in neighbours)
        best: dict[int, Match] = {}
        for near in neighbours:
            photo = shown.get(near.vector_id)
            if photo is not None and photo.product_id not in best:
                best[photo.product_id] = Match(
                    product_id=photo.product_id,
                    reference=photo.reference,
                    category=photo.category,
                    photo_id=photo.photo_id,
                    photo_path=photo.photo_path,
                    likeness=likeness(near.cosine, floor),
                    similarity=near.cosine,
                    distance=near.distance,
                )
        return list(best.values())[:count]


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
