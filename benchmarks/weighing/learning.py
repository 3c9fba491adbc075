"""Weights of terms by a logistic choice among a catalogue's photos and none of them."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.weighing.gathering import TERMS, Table

Floats = NDArray[np.float64]

# Made queries show the very pixels of the photo that they were made of, and flatter whatever goes
# by them: held back so, weights learned from some kinds of queries do best on the others.
_HELD_BACK = 0.05
# So much do queries count whose product is taken out of the catalogue.
_ABSENT = 0.1


def learn(tables: list[Table]) -> tuple[Floats, float]:
    """Weights (5,), none negative, and the score of "none of these"; each table counts the same.

    They make the answers that were right likely, and "none of these" where the product was taken
    out of the catalogue.
    """
    begin = np.append(np.full(len(TERMS), 0.5), 3.0)
    bounds = [(0.0, None)] * len(TERMS) + [(None, None)]
    found = minimize(_loss, begin, (tables,), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights: Floats = found[:-1]
    return weights, float(found[-1])


def held_out(tables: list[Table]) -> list[tuple[float, float]]:
    """For each table, by what was learned from the others: loss, and the share found first."""
    told = []
    for number, table in enumerate(tables):
        weights, none = learn([*tables[:number], *tables[number + 1 :]])
        loss = _loss(np.append(weights, none), [table])[0] - _HELD_BACK * float(weights @ weights)
        told.append((loss, first_right(weights, table)))
    return told


def first_right(weights: Floats, table: Table) -> float:
    """The share of queries whose product comes first."""
    return float(((table.terms @ weights).argmax(axis=1) == table.right).mean())


def _loss(values: Floats, tables: list[Table]) -> tuple[float, Floats]:
    loss, slope = 0.0, np.zeros_like(values)
    for table in tables:
        count = len(table.right) * len(tables)
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
            loss -= counts / count * np.log(shares[rows, place] + 1e-30).sum()
            shares[rows, place] -= 1
            slope[:-1] += counts / count * np.einsum("qn,qnt->t", shares[:, :-1], table.terms)
            slope[-1] += counts / count * shares[:, -1].sum()
    held = np.append(values[:-1], 0)
    return loss + _HELD_BACK * (held**2).sum(), slope + 2 * _HELD_BACK * held


def _softmax(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = odds / odds.sum(axis=1, keepdims=True)
    return shares
