"""Files to pictures for the window, in whatever thread it is that reads them."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from core.errors import PhotoError, PhotoReason
from core.records import FileStamp
from core.thumbnail_store import ThumbnailStore

if TYPE_CHECKING:
    from PIL import Image

BAND_ROWS = 128
STORED_SIDE, QUALITY = 384, 88  # what is kept on disk


def read_photo(path: Path, side: int, turns: int = 0) -> QImage:
    """The photo as the encoder sees it, at most `side` pixels wide and high, turned clockwise."""
    from core.crop import turned
    from core.intake import load

    return _image(turned(load(path, side), turns))


def read_thumbnail(store: ThumbnailStore, photo: FileStamp, side: int) -> QImage:
    """As `read_photo`, by way of what is kept on disk where that is large enough."""
    if side > STORED_SIDE:
        return read_photo(photo.path, side)
    from PIL import Image

    from core.intake import load

    stored = store.get(photo)
    if stored is None:
        picture = load(photo.path, STORED_SIDE)
        store.put(photo, _as_jpeg(picture))
    else:
        picture = Image.open(BytesIO(stored))
    picture.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _image(picture)


def _as_jpeg(picture: "Image.Image") -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def _image(photo: "Image.Image") -> QImage:
    """The same pixels for Qt, copied by bands: in each, Python holds up all other threads."""
    from PIL import Image

    made = QImage(photo.width, photo.height, QImage.Format.Format_RGB32)
    pixels = memoryview(made.bits())
    for top in range(0, photo.height, BAND_ROWS):
        band = photo.crop((0, top, photo.width, min(top + BAND_ROWS, photo.height)))
        red, green, blue = band.split()
        # The fourth byte is said: Pillow leaves it as it was, and Qt takes it for transparency.
        opaque = Image.new("L", band.size, 255)
        rows = Image.merge("RGBA", (blue, green, red, opaque)).tobytes()
        start = top * made.bytesPerLine()
        pixels[start : start + len(rows)] = rows
    return made


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
