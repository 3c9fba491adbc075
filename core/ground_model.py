"""The colour of a plain ground at every pixel: a smooth surface, fitted robustly.

A first surface is found along the border, where most of what is seen is ground; a second one over
all that turned out to be ground. Robust fitting is RANSAC (Fischler and Bolles, 1981) for the
start and reweighted least squares with Tukey's weights (Beaton and Tukey, 1974) from there.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.lab import Lab

Field = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CELLS = 64  # along the longer side
_HYPOTHESES = 96
_REACH = 6.0  # of a border cell from the plane that it may still belong to
_MOST_RESIDUE, _MOST_GRAIN = 0.9, 4.0
_LEAST_SHARE, _MOST_RUNS = 0.5, 4
_POWERS = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)]


@dataclass(frozen=True)
class Ground:
    """The surface as (3, h, w) L*a*b*, and the deviation of single pixels from it."""

    surface: Lab
    grain: float


@dataclass(frozen=True)
class _Cells:
    """Squares along the border, clockwise: places (n, 2) in -1..1, means (n, 3), deviations (n)."""

    places: NDArray[np.float64]
    means: NDArray[np.float64]
    grains: NDArray[np.float64]
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
    return Ground(_surface(coefficients, lab.shape), float(np.median(cells.grains[belongs])))


def refined(lab: Lab, ground: Ground, seen: Mask) -> Ground:
    """The surface fitted anew to the pixels `seen`, which are ground."""
    step = max(1, max(seen.shape) // 80)
    rows, columns = np.nonzero(seen[::step, ::step])
    if len(rows) < 4 * len(_POWERS):
        return ground
    height, width = seen.shape
    places = np.stack([_unit(columns * step, width), _unit(rows * step, height)], axis=1)
    values = lab[:, rows * step, columns * step].T.astype(np.float64)
    coefficients, _ = _reweighted(places, values, np.ones(len(rows)))
    return Ground(_surface(coefficients, lab.shape), ground.grain)


def _unit(at: NDArray[np.intp], count: int) -> NDArray[np.float64]:
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


def _basis(places: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = places[:, 0], places[:, 1]
    return np.stack([x**i * y**j for i, j in _POWERS], axis=1)


@cache
def _draws(count: int) -> NDArray[np.intp]:
    return np.random.default_rng(count).integers(0, count, (_HYPOTHESES, 4))


def _plane(cells: _Cells) -> NDArray[np.float64] | None:
    """Weights of the cells that lie near the plane on which most lie."""
    count = len(cells.means)
    basis = _basis(cells.places)[:, :3]
    drawn = basis[_draws(count)]
    across = drawn.transpose(0, 2, 1)
    planes = np.linalg.solve(
        across @ drawn + 1e-6 * np.eye(3), across @ cells.means[_draws(count)]
    )
    away = ((cells.means - basis @ planes) ** 2).sum(axis=2)
    best = away[np.minimum(away, _REACH**2).sum(axis=1).argmin()]
    weights = (best < _REACH**2).astype(np.float64)
    return weights if weights.sum() >= 2 * len(_POWERS) else None


def _reweighted(
    places: NDArray[np.float64], values: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coefficients (n, 3) of the surface, and the weights that Tukey's function gives."""
    basis = _basis(places)
    ridge = np.diag([0.0] * 3 + [2e-3] * 3 + [1e-2] * 4) * len(places)
    coefficients = np.zeros((basis.shape[1], 3))
    for reach in (_REACH, 5.0, 4.0, 3.0, 3.0):
        weighted = basis.T * weights
        coefficients = np.linalg.solve(weighted @ basis + ridge, weighted @ values)
        away = np.sqrt(((values - basis @ coefficients) ** 2).sum(axis=1))
        weights = np.clip(1 - (away / reach) ** 2, 0, 1) ** 2
    return coefficients, weights


def _is_plain(cells: _Cells, belongs: Mask, residue: NDArray[np.float64]) -> bool:
    """Whether the border is one smooth surface that a product crosses in few places at most."""
    if belongs.mean() < _LEAST_SHARE:
        return False
    if (cells.corners & belongs).sum() < 5:  # of eight: each corner is two cells
        return False
    runs = int((belongs != np.roll(belongs, 1)).sum()) // 2
    spread = float(np.sqrt((residue[belongs] ** 2).sum(axis=1).mean()))
    grain = float(np.median(cells.grains[belongs]))
    return runs <= _MOST_RUNS and spread < _MOST_RESIDUE + grain / 8 and grain < _MOST_GRAIN


def _surface(coefficients: NDArray[np.float64], shape: tuple[int, ...]) -> Lab:
    _, height, width = shape
    x = _unit(np.arange(width), width)
    y = _unit(np.arange(height), height)
    table = np.zeros((3, 4, 4))
    for (i, j), row in zip(_POWERS, coefficients, strict=True):
        table[:, j, i] = row
    down, across = np.vander(y, 4, increasing=True), np.vander(x, 4, increasing=True)
    rows = (down @ table).astype(np.float32)
    return rows @ across.T.astype(np.float32)
