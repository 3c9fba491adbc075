"""How often a first match is right, by its lead and by how far it is above what is near."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.weighing.gathering import Table
from benchmarks.weighing.learning import learn
from core.rows import spread
from core.surroundings import SAMPLE

Floats = NDArray[np.float64]

# Of a house's queries about one in ten shows a product that it does not have.
_ABSENT = 0.1
# As in `core.weighing.level`.
_NEAR, _ITSELF = 1 / 3, 2
_BINS = 10


def learn_sureness(weights: Floats, tables: list[Table]) -> Floats:
    """What makes an answer sure: `lead`, `above` and `sure` of `core.weighing.Weights` (3,).

    They are learned without twins, beside which no answer leads, right or wrong: so they tell of
    kinds that were not learned from better how sure an answer is, among twins as well.
    """
    asked = [told for table in tables for told in _asked(weights, table.alone)]
    bounds = [(0.0, None), (0.0, None), (None, None)]
    found = minimize(_loss, np.zeros(3), (asked,), jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.asarray(found, dtype=np.float64)


def calibration_error(weights: Floats, sureness: Floats, table: Table) -> float:
    """How far the first's share is from how often it is right, of products that are there."""
    features, is_right, _counts = _asked(weights, table)[0]
    best = 1 / (1 + np.exp(-features @ sureness))
    bins = np.minimum((best * _BINS).astype(int), _BINS - 1)
    return float(
        sum(abs((best - is_right)[bins == number].sum()) for number in range(_BINS)) / len(best)
    )


def held_out_error(tables: list[Table]) -> list[float]:
    """The calibration error of each table, by what was learned from the others."""
    told = []
    for number, table in enumerate(tables):
        others = [*tables[:number], *tables[number + 1 :]]
        weights, _none = learn(others)
        told.append(calibration_error(weights, learn_sureness(weights, others), table))
    return told


def _asked(weights: Floats, table: Table) -> list[tuple[Floats, NDArray[np.bool_], float]]:
    """Features (q, 3), whether the first is right (q,), and what each query counts.

    First with the product in the catalogue, then without it.
    """
    scores, rows = table.terms @ weights, np.arange(len(table.right))
    sample = spread(np.arange(scores.shape[1]), SAMPLE)
    near = np.sort(table.terms[:, sample, :-1] @ weights[:-1], axis=1)
    levels = near[:, -max(int(len(sample) * _NEAR), _ITSELF + 1) : -_ITSELF].mean(axis=1)
    absent = scores.copy()
    absent[rows, table.right] = -np.inf
    told = []
    for given, counts in ((scores, 1 - _ABSENT), (absent, _ABSENT)):
        best = np.sort(given, axis=1)[:, ::-1]
        far = np.stack([best[:, 0] - best[:, 1], best[:, 0] - levels], axis=1)
        features = np.column_stack([np.sqrt(np.maximum(far, 0)), np.ones(len(rows))])
        is_right = given.argmax(axis=1) == table.right
        told.append((features, is_right, counts / len(rows)))
    return told


def _loss(
    values: Floats, asked: list[tuple[Floats, NDArray[np.bool_], float]]
) -> tuple[float, Floats]:
    loss, slope = 0.0, np.zeros_like(values)
    for features, is_right, counts in asked:
        says = features @ values
        loss += counts * float((np.logaddexp(0, says) - is_right * says).sum())
        slope += counts * features.T @ (1 / (1 + np.exp(-says)) - is_right)
    return loss, slope
