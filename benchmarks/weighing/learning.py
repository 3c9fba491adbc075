"""Weights of terms by a logistic choice among a catalogue's photos and none of them."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.weighing.gathering import TERMS, Table

Floats = NDArray[np.float64]

# Made queries show the very pixels of the photo that they were made of, and flatter whatever goes
# by them: held back so, weights learned from two kinds of queries do best on the third.
_HELD_BACK = 0.05
# So much do queries count whose product is taken out of the catalogue.
_ABSENT = 0.3
_BINS, _MOST_OFF = 10, 0.03


def learn(tables: list[Table]) -> tuple[Floats, float]:
    """Weights (6,), none negative, and the score of "none of these".

    They are made as sharp as the likeness needs to be right among twins in other colours, no more;
    "none" is what the fewest of the right ones fall below.
    """
    begin = np.append(np.full(len(TERMS), 0.5), 3.0)
    bounds = [(0.0, None)] * len(TERMS) + [(None, None)]
    found = minimize(_loss, begin, (tables,), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights: Floats = found[:-1]
    sharp = next(
        (s for s in np.arange(1, 3, 0.1) if calibration_error(weights * s, tables[0]) <= _MOST_OFF),
        1.0,
    )
    weights = weights * sharp
    none = min(float(np.quantile(_right_scores(weights, table), 0.02)) for table in tables)
    return weights, none


def calibration_error(weights: Floats, table: Table) -> float:
    """How far shares of the best are from how often they are right."""
    shares = _softmax(table.terms @ weights)
    best, is_right = shares.max(axis=1), shares.argmax(axis=1) == table.right
    bins = np.minimum((best * _BINS).astype(int), _BINS - 1)
    return float(
        sum(abs((best - is_right)[bins == number].sum()) for number in range(_BINS)) / len(best)
    )


def first_right(weights: Floats, table: Table) -> float:
    """The share of queries whose product comes first."""
    return float(((table.terms @ weights).argmax(axis=1) == table.right).mean())


def _right_scores(weights: Floats, table: Table) -> Floats:
    scores = table.terms @ weights
    best: Floats = scores.max(axis=1)[scores.argmax(axis=1) == table.right]
    return best if len(best) else scores.max(axis=1)


def _loss(values: Floats, tables: list[Table]) -> tuple[float, Floats]:
    loss, slope = 0.0, np.zeros_like(values)
    count = sum(len(table.right) for table in tables)
    for table in tables:
        rows = np.arange(len(table.right))
        scores = table.terms @ values[:-1]
        every = np.hstack([scores, np.full((len(rows), 1), values[-1])])
        absent = every.copy()
        absent[rows, table.right] = -np.inf
        for given, place, counts in (
            (every, table.right, 1 - _ABSENT),
            (absent, np.full(len(rows), scores.shape[1]), _ABSENT),
        ):
            shares = _softmax(given)
            loss -= counts * np.log(shares[rows, place] + 1e-30).sum()
            shares[rows, place] -= 1
            slope[:-1] += counts * np.einsum("qn,qnt->t", shares[:, :-1], table.terms)
            slope[-1] += counts * shares[:, -1].sum()
    held = np.append(values[:-1], 0)
    return loss / count + _HELD_BACK * (held**2).sum(), slope / count + 2 * _HELD_BACK * held


def _softmax(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = odds / odds.sum(axis=1, keepdims=True)
    return shares
