"""Is every kind of photo read? A tiny one of each is made, and must come back in its colours."""

import io
import struct
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PIL import Image

from core import folders, intake
from core.intake.kinds import Kind
from core.self_check.step import Check, expect

_SIZE = (64, 48)
# At the middle of each quarter, in parts of width and height.
_COLOURS = {
    (0.25, 0.25): (220, 30, 30),
    (0.75, 0.25): (30, 180, 40),
    (0.25, 0.75): (30, 50, 210),
    (0.75, 0.75): (230, 210, 40),
}
# What codecs that lose something may change a value by, and inks by.
_NEAR, _NEAR_IN_INK = 24, 90
# How Pillow calls the kind, and what it is to write it with; no library here writes HEIF or PSD.
_WRITTEN: dict[Kind, tuple[str, dict[str, str]]] = {
    Kind.JPEG: ("JPEG", {}),
    Kind.PNG: ("PNG", {}),
    Kind.TIFF: ("TIFF", {"compression": "tiff_lzw"}),
    Kind.WEBP: ("WEBP", {}),
    Kind.AVIF: ("AVIF", {}),
    Kind.JPEG2000: ("JPEG2000", {}),
    Kind.GIF: ("GIF", {}),
    Kind.BMP: ("BMP", {}),
    Kind.PPM: ("PPM", {}),
    Kind.TGA: ("TGA", {}),
}


def checks() -> Iterator[Check]:
    """One for each kind, and one for the conversion of colours."""
    for kind in Kind:
        yield f"codec {kind}", partial(_read, kind)
    yield "colours of inks", _read_inks


def _read(kind: Kind) -> str:
    return _compared(_file_of(kind), _NEAR)


def _read_inks() -> str:
    """A CMYK photo without a profile goes through the one that travels with the program."""
    return _compared(_saved(_quarters().convert("CMYK"), "JPEG"), _NEAR_IN_INK)


def _compared(data: bytes, near: int) -> str:
    image = intake.decode(data, Path("self-check"), max(_SIZE))
    expect(image.size == _SIZE, f"{image.width} x {image.height} pixels come out of 64 x 48")
    most = 0
    for (x, y), colour in _COLOURS.items():
        found = image.getpixel((int(x * image.width), int(y * image.height)))
        expect(isinstance(found, tuple), "no colours come out")
        values = found if isinstance(found, tuple) else ()
        most = max(most, *(abs(a - b) for a, b in zip(values, colour, strict=True)))
    expect(most <= near, f"a colour is off by {most} of 255")
    return f"{len(data)} bytes, colours within {most} of 255"


def _file_of(kind: Kind) -> bytes:
    if kind == Kind.HEIF:
        return folders.resource("sample", "kinds", "photo.heic").read_bytes()
    if kind == Kind.PSD:
        return _photoshop(_quarters())
    form, options = _WRITTEN[kind]
    return _saved(_quarters(), form, **options)


def _saved(image: Image.Image, form: str, **options: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def _photoshop(image: Image.Image) -> bytes:
    """Header, three empty sections, then the planes as they are."""
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, image.height, image.width, 8, 3)
    return head + bytes(12) + b"\0\0" + b"".join(plane.tobytes() for plane in image.split())


def _quarters() -> Image.Image:
    image = Image.new("RGB", _SIZE)
    width, height = _SIZE[0] // 2, _SIZE[1] // 2
    for (x, y), colour in _COLOURS.items():
        left, top = int(x > 0.5) * width, int(y > 0.5) * height
        image.paste(colour, (left, top, left + width, top + height))
    return image
