"""Ground that is seen through a product: inside a handle, between arm and body, through lace.

A white label, a dial or a highlight may have the ground's colour too. A hole is told from them by
its flatness (shading only crosses the ground's colour), by its sharp outline all around, and
because nothing floats in it: letters and hands do float in labels and dials.
"""

from dataclasses import dataclass

import numpy as np

from core.ground_flood import Look
from core.regions import Mask, Regions, grow, regions

_SMALLEST = 4  # pixels
_FLAT, _MAYBE_FLAT = 0.4, 0.1
_OUTLINED = 0.75
_FAR = 4  # tolerances from the ground that make an island


@dataclass(frozen=True)
class Holes:
    """The holes (h, w), how many pixels may be holes or not, and the number of holes."""

    mask: Mask
    doubtful: int
    count: int


def holes(seen: Look, ground: Mask) -> Holes:
    """Find the holes of what is not `ground`, the part of the ground that the border reaches."""
    near = grow(seen.away < seen.tolerance, 2, within=seen.away < 2 * seen.tolerance)
    found = regions((near | seen.shaded) & ~ground)
    flat = found.share(seen.away < seen.tolerance / 2)
    maybe = (flat > _MAYBE_FLAT) & (found.areas >= _SMALLEST)
    maybe[0] = False
    outlined_share, walls = _outlined(found, seen)
    outlined = outlined_share > _OUTLINED
    nearly = found.share(near)
    small = found.areas < 1000
    clear = (nearly > 0.95) & (outlined_share > 0.95) & (walls > 20)
    open_ = maybe & outlined & ((flat > _FLAT) | (clear & small))
    pins = (nearly > 0.9) & (outlined_share > 0.7) & ~open_ & (found.areas < 150) & (found.areas >= _SMALLEST) & ~found.touching(grow(ground, 3))
    pins[0] = False
    if (open_ & (found.areas < 150)).sum() > max(8, 0.3 * pins.sum()):
        open_ |= pins
    floating = _islands(found, found.where(open_), ground, seen)
    large = found.areas > 0.3 * (~ground).sum()
    vague = maybe & outlined & ~(open_ & (floating == 0)) & ((floating < 3) | large)
    vague |= outlined & ~open_ & (nearly > 0.15) & (found.share(seen.slope) < 0.6) & (found.areas > 0.05 * (~ground).sum())
    vague |= pins & ~open_
    vague[0] = False
    doubtful = found.areas[vague].sum()
    open_ &= floating == 0
    return Holes(found.where(open_) & near, int(doubtful), int(open_.sum()))


def _outlined(found: Regions, seen: Look) -> np.ndarray:
    """The share of each region's surroundings that is an edge."""
    grown = grow(found.labels, 2)
    grown[found.labels > 0] = 0
    ring = Regions(grown, found.count)
    return ring.share(seen.steep > seen.strong), ring.share(seen.away)


def _islands(found: Regions, opened: Mask, ground: Mask, seen: Look) -> np.ndarray:
    """How many things float in each opened region."""
    pieces = regions(~ground & ~opened)
    far = pieces.total((seen.away > _FAR * seen.tolerance) & ~seen.shaded) >= 3 + 0.001 * opened.sum()
    floating = pieces.where(far & ~pieces.touching(grow(ground, 2)))
    counts = np.zeros(found.count + 1, np.intp)
    if floating.any():
        rims = grow(np.where(opened, found.labels, 0))[floating]
        pairs = np.unique(np.stack([rims, pieces.labels[floating]]), axis=1)
        counts += np.bincount(pairs[0], minlength=found.count + 1)
    return counts
