"""All that is known of candidates weighed into one score, and scores into how sure an answer is.

A score is a weighted sum, learned once by `benchmarks.weighing` from made queries. The share of a
product says how often such a match is right: by how far it leads the next, and what is near the
query in this catalogue, as voices are told apart by others that sound like them (Auckenthaler et
al., "Score normalization for text-independent speaker verification systems", 2000).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import folders
from core.agreement import agree
from core.evidence import Gathered, Looks
from core.local_features import LocalFeatures
from core.surroundings import Scale, Scales, Surroundings

Floats = NDArray[np.float32]
# So many of the best are looked at point by point: each takes some milliseconds.
LOOKED_AT = 30
# More agreeing points than these say no more.
_ENOUGH = 100
# What is near a query: this share of the sample, but for the few that may be the product itself.
_NEAR, _ITSELF = 1 / 3, 2
# Some hundreds of queries, which sureness is learned from, promise no more than this.
_SUREST = 0.99
_OF_TERM = {
    "regions": ("regions",),
    "colour": ("colours", "windows"),
    "points": ("points",),
}
TERMS = tuple(_OF_TERM)


class Weights(msgspec.Struct, frozen=True):
    """What each term counts, what makes an answer sure, and what is usual in a catalogue.

    The logit of the first product's being right is `lead` times the root of how far its score is
    above the second's, and `above` times the root of how far it is above what is near, and `sure`:
    a step more says the less, the more there are already. An answer whose best share is below
    `least_share` is not confident. `usual` has the middle and spread of the cosines, for catalogues
    of a few photos.
    """

    whole: float
    regions: float
    colours: float
    windows: float
    points: float
    lead: float
    above: float
    sure: float
    least_share: float
    usual: dict[str, tuple[float, float]]

    @property
    def scales(self) -> Scales:
        """The usual scales."""
        return Scales(**{name: Scale(*values) for name, values in self.usual.items()})


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a query: its vectors (1 or 2, d), not projected, and what was gathered.

    They are the product's, and the whole photo's where `Recipe.asks_whole`.
    """

    vectors: Floats
    gathered: Gathered


@cache
def learned(path: Path | None = None) -> Weights:
    """The weights that were learned."""
    return msgspec.json.decode(
        (path or folders.resource("weighing.json")).read_bytes(), type=Weights
    )


def without(weights: Weights, parts: Iterable[str]) -> Weights:
    """The same weights, but some `TERMS` count nothing."""
    none = {name: 0.0 for part in parts for name in _OF_TERM[part]}
    return msgspec.structs.replace(weights, **none)


def first_scores(seen: Seen, looks: Looks, around: Surroundings, weights: Weights) -> Floats:
    """Scores (n,) of candidates by all but their points; at least one."""
    alike = around.likenesses(seen.vectors, seen.gathered.colours, looks)
    total: Floats = (
        weights.whole * alike.whole
        + weights.regions * alike.regions
        + weights.colours * alike.colours
        + weights.windows * alike.windows
    )
    return total


def by_vector(cosine: float, around: Surroundings, weights: Weights) -> float:
    """The score of a candidate of which nothing but its vector is known.

    Of the same photo, colours say about as much as its likeness in spreads.
    """
    all_of_it = weights.whole + weights.regions + weights.colours + weights.windows
    scale = around.scales.whole
    return all_of_it * (cosine - scale.middle) / scale.spread


def agreeing(seen: Seen, others: Sequence[LocalFeatures]) -> NDArray[np.intp]:
    """How many points of each candidate agree with the query's (n,)."""
    points = seen.gathered.points
    if points is None:
        return np.zeros(len(others), np.intp)
    return np.array([len(agree(points, other).points) for other in others], np.intp)


def counted(counts: NDArray[np.intp]) -> Floats:
    """The term of agreeing points (n,): more say more, but less and less."""
    return (np.sqrt(np.minimum(counts, _ENOUGH)) / 2).astype(np.float32)


def level(seen: Seen, around: Surroundings, weights: Weights) -> float:
    """The score of what is near a query in its catalogue without being it, by all but points."""
    if around.looks is None:
        return 0.0
    scores = np.sort(first_scores(seen, around.looks, around, weights))
    return float(scores[-max(int(len(scores) * _NEAR), _ITSELF + 1) : -_ITSELF].mean())


def shares(scores: Sequence[float], near: float, weights: Weights) -> list[float]:
    """How likely each product is the right one (0..1), by their best scores, falling.

    `near` is the query's level. The first is right as often as its lead over the second and over
    the level say; the second likewise of what that leaves, and so on, never more than the one
    before.
    """
    told: list[float] = []
    left, most = 1.0, _SUREST
    for score, after in zip(scores, [*scores[1:], near], strict=False):
        says = (
            weights.lead * math.sqrt(max(score - after, 0.0))
            + weights.above * math.sqrt(max(score - near, 0.0))
            + weights.sure
        )
        most = min(most, left * float(np.exp(-np.logaddexp(0, -says))))
        left -= most
        told.append(most)
    return told
