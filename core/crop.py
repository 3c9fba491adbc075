"""The square around the product, and the crop that an encoder sees."""

import numpy as np
from PIL import Image

from core.records import Box

MASK_THRESHOLD = 127
_TURNS = (
    None,
    Image.Transpose.ROTATE_270,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_90,
)


def product_box(mask: Image.Image) -> Box:
    """The product's bounding box in an 8-bit mask that is not empty."""
    inside = np.asarray(mask) > MASK_THRESHOLD
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def square(box: Box, margin: float) -> Box:
    """The square that holds `box` in its middle, with `margin` of its longer side around."""
    side = round(max(box.width, box.height) * (1 + 2 * margin))
    left = (box.left + box.right - side) // 2
    top = (box.top + box.bottom - side) // 2
    return Box(left, top, left + side, top + side)


def whole(image: Image.Image) -> Box:
    """The square around all of an image."""
    return square(Box(0, 0, *image.size), 0)


def turned(image: Image.Image, turns: int) -> Image.Image:
    """The image turned by so many quarters clockwise."""
    way = _TURNS[turns % 4]
    return image if way is None else image.transpose(way)


def on_white(image: Image.Image, mask: Image.Image) -> Image.Image:
    """The product alone, opaque, on white."""
    return Image.composite(image, Image.new("RGB", image.size, "white"), mask)


def cut_square(image: Image.Image, box: Box, side: int) -> Image.Image:
    """The square `box` of an RGB image at `side` x `side` pixels; white outside the image."""
    canvas = Image.new("RGB", (box.width, box.height), "white")
    canvas.paste(image, (-box.left, -box.top))
    return canvas.resize((side, side), Image.Resampling.LANCZOS)
