"""Catalogue photos that a query may be taken for: products that are nearly the same.

The same product in another colour; with another print on it; worn with others by somebody.
"""

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image

from benchmarks.weighing import planes
from benchmarks.weighing.planes import Cut, Picture

SKINS = ((236, 188, 160), (224, 172, 140), (198, 134, 96), (141, 85, 54), (92, 58, 40))


def recoloured(what: Cut, chance: Generator) -> Picture:
    """The same product in another colour, or lighter or darker."""
    photo, mask = what
    lab = cv2.cvtColor(photo.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    light, green, blue = np.moveaxis(lab, -1, 0)
    inside = mask > 127
    is_grey = np.hypot(green, blue)[inside].mean() < 12
    pair = np.stack([green, blue], axis=-1) @ planes.turning(chance.uniform(35, 325)).T
    kind = chance.integers(3)
    if is_grey or kind == 0:
        if is_grey and kind != 2:
            angle, far = chance.uniform(0, 2 * np.pi), chance.uniform(15, 45)
            pair = pair + far * np.array([np.cos(angle), np.sin(angle)])
        else:
            pair = pair * 0.15
        own = light[inside].mean()
        lightness = [level for level in chance.uniform(15, 90, 9) if abs(level - own) >= 12]
        light = np.clip((light - own) * 0.9 + [*lightness, 50][0], 2, 98)
    changed = np.dstack([light, pair]).astype(np.float32)
    share = mask[..., np.newaxis] / 255
    rgb = np.clip(cv2.cvtColor(changed, cv2.COLOR_LAB2RGB), 0, 1) * 255
    return Image.fromarray((rgb * share + photo * (1 - share)).astype(np.uint8)), planes.image(mask)


def other_print(what: Cut, other: Cut, chance: Generator) -> Picture:
    """The same product with a part of another one's picture on it, as packages of one brand."""
    photo, mask = what[0].copy(), what[1]
    left, top, right, bottom = planes.bounds(mask)
    wide, high = right - left, bottom - top
    share = chance.uniform(0.3, 0.5)
    x, y = (
        left + int(chance.uniform(0, 1 - share) * wide),
        top + int(chance.uniform(0, 1 - share) * high),
    )
    size = max(8, int(share * wide)), max(8, int(share * high))
    start, above, end, below = planes.bounds(other[1])
    patch = cv2.resize(other[0][above:below, start:end], size, interpolation=cv2.INTER_AREA)
    inside = mask[y : y + size[1], x : x + size[0]] > 127
    photo[y : y + size[1], x : x + size[0]][inside] = patch[inside]
    return planes.image(photo), planes.image(mask)


def outfit(top: Cut, below: Cut, chance: Generator) -> Picture:
    """A top worn above something else by somebody, on white, and the mask of all of it."""
    width, height = int(chance.integers(560, 760)), 1000
    canvas = np.full((height, width, 3), 250, np.uint8)
    mask = np.zeros((height, width), np.uint8)
    head = int(chance.integers(90, 130))
    wide, start = int(width * chance.uniform(0.5, 0.75)), int(head * 1.5)
    high = int(min(chance.uniform(0.42, 0.55) * height, wide * 1.4))
    middle = width // 2
    left, upper, right, lower = planes.bounds(below[1])
    leg = int(wide * chance.uniform(0.6, 0.8))
    long = int(leg * (lower - upper) / (right - left))
    planes.put(canvas, mask, below, (middle - leg // 2, start + high - 40, leg, long))
    skin = SKINS[chance.integers(len(SKINS))]
    for x in (middle - int(wide * 0.42), middle + int(wide * 0.42)):
        planes.blob(
            canvas, mask, skin, (x, start + int(high * 0.75), int(wide * 0.07), int(high * 0.3))
        )
    planes.put(canvas, mask, top, (middle - wide // 2, start, wide, high))
    hair = tuple(chance.integers(20, 150, 3).tolist())
    planes.blob(canvas, mask, hair, (middle, int(head * 0.75), int(head * 0.55), int(head * 0.7)))
    planes.blob(canvas, mask, skin, (middle, int(head * 0.9), int(head * 0.4), int(head * 0.6)))
    return Image.fromarray(canvas), Image.fromarray(mask)
