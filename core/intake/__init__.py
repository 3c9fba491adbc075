"""From a file to an upright sRGB image, or to one clear reason why not.

The content decides what a file is, never its name. Same bytes give the same pixels.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from core.errors import PhotoError, PhotoReason
from core.intake import colour, limits, tones
from core.intake.formats import open_photo
from core.intake.header import Photo
from core.intake.kinds import HEAD_BYTES, SURE, Kind, kind_of

# How a stored picture is put upright, by its EXIF orientation.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE = (5, 6, 7, 8)


def load(path: Path, max_side: int) -> Image.Image:
    """The photo in `path`, upright, mode RGB in sRGB, at most `max_side` pixels wide and high.

    Raises `PhotoError` with the reason when the file cannot be used.
    """
    return decode(read(path), path, max_side)


def load_sized(path: Path, max_side: int) -> tuple[Image.Image, tuple[int, int]]:
    """As `load`, and the size (width, height) that the upright photo has itself."""
    return _decoded(read(path), path, max_side)


def read(path: Path) -> bytes:
    """The bytes of a file that begins like a photo.

    Raises `PhotoError` when it is empty, vanished, unreadable, too large, no photo, or changes
    while it is read. Pipes and devices are never waited for.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise PhotoError(path, PhotoReason.UNREADABLE, "not a regular file")
        with path.open("rb") as file:
            return _read(file, path)
    except FileNotFoundError as error:
        raise PhotoError(path, PhotoReason.VANISHED, str(error)) from error
    except MemoryError as error:
        raise PhotoError(path, PhotoReason.TOO_MUCH_MEMORY, str(error)) from error
    except (OSError, ValueError) as error:
        raise PhotoError(path, PhotoReason.UNREADABLE, str(error)) from error


def decode(data: bytes, path: Path, max_side: int) -> Image.Image:
    """`load` for bytes already read; `path` only names the photo in an error."""
    return _decoded(data, path, max_side)[0]


def _decoded(data: bytes, path: Path, max_side: int) -> tuple[Image.Image, tuple[int, int]]:
    kind = _kind(data[:HEAD_BYTES], path)
    with _telling(path, PhotoReason.INCOMPLETE if kind in SURE else PhotoReason.NOT_AN_IMAGE):
        photo = open_photo(data, path, kind, max_side)
    with _telling(path, PhotoReason.INCOMPLETE):
        with limits.room_for(photo.needed):
            small = _small(photo, max_side)
        upright = _turned(colour.to_srgb(small, photo.profile), photo.orientation)
    width, height = photo.size
    return upright, (height, width) if photo.orientation in _ON_ITS_SIDE else photo.size


@contextmanager
def _telling(path: Path, otherwise: PhotoReason) -> Iterator[None]:
    """Whatever a codec raises becomes a `PhotoError`."""
    try:
        yield
    except PhotoError:
        raise
    except MemoryError as error:
        raise PhotoError(path, PhotoReason.TOO_MUCH_MEMORY, str(error)) from error
    except Image.DecompressionBombError as error:
        raise PhotoError(path, PhotoReason.TOO_MANY_PIXELS, str(error)) from error
    except Exception as error:
        raise PhotoError(path, otherwise, repr(error)) from error


def _read(file: BinaryIO, path: Path) -> bytes:
    before = os.fstat(file.fileno())
    head = file.read(HEAD_BYTES)
    if not head:
        raise PhotoError(path, PhotoReason.EMPTY)
    if before.st_size > limits.MAX_FILE_BYTES:
        raise PhotoError(path, PhotoReason.TOO_LARGE, f"{before.st_size} bytes")
    _kind(head, path)
    file.seek(0)
    data = file.read(before.st_size + 1)
    after = os.fstat(file.fileno())
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise PhotoError(path, PhotoReason.INCOMPLETE, "the file changes")
    return data


def _kind(head: bytes, path: Path) -> Kind:
    kind = kind_of(head)
    if isinstance(kind, PhotoReason):
        raise PhotoError(path, kind)
    return kind


def _small(photo: Photo, max_side: int) -> Image.Image:
    return tones.flattened(photo.decode(), tones.fitted(photo.size, max_side), photo.levels)


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    upright = image.copy() if turn is None else image.transpose(turn)
    upright.info = {}
    return upright
