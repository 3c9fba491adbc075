"""A photo's product as a picture of its own, at full size, for people and for other programs."""

import errno
from pathlib import Path

from PIL import Image

from core import intake, matte
from core.errors import RequestError, RequestReason
from core.records import Background
from core.removal import Remover, reduced
from core.removal_records import Ground
from core.written import arriving

# No photo that intake lets through is longer.
FULL_SIDE = 1_000_000
# The least effort: deflating a large cut-out better takes longer than making it.
_COMPRESSION = 1


def make(image: Image.Image, mask: Image.Image | None, ground: Ground) -> Image.Image:
    """The product of an upright RGB image on `ground`, same size; all of the image without a mask.

    `mask` is mode L, of any size. The result is RGBA on a transparent ground, else RGB.
    """
    if mask is None:
        return image
    alone = matte.cut_out(image, mask)
    if ground == Ground.TRANSPARENT:
        return alone
    white = Image.new("RGBA", alone.size, "white")
    return Image.alpha_composite(white, alone).convert("RGB")


def write(photo: Path, remover: Remover, path: Path, ground: Ground) -> Background:
    """Write the product of `photo` to `path` as a PNG of the photo's size.

    Where no product was found it is the whole photo, and the background was kept. The file is
    complete before it has its name. Raises `PhotoError` when the photo cannot be used, and
    `RequestError` when `path` cannot be written or is the photo itself.
    """
    image = intake.load(photo, FULL_SIDE)
    mask = remover.mask(reduced(image))
    save(make(image, mask, ground), photo, path)
    return Background.KEPT if mask is None else Background.REMOVED


def save(picture: Image.Image, photo: Path, path: Path) -> None:
    """Write `picture`, made of `photo`, as `write` does."""
    try:
        if path.exists() and path.samefile(photo):
            raise RequestError(path, RequestReason.PHOTO_ITSELF)
        with arriving(path) as partial:
            picture.save(partial, "PNG", compress_level=_COMPRESSION)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = RequestReason.NO_SPACE if full else RequestReason.CANNOT_WRITE
        raise RequestError(path, reason, str(error)) from error
