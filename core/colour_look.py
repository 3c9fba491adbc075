"""Which colours a product is of: soft histograms of its own pixels in L*a*b*.

Two of them are compared by the Bhattacharyya coefficient, which is their product where the square
roots of the shares are kept, as here (Comaniciu, Ramesh and Meer, "Kernel-based object tracking",
2003). The light of the photo is partly undone first: shades of grey (Finlayson and Trezzi, 2004).
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.crop import MASK_THRESHOLD

# Colours need no fine pixels: the longer side at which they are looked at.
_SIDE = 96
# Bins along L*, a* and b*. Those of a* and b* are narrower near grey, where most cloth is.
_BINS = (6, 10, 10)
_LOW, _HIGH = np.array([0.0, -32.0, -32.0]), np.array([100.0, 32.0, 32.0])
_NARROW = 25.0
COUNT = int(np.prod(_BINS))
# Where the photo's light is sought (the norm's power), and how much of its tint is undone, at most:
# a red coat that fills its photo is no red light.
_POWER, _UNDONE, _MOST_UNDONE, _GAMMA = 6, 0.5, 0.1, 2.2
# Upper half, middle and lower half of the product, beside all of it: a coat above trousers.
_WINDOWS = ((0.0, 0.5), (0.25, 0.75), (0.5, 1.0))
WINDOWS = 1 + len(_WINDOWS)
_LEAST_PIXELS = 30


def colours(image: Image.Image, mask: Image.Image | None) -> NDArray[np.float32]:
    """Square roots of the shares (WINDOWS, COUNT) of an upright RGB image's colours.

    Of the product's pixels where there is a `mask` (L, same size), else of all: first of all of it,
    then of its windows. Rows have unit length, those of windows with hardly a pixel are zero.
    """
    scale = min(1.0, _SIDE / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    picture = np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float32)
    lab = _lab(picture / np.float32(255))
    inside = np.ones(lab.shape[:2], dtype=bool)
    if mask is not None:
        small = np.asarray(mask.resize(size, Image.Resampling.BOX)) > MASK_THRESHOLD
        inside = small if small.any() else inside
    rows = np.flatnonzero(inside.any(axis=1))
    heights = (np.nonzero(inside)[0] - rows[0]) / (rows[-1] + 1 - rows[0])
    places, weights = _placed(lab[inside])
    shown = [_shares(places, weights)]
    for top, bottom in _WINDOWS:
        within = (heights >= top) & (heights < bottom)
        enough = within.sum() >= _LEAST_PIXELS
        shown.append(_shares(places[:, within], weights[:, within]) if enough else np.zeros(COUNT))
    return np.stack(shown).astype(np.float32)


def _lab(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """L*a*b* of an sRGB picture (h, w, 3) in 0..1 whose light is partly undone."""
    linear = picture**_GAMMA
    light = np.maximum((linear**_POWER).mean(axis=(0, 1)) ** (1 / _POWER), 1e-3)
    gains = (light.mean() / light) ** _UNDONE
    gains = np.clip(gains / gains.mean(), 1 - _MOST_UNDONE, 1 + _MOST_UNDONE)
    even = np.clip(linear * gains, 0, 1) ** (1 / _GAMMA)
    return np.asarray(cv2.cvtColor(even.astype(np.float32), cv2.COLOR_RGB2LAB), dtype=np.float32)


def _placed(pixels: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The eight bins around each pixel (n, 3), and its share in each (8, n)."""
    placed = pixels.astype(np.float64)
    placed[:, 1:] = np.sign(placed[:, 1:]) * np.log1p(np.abs(placed[:, 1:]) / _NARROW) * _NARROW
    bins = np.array(_BINS)
    at = np.clip((placed - _LOW) / (_HIGH - _LOW) * bins - 0.5, 0, bins - 1)
    low = np.minimum(at.astype(np.intp), bins - 2)
    upper = at - low
    corners = list(np.ndindex(2, 2, 2))
    places = [np.ravel_multi_index(tuple((low + corner).T), _BINS) for corner in corners]
    weights = [np.where(corner, upper, 1 - upper).prod(axis=1) for corner in corners]
    return np.stack(places), np.stack(weights)


def _shares(places: NDArray[np.intp], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    counts = np.bincount(places.ravel(), weights.ravel(), COUNT)
    rooted: NDArray[np.float64] = np.sqrt(counts / counts.sum())
    return rooted
