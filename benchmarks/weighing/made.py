"""Queries and catalogue photos made of product photos whose masks are known.

The same product in a new scene, a part of it, one half for the other; and to make it hard: the same
product in another colour, and worn with others by somebody.
"""

from io import BytesIO

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Picture = tuple[Image.Image, Image.Image]
SKINS = ((236, 188, 160), (224, 172, 140), (198, 134, 96), (141, 85, 54), (92, 58, 40))


def scene(photo: Pixels, mask: Pixels, ground: Pixels, chance: Generator) -> Picture:
    """The product turned and in perspective, before another photo or with its own ground."""
    size = tuple(chance.integers(360, 560, 2).tolist())
    plane = _plane(_corners(_box(mask)), _placed(_box(mask), size, chance))
    shown = _warped(photo, plane, size)
    where = _warped(mask, plane, size)
    if chance.random() > 0.35:
        cut = _cover(ground, size, chance)
        share = where[..., np.newaxis] / 255
        shown = (shown * share + cut * (1 - share)).astype(np.uint8)
    return lit(shown, chance), Image.fromarray(where)


def piece(photo: Pixels, mask: Pixels, chance: Generator) -> Picture:
    """15 to 60 % of the product's box, turned a little."""
    left, top, right, bottom = _box(mask)
    width, height = right - left, bottom - top
    share = chance.uniform(0.15, 0.6)
    wide = min(width, (share * width * height * np.exp(chance.uniform(-0.35, 0.35))) ** 0.5)
    high = min(height, share * width * height / wide)
    x, y = left + chance.uniform(0, width - wide), top + chance.uniform(0, height - high)
    source = _corners((x, y, x + wide, y + high))
    middle = source.mean(axis=0)
    bent = (source - middle) * (1 + chance.uniform(-0.06, 0.06, (4, 2)))
    source = (bent @ _turn(chance.uniform(-15, 15)).T + middle).astype(np.float32)
    scale = chance.uniform(420, 600) / max(wide, high)
    size = round(wide * scale), round(high * scale)
    plane = _plane(source, _corners((0, 0, *size)))
    where = Image.fromarray(_warped(mask, plane, size))
    return lit(_warped(photo, plane, size), chance), where


def halves(photo: Pixels, mask: Pixels, chance: Generator) -> tuple[Picture, Picture]:
    """The right half as a query, and the left one for the catalogue."""
    left, _top, right, _bottom = _box(mask)
    middle = (left + right) // 2
    query = lit(photo[:, middle:], chance), _image(mask[:, middle:])
    return query, (_image(photo[:, :middle]), _image(mask[:, :middle]))


def recoloured(photo: Pixels, mask: Pixels, chance: Generator) -> Picture:
    """The same product in another colour, or lighter or darker."""
    lab = cv2.cvtColor(photo.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    light, green, blue = np.moveaxis(lab, -1, 0)
    inside = mask > 127
    is_grey = np.hypot(green, blue)[inside].mean() < 12
    pair = np.stack([green, blue], axis=-1) @ _turn(chance.uniform(60, 300)).T
    kind = chance.integers(3)
    if is_grey or kind == 0:
        if is_grey and kind != 2:
            angle, far = chance.uniform(0, 2 * np.pi), chance.uniform(15, 45)
            pair = pair + far * np.array([np.cos(angle), np.sin(angle)])
        else:
            pair = pair * 0.15
        own = light[inside].mean()
        lightness = [level for level in chance.uniform(15, 90, 9) if abs(level - own) >= 18]
        light = np.clip((light - own) * 0.9 + [*lightness, 50][0], 2, 98)
    changed = np.dstack([light, pair]).astype(np.float32)
    share = mask[..., np.newaxis] / 255
    rgb = np.clip(cv2.cvtColor(changed, cv2.COLOR_LAB2RGB), 0, 1) * 255
    return Image.fromarray((rgb * share + photo * (1 - share)).astype(np.uint8)), _image(mask)


def outfit(top: tuple[Pixels, Pixels], below: tuple[Pixels, Pixels], chance: Generator) -> Picture:
    """A top worn above something else by somebody, on white, and the mask of all of it."""
    width, height = int(chance.integers(560, 760)), 1000
    canvas = np.full((height, width, 3), 250, np.uint8)
    mask = np.zeros((height, width), np.uint8)
    head = int(chance.integers(90, 130))
    wide, start = int(width * chance.uniform(0.5, 0.75)), int(head * 1.5)
    high = int(min(chance.uniform(0.42, 0.55) * height, wide * 1.4))
    middle = width // 2
    left, upper, right, lower = _box(below[1])
    leg = int(wide * chance.uniform(0.6, 0.8))
    long = int(leg * (lower - upper) / (right - left))
    _put(canvas, mask, below, (middle - leg // 2, start + high - 40, leg, long))
    skin = SKINS[chance.integers(len(SKINS))]
    for x in (middle - int(wide * 0.42), middle + int(wide * 0.42)):
        _blob(canvas, mask, skin, (x, start + int(high * 0.75), int(wide * 0.07), int(high * 0.3)))
    _put(canvas, mask, top, (middle - wide // 2, start, wide, high))
    hair = tuple(chance.integers(20, 150, 3).tolist())
    _blob(canvas, mask, hair, (middle, int(head * 0.75), int(head * 0.55), int(head * 0.7)))
    _blob(canvas, mask, skin, (middle, int(head * 0.9), int(head * 0.4), int(head * 0.6)))
    return Image.fromarray(canvas), Image.fromarray(mask)


def lit(picture: Pixels, chance: Generator) -> Image.Image:
    """In other light: tint, brightness, contrast, blur, noise, JPEG."""
    linear = (picture.astype(np.float32) / 255) ** 2.2
    linear = (
        linear * np.exp(chance.normal(0, 0.1, 3) * (1, 0.4, 1)) * np.exp(chance.normal(0, 0.25))
    )
    shown = np.clip(linear, 0, 1) ** (1 / 2.2)
    shown = (shown - shown.mean()) * np.exp(chance.normal(0, 0.12)) + shown.mean()
    blur = chance.uniform(0, 1.6)
    if blur > 0.4:
        shown = cv2.GaussianBlur(shown, (0, 0), blur)
    shown = np.clip(shown + chance.normal(0, chance.uniform(0, 0.015), shown.shape), 0, 1)
    written = BytesIO()
    quality = int(chance.integers(45, 92))
    Image.fromarray((shown * 255).astype(np.uint8)).save(written, "JPEG", quality=quality)
    return Image.open(written).convert("RGB")


def _box(mask: Pixels) -> tuple[int, int, int, int]:
    rows, columns = (np.flatnonzero((mask > 127).any(axis=axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _corners(box: tuple[float, ...]) -> NDArray[np.float32]:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _placed(box: tuple[int, ...], size: tuple[int, ...], chance: Generator) -> NDArray[np.float32]:
    """Where the corners of a box come to lie in a picture of `size`, all of them inside."""
    corners = _corners(box)
    bent = (corners - corners.mean(axis=0)) * (1 + chance.uniform(-0.12, 0.12, (4, 2)))
    turned = bent @ _turn(chance.uniform(-30, 30)).T
    scale = (np.array(size) / np.ptp(turned, axis=0)).min() * chance.uniform(0.6, 1.0)
    turned = turned * scale - (turned * scale).min(axis=0)
    room = np.maximum(np.array(size) - np.ptp(turned, axis=0), 0)
    moved = turned + room * chance.uniform(0.2, 0.8, 2)
    return np.asarray(moved, dtype=np.float32)


def _plane(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(cv2.getPerspectiveTransform(source, target), dtype=np.float64)


def _warped(picture: Pixels, plane: NDArray[np.float64], size: tuple[int, ...]) -> Pixels:
    border = cv2.BORDER_REFLECT_101 if picture.ndim == 3 else cv2.BORDER_CONSTANT
    shown = cv2.warpPerspective(picture, plane, size, flags=cv2.INTER_AREA, borderMode=border)
    return np.asarray(shown, dtype=np.uint8)


def _cover(ground: Pixels, size: tuple[int, ...], chance: Generator) -> Pixels:
    height, width = ground.shape[:2]
    scale = max(size[0] / width, size[1] / height) * chance.uniform(1, 1.8)
    large = cv2.resize(ground, (round(width * scale) + 1, round(height * scale) + 1))
    x = int(chance.integers(0, large.shape[1] - size[0] + 1))
    y = int(chance.integers(0, large.shape[0] - size[1] + 1))
    return np.asarray(large[y : y + size[1], x : x + size[0]], dtype=np.uint8)


def _put(
    canvas: Pixels, mask: Pixels, what: tuple[Pixels, Pixels], place: tuple[int, int, int, int]
) -> None:
    """Paste the product of a photo over left, top, width, height of a canvas."""
    left, top, right, bottom = _box(what[1])
    x, y, wide, high = place
    shown, where = (cv2.resize(each[top:bottom, left:right], (wide, high)) for each in what)
    high = min(high, canvas.shape[0] - y)
    share = where[:high, :, np.newaxis] / 255
    spot = np.s_[y : y + high, x : x + wide]
    canvas[spot] = (shown[:high] * share + canvas[spot] * (1 - share)).astype(np.uint8)
    mask[spot] = np.maximum(mask[spot], where[:high])


def _blob(
    canvas: Pixels, mask: Pixels, colour: tuple[int, ...], at: tuple[int, int, int, int]
) -> None:
    x, y, wide, high = at
    cv2.ellipse(canvas, (x, y), (wide, high), 0, 0, 360, colour, -1)
    cv2.ellipse(mask, (x, y), (wide, high), 0, 0, 360, 255, -1)


def _image(pixels: Pixels) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(pixels))
