"""Light: how a modelled surface looks under the studio's lamps."""

from __future__ import annotations

import numpy as np

from .fields import Field, single
from .materials import Material

_KEY = np.array([-0.42, -0.62, 0.66]) / np.linalg.norm([-0.42, -0.62, 0.66])
_HALF = (_KEY + np.array([0, 0, 1])) / np.linalg.norm(_KEY + np.array([0, 0, 1]))
_MIRROR_AT = (-1.0, -0.7, -0.42, -0.2, -0.02, 0.12, 0.34, 0.62, 1.0)
_MIRROR = (0.55, 0.95, 1.3, 1.05, 0.86, 0.5, 0.36, 0.82, 0.5)


def normals(height: Field) -> tuple[Field, Field, Field]:
    """The direction a relief faces, pixel by pixel."""
    dx = np.zeros_like(height)
    dy = np.zeros_like(height)
    dx[:, 1:-1] = (height[:, 2:] - height[:, :-2]) * 0.5
    dy[1:-1, :] = (height[2:, :] - height[:-2, :]) * 0.5
    scale = 1 / np.sqrt(dx * dx + dy * dy + 1)
    return -dx * scale, -dy * scale, scale


def lit(colour: Field, height: Field, material: Material) -> Field:
    """The colour of a surface under the key light, with its shine."""
    nx, ny, nz = normals(height)
    if material.metal:
        return _mirrored(colour, nx, ny, nz)
    facing = nx * _KEY[0] + ny * _KEY[1] + nz * _KEY[2]
    shade = 0.45 + 0.55 * facing / _KEY[2]
    shade = np.clip(shade, 0.18, 1.32)
    half = np.clip(nx * _HALF[0] + ny * _HALF[1] + nz * _HALF[2], 0, 1)
    shine = material.gloss * (half**material.sharp - 0.6 * _HALF[2] ** material.sharp)
    glow = material.sheen * 0.09 * (shade - 0.75)
    if material.gloss > 0.5:
        room = np.clip(nx * 0.6 + ny, -1, 1)
        shine = shine + 0.22 * np.exp(-(((room + 0.3) / 0.09) ** 2)).astype(np.float32)
    over = np.clip(shade - 1, 0, 1) * 0.5
    base = colour * np.minimum(shade, 1.12)[..., None]
    return _knee(base + (over * 0.25 + shine + glow)[..., None])


def _knee(colour: Field) -> Field:
    """Keeps bright cloth from burning out."""
    high = 0.86 + 0.13 * np.tanh((colour - 0.86) / 0.13)
    return np.where(colour > 0.86, high, colour).astype(np.float32)


def _mirrored(colour: Field, nx: Field, ny: Field, nz: Field) -> Field:
    """Polished metal: the surface shows the light and dark of the room."""
    rows, columns = nx.shape
    slope = np.linspace(-0.16, 0.16, rows)[:, None] + np.linspace(-0.1, 0.1, columns)[None, :]
    place = np.clip(ny * 0.8 + nx * 0.45 + slope, -1, 1)
    tone = np.interp(place, _MIRROR_AT, _MIRROR).astype(np.float32)
    bright = np.clip(tone - 0.9, 0, 1)[..., None]
    return single(colour * np.minimum(tone, 1.08)[..., None] + bright * 0.9)
