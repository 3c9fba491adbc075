"""Any kind of pixels made 8 bits a channel, opaque, and smaller, with little memory.

The picture is gone through in bands of rows, so that no second copy of a large one is made.
Transparency is laid on white before anything is averaged.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_BAND_PIXELS = 1_000_000
_BAND_BYTES = 32 * _BAND_PIXELS
# Reduced by whole numbers to no less than this many times the wanted size, then resampled.
_GAP = 3.0
_PLAIN = ("L", "RGB", "CMYK", "LAB")


@dataclass(frozen=True)
class Levels:
    """The values that stand for black and white in pixels of more than 8 bits."""

    black: float
    white: float


SIXTEEN_BITS = Levels(0, 65535)


def fitted(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    """`size`, or the size of the same shape whose longer side is `max_side`."""
    scale = min(1.0, max_side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def overhead(size: tuple[int, int], max_side: int) -> int:
    """The most bytes that `flattened` takes for a picture of `size`, beside the picture."""
    reduced = min(size[0] * size[1], int(2 * _GAP * max_side) ** 2)
    return _BAND_BYTES + 4 * reduced


def flattened(
    image: Image.Image, size: tuple[int, int], levels: Levels | None = None
) -> Image.Image:
    """A decoded picture in L, RGB, CMYK or LAB, opaque on white, resampled to `size`.

    `levels` are those of a picture of more than 8 bits, if its file tells them.
    """
    if image.mode in _PLAIN and not image.has_transparency_data:
        return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)
    if _is_deep(image) and levels is None:
        levels = _levels(image)
    factor = _factor(image.width, size[0]), _factor(image.height, size[1])
    small = Image.new("L", (1, 1))
    top = 0
    for band in _bands(image, factor[1]):
        plain = _plain(band, levels)
        plain = plain.reduce(factor) if max(factor) > 1 else plain
        if not top:
            shape = -(-image.width // factor[0]), -(-image.height // factor[1])
            small = plain if plain.size == shape else Image.new(plain.mode, shape)
        if plain is not small:
            small.paste(plain, (0, top))
        top += plain.height
    if small.size == size:
        return small
    whole = (0.0, 0.0, image.width / factor[0], image.height / factor[1])
    return small.resize(size, Image.Resampling.LANCZOS, box=whole)


def _factor(has: int, wants: int) -> int:
    return max(1, int(has / wants / _GAP))


def _bands(image: Image.Image, step: int) -> Iterator[Image.Image]:
    """The picture from top to bottom, in bands of a multiple of `step` rows."""
    rows = max(1, _BAND_PIXELS // image.width // step) * step
    if rows >= image.height:
        yield image
        return
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def _is_deep(image: Image.Image) -> bool:
    return image.mode in ("I", "F") or image.mode.startswith("I;16")


def _plain(band: Image.Image, levels: Levels | None) -> Image.Image:
    """Without palette, transparency or more than 8 bits a channel."""
    if levels and _is_deep(band):
        return _eight_bits(band, levels)
    if band.mode in ("LA", "La"):
        layer = band.convert("LA")
        return _on_white(layer.getchannel("L"), layer.getchannel("A"))
    if band.has_transparency_data:
        layer = band.convert("RGBA")
        return _on_white(layer.convert("RGB"), layer.getchannel("A"))
    if band.mode == "1":
        return band.convert("L")
    return band if band.mode in _PLAIN else band.convert("RGB")


def _on_white(colours: Image.Image, alpha: Image.Image) -> Image.Image:
    if alpha.getextrema()[0] == 255:
        return colours
    white = Image.new(colours.mode, colours.size, "white")
    white.paste(colours, mask=alpha)
    return white


def _eight_bits(band: Image.Image, levels: Levels) -> Image.Image:
    """L; the values are scaled, never cut off; the transparent value of a PNG becomes white."""
    values = _numbers(band)
    scaled = (values - levels.black) * (255 / (levels.white - levels.black))
    eight = np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
    transparent = band.info.get("transparency")
    if isinstance(transparent, int):
        eight[values == transparent] = 255
    return Image.fromarray(eight)


def _numbers(band: Image.Image) -> NDArray[np.float32]:
    values = np.asarray(band).astype(np.float32)
    return np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)


def _levels(image: Image.Image) -> Levels:
    """What black and white must be: 0..1 of fractions, 0..255 and 0..65535 are taken as such."""
    if image.mode.startswith("I;16"):
        return SIXTEEN_BITS
    extremes = [(float(v.min()), float(v.max())) for v in map(_numbers, _bands(image, 1))]
    low, high = min(low for low, _ in extremes), max(high for _, high in extremes)
    if image.mode == "F" and low >= 0 and high <= 1:
        return Levels(0, 1)
    if low < 0 or high > SIXTEEN_BITS.white:
        return Levels(low, max(high, low + 1e-6))
    return Levels(0, 255) if image.mode == "F" and high <= 255 else SIXTEEN_BITS
