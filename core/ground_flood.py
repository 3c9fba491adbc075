"""Which pixels are ground: a flood from the border through lit ground and soft shadows.

The flood is connected components of what is near the ground's surface in L*a*b*. A shadow scales
the light of the ground, so in L*a*b* it scales L* + 16, a* and b* alike: a pixel that is darker but
lies on that line, without an edge of its own, may be ground in shadow. It is taken for one only if
it passes softly into lit ground; what has a sharp outline towards the ground is a product.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from core.ground_model import Ground
from core.lab import Lab
from core.regions import Field, Mask, Regions, grow, regions, shrink

_DEEPEST_SHADOW = 55.0
_RINGING = 3  # pixels beside an edge that JPEG disturbs
_LEAST_SHADOW = 30  # pixels; smaller ones need no second look
_SOFTLY = 0.8  # of a shadow's surroundings that it passes into without an edge


@dataclass(frozen=True)
class Look:
    """How each pixel compares with the ground; the fields are (h, w).

    `darker` is L* below the ground's (negative: lighter), `tint` the distance of a*, b* from those
    of the ground in that much shade, `away` both together. `slope` is the change of L* a pixel,
    `steep` the greatest change of L*a*b* a pixel nearby. `tolerance` is the distance that noise
    explains, `strong` the change a pixel that makes an edge.
    """

    darker: Field
    tint: Field
    away: Field
    slope: Field
    steep: Field
    tolerance: float
    strong: float

    @property
    def shaded(self) -> Mask:
        """What may be ground in a soft shadow."""
        dark = (self.darker > 0) & (self.darker < _DEEPEST_SHADOW)
        return dark & (self.tint < 1 + self.tolerance) & (self.slope < self.strong)


def look(lab: Lab, ground: Ground) -> Look:
    """Compare the photo (3, h, w) with its ground."""
    surface = ground.surface
    darker = surface[0] - lab[0]
    shade = (lab[0] + 16) / (surface[0] + 16)
    tint = np.hypot(lab[1] - shade * surface[1], lab[2] - shade * surface[2])
    tolerance = 2.0 + 1.5 * ground.grain
    slope = _slope(lab[0])
    edge = np.sqrt(slope**2 + _slope(lab[1]) ** 2 + _slope(lab[2]) ** 2)
    return Look(
        darker=darker,
        tint=tint,
        away=np.hypot(darker, tint),
        slope=slope,
        steep=grow(edge),
        tolerance=tolerance,
        strong=1.5 + 0.6 * tolerance,
    )


def lit(away: Field, tolerance: float) -> Mask:
    """Ground in full light: near the surface and connected to the border."""
    near = regions(away < tolerance)
    rim = np.zeros(near.count + 1, bool)
    for side in (near.labels[0], near.labels[-1], near.labels[:, 0], near.labels[:, -1]):
        rim[side] = True
    return near.where(rim)


def shadows(seen: Look, ground: Mask) -> Mask:
    """Soft shadows of the ground, found from its flooded part."""
    found = regions(seen.shaded & ~ground)
    chosen = found.touching(grow(ground))
    boxes = ndimage.find_objects(found.labels)
    for index in np.flatnonzero(chosen & (found.areas >= _LEAST_SHADOW)):
        frame = tuple(slice(max(0, part.start - 6), part.stop + 6) for part in boxes[index - 1])
        chosen[index] = _is_soft(found.labels[frame] == index, ground[frame])
    return found.where(chosen)


def hard_shadows(seen: Look, ground: Mask) -> tuple[Mask, int]:
    """Shadows with an outline, and how many pixels may be such a shadow or not.

    No product is as even as a shadow on a plain ground is: the same share of the ground's light
    is missing everywhere in it.
    """
    calm = (seen.steep < 1.5 + 0.3 * seen.tolerance) & (seen.tint < 0.6 + 0.5 * seen.tolerance)
    deep = (seen.darker > 2 * seen.tolerance) & (seen.darker < _DEEPEST_SHADOW)
    flat = calm & deep & ~ground
    found = regions(grow(shrink(flat), within=flat))
    depth = found.share(seen.darker)
    spread = np.sqrt(np.maximum(found.share(seen.darker**2) - depth**2, 0))
    even = (spread < 1) & (found.share(seen.slope) < 0.2 + 0.04 * seen.tolerance)
    even &= found.areas > max(_LEAST_SHADOW, 0.005 * (~ground).sum())
    even[0] = False
    if not even.any():
        return found.where(even), 0
    ring = grow(found.labels, 5)
    ring[found.labels > 0] = 0
    outside = Regions(ring, found.count).share(ground) > 0.04
    shadow = found.where(even & outside)
    limit = np.where(ring > 0, depth[ring] + seen.tolerance, 0)
    penumbra = (seen.darker < limit) & (seen.tint < 1 + seen.tolerance)
    return grow(shadow, 5, within=shadow | penumbra), int(found.areas[even & ~outside].sum())


def relaxed(seen: Look, ground: Mask) -> Mask:
    """The ground, and beside it what a codec's ringing explains."""
    return grow(ground, _RINGING, within=ground | (seen.away < 2 * seen.tolerance))


def _is_soft(own: Mask, around: Mask) -> bool:
    """Whether a region passes into the ground around it without an edge."""
    beside = grow(own, 5) & around
    passed = grow(own, 5, within=own | around) & around
    return bool(passed.sum() >= _SOFTLY * beside.sum())


def _slope(channel: Field) -> Field:
    """The length of the gradient, by central differences."""
    padded = np.pad(channel, 1, mode="edge")
    across = padded[1:-1, 2:] - padded[1:-1, :-2]
    down = padded[2:, 1:-1] - padded[:-2, 1:-1]
    length: Field = np.sqrt(across * across + down * down) * np.float32(0.5)
    return length
