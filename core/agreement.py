"""Whether two photos show the same thing: points of both that one map of the plane brings together.

Pairs of points that stand out (Lowe's ratio test, both ways) are verified by a homography with
MAGSAC++ (Barath et al., "MAGSAC++, a fast, reliable and accurate robust estimator", 2020).
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from core import intake, local_features
from core.local_features import LocalFeatures
from core.records import Agreement
from core.removal import WORK_SIDE

# The nearest point must be nearer than this share of the distance of the next one.
_RATIO = 0.85
# How far from its place a point may come to lie, of the longer side of the points' extent.
_TOLERANCE = 0.015
# A map goes through any four pairs; with fewer than these in all, agreement is chance.
_LEAST = 8
_ROUNDS, _CONFIDENCE, _SEED = 2000, 0.999, 7
# The same thing is at most so many times as large in one photo as in the other, or as narrow.
_MOST_STRETCH = 8.0


def agreement(query: Path, other: Path) -> Agreement:
    """Where two photos agree. Raises `PhotoError` for one that cannot be used."""
    found = [local_features.find(intake.load(path, WORK_SIDE), None) for path in (query, other)]
    return agree(*found)


def agree(query: LocalFeatures, other: LocalFeatures) -> Agreement:
    """Where the points of two photos agree: the same points for the same features, always."""
    one, two = _pairs(query.descriptors, other.descriptors)
    source, target = query.points[one], other.points[two]
    is_kept = _verified(source, target)
    pairs = np.hstack([source, target])[is_kept].tolist()
    return Agreement(tuple(tuple(pair) for pair in pairs), query.size, other.size)


def _pairs(
    one: NDArray[np.uint8], two: NDArray[np.uint8]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places in both of the descriptors that are each other's nearest, by far."""
    if min(len(one), len(two)) < 2:
        return np.empty(0, np.intp), np.empty(0, np.intp)
    left, right = one.astype(np.float32), two.astype(np.float32)
    squares = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1) - 2 * left @ right.T
    nearest, back = squares.argmin(axis=1), squares.argmin(axis=0)
    rows = np.arange(len(one))
    best = squares[rows, nearest]
    squares[rows, nearest] = np.inf
    is_clear = best < _RATIO**2 * squares.min(axis=1)
    is_mutual = back[nearest] == rows
    places = np.flatnonzero(is_clear & is_mutual)
    return places, nearest[places]


def _verified(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of the pairs (n, 2) and (n, 2) lie on one map that a photo can have made."""
    none = np.zeros(len(source), dtype=bool)
    if len(source) < _LEAST:
        return none
    chosen = cv2.UsacParams()
    chosen.randomGeneratorState, chosen.isParallel = _SEED, False
    chosen.maxIterations, chosen.confidence = _ROUNDS, _CONFIDENCE
    chosen.score = cv2.SCORE_METHOD_MAGSAC
    chosen.threshold = max(1.0, _TOLERANCE * float(np.ptp(target, axis=0).max()))
    plane, inside = cv2.findHomography(source, target, chosen)
    if plane is None or not _is_photo(np.asarray(plane, dtype=np.float64), source):
        return none
    kept: NDArray[np.bool_] = inside.ravel().astype(bool)
    return kept if kept.sum() >= _LEAST else none


def _is_photo(plane: NDArray[np.float64], source: NDArray[np.float32]) -> bool:
    """Whether a homography neither mirrors nor stretches too far around the pairs' middle."""
    x, y = source.mean(axis=0)
    u, v, w = plane @ (x, y, 1.0)
    if abs(w) < 1e-9:
        return False
    slope = (plane[:2, :2] - np.outer((u / w, v / w), plane[2, :2])) / w
    if np.linalg.det(slope) <= 0:
        return False
    long, short = np.linalg.svd(slope, compute_uv=False)
    return bool(long < _MOST_STRETCH and short > 1 / _MOST_STRETCH)
