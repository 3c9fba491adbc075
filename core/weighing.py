"""All that is known of candidates weighed into one score, and scores into how sure an answer is.

A score is a weighted sum, learned once by `benchmarks.weighing` from made queries. The shares of
the products are those of a logistic choice among them and "none of these", so that a share says how
often such a match is right, whatever the catalogue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import folders
from core.agreement import agree
from core.evidence import Gathered, Look
from core.local_features import LocalFeatures
from core.surroundings import Scale, Scales, Told

Floats = NDArray[np.float32]
# So many of the best are looked at point by point: each takes some milliseconds.
LOOKED_AT = 30
# More agreeing points than these say no more.
_ENOUGH = 100
_OF_TERM = {
    "regions": ("regions",),
    "colour": ("colours", "windows"),
    "points": ("points",),
}
TERMS = tuple(_OF_TERM)


class Weights(msgspec.Struct, frozen=True):
    """What each term counts, the score of "none of these", and what is usual in a catalogue.

    An answer whose best share is below `least_share` is not confident. `usual` has the middle and
    spread of each likeness, for catalogues of a few photos.
    """

    whole: float
    regions: float
    colours: float
    windows: float
    points: float
    none: float
    least_share: float
    usual: dict[str, tuple[float, float]]

    @property
    def scales(self) -> Scales:
        """The usual scales."""
        return Scales(**{name: Scale(*values) for name, values in self.usual.items()})


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a query: its vector (d,), not projected, and what was gathered."""

    vector: Floats
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


def first_scores(told: Told, looks: Sequence[Look], weights: Weights) -> Floats:
    """Scores (n,) of candidates by all but their points; at least one."""
    alike = told.likenesses(looks)
    total: Floats = (
        weights.whole * alike.whole
        + weights.regions * alike.regions
        + weights.colours * alike.colours
        + weights.windows * alike.windows
    )
    return total


def by_vector(cosine: float, told: Told, weights: Weights) -> float:
    """The score of a candidate of which nothing but its vector is known."""
    all_of_it = weights.whole + weights.regions + weights.colours + weights.windows
    return all_of_it * (cosine - told.cosine.middle) / told.cosine.spread


def agreeing(seen: Seen, others: Sequence[LocalFeatures]) -> NDArray[np.intp]:
    """How many points of each candidate agree with the query's (n,)."""
    points = seen.gathered.points
    if points is None:
        return np.zeros(len(others), np.intp)
    return np.array([len(agree(points, other).points) for other in others], np.intp)


def counted(counts: NDArray[np.intp]) -> Floats:
    """The term of agreeing points (n,): more say more, but less and less."""
    return (np.sqrt(np.minimum(counts, _ENOUGH)) / 2).astype(np.float32)


def shares(scores: Sequence[float], weights: Weights) -> list[float]:
    """How likely each product is the right one (0..1), by their best scores."""
    every = np.array([*scores, weights.none])
    odds = np.exp(every - every.max())
    told: list[float] = (odds / odds.sum())[:-1].tolist()
    return told
