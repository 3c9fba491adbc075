"""What a file is, told from how it begins: a kind of photo that is read, or why it is not.

The name of the file counts for nothing.
"""

from enum import StrEnum

from core.errors import PhotoReason

# This much of a file is enough to tell.
HEAD_BYTES = 4096


class Kind(StrEnum):
    """The kinds of files that photos are read from."""

    JPEG = "JPEG"
    PNG = "PNG"
    TIFF = "TIFF"
    WEBP = "WebP"
    AVIF = "AVIF"
    HEIF = "HEIF"
    JPEG2000 = "JPEG 2000"
    GIF = "GIF"
    BMP = "BMP"
    PSD = "PSD"
    PPM = "PPM"
    TGA = "TGA"


# Of these the first bytes are so unlike anything else that what begins so is one, or was one.
SURE = frozenset(Kind) - {Kind.BMP, Kind.PPM, Kind.TGA}

# In this order: the first that fits.
_STARTS: dict[Kind | PhotoReason, tuple[bytes, ...]] = {
    Kind.JPEG: (b"\xff\xd8\xff",),
    Kind.PNG: (b"\x89PNG\r\n",),
    Kind.TIFF: (b"II*\0", b"MM\0*", b"II+\0"),
    Kind.GIF: (b"GIF8",),
    Kind.BMP: (b"BM",),
    Kind.PSD: (b"8BPS",),
    Kind.JPEG2000: (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"),
    Kind.PPM: tuple(
        b"P" + digit + space for digit in (b"5", b"6") for space in (b"\n", b"\r", b" ")
    ),
    PhotoReason.CAMERA_RAW: (
        *(b"FUJIFILMCCD-RAW", b"IIU\0", b"IIRO", b"IIRS", b"MMOR", b"FOVb", b"\0MRM"),
    ),
    PhotoReason.DOCUMENT: (b"%PDF-", b"%!PS", b"\xc5\xd0\xd3\xc6"),
    PhotoReason.VIDEO: (
        *(b"\x1aE\xdf\xa3", b"\0\0\x01\xba", b"FLV\x01", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    ),
    PhotoReason.OTHER_FORMAT: (
        *(b"\xff\x0a", b"\0\0\0\x0cJXL ", b"II\xbc\x01", b"MM\0+", b"\0\0\x01\0", b"icns"),
        *(b"gimp xcf", b"DDS ", b"v/1\x01", b"qoif", b"#?RADIANCE", b"AT&TFORM", b"BPG\xfb"),
        *(b"P1\n", b"P2\n", b"P3\n", b"P4\n", b"P7\n", b"PF\n", b"\xd7\xcd\xc6\x9a"),
    ),
}
_BRANDS: dict[bytes, Kind | PhotoReason] = {
    **dict.fromkeys((b"avif", b"avis"), Kind.AVIF),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), Kind.HEIF),
    b"crx ": PhotoReason.CAMERA_RAW,
}
_ANY_STILL = (b"mif1", b"msf1", b"miaf")


def kind_of(head: bytes) -> Kind | PhotoReason:
    """The kind of the file that begins with `head` (`HEAD_BYTES`, or the whole of it).

    `Kind.TGA` means no more than that nothing speaks against it.
    """
    if head.startswith(b"II*\0") and head[8:10] == b"CR":
        return PhotoReason.CAMERA_RAW
    for kind, starts in _STARTS.items():
        if head.startswith(starts):
            return kind
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"AVI "):
        return Kind.WEBP if head[8:12] == b"WEBP" else PhotoReason.VIDEO
    if head[4:8] in (b"ftyp", b"moov", b"mdat"):
        return _of_boxes(head)
    return _of_text(head) or (Kind.TGA if any(head) else PhotoReason.INCOMPLETE)


def _of_boxes(head: bytes) -> Kind | PhotoReason:
    """HEIF, AVIF, raw files of some cameras and films share one container."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    names = [head[at : at + 4] for at in (8, *range(16, length, 4))]
    if names[0] in _BRANDS:
        return _BRANDS[names[0]]
    if names[0] in _ANY_STILL:
        return next((_BRANDS[name] for name in names if name in _BRANDS), Kind.HEIF)
    return PhotoReason.VIDEO


def _of_text(head: bytes) -> PhotoReason | None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return PhotoReason.WEB_PAGE
    if text.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")):
        if b"<html" in text:
            return PhotoReason.WEB_PAGE
        return PhotoReason.DOCUMENT if b"<svg" in text else PhotoReason.NOT_AN_IMAGE
    return None
