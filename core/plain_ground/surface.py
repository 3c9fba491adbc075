"""The colour of a plain ground at every pixel: a smooth surface, fitted robustly.

A first surface is found along the border, where most of what is seen is ground; a second one over
all that turned out to be ground. All sums are NumPy's own: a threaded BLAS takes longer to wake its
threads than these small products take. Robust fitting is RANSAC (Fischler and Bolles, 1981) for the
start and reweighted least squares with Tukey's weights (Beaton and Tukey, 1974) from there.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.plain_ground.lab import Lab

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]

_CELLS = 64  # along the longer side
_HYPOTHESES = 96
_REACH = 6.0  # of a border cell from the plane that it may still belong to
_MOST_RESIDUE, _MOST_GRAIN = 0.75, 4.0
_LEAST_SHARE, _MOST_RUNS = 0.5, 4
_POWERS = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)]


@dataclass(frozen=True)
class Ground:
    """Coefficients (n, 3) of the surface, and how far pixels of the ground are from it."""

    coefficients: Values
    spread: float

    def surface(self, shape: tuple[int, ...]) -> Lab:
        """L*a*b* of the ground for a photo of the shape (3, h, w)."""
        _, height, width = shape
        table = np.zeros((3, 4, 4))
        for (i, j), row in zip(_POWERS, self.coefficients, strict=True):
            table[:, j, i] = row
        down = np.vander(_unit(np.arange(height), height), 4, increasing=True)
        across = np.vander(_unit(np.arange(width), width), 4, increasing=True).astype(np.float32)
        rows = np.einsum("hj,cji->chi", down, table).astype(np.float32)
        surface: Lab = rows[:, :, 3:] * across[:, 3]
        for power in (2, 1):
            surface += rows[:, :, power : power + 1] * across[:, power]
        surface += rows[:, :, :1]
        return surface


@dataclass(frozen=True)
class _Cells:
    """Squares along the border, clockwise: places (n, 2) in -1..1, means (n, 3), deviations (n)."""

    places: Values
    means: Values
    grains: Values
    corners: Mask


def of_border(lab: Lab) -> Ground | None:
    """The ground as the border shows it; None where it is no single smooth surface."""
    cells = _border_cells(lab)
    near = _plane(cells)
    if near is None:
        return None
    coefficients, weights = _reweighted(cells.places, cells.means, near)
    belongs = weights > 0
    if not _is_plain(cells, belongs, cells.means - _basis(cells.places) @ coefficients):
        return None
    return Ground(coefficients, float(np.median(cells.grains[belongs])))


def refined(lab: Lab, ground: Ground, reach: float) -> Ground:
    """The surface fitted anew to all pixels within `reach` of it."""
    step = max(1, max(lab.shape) // 64)
    sample = lab[:, ::step, ::step]
    away = np.sqrt(((sample - ground.surface(sample.shape)) ** 2).sum(axis=0))
    rows, columns = np.nonzero(away < reach)
    if len(rows) < 4 * len(_POWERS):
        return ground
    _, height, width = sample.shape
    places = np.stack([_unit(columns, width), _unit(rows, height)], axis=1)
    values = sample[:, rows, columns].T.astype(np.float64)
    coefficients, weights = _reweighted(places, values, np.ones(len(rows)))
    residue = values - _basis(places) @ coefficients
    spread = np.sqrt(np.average((residue**2).sum(axis=1), weights=weights + 1e-9))
    return Ground(coefficients, float(spread))


def _unit(at: NDArray[np.intp], count: int) -> Values:
    return (at + 0.5) / count * 2 - 1


def _border_cells(lab: Lab) -> _Cells:
    _, height, width = lab.shape
    side = max(2, max(height, width) // _CELLS)
    down, across = height // side, width // side
    strips = (
        (lab[:, :side, : across * side], False, 0),
        (lab[:, : down * side, -side:], True, 1),
        (lab[:, -side:, : across * side], False, 2),
        (lab[:, : down * side, :side], True, 3),
    )
    places, means, grains, corners = [], [], [], []
    for strip, upright, edge in strips:
        band = strip.transpose(0, 2, 1) if upright else strip
        count = band.shape[2] // side
        blocks = band.reshape(3, side, count, side)
        mean = blocks.mean(axis=(1, 3)).T
        along = _unit(np.arange(count) * side + side // 2, height if upright else width)
        across_ = np.full(count, -1.0 if edge in (0, 3) else 1.0)
        place = np.stack([across_, along] if upright else [along, across_], axis=1)
        order = slice(None) if edge < 2 else slice(None, None, -1)
        ends = np.zeros(count, bool)
        ends[[0, -1]] = True
        places.append(place[order])
        means.append(mean[order])
        grains.append(np.sqrt(blocks.var(axis=(1, 3)).sum(axis=0))[order])
        corners.append(ends[order])
    return _Cells(*(np.concatenate(part) for part in (places, means, grains, corners)))


def _basis(places: Values) -> Values:
    x, y = places[:, 0], places[:, 1]
    return np.stack([x**i * y**j for i, j in _POWERS], axis=1)


@cache
def _draws(count: int) -> NDArray[np.intp]:
    return np.random.default_rng(count).integers(0, count, (_HYPOTHESES, 4))


def _plane(cells: _Cells) -> Values | None:
    """Weights of the cells that lie near the plane on which most lie."""
    count = len(cells.means)
    basis = _basis(cells.places)[:, :3]
    drawn = basis[_draws(count)]
    across = drawn.transpose(0, 2, 1)
    planes = np.linalg.solve(across @ drawn + 1e-6 * np.eye(3), across @ cells.means[_draws(count)])
    away = ((cells.means - basis @ planes) ** 2).sum(axis=2)
    best = away[np.minimum(away, _REACH**2).sum(axis=1).argmin()]
    weights = (best < _REACH**2).astype(np.float64)
    return weights if weights.sum() >= 2 * len(_POWERS) else None


def _reweighted(places: Values, values: Values, weights: Values) -> tuple[Values, Values]:
    """Coefficients (n, 3) of the surface, and the weights that Tukey's function gives."""
    basis, wanted = np.ascontiguousarray(_basis(places).T), np.ascontiguousarray(values.T)
    ridge = np.diag([0.0] * 3 + [2e-3] * 3 + [1e-2] * 4) * len(places)
    coefficients = np.zeros((len(basis), 3))
    for reach in (_REACH, 5.0, 4.0, 3.0, 3.0):
        weighted = basis * weights
        squares = np.einsum("in,jn->ij", weighted, basis)
        coefficients = np.linalg.solve(squares + ridge, np.einsum("in,cn->ic", weighted, wanted))
        residue = wanted - np.einsum("in,ic->cn", basis, coefficients)
        away = np.sqrt((residue**2).sum(axis=0))
        weights = np.clip(1 - (away / reach) ** 2, 0, 1) ** 2
    return coefficients, weights


def _is_plain(cells: _Cells, belongs: Mask, residue: Values) -> bool:
    """Whether the border is one smooth surface that a product crosses in few places at most."""
    if belongs.mean() < _LEAST_SHARE:
        return False
    if (cells.corners & belongs).sum() < 5:  # of eight: each corner is two cells
        return False
    runs = int((belongs != np.roll(belongs, 1)).sum()) // 2
    spread = float(np.sqrt((residue[belongs] ** 2).sum(axis=1).mean()))
    grain = float(np.median(cells.grains[belongs]))
    return runs <= _MOST_RUNS and spread < _MOST_RESIDUE + grain / 8 and grain < _MOST_GRAIN
