"""Surfaces of a home or an office, on which people photograph things."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .fields import Field, blur, noise, resize, single
from .palette import rgb

WIDTH, HEIGHT = 720, 900


def _fit(field: Field, grow: float = 1.0, turn: bool = False) -> Field:
    """A tile of noise, enlarged to cover the picture."""
    field = field.T if turn else field
    side = round(HEIGHT * grow)
    return resize(np.ascontiguousarray(field), side, side)[:HEIGHT, :WIDTH]


def _ink(tone: Field, dark: str, light: str) -> Field:
    """A ramp from one colour to another."""
    mix = np.clip(tone, 0, 1)[..., None]
    return (np.array(rgb(dark)) * (1 - mix) + np.array(rgb(light)) * mix).astype(np.float32)


def _rows() -> Field:
    return np.repeat(np.arange(HEIGHT, dtype=np.float32)[:, None], WIDTH, 1)


def _columns() -> Field:
    return np.repeat(np.arange(WIDTH, dtype=np.float32)[None, :], HEIGHT, 0)


def wood(seed: int, dark: str = "#5b3a22", light: str = "#a9794a") -> Field:
    """Planks with their grain."""
    board = np.floor(_columns() / 178).astype(int)
    drift = _fit(noise(1, 5, seed, 0.25), 1.3) * 20 + board * 57
    rings = np.sin((_columns() + drift * 2.2) * 0.16) * 0.5 + 0.5
    grain = _fit(noise(16, 180, seed + 1, 0.06), 1.2)
    tone = 0.45 + 0.22 * (rings - 0.5) + 0.09 * grain + 0.1 * np.sin(board * 2.4 + seed)
    gap = np.clip(1 - np.abs((_columns() % 178) - 1.5) / 2.0, 0, 1)
    return single(_ink(single(tone), dark, light) * (1 - 0.7 * gap)[..., None])


def marble(seed: int, ground: str = "#eceae6", vein: str = "#8a8a8d") -> Field:
    """Polished stone with veins."""
    sweep = (_columns() * 0.8 + _rows() * 0.55) / 260
    drift = _fit(noise(1, 4, seed), 1.6) + 0.3 * _fit(noise(4, 24, seed + 1), 1.4)
    broad = np.sin(sweep * 2.2 + 1.3 * drift)
    fine = np.sin(sweep * 5.1 - 1.9 * drift + 0.4 * _fit(noise(8, 40, seed + 2), 1.3))
    mark = np.exp(-((broad / 0.1) ** 2)) * 0.5 + np.exp(-((fine / 0.045) ** 2)) * 0.3
    mark = mark * (0.6 + 0.4 * np.clip(_fit(noise(1, 6, seed + 3), 1.3), -1, 1))
    cloud = 0.1 * np.clip(_fit(noise(1, 4, seed + 4), 1.4), -1, 1)
    return _ink(np.clip(1 - mark * 0.8 + cloud - 0.08, 0, 1).astype(np.float32), vein, ground)


def linen(seed: int, dark: str = "#b9ab94", light: str = "#e6dcc9") -> Field:
    """A coarse cloth with soft folds."""
    warp = np.sin(_columns() * 1.5 + 0.5 * _fit(noise(4, 60, seed, 0.1)))
    weft = np.sin(_rows() * 1.5 + 0.5 * _fit(noise(4, 60, seed + 1, 8.0)))
    yarn = warp * weft + 0.5 * _fit(noise(30, 140, seed + 3))
    fold = blur(_fit(noise(1, 3, seed + 2), 1.7), 10)
    slope = np.clip((np.gradient(fold, axis=1) + np.gradient(fold, axis=0)) * 45, -1, 1)
    return _ink((0.55 + 0.1 * yarn + 0.24 * slope).astype(np.float32), dark, light)


def concrete(seed: int, dark: str = "#7f7d7a", light: str = "#b9b6b1") -> Field:
    """Cast concrete with pits."""
    tone = 0.5 + 0.16 * _fit(noise(1, 9, seed), 1.3) + 0.07 * _fit(noise(40, 200, seed + 1))
    pits = np.clip(_fit(noise(20, 60, seed + 2), 1.1) - 2.3, 0, 1)
    return _ink((tone - pits * 0.8).astype(np.float32), dark, light)


def wall(seed: int, dark: str = "#9c5440", light: str = "#c98069") -> Field:
    """Painted plaster that meets a floor."""
    tone = 0.55 + 0.07 * _fit(noise(2, 14, seed), 1.3) + 0.06 * _fit(noise(40, 160, seed + 1))
    floor = np.clip((_rows() - HEIGHT * 0.72) / 6, 0, 1)
    edge = np.exp(-(((_rows() - HEIGHT * 0.72) / 9) ** 2))
    return _ink((tone - 0.2 * floor - 0.3 * edge).astype(np.float32), dark, light)


def velvet(seed: int, dark: str = "#16263a", light: str = "#3c5a78") -> Field:
    """Upholstery with a nap that was stroked here and there."""
    nap = blur(_fit(noise(1, 6, seed), 1.5), 6) * 0.22 + 0.07 * _fit(noise(60, 220, seed + 1))
    return _ink((0.42 + nap).astype(np.float32), dark, light)


def tiles(seed: int, dark: str = "#8b9a98", light: str = "#dbe3df") -> Field:
    """Glazed tiles with joints."""
    side = 150
    x, y = _columns() % side, _rows() % side
    joint = np.clip(1 - np.minimum(np.minimum(x, side - x), np.minimum(y, side - y)) / 4, 0, 1)
    each = np.sin(np.floor(_columns() / side) * 12.9 + np.floor(_rows() / side) * 78.2 + seed)
    tone = 0.72 + 0.1 * each + 0.05 * _fit(noise(2, 16, seed), 1.2) - 0.6 * joint
    return _ink(tone.astype(np.float32), dark, light)


def carpet(seed: int, dark: str = "#5c4a4d", light: str = "#a58b86") -> Field:
    """A looped rug with a stripe."""
    loop = _fit(noise(50, 130, seed))
    stripe = 0.18 * np.sign(np.sin(_rows() / 46))
    return _ink((0.5 + 0.15 * loop + stripe).astype(np.float32), dark, light)


SURFACES: dict[str, Callable[..., Field]] = {
    "wood": wood,
    "marble": marble,
    "linen": linen,
    "concrete": concrete,
    "wall": wall,
    "velvet": velvet,
    "tiles": tiles,
    "carpet": carpet,
}
