"""A PNG reduced to what its picture needs.

Text, previews, animation and damaged side notes are left out, because Pillow gives up a whole
photo for one of them; the profile is unpacked within a limit.
"""

import struct
import zlib
from dataclasses import dataclass

from PIL import Image

MAX_PROFILE_BYTES = 16 * 1024**2
_START = b"\x89PNG\r\n\x1a\n"
_PICTURE = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


@dataclass(frozen=True)
class Png:
    """`data` is a PNG of the same first picture; `depth` its bits a channel."""

    data: bytes
    depth: int
    profile: bytes | None
    exif: bytes | None


def essential(data: bytes) -> Png:
    """`data`, a PNG or the beginning of one, without all that is no part of the picture."""
    kept: list[memoryview] = []
    side: dict[bytes, bytes] = {}
    view, at = memoryview(data), len(_START)
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if kind in _PICTURE and not (kind == b"tRNS" and not length):
            kept.append(view[at:end])
        elif kind in (b"iCCP", b"eXIf") and end <= len(data):
            side.setdefault(kind, data[at + 8 : end - 4])
        at = end
        if kind == b"IEND":
            break
    picture = data if sum(map(len, kept)) + len(_START) >= at else b"".join((_START, *kept))
    profile = _unpacked(side[b"iCCP"]) if b"iCCP" in side else None
    return Png(picture, data[24] if len(data) > 24 else 0, profile, side.get(b"eXIf"))


def scale_transparency(image: Image.Image, depth: int) -> None:
    """The transparent colour of a PNG in the 8 bits that its pixels come in."""
    value = image.info.get("transparency")
    if image.mode == "L" and isinstance(value, int) and depth < 8:
        image.info["transparency"] = value * 255 // (2**depth - 1)
    elif image.mode == "RGB" and isinstance(value, tuple) and depth == 16:
        image.info["transparency"] = tuple(channel >> 8 for channel in value)


def _unpacked(chunk: bytes) -> bytes | None:
    """The profile in an iCCP chunk: a name, a zero, the method, then the packed profile."""
    packed = chunk.partition(b"\0")[2][1:]
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed, MAX_PROFILE_BYTES)
    except zlib.error:
        return None
    return profile if unpacker.eof else None
