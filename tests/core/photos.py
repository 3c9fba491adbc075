"""Photo files for tests, made by hand where no library writes their kind."""

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import intake
from core.errors import PhotoError, PhotoReason

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 40), (30, 50, 210), (230, 210, 40)
CORNERS = ((0.25, 0.25, RED), (0.75, 0.25, GREEN), (0.25, 0.75, BLUE), (0.75, 0.75, YELLOW))
# How to store an upright picture so that the orientation tag brings it back.
UNDO = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Red, green above blue, yellow."""
    width, height = size
    image = Image.new("RGB", size, YELLOW)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image


def lying(orientation: int) -> Image.Image:
    """`quarters` as a camera stores it that was held so."""
    undo = UNDO[orientation]
    return quarters() if undo is None else quarters().transpose(undo)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.copy().save(buffer, form, **options)  # saving leaves settings on an image
    return buffer.getvalue()


def oriented(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def decoded(data: bytes, max_side: int = 1000) -> Image.Image:
    image = intake.decode(data, Path("photo.jpg"), max_side)
    assert image.mode == "RGB"
    return image


def reason_of(data: bytes) -> PhotoReason:
    with pytest.raises(PhotoError) as caught:
        intake.decode(data, Path("photo.jpg"), 1000)
    assert caught.value.subject == "photo.jpg"
    return caught.value.reason


def assert_quarters(image: Image.Image, tolerance: int = 12) -> None:
    for x, y, colour in CORNERS:
        found = image.getpixel((int(x * image.width), int(y * image.height)))
        assert np.abs(np.subtract(found, colour)).max() <= tolerance, (x, y, found, colour)


def chunk(kind: bytes, data: bytes) -> bytes:
    whole = kind + data
    return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))


def png_of(
    size: tuple[int, int], depth: int, colours: int, rows: Sequence[bytes], extra: bytes = b""
) -> bytes:
    """A PNG of raw `rows`; `extra` are chunks before the picture."""
    header = struct.pack(">IIBBBBB", *size, depth, colours, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def with_chunk(png: bytes, *added: bytes) -> bytes:
    """`png` with more chunks after its header."""
    return png[:33] + b"".join(added) + png[33:]


def tiff_of(
    tags: dict[int, int | Sequence[int] | bytes],
    pixels: Sequence[bytes],
    order: str = "<",
    *,
    big: bool = False,
) -> bytes:
    """A TIFF of one page whose strips (or tiles, with tag 322) are `pixels`."""
    places, lengths = (324, 325) if 322 in tags else (273, 279)
    word, begin = ("Q", 16) if big else ("I", 8)
    offsets, at = [], begin
    for strip in pixels:
        offsets.append(at)
        at += len(strip)
    tags = {**tags, places: offsets, lengths: [len(strip) for strip in pixels]}
    extra, entries = b"", []
    first = at + (8 if big else 2) + len(tags) * (20 if big else 12) + struct.calcsize(word)
    for number, value in sorted(tags.items()):
        values = [value] if isinstance(value, int) else value
        kind = 7 if isinstance(value, bytes) else 4 if max(values) > 65535 or number > 272 else 3
        packed = (
            value
            if isinstance(value, bytes)
            else struct.pack(f"{order}{len(values)}{'I' if kind == 4 else 'H'}", *values)
        )
        field = packed.ljust(struct.calcsize(word), b"\0")
        if len(packed) > struct.calcsize(word):
            field = struct.pack(order + word, first + len(extra))
            extra += packed + b"\0" * (len(packed) % 2)
        entries.append(struct.pack(f"{order}HH{word}", number, kind, len(values)) + field)
    start = b"II" if order == "<" else b"MM"
    start += struct.pack(f"{order}HHHQ", 43, 8, 0, at) if big else struct.pack(f"{order}HI", 42, at)
    count = struct.pack(order + ("Q" if big else "H"), len(entries))
    folder = count + b"".join(entries) + struct.pack(order + word, 0)
    return start + b"".join(pixels) + folder + extra


def two_pages(first: dict[int, int | Sequence[int] | bytes], second: bytes) -> bytes:
    """`second`, a small TIFF, with a page before it that has no tags but `first`."""
    (folder,) = struct.unpack_from("<I", second, 4)
    entries = [
        struct.pack("<HHII", number, 4, 1, value) if isinstance(value, int) else b""
        for number, value in sorted({**first, 273: 8, 279: 4}.items())
    ]
    page = struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", folder)
    return second[:4] + struct.pack("<I", len(second)) + second[8:] + page


def psd_of(
    image: Image.Image,
    *,
    depth: int = 8,
    packed: bool = False,
    large: bool = False,
    extra: Image.Image | None = None,
    layers: int = 0,
    resources: bytes = b"",
) -> bytes:
    """A flattened Photoshop file; `extra` is a further channel, transparency if `layers` < 0."""
    planes = [np.asarray(plane) for plane in (*image.split(), *([extra] if extra else []))]
    if image.mode == "CMYK":
        planes[:4] = [255 - plane for plane in planes[:4]]
    rows = [
        row.tobytes() if depth == 8 else (row.astype(">u2") * 257).astype(">u2").tobytes()
        for plane in planes
        for row in plane
    ]
    colours = {"L": 1, "P": 2, "RGB": 3, "CMYK": 4, "LAB": 9}[image.mode]
    head = struct.pack(
        ">4sH6xHIIHH", b"8BPS", 1 + large, len(planes), image.height, image.width, depth, colours
    )
    palette = [*(image.getpalette() or []), *bytes(768)][:768] if image.mode == "P" else []
    table = np.array(palette, np.uint8).reshape(-1, 3).T.tobytes()
    word = ">Q" if large else ">I"
    layer = struct.pack(word, 2) + struct.pack(">h", layers)
    sections = struct.pack(">I", len(table)) + table + struct.pack(">I", len(resources)) + resources
    sections += struct.pack(word, len(layer)) + layer
    if not packed:
        return head + sections + b"\0\0" + b"".join(rows)
    runs = [b"".join(b"\0" + row[i : i + 1] for i in range(len(row))) for row in rows]
    lengths = b"".join(struct.pack(">I" if large else ">H", len(run)) for run in runs)
    return head + sections + b"\0\1" + lengths + b"".join(runs)


def photoshop_resource(number: int, data: bytes) -> bytes:
    return struct.pack(">4sHHI", b"8BIM", number, 0, len(data)) + data + b"\0" * (len(data) % 2)
