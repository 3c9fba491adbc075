"""What products are photographed on: plain grounds, and all the others."""

import colorsys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from resources.drawing.fields import blur, noise, resize
from resources.drawing.surfaces import SURFACES

Pixels = NDArray[np.floating[Any]]
Size = tuple[int, int]
Random = np.random.Generator


def _colour(rng: Random) -> Pixels:
    """A pale or a strong colour, as studios paint their walls."""
    pale = rng.random() < 0.7
    saturation = rng.uniform(0.03, 0.2) if pale else rng.uniform(0.3, 0.75)
    value = rng.uniform(0.8, 0.97) if pale else rng.uniform(0.25, 0.85)
    return np.array(colorsys.hsv_to_rgb(rng.random(), saturation, value), np.float32)


def _flat(colour: Pixels, size: Size) -> Pixels:
    return np.broadcast_to(colour, (size[1], size[0], 3)).astype(np.float32)


def _white(size: Size, rng: Random) -> Pixels:
    return _flat(np.ones(3, np.float32), size)


def _off_white(size: Size, rng: Random) -> Pixels:
    return _flat((rng.uniform(0.92, 0.985) * np.array([1, 0.995, 0.985])).astype(np.float32), size)


def _grey(size: Size, rng: Random) -> Pixels:
    return _flat(np.full(3, rng.uniform(0.15, 0.9), np.float32), size)


def _coloured(size: Size, rng: Random) -> Pixels:
    return _flat(_colour(rng), size)


def _linear(size: Size, rng: Random) -> Pixels:
    """One colour that fades into a darker one along any direction, evenly or as an S."""
    turn = rng.uniform(0, 2 * np.pi)
    x, y = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1]))
    ramp = (x * np.cos(turn) + y * np.sin(turn)) / 2.83 + 0.5
    if rng.random() < 0.5:
        ramp = ramp * ramp * (3 - 2 * ramp)
    start = _colour(rng) if rng.random() < 0.5 else np.full(3, rng.uniform(0.6, 0.99))
    end = start * rng.uniform(0.65, 0.93)
    return np.asarray((start * (1 - ramp[..., None]) + end * ramp[..., None]), np.float32)


def _vignette(size: Size, rng: Random) -> Pixels:
    """One colour, lit in the middle."""
    x, y = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1]))
    away = np.hypot(x - rng.uniform(-0.3, 0.3), y - rng.uniform(-0.3, 0.3))
    fall = 1 - rng.uniform(0.05, 0.25) * away**2 / 1.5
    colour = _colour(rng) if rng.random() < 0.5 else np.full(3, rng.uniform(0.5, 0.99))
    return np.clip(colour * fall[..., None], 0, 1).astype(np.float32)


def _surface(size: Size, rng: Random) -> Pixels:
    """A surface of the sample's query photos."""
    name = sorted(SURFACES)[int(rng.integers(len(SURFACES)))]
    field = np.asarray(SURFACES[name](int(rng.integers(1, 400))))
    picture = Image.fromarray(np.rint(np.clip(field, 0, 1) * 255).astype(np.uint8))
    return np.asarray(picture.resize(size, Image.Resampling.BICUBIC), np.float32) / 255


def _grain(size: Size, low: float, high: float, rng: Random) -> Pixels:
    """Noise between two frequencies in waves a picture, of mean 0 and deviation 1."""
    field = noise(low, high, int(rng.integers(1, 10000)))
    return np.asarray(resize(field, *size), np.float32)


def _grass(size: Size, rng: Random) -> Pixels:
    tone = 0.5 + 0.16 * _grain(size, 20, 120, rng) + 0.07 * _grain(size, 2, 9, rng)
    dark, light = np.array([0.13, 0.25, 0.07]), np.array([0.52, 0.68, 0.28])
    mix = np.clip(tone, 0, 1)[..., None]
    return np.asarray((dark * (1 - mix) + light * mix), np.float32)


def _room(size: Size, rng: Random) -> Pixels:
    """A wall above a floor, with a piece of furniture or two."""
    field = _flat(_colour(rng), size).copy()
    width, height = size
    horizon = int(height * rng.uniform(0.5, 0.85))
    field[horizon:] = _colour(rng) * 0.8
    for _ in range(int(rng.integers(1, 4))):
        left, top = int(rng.integers(-width // 4, width)), int(rng.integers(0, horizon))
        field[top : horizon + height // 12, max(left, 0) : left + width // 4] = _colour(rng) * 0.9
    return np.clip(field + 0.012 * _grain(size, 2, 40, rng)[..., None], 0, 1).astype(np.float32)


def _sheet(size: Size, rng: Random) -> Pixels:
    """A bed sheet with folds, some of them faint."""
    relief = blur(_grain(size, 1, float(rng.uniform(4, 14)), rng), max(size) / 160)
    slope = np.gradient(relief, axis=1) + np.gradient(relief, axis=0)
    shade = 1 + rng.uniform(0.03, 0.12) * np.clip(slope / (slope.std() + 1e-6), -2.5, 2.5)
    colour = np.full(3, rng.uniform(0.75, 0.95)) * np.array([1, 0.99, 0.965])
    return np.asarray(np.clip(colour * shade[..., None] * 0.95, 0, 1), np.float32)


def _coarse(size: Size, rng: Random) -> Pixels:
    """Stone, felt or plaster: a colour with a grain that a sensor does not make."""
    grain = _grain(size, 3, float(rng.uniform(20, 90)), rng)
    return np.clip(_colour(rng) + rng.uniform(0.03, 0.09) * grain[..., None], 0, 1).astype(
        np.float32
    )


PLAIN: dict[str, Callable[[Size, Random], Pixels]] = {
    "white": _white,
    "off-white": _off_white,
    "grey": _grey,
    "colour": _coloured,
    "linear": _linear,
    "vignette": _vignette,
}
OTHERS: dict[str, Callable[[Size, Random], Pixels]] = {
    "surface": _surface,
    "grass": _grass,
    "room": _room,
    "sheet": _sheet,
    "coarse": _coarse,
}
