"""A query's vector to products, under one recipe: by likeness, and by what people have said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core import confirmed
from core.catalogue import Catalogue
from core.index import Index, Neighbour
from core.product_records import EVERYTHING, Filter
from core.recipe import Recipe
from core.records import Match

_BASELINE_SAMPLE = 400
# Photos looked at for each wanted product: a product has several, and some may have gone.
_PHOTOS_A_PRODUCT = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's vector (d,) of unit length, the filter, and the cosine where likeness begins."""

    vector: NDArray[np.float32]
    wanted: Filter
    floor: float


class Ranking:
    """Belongs to its catalogue's thread."""

    def __init__(self, catalogue: Catalogue, recipe: Recipe) -> None:
        self._catalogue = catalogue
        self._index = Index(catalogue, recipe)
        self._baseline = baseline(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def refresh(self) -> None:
        """See what was indexed meanwhile."""
        if self._index.refresh():
            self._baseline = baseline(self._index)

    def asked(self, vector: NDArray[np.float32], wanted: Filter, *, with_words: bool) -> Asked:
        """A query of a photo's vector (d,), or one that words have gone into.

        Any text is farther from photos than photos are from each other: likeness of such a query
        begins at its own median over the catalogue.
        """
        floor = self._baseline
        if with_words:
            sample = self._index.sample(_BASELINE_SAMPLE)
            floor = min(float(np.median(sample @ vector)), 0.99)
        return Asked(vector, wanted, floor)

    def nearest(self, asked: Asked, count: int) -> list[Match]:
        """The `count` nearest products that pass the filter, nearest first."""
        photos = count * _PHOTOS_A_PRODUCT
        while True:
            near = self._index.search(asked.vector, photos, asked.wanted)
            matches = self._products(near, count, asked.floor)
            if len(matches) >= count or len(near) < photos:
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
