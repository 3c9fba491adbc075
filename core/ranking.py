"""A query's vector to products, under one recipe: by likeness, and by what people have said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core import confirmed
from core.catalogue import Catalogue
from core.confidence import is_confident
from core.distance import Neighbour
from core.index import Index
from core.product_records import EVERYTHING, Filter
from core.recipe import Recipe
from core.records import Match, Shown
from core.reranking import CANDIDATES, Reranker, Scored
from core.together import nearest_together
from core.weighing import Seen, Weights, learned, shares

_BASELINE_SAMPLE = 400
# Photos looked at for each wanted product: a product has several, and some may have gone.
_PHOTOS_A_PRODUCT = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's vectors (q, d) of unit length, one a photo, with a filter.

    `floor` is the cosine where likeness begins; `known` is what else is known of each photo, where
    that is to be weighed.
    """

    vectors: NDArray[np.float32]
    wanted: Filter
    floor: float
    known: tuple[Seen, ...] = ()


class Ranking:
    """Belongs to its catalogue's thread."""

    def __init__(
        self, catalogue: Catalogue, recipe: Recipe, weights: Weights | None = None
    ) -> None:
        """Where the recipe has evidence it counts by `weights`, or as was learned."""
        self._catalogue, self._recipe = catalogue, recipe
        self._index = Index(catalogue, recipe)
        self._baseline = baseline(self._index)
        self._reranker: Reranker | None = None
        if recipe.evidence:
            self._reranker = Reranker(catalogue, recipe, weights or learned())

    def __len__(self) -> int:
        return len(self._index)

    def refresh(self) -> None:
        """See what was indexed meanwhile."""
        if self._index.refresh():
            self._baseline = baseline(self._index)
            if self._reranker:
                self._reranker.refresh()

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

    def with_known(self, asked: Asked, known: Sequence[Seen]) -> Asked:
        """The same query, of which more is known: of each of its photos in turn."""
        return replace(asked, known=tuple(known)) if self._reranker else asked

    def is_confident(self, asked: Asked, matches: Sequence[Match]) -> bool:
        """Whether the best of `matches` is likely to be the product."""
        if not (asked.known and self._reranker):
            return is_confident(matches)
        if any(match.is_right for match in matches):
            return True
        alike = [match.likeness for match in matches if match.is_right is None]
        return max(alike, default=0.0) >= self._reranker.weights.least_share

    def nearest(self, asked: Asked, count: int) -> list[Match]:
        """The `count` nearest products that pass the filter, nearest first."""
        if asked.known and self._reranker:
            return self._weighed(asked, count, self._reranker)
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
        shown = {match.product_id for match in matches}
        for best in self.nearest(replace(asked, wanted=EVERYTHING), 1):
            if best.product_id not in shown and said.get(best.product_id) is not False:
                return best
        return None

    def _weighed(self, asked: Asked, count: int, reranker: Reranker) -> list[Match]:
        """The best products by all that is known of the nearest photos; to several, on average."""
        photos = max(count * _PHOTOS_A_PRODUCT * len(asked.vectors), CANDIDATES)
        while True:
            found = [self._index.search(each, photos, asked.wanted) for each in asked.vectors]
            near = {each.vector_id: each for one in reversed(found) for each in one}
            photos_of = self._catalogue.photos_by(near)
            products = {product for _photo, product in photos_of.values()}
            if len(products) >= count or min(map(len, found)) < photos:
                break
            photos *= 4
        candidates = [_Candidate(near[i], *photos_of[i]) for i in near if i in photos_of]
        best = _best_of_products(candidates, self._scored(asked, candidates, reranker))
        levels = [reranker.level(known) for known in asked.known]
        level = sum(levels) / len(levels)
        # The last of those that are shown is told apart from the one after it.
        told = shares([each.score for each in best[: count + 1]], level, reranker.weights)
        shown = self._catalogue.shown_by(each.near.vector_id for each in best[:count])
        return [
            replace(
                _match(each.near, shown[each.near.vector_id], share),
                agreeing=each.agreeing,
                is_share=True,
            )
            for each, share in zip(best[:count], told, strict=False)
            if each.near.vector_id in shown
        ]

    def _scored(
        self, asked: Asked, candidates: list["_Candidate"], reranker: Reranker
    ) -> list[dict[int, Scored]]:
        """The scores of the candidates by photo id, for each photo of the query."""
        if len(asked.known) == 1:
            cosines = {each.photo_id: each.near.cosine for each in candidates}
            return [reranker.score(asked.known[0], cosines)]
        by_vector = {each.near.vector_id: each.photo_id for each in candidates}
        ids, vectors = self._catalogue.vectors_by_id(sorted(by_vector))
        return [
            reranker.score(
                known,
                {
                    by_vector[i]: cosine
                    for i, cosine in zip(ids.tolist(), (vectors @ query).tolist(), strict=True)
                },
            )
            for known, query in zip(asked.known, asked.vectors, strict=True)
        ]

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
                best[photo.product_id] = _match(near, photo, likeness(near.cosine, floor))
        return list(best.values())[:count]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A photo that is near by its vector, and its product."""

    near: Neighbour
    photo_id: int
    product_id: int


@dataclass(frozen=True, slots=True)
class _Best:
    """A product by its best photo: its score, and how many points agree there."""

    near: Neighbour
    score: float
    agreeing: int


def _best_of_products(candidates: list[_Candidate], scored: list[dict[int, Scored]]) -> list[_Best]:
    """The products by falling score: for each photo of the query their best photo's, on average.

    Of equal scores the nearer comes first, as `candidates` do.
    """
    of_product: dict[int, list[tuple[Neighbour, list[Scored]]]] = {}
    for each in candidates:
        told = [scores[each.photo_id] for scores in scored]
        of_product.setdefault(each.product_id, []).append((each.near, told))
    best: list[_Best] = []
    for known in of_product.values():
        near, told = max(known, key=lambda one: max(each.score for each in one[1]))
        every = [max(one[1][number].score for one in known) for number in range(len(scored))]
        best.append(_Best(near, sum(every) / len(every), max(each.agreeing for each in told)))
    return sorted(best, key=lambda each: -each.score)


def _match(near: Neighbour, photo: Shown, alike: float) -> Match:
    return Match(
        product_id=photo.product_id,
        reference=photo.reference,
        category=photo.category,
        photo_id=photo.photo_id,
        photo_path=photo.photo_path,
        likeness=alike,
        similarity=near.cosine,
        distance=near.distance,
    )


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
