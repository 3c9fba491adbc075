"""Views of a product as other people would photograph it, made of a crop."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from core import augment

Crop = NDArray[np.uint8]

_ZOOM, _SHIFT, _SKEW, _DEGREES = (0.65, 1.15), 0.12, 0.08, 20.0
_LIGHT, _CONTRAST, _CAST, _BLUR, _QUALITY = 0.3, 0.25, 0.12, 1.5, (30, 90)
_LEAST_SIDE = 0.35


def photographed(crop: Crop, seed: tuple[int, ...]) -> Crop:
    """A view of the crop (side, side, 3), of the same shape; the same `seed` gives the same view.

    Nearer or farther, moved, turned, at a slant, perhaps in the mirror, in other light, less sharp.
    """
    chance = np.random.default_rng(seed)
    shown = augment.mirrored(crop[np.newaxis]) if chance.random() < 0.5 else crop[np.newaxis]
    shown = augment.rotated(shown, chance.uniform(-_DEGREES, _DEGREES))
    image = Image.fromarray(np.ascontiguousarray(shown[0]))
    return _coarser(_lit(_moved(image, chance), chance), chance)


def _moved(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Another part of the image, its corners each a little off; white around it."""
    side = image.width
    half = side * chance.uniform(*_ZOOM) / 2
    middle = side / 2 + chance.uniform(-_SHIFT, _SHIFT, 2) * side
    corners = np.array([(-1, -1), (-1, 1), (1, 1), (1, -1)]) * half + middle
    corners += chance.uniform(-_SKEW, _SKEW, corners.shape) * side
    return image.transform(
        image.size,
        Image.Transform.QUAD,
        tuple(corners.ravel()),
        Image.Resampling.BICUBIC,
        fillcolor="white",
    )


def _lit(image: Image.Image, chance: np.random.Generator) -> Crop:
    """Brighter or darker, flatter or harder, warmer or colder."""
    light = 1 + chance.uniform(-_LIGHT, _LIGHT) + chance.uniform(-_CAST, _CAST, 3)
    values = np.asarray(image, np.float32)
    contrast = 1 + chance.uniform(-_CONTRAST, _CONTRAST)
    lit = ((values - 128) * contrast + 128) * light
    return lit.clip(0, 255).astype(np.uint8)


def _coarser(crop: Crop, chance: np.random.Generator) -> Crop:
    """Blurred, scaled down and up again, and saved as JPEG."""
    image = Image.fromarray(crop).filter(ImageFilter.GaussianBlur(chance.uniform(0, _BLUR)))
    small = round(image.width * chance.uniform(_LEAST_SIDE, 1))
    image = image.resize((small, small), Image.Resampling.BILINEAR)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=int(chance.integers(*_QUALITY)))
    with Image.open(file) as saved:
        return np.asarray(saved.resize(crop.shape[1::-1], Image.Resampling.BILINEAR))
