"""The flood of the ground from the border, and of its shadows.

Connected components of what is near the surface are the lit ground. Shade is
ground if it passes softly into lit ground all around, or if it is as even as no product is.
"""

import numpy as np
from scipy import ndimage

from core.plain_ground.look import Look
from core.plain_ground.regions import Mask, Regions, grow, regions, shrink

_RINGING = 3  # pixels beside an edge that JPEG disturbs
_SMALL = 30  # pixels; smaller shadows need no second look
_SOFTLY = 0.8  # of a shadow's surroundings that it passes into without an edge
_NEAR, _PENUMBRA = 5, 7  # pixels
# On white, what is a little darker and as even may be the face of a white product.
_SHALLOWEST, _SHALLOWEST_ON_WHITE, _WHITE = 5.0, 12.0, 93.0


def lit(seen: Look) -> Mask:
    """Ground in full light: near the surface and connected to the border."""
    near = regions(seen.away < seen.tight)
    return near.where(near.framed)


def soft_shadows(seen: Look, ground: Mask) -> Mask:
    """Shadows that pass softly into the flooded part of the ground."""
    found = regions(seen.soft_shade & ~ground)
    chosen = found.touching(grow(ground))
    boxes = ndimage.find_objects(found.labels)
    for index in np.flatnonzero(chosen & (found.areas >= _SMALL)):
        frame = tuple(
            slice(max(0, part.start - _NEAR - 1), part.stop + _NEAR + 1)
            for part in boxes[index - 1]
        )
        chosen[index] = _passes_softly(found.labels[frame] == index, ground[frame])
    return found.where(chosen)


def hard_shadows(seen: Look, ground: Mask) -> tuple[Mask, int]:
    """Shadows with an outline, and how many pixels may be such a shadow or not.

    A shadow on a plain ground is even: the same share of the light is missing all over it.
    """
    calm = (seen.steep < 1.5 + 0.3 * seen.loose) & (seen.tint < 1 + 0.5 * seen.loose)
    least = _SHALLOWEST_ON_WHITE if seen.lightness > _WHITE else _SHALLOWEST
    flat = calm & (seen.darker > least) & (seen.darker < seen.deepest) & ~ground
    found = regions(grow(shrink(flat), within=flat))
    depth = found.share(seen.darker)
    spread = np.sqrt(np.maximum(found.share(seen.darker**2) - depth**2, 0))
    slope = found.share(seen.slope)
    even = (spread < 1 + seen.spread / 2) & (slope < 0.3 + 0.12 * seen.loose)
    even &= found.areas > max(_SMALL, 0.005 * (~ground).sum())
    if not even.any():
        return found.where(even), 0
    ring = grow(found.labels, _PENUMBRA)
    ring[found.labels > 0] = 0
    open_share = Regions(ring, found.count).share(ground)
    calmest = slope < 0.2 + 0.06 * seen.loose
    outside = open_share > np.where(calmest, 0.04, 0.08)
    shadow = found.where(even & outside)
    penumbra = (seen.darker < depth[ring] + seen.loose) & (seen.tint < 1 + seen.loose) & (ring > 0)
    whole = grow(shadow, _PENUMBRA, within=shadow | penumbra)
    return whole, int(found.areas[even & calmest & ~outside].sum())


def relaxed(seen: Look, ground: Mask) -> Mask:
    """The ground, and beside it what a codec's ringing explains."""
    return grow(ground, _RINGING, within=ground | (seen.away < 2 * seen.loose))


def _passes_softly(own: Mask, around: Mask) -> bool:
    """Whether a region passes into the ground around it without an edge."""
    beside = grow(own, _NEAR) & around
    passed = grow(own, _NEAR, within=own | around) & around
    return bool(passed.sum() >= _SOFTLY * beside.sum())
