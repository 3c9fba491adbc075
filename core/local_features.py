"""Points of a product that are known again from another side, nearer or farther, in other light.

SIFT (Lowe, "Distinctive image features from scale-invariant keypoints", 2004) told as RootSIFT
(Arandjelovic and Zisserman, "Three things everyone should know to improve object retrieval", 2012).
Query and catalogue photos come through here alike.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import boxes
from core.crop import MASK_THRESHOLD, product_box, square
from core.records import Box

# The longer side at which the square around the product is looked at (of which only the product and
# what is near it is drawn), and the most points kept.
_SIDE, _MOST = 480, 340
# Smooth leather and cloth have faint points only; the strongest are kept first.
_CONTRAST = 0.015
# Points so near to the mask, of its square's side, lie on the product's outline.
_NEAR = 0.03
_MARGIN = 0.05
_LENGTH = 128
# A RootSIFT value is at most 1, and hardly one in ten thousand is above a half.
_SCALE = 512.0
_HEAD = np.dtype([("width", "<u2"), ("height", "<u2")])
_POINT = np.dtype([("x", "<u2"), ("y", "<u2"), ("descriptor", "u1", (_LENGTH,))])
_WHOLE = 65535


@dataclass(frozen=True, slots=True)
class LocalFeatures:
    """Points (n, 2) float32 as x, y in pixels of an upright photo of `size` (width, height).

    `descriptors` (n, 128) uint8 are RootSIFT, of length 512 or a little less.
    """

    points: NDArray[np.float32]
    descriptors: NDArray[np.uint8]
    size: tuple[int, int]

    def __len__(self) -> int:
        return len(self.points)


def find(image: Image.Image, mask: Image.Image | None) -> LocalFeatures:
    """The clearest points of an upright RGB image, of its product where there is a `mask` (L)."""
    left, top, scale, small = _looked_at(image, mask)
    detector = cv2.SIFT.create(contrastThreshold=_CONTRAST)
    grey = cv2.cvtColor(np.asarray(small), cv2.COLOR_RGB2GRAY)
    within = None if mask is None else _neighbourhood(mask, (left, top), scale, small.size)
    # Both at once: most photos have hardly more points than are kept, and octaves are drawn once.
    found, described = detector.detectAndCompute(grey, within)
    if not found:
        none = np.empty((0, 2), np.float32), np.empty((0, _LENGTH), np.uint8)
        return LocalFeatures(*none, image.size)
    kept = sorted(range(len(found)), key=lambda place: _clearest_first(found[place]))[:_MOST]
    points = np.array([found[place].pt for place in kept], dtype=np.float32)
    # The middle of the first pixel is at 0.5 of the photo, and at 0 of OpenCV.
    points = (points + 0.5) / scale + np.array([left, top], dtype=np.float32)
    rooted = _rooted(np.asarray(described, dtype=np.float32)[kept])
    return LocalFeatures(points.astype(np.float32), rooted, image.size)


def pack(features: LocalFeatures) -> bytes:
    """The bytes of features: 4 and then 132 a point."""
    head = np.array([features.size], dtype=np.uint16).view(_HEAD)
    rows = np.empty(len(features), dtype=_POINT)
    share = np.clip(features.points / np.array(features.size), 0, 1)
    rows["x"], rows["y"] = np.rint(share * _WHOLE).T
    rows["descriptor"] = features.descriptors
    return head.tobytes() + rows.tobytes()


def unpack(data: bytes) -> LocalFeatures:
    """The features that `pack` wrote; points are off by a 131,000th of the photo at most."""
    head = np.frombuffer(data, _HEAD, 1)[0]
    size = int(head["width"]), int(head["height"])
    rows = np.frombuffer(data, _POINT, offset=_HEAD.itemsize)
    share = np.stack([rows["x"], rows["y"]], axis=1) / np.float32(_WHOLE)
    points = (share * np.array(size)).astype(np.float32)
    return LocalFeatures(points, np.ascontiguousarray(rows["descriptor"]), size)


def _looked_at(image: Image.Image, mask: Image.Image | None) -> tuple[int, int, float, Image.Image]:
    """Left and top of the part that is looked at, how far it is reduced, and it itself."""
    part, scale = Box(0, 0, *image.size), _SIDE / max(image.size)
    if mask is not None:
        product = product_box(mask)
        around = boxes.within(square(product, _MARGIN), image.size)
        scale = _SIDE / max(around.width, around.height)
        room = round(_MARGIN * max(product.width, product.height))
        part = boxes.within(boxes.widened(product, room), image.size)
    size = max(1, round(part.width * scale)), max(1, round(part.height * scale))
    within = part.left, part.top, part.right, part.bottom
    small = image.resize(size, Image.Resampling.LANCZOS, within)
    return part.left, part.top, scale, small


def _neighbourhood(
    mask: Image.Image, corner: tuple[int, int], scale: float, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """Where the product or its outline is (h, w), 255, else 0."""
    left, top = corner
    box = (
        left,
        top,
        min(left + size[0] / scale, mask.width),
        min(top + size[1] / scale, mask.height),
    )
    small = np.asarray(mask.resize(size, Image.Resampling.BILINEAR, box))
    reach = 2 * round(_NEAR * max(size)) + 1
    inside = np.where(small > MASK_THRESHOLD, 255, 0).astype(np.uint8)
    return np.asarray(cv2.dilate(inside, np.ones((reach, reach), np.uint8)), dtype=np.uint8)


def _clearest_first(point: cv2.KeyPoint) -> tuple[float, ...]:
    return (-point.response, *point.pt, point.size, point.angle)


def _rooted(described: NDArray[np.float32]) -> NDArray[np.uint8]:
    shares = described / np.maximum(described.sum(axis=1, keepdims=True), 1e-6)
    rooted: NDArray[np.uint8] = np.clip(np.rint(np.sqrt(shares) * _SCALE), 0, 255).astype(np.uint8)
    return rooted
