"""What the header of a photo says, before a pixel is decoded."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from core.intake.tones import Levels

ORIENTATION = 0x0112

# Bytes that a decoded pixel takes; 4 in all other modes.
_STORED = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Photo:
    """An opened photo.

    `size` is that of the stored picture, before it is turned by its `orientation` (1 to 8).
    `needed` is the memory in bytes that decoding takes, the file's own included. `decode` gives
    the pixels in any of Pillow's modes and raises whatever a codec raises; `levels` are black and
    white of more than 8 bits, where the file tells.
    """

    size: tuple[int, int]
    needed: int
    orientation: int
    profile: bytes | None
    decode: Callable[[], Image.Image]
    levels: Levels | None = None


def of_image(image: Image.Image, size: tuple[int, int], beside: int) -> Photo:
    """An opened image that takes `beside` bytes besides the pixels that it decodes to."""
    needed = beside + image.width * image.height * _STORED.get(image.mode, 4)

    def decode() -> Image.Image:
        image.load()
        return image

    profile = image.info.get("icc_profile")
    turned = _orientation(image.info.get("exif"))
    return Photo(size, needed, turned, profile if isinstance(profile, bytes) else None, decode)


def _orientation(exif: object) -> int:
    """What EXIF says; 1 if that is nothing, or broken. XMP is not asked, as browsers do not."""
    if not isinstance(exif, bytes):
        return 1
    try:
        tags = Image.Exif()
        tags.load(exif)
        return valid_orientation(tags.get(ORIENTATION))
    except Exception as error:  # noqa: BLE001  broken EXIF must not lose the photo
        _log.info("EXIF ignored: %r", error)
        return 1


def valid_orientation(value: object) -> int:
    """`value` if it is an orientation of EXIF; 1, which is upright, for anything else."""
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
