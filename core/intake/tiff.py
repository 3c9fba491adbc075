"""Which picture of a TIFF is the photo, and what its tags say that Pillow leaves unsaid."""

import io

from PIL import ImageFile, TiffImagePlugin

from core.errors import PhotoReason
from core.intake.tones import Levels

_SUBFILE_KIND, _PHOTOMETRIC, _SUB_FILES, _TILE_BYTES, _DNG_VERSION = 254, 262, 330, 325, 50706
_MOSAIC, _LINEAR_RAW, _WHITE_IS_ZERO = 32803, 34892, 0
# Packings that not every build of libtiff unpacks: WebP, those of SGI and of one old scanner.
_RARE_PACKINGS = (50001, 34676, 34677, 32809)
# Kinds of subfile that are not the picture: reduced copies, transparency masks.
_SIDE = 1 | 4
_MAX_PAGES = 20


class UnreadableTiffError(Exception):
    """A whole TIFF whose picture is not read; `reason` says why."""

    def __init__(self, reason: PhotoReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class _Tiff(TiffImagePlugin.TiffImageFile):
    """Pillow's TIFF, whose picture stays as it is stored."""

    def _setup(self) -> None:
        tags = self.tag_v2
        is_raw = tags.get(_PHOTOMETRIC) in (_MOSAIC, _LINEAR_RAW) or _DNG_VERSION in tags
        if is_raw or (_side(tags) and _SUB_FILES in tags):
            raise UnreadableTiffError(PhotoReason.CAMERA_RAW, "a camera's raw file")
        if tags.get(TiffImagePlugin.COMPRESSION) in _RARE_PACKINGS:
            raise UnreadableTiffError(PhotoReason.OTHER_FORMAT, "packed in a rare way")
        try:
            super()._setup()
        except (KeyError, SyntaxError, OSError) as error:
            if _is_whole(tags):
                raise UnreadableTiffError(PhotoReason.OTHER_FORMAT, repr(error)) from error
            raise

    def load_prepare(self) -> None:
        """Keep the stored size, and our own limits instead of those of the whole process."""
        self._size = self._tile_size
        ImageFile.ImageFile.load_prepare(self)

    def load_end(self) -> None:
        """Leave the turning to who loads: Pillow would copy the whole picture, and trust XMP."""


def open_tiff(data: bytes) -> TiffImagePlugin.TiffImageFile:
    """The first page that is no preview; the first of all if there is none.

    Raises `UnreadableTiffError`, or whatever Pillow raises for a broken file.
    """
    image = _Tiff(io.BytesIO(data))
    for page in range(_MAX_PAGES):
        try:
            image.seek(page)
        except EOFError:
            break
        if not _side(image.tag_v2):
            return image
    image.seek(0)
    return image


def stored_size(image: TiffImagePlugin.TiffImageFile) -> tuple[int, int]:
    """Width and height before turning."""
    tags = image.tag_v2
    return int(tags[TiffImagePlugin.IMAGEWIDTH]), int(tags[TiffImagePlugin.IMAGELENGTH])


def overhead(image: TiffImagePlugin.TiffImageFile, length: int) -> int:
    """The bytes that are held beside the picture and the file, which is `length` bytes long.

    Pillow copies what is no part of the picture, layers for instance; libtiff unpacks a strip or a
    tile at a time.
    """
    tags, (width, height) = image.tag_v2, stored_size(image)
    packed = tags.get(TiffImagePlugin.STRIPBYTECOUNTS, tags.get(_TILE_BYTES, ()))
    beside = 2 * max(0, length - sum(packed))
    if tags.get(TiffImagePlugin.COMPRESSION, 1) == 1:
        return beside
    samples = int(tags.get(TiffImagePlugin.SAMPLESPERPIXEL, 1))
    rows = min(int(tags.get(TiffImagePlugin.ROWSPERSTRIP, height)), height)
    if TiffImagePlugin.TILEWIDTH in tags:
        width = int(tags[TiffImagePlugin.TILEWIDTH])
        rows = int(tags.get(TiffImagePlugin.TILELENGTH, rows))
    return beside + width * rows * max(4, samples * _depth(image) // 8)


def levels(image: TiffImagePlugin.TiffImageFile) -> Levels | None:
    """Black and white of more than 8 bits, where they are not what they seem."""
    white = float(2 ** _depth(image) - 1)
    if not image.mode.startswith("I;16"):
        return None
    if image.tag_v2.get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        return Levels(white, 0)
    return Levels(0, white)


def _depth(image: TiffImagePlugin.TiffImageFile) -> int:
    return max(map(int, image.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE, (1,))))


def _side(tags: TiffImagePlugin.ImageFileDirectory_v2) -> bool:
    kind = tags.get(_SUBFILE_KIND, 0)
    return isinstance(kind, int) and bool(kind & _SIDE)


def _is_whole(tags: TiffImagePlugin.ImageFileDirectory_v2) -> bool:
    """Whether the tags that describe a picture are all there."""
    needed = {TiffImagePlugin.IMAGEWIDTH, TiffImagePlugin.IMAGELENGTH, _PHOTOMETRIC}
    needed.add(TiffImagePlugin.BITSPERSAMPLE)
    places = {TiffImagePlugin.STRIPOFFSETS, TiffImagePlugin.TILEOFFSETS}
    return needed <= set(tags) and bool(places & set(tags))
