"""Where things lie in a picture: boxes, planes, and products put into other pictures."""

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from benchmarks.weighing.light import Pixels

Picture = tuple[Image.Image, Image.Image]
Cut = tuple[Pixels, Pixels]


def bounds(mask: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the product."""
    rows, columns = (np.flatnonzero((mask > 127).any(axis=axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def corners(area: tuple[float, ...]) -> NDArray[np.float32]:
    """The four corners (4, 2) of left, top, right, bottom."""
    left, top, right, bottom = area
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def turning(degrees: float) -> NDArray[np.float64]:
    """The matrix (2, 2) that turns points so far."""
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def placed(area: tuple[int, ...], size: tuple[int, ...], chance: Generator) -> NDArray[np.float32]:
    """Where the corners of an area come to lie in a picture of `size`, all of them inside."""
    around = corners(area)
    bent = (around - around.mean(axis=0)) * (1 + chance.uniform(-0.12, 0.12, (4, 2)))
    turned = bent @ turning(chance.uniform(-30, 30)).T
    scale = (np.array(size) / np.ptp(turned, axis=0)).min() * chance.uniform(0.6, 1.0)
    turned = turned * scale - (turned * scale).min(axis=0)
    room = np.maximum(np.array(size) - np.ptp(turned, axis=0), 0)
    moved = turned + room * chance.uniform(0.2, 0.8, 2)
    return np.asarray(moved, dtype=np.float32)


def plane(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float64]:
    """The map (3, 3) of four points (4, 2) to four others."""
    return np.asarray(cv2.getPerspectiveTransform(source, target), dtype=np.float64)


def warped(picture: Pixels, by: NDArray[np.float64], size: tuple[int, ...]) -> Pixels:
    """A picture or mask seen through a map, at `size`."""
    border = cv2.BORDER_REFLECT_101 if picture.ndim == 3 else cv2.BORDER_CONSTANT
    shown = cv2.warpPerspective(picture, by, size, flags=cv2.INTER_AREA, borderMode=border)
    return np.asarray(shown, dtype=np.uint8)


def draped(what: Cut, chance: Generator) -> Cut:
    """As cloth lies another time: every place moved a little, its neighbours with it."""
    height, width = what[1].shape
    far = chance.uniform(0.01, 0.04) * max(height, width)
    moves = cv2.resize(
        chance.normal(0, far, (5, 5, 2)), (width, height), interpolation=cv2.INTER_CUBIC
    )
    rows, columns = np.mgrid[:height, :width]
    across = (columns + moves[..., 0]).astype(np.float32)
    down = (rows + moves[..., 1]).astype(np.float32)
    shown = cv2.remap(what[0], across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    where = cv2.remap(what[1], across, down, cv2.INTER_LINEAR)
    return np.asarray(shown, dtype=np.uint8), np.asarray(where, dtype=np.uint8)


def cover(ground: Pixels, size: tuple[int, ...], chance: Generator) -> Pixels:
    """Some part of a photo that fills a picture of `size`."""
    height, width = ground.shape[:2]
    scale = max(size[0] / width, size[1] / height) * chance.uniform(1, 1.8)
    large = cv2.resize(ground, (round(width * scale) + 1, round(height * scale) + 1))
    x = int(chance.integers(0, large.shape[1] - size[0] + 1))
    y = int(chance.integers(0, large.shape[0] - size[1] + 1))
    return np.asarray(large[y : y + size[1], x : x + size[0]], dtype=np.uint8)


def put(canvas: Pixels, mask: Pixels, what: Cut, place: tuple[int, int, int, int]) -> None:
    """Paste the product of a photo over left, top, width, height of a canvas."""
    left, top, right, bottom = bounds(what[1])
    x, y, wide, high = place
    shown, where = (
        cv2.resize(each[top:bottom, left:right], (wide, high), interpolation=cv2.INTER_AREA)
        for each in what
    )
    high, wide = min(high, canvas.shape[0] - y), min(wide, canvas.shape[1] - x)
    share = where[:high, :wide, np.newaxis] / 255
    spot = np.s_[y : y + high, x : x + wide]
    canvas[spot] = (shown[:high, :wide] * share + canvas[spot] * (1 - share)).astype(np.uint8)
    mask[spot] = np.maximum(mask[spot], where[:high, :wide])


def blob(
    canvas: Pixels, mask: Pixels, colour: tuple[int, ...], at: tuple[int, int, int, int]
) -> None:
    """An ellipse of a colour: its middle, and half of its width and height."""
    x, y, wide, high = at
    cv2.ellipse(canvas, (x, y), (wide, high), 0, 0, 360, colour, -1)
    cv2.ellipse(mask, (x, y), (wide, high), 0, 0, 360, 255, -1)


def image(pixels: Pixels) -> Image.Image:
    """A picture of pixels that may be part of others."""
    return Image.fromarray(np.ascontiguousarray(pixels))
