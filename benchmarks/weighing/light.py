"""What light, lens, file and screen do to a picture of a product."""

from io import BytesIO

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
_GAMMA = 2.2
# How far apart the lights of two photos may be along red, green and blue: of daylight, of a lamp.
_DAY, _LAMP = (0.1, 0.04, 0.1), (0.3, 0.08, 0.3)
# One photo in so many is taken by lamplight, and left as it is by its camera.
_LAMPS = 0.25


def lit(picture: Pixels, chance: Generator) -> Image.Image:
    """In other light: tint, brightness, contrast, blur, noise, JPEG."""
    spread = _LAMP if chance.random() < _LAMPS else _DAY
    linear = (picture.astype(np.float32) / 255) ** _GAMMA
    linear = linear * np.exp(chance.normal(0, spread)) * np.exp(chance.normal(0, 0.25))
    shown = np.clip(linear, 0, 1) ** (1 / _GAMMA)
    shown = (shown - shown.mean()) * np.exp(chance.normal(0, 0.12)) + shown.mean()
    blur = chance.uniform(0, 1.6)
    if blur > 0.4:
        shown = cv2.GaussianBlur(shown, (0, 0), blur)
    shown = np.clip(shown + chance.normal(0, chance.uniform(0, 0.015), shown.shape), 0, 1)
    written = BytesIO()
    quality = int(chance.integers(45, 92))
    Image.fromarray((shown * 255).astype(np.uint8)).save(written, "JPEG", quality=quality)
    return Image.open(written).convert("RGB")


def screened(picture: Pixels, chance: Generator) -> Pixels:
    """As a phone sees it on a screen: its red, green and blue stripes, moire, and a glare."""
    height, width = picture.shape[:2]
    fine = int(chance.integers(2, 4))
    large = cv2.resize(picture, (width * fine, height * fine), interpolation=cv2.INTER_NEAREST)
    stripes = np.full(large.shape, chance.uniform(0.3, 0.6), np.float32)
    for channel in range(3):
        stripes[:, channel :: max(fine, 3), channel] = 1
    stripes[:: 2 * fine] *= chance.uniform(0.7, 1)
    shown = (large / np.float32(255)) ** _GAMMA * stripes
    turn = cv2.getRotationMatrix2D((width * fine / 2, height * fine / 2), chance.normal(0, 2), 1)
    turn = turn * chance.uniform(0.9, 0.99) / fine
    seen = cv2.warpAffine(shown, turn, (width, height), flags=cv2.INTER_LINEAR)
    even = np.asarray(seen, np.float32) / float(stripes.mean())
    glare = np.linspace(0, 1, width) * chance.uniform(0, 0.15)
    lifted = np.clip(even + glare[np.newaxis, :, np.newaxis] + 0.01, 0, 1) ** (1 / _GAMMA)
    return np.asarray(lifted * 255, dtype=np.uint8)
