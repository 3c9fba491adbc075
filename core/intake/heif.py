"""HEIC opened by pi-heif (libheif and libde265, both LGPL, decoding only).

pillow-heif is the same library with x265 for encoding, which is GPL and not needed here. Both turn
a picture by the boxes of its file and set the orientation of its EXIF to 1.
"""

import io
import struct

from PIL import ImageFile


def open_heif(data: bytes) -> ImageFile.ImageFile:
    """The primary picture, upright. Raises `ValueError` or what pi-heif raises if it is broken."""
    import pi_heif
    from pi_heif import options

    if not _has_sound_names(data):
        raise ValueError("names of items that are no text")
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    image: ImageFile.ImageFile = pi_heif.HeifImageFile(io.BytesIO(data))
    return image


def _has_sound_names(data: bytes) -> bool:
    """Whether kinds and names of all items are text; pi-heif crashes on those that are not."""
    listed = data.find(b"iinf")
    if listed < 4:
        return True
    (length,) = struct.unpack_from(">I", data, listed - 4)
    at, end = data.find(b"infe", listed) - 4, min(len(data), listed - 4 + length)
    while listed < at <= end - 16 and data[at + 4 : at + 8] == b"infe":
        (length,) = struct.unpack_from(">I", data, at)
        if length < 16:
            return False
        names = data[at + (18 if data[at + 8] == 3 else 16) : at + length]
        try:
            names.decode()
        except UnicodeDecodeError:
            return False
        at += length
    return True
