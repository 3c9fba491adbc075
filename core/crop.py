"""The square around the product, and the crop that an encoder sees."""

import numpy as np
from PIL import Image

from core.records import Box

MASK_THRESHOLD = 127


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


def turned(box: Box, turns: int, size: tuple[int, int]) -> Box:
    """Where `box` of a photo of `size` lies once that is turned by `turns` quarters clockwise."""
    width, height = size
    for _quarter in range(turns % 4):
        box = Box(height - box.bottom, box.left, height - box.top, box.right)
        width, height = height, width
    return box


def within(box: Box, size: tuple[int, int]) -> Box:
    """What of `box` lies in a photo of `size`; of no width or height where nothing does."""
    left, top = min(max(box.left, 0), size[0]), min(max(box.top, 0), size[1])
    right, bottom = min(box.right, size[0]), min(box.bottom, size[1])
    return Box(left, top, max(left, right), max(top, bottom))


def scaled(box: Box, scale: float) -> Box:
    """`box` of a photo, in pixels of a copy that is so many times as large."""
    left, top = round(box.left * scale), round(box.top * scale)
    return Box(left, top, left + round(box.width * scale), top + round(box.height * scale))


def moved(box: Box, right: int, down: int) -> Box:
    """`box` so many pixels further right and further down."""
    return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)


def on_white(image: Image.Image, mask: Image.Image) -> Image.Image:
    """The product alone, opaque, on white."""
    return Image.composite(image, Image.new("RGB", image.size, "white"), mask)


def cut_square(image: Image.Image, box: Box, side: int) -> Image.Image:
    """The square `box` of an RGB image at `side` x `side` pixels; white outside the image."""
    canvas = Image.new("RGB", (box.width, box.height), "white")
    canvas.paste(image, (-box.left, -box.top))
    return canvas.resize((side, side), Image.Resampling.LANCZOS)
