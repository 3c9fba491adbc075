"""Files to pictures for the window, in whatever thread it is that reads them."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from core.errors import PhotoError, PhotoReason

if TYPE_CHECKING:
    from PIL import Image

BAND_ROWS = 128
QUALITY = 88


def read_photo(path: Path, side: int, turns: int = 0) -> QImage:
    """The photo as the encoder sees it, at most `side` pixels wide and high, turned clockwise."""
    from core.crop import turned
    from core.intake import load

    return image_of(turned(load(path, side), turns))


def image_of(photo: "Image.Image") -> QImage:
    """The same pixels for Qt, copied by bands: in each, Python holds up all other threads."""
    from PIL import Image

    made = QImage(photo.width, photo.height, QImage.Format.Format_RGB32)
    pixels = memoryview(made.bits())
    for top in range(0, photo.height, BAND_ROWS):
        band = photo.crop((0, top, photo.width, min(top + BAND_ROWS, photo.height)))
        red, green, blue = band.split()
        rows = Image.merge("RGB", (blue, green, red)).tobytes("raw", "RGBX")
        start = top * made.bytesPerLine()
        pixels[start : start + len(rows)] = rows
    return made


def as_jpeg(picture: "Image.Image") -> bytes:
    """The picture as what is kept of it on disk."""
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def take_cutout(path: Path) -> QImage:
    """The cut-out with its transparency; its file is removed."""
    try:
        image = QImage.fromData(path.read_bytes())
        path.unlink()
    except OSError as error:
        raise PhotoError(path, PhotoReason.UNREADABLE, str(error)) from error
    if image.isNull():
        raise PhotoError(path, PhotoReason.NOT_AN_IMAGE)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
