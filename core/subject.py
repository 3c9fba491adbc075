"""What in a removal network's mask is the product, and whether any of it is."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from core import boxes
from core.crop import MASK_THRESHOLD
from core.records import Box

# Below and above these shares of the photo a mask says nothing about the product.
LEAST_SHARE, MOST_SHARE = 0.01, 0.99
# A piece this much smaller than the largest is a speck. A pair of shoes is two pieces, a set of
# cutlery a handful; a mask of more pieces, or of as much speck as subject, follows a pattern.
SPECK_SHARE = 0.1
MOST_PIECES = 8
# Where more of the mask is neither one nor the other than is product, the network is in doubt.
_SURE = 230
# Pieces are told apart where the mask is fainter than this, so that a speck goes with its halo.
_FAINT = 25
_EIGHT_NEIGHBOURS = np.ones((3, 3), dtype=bool)


def coherent(mask: Image.Image) -> Image.Image | None:
    """The mask (mode L) without its specks; None when no coherent subject is in it.

    That is when it is nearly empty or full, of many scattered pieces, or more doubt than product.
    """
    values = np.asarray(mask)
    labels, count = ndimage.label(values > _FAINT, structure=_EIGHT_NEIGHBOURS)
    sizes = np.bincount(labels[values > MASK_THRESHOLD], minlength=count + 1)
    is_kept = sizes > SPECK_SHARE * sizes.max(initial=0)
    is_sure = 2 * (values > _SURE).sum() > (values > _FAINT).sum()
    if not is_sure or not _is_subject(sizes, is_kept, values.size):
        return None
    return mask if is_kept[1:].all() else Image.fromarray(np.where(is_kept[labels], values, 0))


def inside(mask: Image.Image, square: Box) -> Image.Image | None:
    """What of the product in a mask (mode L) lies in a square; None when that is no subject."""
    part = boxes.within(square, mask.size)
    found = coherent(mask.crop((part.left, part.top, part.right, part.bottom)))
    if found is None:
        return None
    alone = Image.new("L", mask.size, 0)
    alone.paste(found, (part.left, part.top))
    return alone


def _is_subject(sizes: NDArray[np.intp], is_kept: NDArray[np.bool_], pixels: int) -> bool:
    subject, all_of_it = int(sizes[is_kept].sum()), int(sizes.sum())
    return (
        LEAST_SHARE * pixels <= subject <= MOST_SHARE * pixels
        and is_kept.sum() <= MOST_PIECES
        and 2 * subject > all_of_it
    )
