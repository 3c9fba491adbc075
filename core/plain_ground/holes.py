"""Ground that is seen through a product: inside a handle, between arm and body, through lace.

A white label, a dial or a highlight may have the ground's colour too. A hole is told from them by
its flatness (shading only crosses the ground's colour), by its sharp outline all around, and
because nothing floats in it: letters and hands do float in labels and dials.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.plain_ground.look import Look
from core.plain_ground.regions import Mask, Regions, Values, grow, regions

_SMALLEST, _SMALL, _TINY = 4, 2000, 150  # pixels
_FLAT, _MAYBE_FLAT = 0.4, 0.1  # share of the ground's very colour
_OUTLINED = 0.75  # share of the surroundings that is an edge
_LARGE = 0.3  # of the product, more than any label has
_SIBLINGS = 8  # open holes that make a pattern of them


@dataclass(frozen=True)
class Holes:
    """The holes (h, w), how many pixels may be holes or not, and the number of holes."""

    mask: Mask
    doubtful: int
    count: int


@dataclass(frozen=True)
class _Measures:
    """What is known of each region."""

    flat: Values
    near: Values
    outlined: Values
    walls: Values
    slope: Values


def holes(seen: Look, ground: Mask) -> Holes:
    """Find the holes of what is not `ground`, the part of the ground that the border reaches."""
    near = grow(seen.away < seen.loose, 2, within=seen.away < 2 * seen.loose)
    found = regions((near | seen.shade) & ~ground)
    measures = _measured(found, seen, near)
    outlined = measures.outlined > _OUTLINED
    open_ = _open(found, measures, ground)
    floating = _islands(found, found.where(open_), ground, seen)
    large = found.areas > _LARGE * (~ground).sum()
    vague = (measures.flat > _MAYBE_FLAT) & outlined & (found.areas >= _SMALLEST)
    vague &= ~open_ | ((floating > 0) & ((floating < 3) | large))
    vague |= _in_shadow(found, measures, ground) & ~open_ & (measures.near > 0.15)
    vague |= _pinholes(found, measures, ground) & ~open_
    open_ &= floating == 0
    return Holes(found.where(open_) & near, int(found.areas[vague].sum()), int(open_.sum()))


def _measured(found: Regions, seen: Look, near: Mask) -> _Measures:
    around = found.surroundings
    return _Measures(
        flat=found.share(seen.away < seen.loose / 2),
        near=found.share(near),
        outlined=around.share(seen.steep > seen.strong),
        walls=around.share(seen.away),
        slope=found.share(seen.slope),
    )


def _open(found: Regions, measures: _Measures, ground: Mask) -> Mask:
    """Which regions are holes by their colour and outline."""
    sized = found.areas >= _SMALLEST
    clear = (measures.near > 0.95) & (measures.outlined > 0.95) & (measures.walls > 20)
    clear &= (measures.flat > 0.05) & (found.areas < _SMALL)
    clear |= (measures.flat > 0.3) & (measures.outlined > 0.9) & (measures.walls > 30)
    flat = (measures.flat > _FLAT) & (measures.outlined > _OUTLINED)
    half_lit = _in_shadow(found, measures, ground)
    half_lit &= (measures.near > 0.5) & (measures.flat > _MAYBE_FLAT)
    open_: Mask = sized & (flat | clear | half_lit)
    pinholes = _pinholes(found, measures, ground) & ~open_
    if (open_ & (found.areas < _TINY)).sum() > max(_SIBLINGS, 0.3 * pinholes.sum()):
        open_ |= pinholes
    return open_


def _pinholes(found: Regions, measures: _Measures, ground: Mask) -> Mask:
    """Tiny regions that the codec has blurred; they are holes where others like them are."""
    tiny = (found.areas >= _SMALLEST) & (found.areas < _TINY)
    alike = (measures.near > 0.9) & (measures.outlined > 0.7)
    pinholes: Mask = tiny & alike & ~found.touching(grow(ground, 3))
    return pinholes


def _in_shadow(found: Regions, measures: _Measures, ground: Mask) -> Mask:
    """Regions that may be ground on which the product's shadow falls."""
    outlined = np.where(measures.flat > _MAYBE_FLAT, 0.65, _OUTLINED)
    smooth = (measures.slope < 0.6) & (measures.outlined > outlined)
    shadow: Mask = smooth & (found.areas > 0.05 * (~ground).sum())
    return shadow


def _islands(found: Regions, opened: Mask, ground: Mask, seen: Look) -> NDArray[np.intp]:
    """How many things float in each opened region."""
    counts = np.zeros(found.count + 1, np.intp)
    if not opened.any():
        return counts
    pieces = regions(~ground & ~opened)
    far = pieces.total((seen.away > 4 * seen.loose) & ~seen.shade)
    floating = pieces.where((far >= 3 + 0.001 * opened.sum()) & ~pieces.touching(grow(ground, 2)))
    if floating.any():
        rims = grow(np.where(opened, found.labels, 0))[floating]
        pairs = np.unique(np.stack([rims, pieces.labels[floating]]), axis=1)
        counts += np.bincount(pairs[0], minlength=found.count + 1)
    counts[0] = 0
    return counts
