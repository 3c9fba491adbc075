"""Arithmetic on picture fields: noise, blur and resampling, all of it seeded."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Field = npt.NDArray[np.floating[Any]]
SIDE = 512


def single(values: npt.ArrayLike) -> Field:
    """The values in single precision."""
    return np.asarray(values, dtype=np.float32)


def resize(field: Field, width: int, height: int) -> Field:
    """One channel, resampled smoothly."""
    picture = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32), mode=None)
    return np.asarray(picture.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def _box(field: Field, radius: int) -> Field:
    """A running mean along the last axis, the ends repeated."""
    pad = np.pad(field, ((0, 0), (radius + 1, radius)), mode="edge")
    total = np.cumsum(pad, axis=1, dtype=np.float64)
    width = 2 * radius + 1
    return ((total[:, width:] - total[:, :-width]) / width).astype(np.float32)


def blur(field: Field, sigma: float) -> Field:
    """About a Gaussian blur, done on a smaller copy where the blur is wide."""
    if sigma < 0.4:
        return field
    height, width = field.shape
    step = max(1, int(sigma // 4))
    small = field
    if step > 1:
        size = (max(2, width // step), max(2, height // step))
        picture = Image.fromarray(np.ascontiguousarray(field))
        small = np.asarray(picture.resize(size, Image.Resampling.BOX), dtype=np.float32)
    radius = max(1, round(sigma / step))
    for _ in range(3):
        small = _box(small, radius)
        small = _box(small.T, radius).T
    return resize(small, width, height) if step > 1 else np.ascontiguousarray(small)


def shift(field: Field, dx: int, dy: int) -> Field:
    """The field moved by whole pixels, zero coming in."""
    moved = np.zeros_like(field)
    height, width = field.shape
    if abs(dx) >= width or abs(dy) >= height:
        return moved
    moved[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = field[
        max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)
    ]
    return moved


@lru_cache(maxsize=256)
def noise(low: float, high: float, seed: int, stretch: float = 1.0, side: int = SIDE) -> Field:
    """Noise that tiles, between two frequencies in waves a tile; `stretch` draws it out in y."""
    white = np.random.default_rng(seed).standard_normal((side, side))
    fx = np.fft.fftfreq(side)[None, :] * side
    fy = np.fft.fftfreq(side)[:, None] * side * stretch
    radius = np.hypot(fx, fy)
    band = np.exp(-((radius / high) ** 4)) * (1 - np.exp(-((radius / max(low, 0.5)) ** 4)))
    out = np.fft.ifft2(np.fft.fft2(white) * band).real
    return single(out / (out.std() + 1e-9))


@lru_cache(maxsize=64)
def cells(across: int, down: int, jitter: float, seed: int) -> tuple[Field, Field, Field]:
    """Cellular noise that tiles: distances to the nearest and the next seed, and a cell value."""
    rng = np.random.default_rng(seed)
    jx = 0.5 + (rng.random((down, across)) - 0.5) * jitter
    jy = 0.5 + (rng.random((down, across)) - 0.5) * jitter
    tone = rng.random((down, across))
    x = (np.arange(SIDE) + 0.5) / SIDE * across
    y = (np.arange(SIDE) + 0.5) / SIDE * down
    gx, gy = np.meshgrid(x, y)
    near = np.full((SIDE, SIDE), 9.0)
    second = near.copy()
    value = np.zeros_like(near)
    for oy in (-1, 0, 1):
        for ox in (-1, 0, 1):
            cx, cy = np.floor(gx).astype(int) + ox, np.floor(gy).astype(int) + oy
            ix, iy = cx % across, cy % down
            dist = np.hypot(cx + jx[iy, ix] - gx, cy + jy[iy, ix] - gy)
            second = np.minimum(second, np.maximum(near, dist))
            value = np.where(dist < near, tone[iy, ix], value)
            near = np.minimum(near, dist)
    return near.astype(np.float32), second.astype(np.float32), value.astype(np.float32)


def window(tile: Field, x: int, y: int, width: int, height: int) -> Field:
    """A part of the endless tiling of a texture, one or more channels."""
    rows = np.arange(y, y + height) % tile.shape[0]
    columns = np.arange(x, x + width) % tile.shape[1]
    return single(tile[np.ix_(rows, columns)])
