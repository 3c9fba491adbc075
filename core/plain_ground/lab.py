"""CIE L*a*b* of photos, quick enough for every photo of a run.

The exact sums are those of `skimage.color.rgb2lab` (sRGB, D65); tables take the place of its
powers, which alone would cost more than all of the plain-ground path.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Lab = NDArray[np.float32]

_TO_XYZ = (
    (0.412453, 0.357580, 0.180423),
    (0.212671, 0.715160, 0.072169),
    (0.019334, 0.119193, 0.950227),
)
_WHITE = (0.95047, 1.0, 1.08883)
_STEPS = 16384


def lab(pixels: NDArray[np.uint8]) -> Lab:
    """L*, a*, b* as (3, h, w) float32 of sRGB pixels (h, w, 3)."""
    red, green, blue = (np.ascontiguousarray(pixels[..., channel]) for channel in range(3))
    cube = _cube_roots()
    x, y, z = (
        np.take(cube, (of_red[red] + of_green[green] + of_blue[blue]).astype(np.uint16))
        for of_red, of_green, of_blue in _light()
    )
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@cache
def _light() -> tuple[tuple[NDArray[np.float32], ...], ...]:
    """For each of X, Y, Z what each value of R, G and B adds to it, in steps of `_STEPS`."""
    value = np.arange(256) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return tuple(
        tuple((linear * share / white * _STEPS).astype(np.float32) for share in row)
        for row, white in zip(_TO_XYZ, _WHITE, strict=True)
    )


@cache
def _cube_roots() -> NDArray[np.float32]:
    """The function f of L*a*b* for each step, a few more than white has."""
    share = (np.arange(_STEPS + 16) + 0.5) / _STEPS
    return np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116).astype(np.float32)
