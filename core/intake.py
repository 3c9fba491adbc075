"""From a file to an upright sRGB image, or to one clear reason why not.

The content decides what a file is, never its name. Same bytes give the same pixels.
"""

import contextlib
import io
import logging
import stat
import warnings
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from core.errors import PhotoError, PhotoReason

MAX_FILE_BYTES = 2 * 1024**3
MAX_PIXELS = 150_000_000

# Photo formats only: Pillow would hand PostScript to Ghostscript, whatever the file's name.
_FORMATS = (
    *("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "HEIF", "JPEG2000"),
    *("GIF", "BMP", "DIB", "PSD", "TGA", "PPM"),
)
# How photos begin: a file that does, and yet is none, is not whole.
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*")
_BOXES = (b"ftypavif", b"ftypavis", b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1")

_SIXTEEN_BIT_TO_EIGHT = 257
_SRGB = ImageCms.createProfile("sRGB")

_log = logging.getLogger(__name__)


def load(path: Path, max_side: int) -> Image.Image:
    """The photo in `path`, upright, mode RGB in sRGB, at most `max_side` pixels wide and high.

    Raises `PhotoError` with the reason when the file cannot be used.
    """
    return decode(read(path), path, max_side)


def read(path: Path) -> bytes:
    """The file's bytes. Raises `PhotoError` when it is empty, vanished, unreadable or too large."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise PhotoError(path, PhotoReason.UNREADABLE, "not a regular file")
        if found.st_size > MAX_FILE_BYTES:
            raise PhotoError(path, PhotoReason.TOO_LARGE, f"over {MAX_FILE_BYTES} bytes")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise PhotoError(path, PhotoReason.VANISHED, str(error)) from error
    except (OSError, MemoryError) as error:
        raise PhotoError(path, PhotoReason.UNREADABLE, str(error)) from error
    if not data:
        raise PhotoError(path, PhotoReason.EMPTY)
    return data


def decode(data: bytes, path: Path, max_side: int) -> Image.Image:
    """`load` for bytes already read; `path` only names the photo in an error."""
    with _open(data, path) as image:
        if image.width * image.height > MAX_PIXELS:
            size = f"{image.width} x {image.height} pixels"
            raise PhotoError(path, PhotoReason.TOO_LARGE, size)
        try:
            image.draft(None, (max_side, max_side))
            image.load()
            upright = _turn_upright(image)
            profile = image.info.get("icc_profile")
            return _to_srgb(_shrink(_flatten(upright), max_side), profile)
        except MemoryError as error:
            raise PhotoError(path, PhotoReason.TOO_LARGE, str(error)) from error
        except Exception as error:
            raise PhotoError(path, PhotoReason.INCOMPLETE, repr(error)) from error


@cache
def _readable() -> tuple[str, ...]:
    """Those of `_FORMATS` that this build of Pillow has."""
    from pi_heif import register_heif_opener

    register_heif_opener()
    Image.init()
    return tuple(name for name in _FORMATS if name in Image.OPEN)


def _open(data: bytes, path: Path) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=_readable())
    except Image.DecompressionBombError as error:
        raise PhotoError(path, PhotoReason.TOO_LARGE, str(error)) from error
    except UnidentifiedImageError as error:
        is_begun = data.startswith(_STARTS) or data.startswith(_BOXES, 4)
        reason = PhotoReason.INCOMPLETE if is_begun else PhotoReason.NOT_AN_IMAGE
        raise PhotoError(path, reason, str(error)) from error
    except Exception as error:
        raise PhotoError(path, PhotoReason.INCOMPLETE, repr(error)) from error


def _turn_upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception as error:  # noqa: BLE001  broken EXIF must not lose the photo
        _log.info("EXIF ignored: %r", error)
        return image.copy()


def _flatten(image: Image.Image) -> Image.Image:
    """Without palette, transparency (on white) or more than 8 bits a channel."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return Image.fromarray(_to_eight_bits(np.asarray(image)))
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image if image.mode in ("L", "RGB", "CMYK", "LAB") else image.convert("RGB")


def _to_eight_bits(values: np.ndarray) -> np.ndarray:
    """(h, w) of any number type to uint8: 0..1, 0..255 and 0..65535 are scaled as such."""
    floats = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(floats.min()), float(floats.max())
    is_float = np.issubdtype(values.dtype, np.floating)
    if is_float and low >= 0 and high <= 1:
        floats *= 255
    elif low < 0 or high > np.iinfo(np.uint16).max:
        floats = (floats - low) / max(high - low, 1e-12) * 255
    elif not is_float or high > np.iinfo(np.uint8).max:
        floats /= _SIXTEEN_BIT_TO_EIGHT
    return np.clip(np.rint(floats), 0, 255).astype(np.uint8)


def _shrink(image: Image.Image, max_side: int) -> Image.Image:
    image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
    return image.convert("RGB")
