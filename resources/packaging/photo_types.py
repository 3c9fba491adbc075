"""The kinds of photos that systems offer to open with Vitrine, in the names that each has for them.

Which kinds and endings there are is said by `core.intake.kinds` and `core.scan`; a test compares.
"""

from dataclasses import dataclass

from core.intake.kinds import Kind


@dataclass(frozen=True, slots=True)
class PhotoType:
    """A kind of photo: MIME types (Linux), uniform type identifiers (macOS), endings (Windows)."""

    kind: Kind
    mime: tuple[str, ...]
    identifiers: tuple[str, ...]
    endings: tuple[str, ...]


PHOTO_TYPES = (
    PhotoType(
        Kind.JPEG, ("image/jpeg",), ("public.jpeg",), (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo")
    ),
    PhotoType(Kind.PNG, ("image/png",), ("public.png",), (".png",)),
    PhotoType(Kind.TIFF, ("image/tiff",), ("public.tiff",), (".tif", ".tiff")),
    PhotoType(Kind.WEBP, ("image/webp",), ("org.webmproject.webp",), (".webp",)),
    PhotoType(Kind.AVIF, ("image/avif",), ("public.avif",), (".avif",)),
    PhotoType(
        Kind.HEIF,
        ("image/heif", "image/heic"),
        ("public.heic", "public.heif"),
        (".heic", ".heif", ".hif"),
    ),
    PhotoType(
        Kind.JPEG2000,
        ("image/jp2", "image/x-jp2-codestream"),
        ("public.jpeg-2000",),
        (".jp2", ".j2k"),
    ),
    PhotoType(Kind.GIF, ("image/gif",), ("com.compuserve.gif",), (".gif",)),
    PhotoType(Kind.BMP, ("image/bmp",), ("com.microsoft.bmp",), (".bmp",)),
    PhotoType(
        Kind.PSD, ("image/vnd.adobe.photoshop",), ("com.adobe.photoshop-image",), (".psd", ".psb")
    ),
    PhotoType(Kind.TGA, ("image/x-tga",), ("com.truevision.tga-image",), (".tga",)),
    PhotoType(Kind.PPM, ("image/x-portable-pixmap",), ("public.pbm",), (".ppm",)),
)
