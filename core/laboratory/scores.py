"""What a cell's outcomes come to: shares, their intervals, and how two cells differ.

Intervals hold 95 % of what resampled queries give (the percentile bootstrap of Efron, 1979), under
one seed. Two cells are compared query by query, over those that both have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.laboratory_records import CellResult, Outcome

TOPS = (1, 3, 5)
_RESAMPLED, _SEED = 2_000, 0
# Resampled queries that are in memory at once.
_MOST_DRAWN = 4_000_000


@dataclass(frozen=True, slots=True)
class Share:
    """A mean of queries, and the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_above_zero(self) -> bool:
        """Whether chance alone is unlikely to have made it more than nothing."""
        return self.low > 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Of so many queries, `failed` of which could not be used and count as missed.

    `top1`, `top3` and `top5` are the shares whose product is among so many; `reciprocal` is the
    mean of 1 / rank.
    """

    queries: int
    failed: int
    top1: Share
    top3: Share
    top5: Share
    reciprocal: Share


def figures(outcomes: Sequence[Outcome]) -> Figures | None:
    """The figures of some outcomes; None where there are none."""
    if not outcomes:
        return None
    shares = _shares(_gains(outcomes))
    failed = sum(bool(outcome.failed) for outcome in outcomes)
    return Figures(len(outcomes), failed, *shares)


def by_category(result: CellResult, categories: Mapping[int, str]) -> dict[str, Figures]:
    """The figures of each category, by name; `categories` are those of the queries, by id."""
    of_category: dict[str, list[Outcome]] = {}
    for outcome in result.outcomes:
        if outcome.query_id in categories:
            of_category.setdefault(categories[outcome.query_id], []).append(outcome)
    told = {name: figures(held) for name, held in sorted(of_category.items())}
    return {name: made for name, made in told.items() if made}


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more (or less) one cell has than another, over the queries of both."""

    queries: int
    top1: Share
    top3: Share
    top5: Share
    reciprocal: Share


def difference(result: CellResult, other: CellResult) -> Difference | None:
    """What `result` has more than `other`; None where no query is in both."""
    theirs = {outcome.query_id: outcome for outcome in other.outcomes}
    both = [each for each in result.outcomes if each.query_id in theirs]
    if not both:
        return None
    gains = _gains(both) - _gains([theirs[each.query_id] for each in both])
    return Difference(len(both), *_shares(gains))


def _gains(outcomes: Sequence[Outcome]) -> NDArray[np.float64]:
    """Of each outcome (n, 4) whether it is among the first 1, 3 and 5, and 1 / rank."""
    rows = [
        [*(each.rank is not None and each.rank <= top for top in TOPS), 1 / each.rank]
        if each.rank
        else [0.0] * (len(TOPS) + 1)
        for each in outcomes
    ]
    return np.array(rows, dtype=np.float64)


def _shares(gains: NDArray[np.float64]) -> list[Share]:
    low, high = _interval(gains.tobytes(), gains.shape[1])
    return [Share(*map(float, each)) for each in zip(gains.mean(axis=0), low, high, strict=True)]


@lru_cache(maxsize=512)
def _interval(data: bytes, columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ends (columns,) of the interval of each column's mean."""
    gains = np.frombuffer(data, dtype=np.float64).reshape(-1, columns)
    chance, count = np.random.default_rng(_SEED), len(gains)
    block = max(1, _MOST_DRAWN // count)
    means = np.empty((_RESAMPLED, columns))
    for start in range(0, _RESAMPLED, block):
        rows = slice(start, min(start + block, _RESAMPLED))
        drawn = chance.multinomial(count, np.full(count, 1 / count), rows.stop - rows.start)
        means[rows] = drawn @ gains / count
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    return low, high
