"""How the pixels of a photo compare with its ground."""

from dataclasses import dataclass

import numpy as np

from core.plain_ground.lab import Lab
from core.plain_ground.regions import Field, Mask, grow
from core.plain_ground.surface import Ground

# A shadow leaves a quarter of the light, which is .62 of L* + 16.
_DARKEST = 0.38
# A shadow's slope is less than a third of its depth: its blur is over some five pixels.
_BLURRED = 0.33


@dataclass(frozen=True)
class Look:
    """Distances in L*a*b*; the fields are (h, w).

    `darker` is L* below the ground's (negative: lighter), `tint` the distance of a*, b* from those
    of the ground in that much shade, `away` both together. `slope` is the change of L* a pixel,
    `steep` the greatest change of L*a*b* a pixel nearby; `spread` is the ground's own, `lightness`
    its mean L*.

    A shadow scales the ground's light, so in L*a*b* it scales L* + 16, a* and b* alike.
    """

    darker: Field
    tint: Field
    away: Field
    slope: Field
    steep: Field
    spread: float
    lightness: float

    @property
    def tight(self) -> float:
        """What noise explains where nothing else disturbs."""
        return 1.2 + 1.5 * self.spread

    @property
    def loose(self) -> float:
        """What noise and a codec's ringing explain."""
        return 2.0 + 1.5 * self.spread

    @property
    def strong(self) -> float:
        """The change a pixel that makes an edge."""
        return 1.5 + 0.6 * self.loose

    @property
    def deepest(self) -> float:
        """How much darker than the ground a shadow on it may be."""
        return _DARKEST * (self.lightness + 16)

    @property
    def shade(self) -> Mask:
        """The ground's colour, darker and without an edge."""
        dark = (self.darker > 0) & (self.darker < self.deepest)
        return dark & (self.tint < 1 + self.loose) & (self.slope < self.strong)

    @property
    def soft_shade(self) -> Mask:
        """Shade whose slope is that of a blurred shadow."""
        return self.shade & (self.slope < 0.3 * self.tight + _BLURRED * self.darker)

    def cropped(self, box: tuple[slice, slice]) -> "Look":
        """The part of it inside `box`."""
        return Look(
            darker=self.darker[box],
            tint=self.tint[box],
            away=self.away[box],
            slope=self.slope[box],
            steep=self.steep[box],
            spread=self.spread,
            lightness=self.lightness,
        )


def look(lab: Lab, ground: Ground) -> Look:
    """Compare the photo (3, h, w) with its ground."""
    surface = ground.surface(lab.shape)
    darker = surface[0] - lab[0]
    scale = (lab[0] + 16) / (surface[0] + 16)
    across, down = lab[1] - scale * surface[1], lab[2] - scale * surface[2]
    tint_squared = across * across + down * down
    slopes = [_slope_squared(channel) for channel in lab]
    return Look(
        darker=darker,
        tint=np.sqrt(tint_squared),
        away=np.sqrt(tint_squared + darker * darker),
        slope=np.sqrt(slopes[0]),
        steep=grow(np.sqrt(slopes[0] + slopes[1] + slopes[2])),
        spread=ground.spread,
        lightness=float(surface[0].mean()),
    )


def _slope_squared(channel: Field) -> Field:
    """The square of the gradient's length, by central differences."""
    square = np.zeros_like(channel)
    across = channel[:, 2:] - channel[:, :-2]
    square[:, 1:-1] = across * across
    down = channel[2:] - channel[:-2]
    square[1:-1] += down * down
    square *= 0.25
    return square
