"""Colours as they were meant: every profile to sRGB, by relative colorimetry.

White paper becomes white and the darkest black that a profile can have becomes black (black point
compensation), as in the programs that photos are retouched with.
"""

import io
import logging
from functools import lru_cache

from PIL import Image, ImageCms

from core.folders import resource

# The largest profiles in use, of presses, have 4 MB.
MAX_PROFILE_BYTES = 16 * 1024**2
_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab": "LAB"}
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION

_log = logging.getLogger(__name__)


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """An image in L, RGB, CMYK or LAB as RGB in sRGB.

    A profile that is broken, too large or of another colour space is passed over. CMYK without
    one is taken for that of a common press.
    """
    converted = _through(image, profile) if profile else None
    if converted is None and image.mode == "CMYK":
        converted = _through(image, _press())
    if converted is None and image.mode == "LAB":
        converted = _apply(image, _from_lab())
    return converted or image.convert("RGB")


def _through(image: Image.Image, profile: bytes) -> Image.Image | None:
    if len(profile) > MAX_PROFILE_BYTES:
        _log.info("a profile of %d bytes is passed over", len(profile))
        return None
    try:
        mode, transform = _transform(profile)
        if mode == "RGB" and image.mode == "L":
            image = image.convert("RGB")
        return _apply(image, transform) if image.mode == mode else None
    except (ImageCms.PyCMSError, OSError, ValueError, KeyError, TypeError) as error:
        _log.info("a profile is passed over: %r", error)
        return None


def _apply(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image | None:
    return ImageCms.applyTransform(image, transform)


@lru_cache(maxsize=8)
def _transform(profile: bytes) -> tuple[str, ImageCms.ImageCmsTransform]:
    """The mode that a profile describes, and the way from it to sRGB."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = _MODES[source.profile.xcolor_space.strip()]
    transform = ImageCms.buildTransform(
        source, ImageCms.createProfile("sRGB"), mode, "RGB", _INTENT, _FLAGS
    )
    return mode, transform


@lru_cache(maxsize=1)
def _from_lab() -> ImageCms.ImageCmsTransform:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(lab, srgb, "LAB", "RGB", _INTENT)


@lru_cache(maxsize=1)
def _press() -> bytes:
    return resource("profiles", "cmyk.icc").read_bytes()
