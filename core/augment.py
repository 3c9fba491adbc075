"""Variations of a crop that leave the product the same."""

from collections.abc import Callable, Iterable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

Crops = NDArray[np.uint8]
# What the study added to its gallery, by the study's names.
Augmentation = Literal[
    "none",
    "flip-h",
    "flip-v",
    "colour",
    "flip-h+colour",
    "flip-v+colour",
    "rotation",
    "brightness",
    "rescale",
]
AUGMENTATIONS: tuple[Augmentation, ...] = get_args(Augmentation)
AS_IT_IS = "as-it-is"
# The copies that an augmentation adds, each of which `copy` makes.
COPIES: dict[Augmentation, tuple[str, ...]] = {
    "none": (),
    "flip-h": ("flip-h",),
    "flip-v": ("flip-v",),
    "colour": ("colour",),
    "flip-h+colour": ("flip-h+colour",),
    "flip-v+colour": ("flip-v+colour",),
    "rotation": ("left", "right"),
    "brightness": ("darker", "brighter"),
    "rescale": ("smaller", "larger"),
}
SEED = 0
_DEGREES, _DARKER, _BRIGHTER, _SMALLER, _LARGER = 15, 0.75, 1.25, 0.8, 1.25
# How far a jitter of colours goes at most: of saturation and contrast, and of all hues (1.0).
_FACTOR, _HUE = 0.3, 0.04


def mirrored(crops: Crops) -> Crops:
    """Each crop of (n, h, w, 3) seen in a mirror."""
    return crops[:, :, ::-1]


def upended(crops: Crops) -> Crops:
    """Each crop of (n, h, w, 3) upside down, left and right as they were."""
    return crops[:, ::-1]


def coloured(crops: Crops, seed: int) -> Crops:
    """The crops (n, h, w, 3) in other colours: one jitter of hue, saturation and contrast for all.

    Where contrast falls, what is white becomes a light grey.
    """
    chance = np.random.default_rng(seed)
    saturation, contrast = chance.uniform(1 - _FACTOR, 1 + _FACTOR, 2)
    hue = round(chance.uniform(-_HUE, _HUE) * 255)
    return np.stack([_jittered(_image(crop), hue, saturation, contrast) for crop in crops])


def brightened(crops: Crops, factor: float) -> Crops:
    """Each crop of (n, h, w, 3) in so many times the light; what is too bright is white."""
    lit: Crops = np.clip(np.rint(crops * np.float32(factor)), 0, 255).astype(np.uint8)
    return lit


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


def copy(crops: Crops, name: str, seed: int = SEED) -> Crops:
    """One copy of the crops (n, h, w, 3): `AS_IT_IS`, or a name out of `COPIES`."""
    for step in name.split("+"):
        crops = _STEPS[step](crops, seed)
    return crops


def _jittered(image: Image.Image, hue: int, saturation: float, contrast: float) -> Crops:
    hues, *others = image.convert("HSV").split()
    turned = hues.point([(value + hue) % 256 for value in range(256)])
    shown = Image.merge("HSV", (turned, *others)).convert("RGB")
    shown = ImageEnhance.Color(shown).enhance(saturation)
    return np.asarray(ImageEnhance.Contrast(shown).enhance(contrast))


def _image(crop: Crops) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(crop))


_STEPS: dict[str, Callable[[Crops, int], Crops]] = {
    AS_IT_IS: lambda crops, _seed: crops,
    "flip-h": lambda crops, _seed: mirrored(crops),
    "flip-v": lambda crops, _seed: upended(crops),
    "colour": coloured,
    "left": lambda crops, _seed: rotated(crops, _DEGREES),
    "right": lambda crops, _seed: rotated(crops, -_DEGREES),
    "darker": lambda crops, _seed: brightened(crops, _DARKER),
    "brighter": lambda crops, _seed: brightened(crops, _BRIGHTER),
    "smaller": lambda crops, _seed: rescaled(crops, _SMALLER),
    "larger": lambda crops, _seed: rescaled(crops, _LARGER),
}
