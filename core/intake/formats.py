"""How each kind of photo is opened: what its header says, and how its pixels are decoded.

Pillow's codecs are called by their own names. `Image.open` would warn through process-wide filters
and try them one after the other; none of its process-wide switches is touched.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    PpmImagePlugin,
    TgaImagePlugin,
    WebPImagePlugin,
)

from core.errors import PhotoError, PhotoReason
from core.intake import heif, limits, photoshop, png_chunks, tiff
from core.intake.header import ORIENTATION, Photo, of_image, valid_orientation
from core.intake.kinds import Kind
from core.intake.tones import fitted, overhead

# A picture is built up from a dozen scans; thousands of them are meant to keep a decoder busy.
MAX_SCANS = 100
# Bytes a pixel that a codec holds beside the decoded picture, measured (tests/core/test_memory.py).
_OVERHEAD = {Kind.WEBP: 16, Kind.AVIF: 16, Kind.HEIF: 12, Kind.JPEG2000: 24, Kind.PSD: 12}


def open_photo(data: bytes, path: Path, kind: Kind, max_side: int) -> Photo:
    """What the header of `data` says; a JPEG will be decoded no larger than `max_side` needs.

    `path` names the photo in a `PhotoError`, raised for one that is too large or of a variety that
    is not read. Any other error means that the file is broken.
    """
    photo = _OPENERS[kind](data, path, max_side)
    photo = replace(photo, needed=photo.needed + overhead(photo.size, max_side))
    limits.check(path, photo.size, photo.needed)
    return photo


def _jpeg(data: bytes, path: Path, max_side: int) -> Photo:
    image = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
    begin = image.fp.tell() if image.fp else 0
    end = data.find(b"\xff\xd9", begin)
    scans = data.count(b"\xff\xda", begin, end) + 1
    if end < 0 or scans > MAX_SCANS:
        raise OSError(f"{scans} scans, the last of which ends at {end}")
    size, all_pixels = image.size, image.width * image.height
    if image.mode == "CMYK" and "adobe" not in image.info:
        # Adobe stores light, everybody else ink (ITU-T T.872); Pillow expects Adobe's.
        image.tile = [image.tile[0]._replace(args=("CMYK", ""))]
    image.draft(None, fitted(size, max_side))
    coefficients = 2 * len(image.getbands()) * all_pixels if scans > 1 else 0
    return of_image(image, size, len(data) + coefficients)


def _png(data: bytes, path: Path, max_side: int) -> Photo:
    png = png_chunks.essential(data)
    image = PngImagePlugin.PngImageFile(io.BytesIO(png.data))
    png_chunks.scale_transparency(image, png.depth)
    image.info |= {"icc_profile": png.profile, "exif": png.exif}
    return of_image(image, image.size, len(data) + len(png.data))


def _tiff(data: bytes, path: Path, max_side: int) -> Photo:
    try:
        image = tiff.open_tiff(data)
    except tiff.UnreadableTiffError as error:
        raise PhotoError(path, error.reason, str(error)) from error
    size, needed = tiff.stored_size(image), len(data) + tiff.overhead(image, len(data))
    turned = valid_orientation(image.tag_v2.get(ORIENTATION))
    return replace(of_image(image, size, needed), orientation=turned, levels=tiff.levels(image))


def _webp(data: bytes, path: Path, max_side: int) -> Photo:
    size = _webp_size(data)
    needed = len(data) + size[0] * size[1] * (4 + _OVERHEAD[Kind.WEBP])
    limits.check(path, size, needed)  # the codec takes the memory when it opens
    return replace(
        of_image(WebPImagePlugin.WebPImageFile(io.BytesIO(data)), size, 0), needed=needed
    )


def _webp_size(data: bytes) -> tuple[int, int]:
    little = partial(int.from_bytes, byteorder="little")
    if data[12:16] == b"VP8X":
        return little(data[24:27]) + 1, little(data[27:30]) + 1
    if data[12:16] == b"VP8L":
        bits = little(data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return little(data[26:28]) & 0x3FFF, little(data[28:30]) & 0x3FFF


def _gif(data: bytes, path: Path, max_side: int) -> Photo:
    image = GifImagePlugin.GifImageFile(io.BytesIO(data))
    frame = image.tile[0].extents if image.tile else None
    if frame is None or frame == (0, 0, *image.size):
        return of_image(image, image.size, len(data))
    photo = of_image(image, image.size, len(data) + 8 * image.width * image.height)
    return replace(photo, decode=partial(_on_canvas, image, frame))


def _on_canvas(image: Image.Image, frame: tuple[int, int, int, int]) -> Image.Image:
    """A first frame that does not cover the picture leaves the rest of it transparent."""
    canvas = Image.new("RGBA", image.size)
    canvas.paste(image.crop(frame).convert("RGBA"), frame)
    return canvas


def _with_unused_alpha(kind: Kind, data: bytes, path: Path, max_side: int) -> Photo:
    """BMP and TGA, in which many programs leave the alpha channel empty."""
    codec = BmpImagePlugin.BmpImageFile if kind == Kind.BMP else TgaImagePlugin.TgaImageFile
    image = codec(io.BytesIO(data))
    photo = of_image(image, image.size, 2 * len(data))
    return replace(photo, decode=partial(_filled_alpha, image))


def _filled_alpha(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode in ("RGBA", "LA") and image.getextrema()[-1] == (0, 0):
        image.putalpha(255)
    return image


def _psd(data: bytes, path: Path, max_side: int) -> Photo:
    psd = photoshop.header(data)
    if psd is None:
        raise PhotoError(path, PhotoReason.OTHER_FORMAT, "a kind of Photoshop file")
    if not psd.is_flattened:
        raise PhotoError(path, PhotoReason.NOT_FLATTENED)
    needed = len(data) + psd.size[0] * psd.size[1] * _OVERHEAD[Kind.PSD]
    return Photo(psd.size, needed, 1, psd.profile, partial(photoshop.picture, psd, data))


def _ppm(data: bytes, path: Path, max_side: int) -> Photo:
    image = PpmImagePlugin.PpmImageFile(io.BytesIO(data))
    if image.tile[0].codec_name != "raw":  # Pillow's own decoder of these takes minutes
        raise PhotoError(path, PhotoReason.OTHER_FORMAT, "a PPM of unusual depth")
    return of_image(image, image.size, len(data))


def _jpeg2000(data: bytes, path: Path, max_side: int) -> Photo:
    """Decoded at the smallest of its resolutions that is large enough."""
    image = Jpeg2KImagePlugin.Jpeg2KImageFile(io.BytesIO(data))
    (width, height), wanted = image.size, fitted(image.size, max_side)
    style = data.find(b"\xff\x52")
    halvings = data[style + 9] if 0 <= style < len(data) - 9 else 0
    # Pillow and the codec round the smaller size differently.
    while halvings and (width >> halvings < wanted[0] or (width | height) % (1 << halvings)):
        halvings -= 1
    image.reduce = halvings
    needed = len(data) + (width * height * _OVERHEAD[Kind.JPEG2000] >> 2 * halvings)
    return replace(of_image(image, image.size, 0), needed=needed)


def _avif(data: bytes, path: Path, max_side: int) -> Photo:
    if not AvifImagePlugin.SUPPORTED:
        raise PhotoError(path, PhotoReason.OTHER_FORMAT, "this Pillow has no AVIF")
    return _boxed(Kind.AVIF, AvifImagePlugin.AvifImageFile(io.BytesIO(data)), len(data))


def _heif(data: bytes, path: Path, max_side: int) -> Photo:
    return _boxed(Kind.HEIF, heif.open_heif(data), len(data))


def _boxed(kind: Kind, image: ImageFile.ImageFile, length: int) -> Photo:
    """Their own turns are in the pixels (HEIF) or in the EXIF that Pillow gives (AVIF)."""
    return of_image(image, image.size, length + image.width * image.height * _OVERHEAD[kind])


_OPENERS: dict[Kind, Callable[[bytes, Path, int], Photo]] = {
    Kind.JPEG: _jpeg,
    Kind.PNG: _png,
    Kind.TIFF: _tiff,
    Kind.WEBP: _webp,
    Kind.GIF: _gif,
    Kind.BMP: partial(_with_unused_alpha, Kind.BMP),
    Kind.TGA: partial(_with_unused_alpha, Kind.TGA),
    Kind.PSD: _psd,
    Kind.PPM: _ppm,
    Kind.JPEG2000: _jpeg2000,
    Kind.AVIF: _avif,
    Kind.HEIF: _heif,
}
