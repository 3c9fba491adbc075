"""Textures: one tile of relief and colour for every weave, in device pixels."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from . import prints
from .fields import SIDE, Field, cells, noise, resize
from .palette import rgb

Tile = tuple[Field, Field]
Colours = tuple[str, ...]


def grid() -> tuple[Field, Field]:
    """Pixel coordinates of a tile."""
    line = np.arange(SIDE, dtype=np.float32)
    x, y = np.meshgrid(line, line)
    return x, y


def _dye(colour: str, tone: Field | float = 1.0) -> Field:
    """A field of one colour, its lightness following a tone."""
    tones = np.broadcast_to(np.asarray(tone, dtype=np.float32), (SIDE, SIDE))
    return (tones[..., None] * np.array(rgb(colour), dtype=np.float32)).astype(np.float32)


def _plain(c: Colours) -> Tile:
    return np.zeros((SIDE, SIDE), np.float32), _dye(c[0])


def _smooth(c: Colours) -> Tile:
    height = 0.16 * noise(70, 180, 3)
    return height, _dye(c[0], 1 + 0.006 * noise(2, 8, 5) + 0.012 * noise(80, 200, 6))


def _pebble(c: Colours) -> Tile:
    near, second, value = cells(74, 74, 0.9, 11)
    edge = np.clip((second - near) * 2.6, 0, 1)
    height = 1.5 * np.sqrt(edge) + 0.15 * noise(90, 200, 12)
    return height, _dye(c[0], 0.9 + 0.1 * edge + 0.03 * (value - 0.5))


def _saffiano(c: Colours) -> Tile:
    x, y = grid()
    turn = 2 * np.pi / SIDE
    hatch = np.sin(turn * 64 * (x + 0.5 * y)) + 0.6 * np.sin(turn * 64 * (x - 0.5 * y))
    return 0.7 * hatch.astype(np.float32), _dye(c[0], 1 + 0.025 * hatch)


def _croc(c: Colours) -> Tile:
    near, second, value = cells(9, 13, 0.42, 21)
    edge = np.clip((second - near) * 2.4, 0, 1)
    height = 9 * np.sqrt(edge) + 0.2 * noise(60, 150, 22)
    return height, _dye(c[0], 0.62 + 0.42 * np.sqrt(edge) + 0.1 * (value - 0.5))


def _suede(c: Colours) -> Tile:
    tone = 1 + 0.018 * noise(3, 14, 31) + 0.05 * noise(40, 170, 32)
    return 0.8 * noise(60, 200, 33), _dye(c[0], tone)


def _felt(c: Colours) -> Tile:
    nap = noise(30, 150, 41, 0.4) + noise(30, 150, 42, 2.4)
    return 0.5 * nap, _dye(c[0], 1 + 0.03 * nap + 0.008 * noise(3, 9, 43))


def _weave(period: int) -> Field:
    """Over and under of a plain weave."""
    x, y = grid()
    over = (np.floor(x / period) + np.floor(y / period)) % 2
    warp = np.abs(np.sin(np.pi * x / period)) * (0.6 + 0.4 * np.abs(np.sin(np.pi * y / period)))
    weft = np.abs(np.sin(np.pi * y / period)) * (0.6 + 0.4 * np.abs(np.sin(np.pi * x / period)))
    return np.where(over > 0, warp, weft).astype(np.float32)


def _poplin(c: Colours) -> Tile:
    height = 0.5 * noise(40, 120, 51, 0.3) + 0.5 * noise(40, 120, 52, 3.0)
    return height, _dye(c[0], 1 + 0.012 * height)


def _canvas(c: Colours) -> Tile:
    height = _weave(8)
    slub = noise(4, 90, 53, 0.15) + noise(4, 90, 54, 6.0)
    return 2.2 * height, _dye(c[0], 0.86 + 0.16 * height + 0.025 * slub)


def _twill(c: Colours) -> Tile:
    x, y = grid()
    rise = np.sin(2 * np.pi / SIDE * 64 * (x + y)).astype(np.float32)
    slub = noise(3, 120, 61, 0.12)
    mix = np.clip(0.14 - 0.12 * rise + 0.05 * slub + 0.05 * noise(1, 5, 62), 0, 0.5)[..., None]
    base = _dye(c[0], 1 + 0.03 * rise + 0.02 * slub)
    return 0.8 * rise, base * (1 - mix) + _dye(c[1]) * mix


def _satin(c: Colours) -> Tile:
    fine = noise(50, 200, 71, 0.1)
    return 0.12 * fine, _dye(c[0], 1 + 0.012 * fine)


def _knit(c: Colours) -> Tile:
    x, y = grid()
    across, down = 16.0, 16.0
    u = (x / across) % 1
    arm = np.abs(u - 0.5)
    loop = np.abs(np.sin(np.pi * (y / down + 0.9 * arm)))
    cord = np.sin(np.pi * np.clip(arm * 2, 0, 1))
    height = (loop**0.7 * (0.35 + 0.65 * cord)).astype(np.float32)
    fuzz = noise(40, 200, 81)
    return 3.4 * height + 0.2 * fuzz, _dye(c[0], 0.76 + 0.28 * height + 0.02 * fuzz)


def _rib(c: Colours) -> Tile:
    x, _ = grid()
    wave = (0.5 + 0.5 * np.sin(2 * np.pi / SIDE * 32 * x)).astype(np.float32)
    height, colour = _knit(c)
    return 3.5 * wave + 0.4 * height, colour * (0.8 + 0.22 * wave)[..., None]


def _tweed(c: Colours) -> Tile:
    rng = np.random.default_rng(91)
    step, count = 8, SIDE // 8
    weights = np.array([0.55] + [0.45 / max(1, len(c) - 1)] * (len(c) - 1))
    pick = rng.choice(len(c), size=(count, count), p=weights / weights.sum())
    pick[::8, :] = rng.choice(len(c), size=(count // 8, count))
    yarns = np.array([rgb(name) for name in c], dtype=np.float32)[pick]
    x, y = grid()
    column = ((x + 3.2 * noise(14, 70, 94)) // step).astype(int) % count
    row = ((y + 3.2 * noise(14, 70, 95)) // step).astype(int) % count
    colour = yarns[row, column]
    height = _weave(step)
    slub = noise(6, 120, 92, 0.3) + noise(6, 120, 96, 3.0)
    tone = 0.8 + 0.2 * height + 0.035 * slub
    return 2.2 * height + 0.8 * noise(40, 160, 93), colour * tone[..., None]


def _straw(c: Colours) -> Tile:
    height = _weave(16)
    tone = 0.74 + 0.3 * height + 0.04 * noise(10, 160, 101, 0.3)
    return 4 * height, _dye(c[0], tone)


def _shearling(c: Colours) -> Tile:
    near, _, value = cells(34, 34, 1.0, 111)
    curl = 1 - np.clip(near * 1.5, 0, 1)
    tone = 0.84 + 0.2 * curl + 0.05 * noise(40, 160, 112) + 0.03 * value
    return 6 * curl + noise(40, 160, 113), _dye(c[0], tone)


def _brushed(c: Colours) -> Tile:
    streak = noise(20, 200, 121, 8.0)
    return 0.5 * streak, _dye(c[0], 1 + 0.03 * streak)


def _tortoise(c: Colours) -> Tile:
    blot = noise(4, 11, 131) + 0.4 * noise(10, 26, 132)
    mix = np.clip(0.5 + 0.9 * blot, 0, 1)[..., None]
    return np.zeros((SIDE, SIDE), np.float32), _dye(c[0]) * (1 - mix) + _dye(c[1]) * mix


def _printed(c: Colours, name: str) -> Tile:
    """A drawn pattern on a fine cloth."""
    colour = prints.draw(name, c)
    cloth = 0.4 * noise(40, 120, 51, 0.3) + 0.4 * noise(40, 120, 52, 3.0)
    return cloth, colour * (1 + 0.012 * cloth)[..., None]


_WEAVES: dict[str, Callable[[Colours], Tile]] = {
    "plain": _plain,
    "smooth": _smooth,
    "pebble": _pebble,
    "saffiano": _saffiano,
    "croc": _croc,
    "suede": _suede,
    "felt": _felt,
    "poplin": _poplin,
    "canvas": _canvas,
    "twill": _twill,
    "satin": _satin,
    "knit": _knit,
    "rib": _rib,
    "tweed": _tweed,
    "straw": _straw,
    "shearling": _shearling,
    "brushed": _brushed,
    "tortoise": _tortoise,
}


@lru_cache(maxsize=64)
def tile(weave: str, colours: Colours, scale: float) -> Tile:
    """Relief and colour of a weave, enlarged for a closer camera."""
    make = _WEAVES.get(weave)
    height, colour = make(colours) if make else _printed(colours, weave)
    height = height.astype(np.float32)
    if abs(scale - 1) < 0.01:
        return height, colour.astype(np.float32)
    side = round(SIDE * scale)
    channels = [resize(colour[..., i], side, side) for i in range(3)]
    return resize(height, side, side) * scale, np.stack(channels, axis=-1)
