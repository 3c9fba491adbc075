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
# The study's grid has 297 cells, each with figures and a gain, over several test sets.
_KEPT = 4_096
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
    shares = _shares(_ranks(outcomes))
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
    others = [theirs[each.query_id] for each in both]
    return Difference(len(both), *_shares(_ranks(both), _ranks(others)))


def _ranks(outcomes: Sequence[Outcome]) -> bytes:
    """A byte an outcome: its rank, or 0."""
    return bytes(each.rank or 0 for each in outcomes)


def _gains(ranks: bytes) -> NDArray[np.float64]:
    """Of each rank (n, 4) whether it is among the first 1, 3 and 5, and 1 / rank."""
    found = np.frombuffer(ranks, np.uint8).astype(np.float64)
    found[found == 0] = np.inf
    return np.column_stack([*(found <= top for top in TOPS), 1 / found])


@lru_cache(maxsize=_KEPT)
def _shares(ranks: bytes, others: bytes = b"") -> tuple[Share, ...]:
    """The means of the gains of ranks, less those of others, with their intervals."""
    gains = _gains(ranks) - _gains(others) if others else _gains(ranks)
    low, high = _interval(gains)
    means = gains.mean(axis=0)
    return tuple(Share(*map(float, each)) for each in zip(means, low, high, strict=True))


def _interval(gains: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ends (columns,) of the interval of each column's mean."""
    chance, count = np.random.default_rng(_SEED), len(gains)
    block = max(1, _MOST_DRAWN // count)
    means = np.empty((_RESAMPLED, gains.shape[1]))
    for start in range(0, _RESAMPLED, block):
        rows = slice(start, min(start + block, _RESAMPLED))
        drawn = chance.multinomial(count, np.full(count, 1 / count), rows.stop - rows.start)
        means[rows] = drawn @ gains / count
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    return low, high
