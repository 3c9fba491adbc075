"""The flattened picture of a Photoshop file (PSD, PSB), 8 or 16 bits a channel.

Pillow reads neither 16 bits nor PSB, and takes any fourth channel, a saved selection for instance,
for transparency.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageMode

_PROFILE, _VERSION_INFO = 1039, 1057
# Photoshop's colour mode: Pillow's mode; duotone is shown as its grey, as Photoshop advises.
_MODES = {1: "L", 2: "P", 3: "RGB", 4: "CMYK", 8: "L", 9: "LAB"}
_RAW, _PACKBITS = 0, 1


@dataclass(frozen=True)
class Psd:
    """What a Photoshop file says of its picture; `pixels` is where that begins."""

    size: tuple[int, int]
    mode: str
    depth: int
    channels: int
    is_large: bool
    is_flattened: bool
    has_alpha: bool
    palette: bytes
    profile: bytes | None
    pixels: int


def header(data: bytes) -> Psd | None:
    """The header; None for a kind of Photoshop file that is not read. Raises `struct.error`."""
    version, channels, height, width, depth, colours = struct.unpack_from(">H6xHIIHH", data, 4)
    mode = _MODES.get(colours)
    if version not in (1, 2) or depth not in (8, 16) or mode is None:
        return None
    if channels < _bands(mode):
        return None
    palette, at = _section(data, 26)
    resources, at = _section(data, at)
    found = _resources(resources)
    layers, at = _section(data, at, wide=version == 2)
    version_info = found.get(_VERSION_INFO, b"\0\0\0\1\1")
    return Psd(
        size=(width, height),
        mode=mode,
        depth=depth,
        channels=channels,
        is_large=version == 2,
        is_flattened=version_info[4:5] != b"\0",
        has_alpha=channels > _bands(mode) and _first_is_transparency(layers, wide=version == 2),
        palette=bytes(palette),
        profile=found.get(_PROFILE),
        pixels=at,
    )


def picture(psd: Psd, data: bytes) -> Image.Image:
    """The flattened picture, 8 bits a channel. Raises `OSError` or `ValueError` if it is cut."""
    count = _bands(psd.mode) + psd.has_alpha
    planes = [_eight_bits(psd, row) for row in _rows(psd, data, count)]
    if psd.mode == "P":
        image = planes[0]
        image.putpalette(np.frombuffer(psd.palette, np.uint8).reshape(3, -1).T.tobytes())
        return image
    image = planes[0] if psd.mode == "L" else Image.merge(psd.mode, planes[: _bands(psd.mode)])
    if psd.has_alpha and psd.mode in ("L", "RGB"):
        image.putalpha(planes[-1])
    return image


def _bands(mode: str) -> int:
    return len(ImageMode.getmode(mode).bands)


def _section(data: bytes, at: int, *, wide: bool = False) -> tuple[memoryview, int]:
    """The section that begins with its length at `at`, and where it ends."""
    (length,) = struct.unpack_from(">Q" if wide else ">I", data, at)
    begin = at + (8 if wide else 4)
    return memoryview(data)[begin : begin + length], begin + length


def _resources(section: memoryview) -> dict[int, bytes]:
    """Photoshop's image resources by number, as far as they can be read."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 12 <= len(section) and bytes(section[at : at + 4]) == b"8BIM":
        number, name_length = struct.unpack_from(">HB", section, at + 4)
        at += 6 + (name_length + 2) // 2 * 2
        if at + 4 > len(section):
            break
        (length,) = struct.unpack_from(">I", section, at)
        found[number] = bytes(section[at + 4 : at + 4 + length])
        at += 4 + (length + 1) // 2 * 2
    return found


def _first_is_transparency(layers: memoryview, *, wide: bool) -> bool:
    """Whether the first channel beyond the colours is the picture's transparency.

    Photoshop says so by a number of layers below zero; otherwise it is a saved selection.
    """
    at = 8 if wide else 4
    return len(layers) >= at + 2 and struct.unpack_from(">h", layers, at)[0] < 0


def _rows(psd: Psd, data: bytes, count: int) -> Iterator[Image.Image]:
    """The first `count` channels, each as an L image of the bytes in its rows."""
    width, height = psd.size[0] * psd.depth // 8, psd.size[1]
    (packing,) = struct.unpack_from(">H", data, psd.pixels)
    at = psd.pixels + 2
    if packing == _RAW:
        for _ in range(count):
            yield Image.frombytes("L", (width, height), data[at : at + width * height])
            at += width * height
    elif packing == _PACKBITS:
        kind = ">u4" if psd.is_large else ">u2"
        lengths = np.frombuffer(data, kind, psd.channels * height, at)
        at += lengths.nbytes
        for channel in np.split(lengths.astype(np.int64), psd.channels)[:count]:
            end = at + int(channel.sum())
            yield Image.frombytes("L", (width, height), data[at:end], "packbits", "L")
            at = end
    else:
        raise ValueError(f"packing {packing}")


def _eight_bits(psd: Psd, row: Image.Image) -> Image.Image:
    values = np.asarray(row)
    values = values if psd.depth == 8 else values[:, ::2]
    return Image.fromarray(255 - values if psd.mode == "CMYK" else np.ascontiguousarray(values))
