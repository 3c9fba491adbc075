"""A clean cut-out at the photo's full size, from a mask that was made at a reduced one.

Where the mask's soft edge runs in truth, the photo says: a guided filter fits the mask by the
photo's colours in small windows, and the fit is carried out at full size (He, Sun and Tang, Guided
Image Filtering, PAMI 2013; He and Sun, Fast Guided Filter, 2015). Where product and ground mix in
one pixel, the ground's share is taken out of its colour (Forte, Approximate Fast Foreground Colour
Estimation, ICIP 2021).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Floats = NDArray[np.float32]

# The longer side of the photo for the fit, and there the window's radius and the smoothing.
_FIT_SIDE = 640
_RADIUS = 6
_SMOOTHING = 1e-4
# A mask that is a few pixels off is brought to the edge by a first fit, sharpened so far; of the
# second, what is nearer to none or all than this is none or all.
_SHARPEN = (0.25, 0.75)
_FINISH = (0.1, 0.9)
# How far around a pixel the colours of product and ground are looked for.
_COLOUR_RADIUS = 8
_ROWS_AT_A_TIME = 256


def cut_out(image: Image.Image, mask: Image.Image) -> Image.Image:
    """The product of `image` (RGB) as RGBA of the same size; `mask` is mode L, of any size.

    Memory beyond the result is that of a strip of the photo.
    """
    small = image.copy()
    small.thumbnail((_FIT_SIDE, _FIT_SIDE), Image.Resampling.LANCZOS)
    photo, rough = _floats(small), _floats(mask.resize(small.size, Image.Resampling.BILINEAR))
    weights = _fit(photo, _alpha(photo, _fit(photo, rough), _SHARPEN))
    colours = _colours(photo, _alpha(photo, weights, _FINISH))
    result = Image.new("RGBA", image.size)
    for top, strip, channels in _strips(image, np.dstack([weights, colours])):
        values = _floats(strip)
        alpha = _alpha(values, channels[..., :4], _FINISH)[..., None]
        product, ground = channels[..., 4:7], channels[..., 7:]
        freed = product + alpha * (values - alpha * product - (1 - alpha) * ground)
        pixels = np.dstack([np.where(alpha < 1, freed, values), alpha])
        result.paste(Image.fromarray(_bytes(pixels), "RGBA"), (0, top))
    return result


def _fit(photo: Floats, mask: Floats) -> Floats:
    """(h, w, 3) and (h, w) to (h, w, 4): what makes the mask of a pixel's three colours and 1."""
    mean, mean_mask = _mean(photo), _mean(mask)
    smoothing = np.eye(3, dtype=np.float32) * np.float32(_SMOOTHING)
    products = photo[..., :, None] * photo[..., None, :]
    spread = _mean(products) - mean[..., :, None] * mean[..., None, :] + smoothing
    with_mask = _mean(photo * mask[..., None]) - mean * mean_mask[..., None]
    slopes: Floats = np.linalg.solve(spread, with_mask[..., None])[..., 0]
    rest = mean_mask - (slopes * mean).sum(axis=-1)
    return _mean(np.dstack([slopes, rest]))


def _alpha(photo: Floats, weights: Floats, ends: tuple[float, float]) -> Floats:
    """(h, w, 3) and (h, w, 4) to (h, w): the fit, with what lies between `ends` spread to 0..1."""
    none, all_of_it = ends
    fitted = (photo * weights[..., :3]).sum(axis=-1) + weights[..., 3]
    spread: Floats = np.clip((fitted - none) / (all_of_it - none), 0, 1)
    return spread


def _colours(photo: Floats, alpha: Floats) -> Floats:
    """(h, w, 6): around each pixel, the product's colour and the ground's."""
    shares = (alpha[..., None], 1 - alpha[..., None])
    means = [
        _mean(photo * share, _COLOUR_RADIUS) / np.maximum(_mean(share, _COLOUR_RADIUS), 1e-4)
        for share in shares
    ]
    return np.dstack(means)


def _mean(values: Floats, radius: int = _RADIUS) -> Floats:
    """The mean of the square window around each pixel, channel by channel."""
    window = (2 * radius + 1, 2 * radius + 1) + (1,) * (values.ndim - 2)
    mean: Floats = ndimage.uniform_filter(values, window, mode="nearest")
    return mean


def _strips(image: Image.Image, channels: Floats) -> Iterator[tuple[int, Image.Image, Floats]]:
    """The photo in strips from its top, with `channels` (h, w, n) brought to their size."""
    planes = [Image.fromarray(plane) for plane in np.moveaxis(channels, 2, 0).copy()]
    height, width = channels.shape[:2]
    for top in range(0, image.height, _ROWS_AT_A_TIME):
        bottom = min(top + _ROWS_AT_A_TIME, image.height)
        strip = image.crop((0, top, image.width, bottom))
        within = (0, top * height / image.height, width, bottom * height / image.height)
        grown = [plane.resize(strip.size, Image.Resampling.BILINEAR, within) for plane in planes]
        yield top, strip, np.dstack([np.asarray(plane) for plane in grown])


def _floats(image: Image.Image) -> Floats:
    return np.asarray(image, dtype=np.float32) / np.float32(255)


def _bytes(values: Floats) -> NDArray[np.uint8]:
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
