"""Variations of a crop that leave the product the same."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Crops = NDArray[np.uint8]


def mirrored(crops: Crops) -> Crops:
    """Each crop of (n, h, w, 3) seen in a mirror."""
    return crops[:, :, ::-1]


def rotated(crops: Crops, degrees: float) -> Crops:
    """Each crop of (n, h, w, 3) turned counterclockwise about its middle, on white."""
    turned = (
        _image(crop).rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white") for crop in crops
    )
    return np.stack([np.asarray(image) for image in turned])


def rescaled(crops: Crops, scale: float) -> Crops:
    """Each crop of (n, h, w, 3) drawn `scale` times as large about its middle, on white."""
    height, width = crops.shape[1:3]
    size = round(width * scale), round(height * scale)
    corner = (width - size[0]) // 2, (height - size[1]) // 2
    drawn = []
    for crop in crops:
        canvas = Image.new("RGB", (width, height), "white")
        canvas.paste(_image(crop).resize(size, Image.Resampling.LANCZOS), corner)
        drawn.append(np.asarray(canvas))
    return np.stack(drawn)


def variants(
    crops: Crops, rotations: Iterable[float], scales: Iterable[float], *, flip: bool
) -> Crops:
    """The crops (n, h, w, 3), each rotation and each scale of them, then all of it in the mirror.

    `rotations` in degrees.
    """
    turned = [rotated(crops, degrees) for degrees in rotations]
    resized = [rescaled(crops, scale) for scale in scales]
    shown = np.concatenate([crops, *turned, *resized])
    return np.concatenate([shown, mirrored(shown)]) if flip else shown


def _image(crop: Crops) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(crop))
