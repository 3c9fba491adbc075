"""Queries made of product photos whose masks are known, as hard as what people drop.

The same product in a new scene, on a shelf among others, on a screen, behind something; as from
behind; a part of it; one half for the other.
"""

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image

from benchmarks.weighing import planes
from benchmarks.weighing.light import Pixels, lit, screened
from benchmarks.weighing.planes import Cut, Picture


def scene(what: Cut, ground: Pixels, chance: Generator) -> Picture:
    """The product turned and in perspective, before another photo or with its own ground."""
    size = tuple(chance.integers(360, 560, 2).tolist())
    photo, mask = what
    area = planes.bounds(mask)
    plane = planes.plane(planes.corners(area), planes.placed(area, size, chance))
    shown, where = planes.warped(photo, plane, size), planes.warped(mask, plane, size)
    if chance.random() > 0.35:
        cut = planes.cover(ground, size, chance)
        share = where[..., np.newaxis] / 255
        shown = (shown * share + cut * (1 - share)).astype(np.uint8)
    return lit(shown, chance), Image.fromarray(where)


def shelf(what: Cut, others: list[Cut], ground: Pixels, chance: Generator) -> Picture:
    """The product in the middle of a shelf, with others beside, above and below it."""
    side = int(chance.integers(200, 280))
    size = 3 * side, 3 * side
    shown = planes.cover(ground, size, chance).copy()
    where = np.zeros(size, np.uint8)
    places = [(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    for other, (x, y) in zip(others, chance.permutation(places).tolist(), strict=False):
        planes.put(shown, np.zeros_like(where), other, _slot(other[1], (x, y), side))
    planes.put(shown, where, what, _slot(what[1], (1, 1), side))
    room = chance.uniform(0.3, 0.9, 4) * side
    seen = planes.corners((room[0], room[1], 3 * side - room[2], 3 * side - room[3]))
    bent = (seen + chance.normal(0, 0.03 * side, (4, 2))).astype(np.float32)
    plane = planes.plane(bent, planes.corners((0, 0, 480, 480)))
    picture = planes.warped(shown, plane, (480, 480))
    return lit(picture, chance), Image.fromarray(planes.warped(where, plane, (480, 480)))


def _slot(mask: Pixels, place: tuple[int, int], side: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of a product that stands in one of a shelf's places."""
    left, top, right, bottom = planes.bounds(mask)
    scale = side / max(right - left, bottom - top)
    wide, high = round((right - left) * scale), round((bottom - top) * scale)
    return place[0] * side + (side - wide) // 2, place[1] * side + (side - high) // 2, wide, high


def screen(what: Cut, chance: Generator) -> Picture:
    """A phone's photo of the product's photo on a screen."""
    photo, mask = what
    left, top, right, bottom = planes.bounds(mask)
    scale = 420 / max(right - left, bottom - top)
    size = round(photo.shape[1] * scale), round(photo.shape[0] * scale)
    small = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)
    shown = screened(small, chance)
    where = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    near = planes.corners((0, 0, *size)) + chance.normal(0, 12, (4, 2))
    plane = planes.plane(near.astype(np.float32), planes.corners((0, 0, *size)))
    return lit(planes.warped(shown, plane, size), chance), Image.fromarray(
        planes.warped(np.asarray(where, np.uint8), plane, size)
    )


def hidden(what: Cut, before: Pixels, chance: Generator) -> Picture:
    """The product with something in front of a quarter to a half of it."""
    photo, mask = what[0].copy(), what[1].copy()
    left, top, right, bottom = planes.bounds(mask)
    share = chance.uniform(0.25, 0.5)
    wide, high = right - left, bottom - top
    begin, end = (
        (left, left + int(share * wide))
        if chance.random() < 0.5
        else (right - int(share * wide), right)
    )
    slant = chance.normal(0, 0.15 * wide, 2)
    edge = np.array([[begin, top], [end, top], [end, bottom], [begin, bottom]], np.float64)
    edge[:, 0] += slant[[0, 0, 1, 1]]
    over = np.zeros_like(mask)
    cv2.fillPoly(over, [edge.astype(np.int32)], 255)
    front = planes.cover(before, (photo.shape[1], photo.shape[0]), chance)
    photo[over > 0] = front[over > 0]
    mask[over > 0] = 0
    if (mask > 127).sum() < 0.02 * wide * high:
        mask = what[1]
    return (
        scene((photo, mask), before, chance)
        if chance.random() < 0.5
        else (lit(photo, chance), planes.image(mask))
    )


def back(what: Cut, ground: Pixels, chance: Generator) -> Picture:
    """As from behind: in the mirror, laid anew, without what is printed on its front."""
    photo, mask = planes.draped((what[0][:, ::-1], what[1][:, ::-1]), chance)
    left, top, right, bottom = planes.bounds(mask)
    wide, high = right - left, bottom - top
    smooth = cv2.GaussianBlur(photo, (0, 0), 0.08 * min(wide, high))
    share = np.zeros(mask.shape, np.float32)
    centre = (left + right) // 2, int(top + 0.4 * high)
    cv2.ellipse(share, centre, (int(0.3 * wide), int(0.3 * high)), 0, 0, 360, 1.0, -1)
    soft = np.asarray(cv2.GaussianBlur(share, (0, 0), 0.04 * min(wide, high)))[..., np.newaxis]
    plain = (smooth * soft + photo * (1 - soft)).astype(np.uint8)
    return scene((plain, mask), ground, chance)


def piece(what: Cut, chance: Generator) -> Picture:
    """15 to 60 % of the product's box, turned a little."""
    photo, mask = what
    left, top, right, bottom = planes.bounds(mask)
    width, height = right - left, bottom - top
    share = chance.uniform(0.15, 0.6)
    wide = min(width, (share * width * height * np.exp(chance.uniform(-0.35, 0.35))) ** 0.5)
    high = min(height, share * width * height / wide)
    x, y = left + chance.uniform(0, width - wide), top + chance.uniform(0, height - high)
    source = planes.corners((x, y, x + wide, y + high))
    middle = source.mean(axis=0)
    bent = (source - middle) * (1 + chance.uniform(-0.06, 0.06, (4, 2)))
    source = (bent @ planes.turning(chance.uniform(-15, 15)).T + middle).astype(np.float32)
    scale = chance.uniform(420, 600) / max(wide, high)
    size = round(wide * scale), round(high * scale)
    plane = planes.plane(source, planes.corners((0, 0, *size)))
    where = Image.fromarray(planes.warped(mask, plane, size))
    return lit(planes.warped(photo, plane, size), chance), where


def halves(what: Cut, chance: Generator) -> tuple[Picture, Picture]:
    """The right half as a query, and the left one for the catalogue."""
    photo, mask = what
    left, _top, right, _bottom = planes.bounds(mask)
    middle = (left + right) // 2
    query = lit(photo[:, middle:], chance), planes.image(mask[:, middle:])
    return query, (planes.image(photo[:, :middle]), planes.image(mask[:, :middle]))
