"""Composed photos: a product of known outline on a ground of known kind, through a camera."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.removal import grounds, products
from benchmarks.removal.products import Cutting
from resources.drawing.fields import blur, shift

Pixels = NDArray[np.floating[Any]]
SHADOWS = ("none", "none", "contact", "contact", "drop", "cast", "hard")
TOUCHES = ("bottom", "corner", "sides", "three")
_ASPECTS = ((3, 4), (1, 1), (4, 3), (2, 3))
_PLAIN_SHARE, _HARD_SHARE, _TOUCH_SHARE = 0.65, 0.33, 0.1
_MOST_OF_BORDER = 0.5


@dataclass(frozen=True)
class Photo:
    """A photo (RGB), the product's mask (L, same size), and what is known of it.

    Its ground is `plain` if it is one colour or a soft gradient, shadows without an outline
    included. Most of the border is ground. A `hard` product is one of `products.HARD`.
    """

    name: str
    picture: Image.Image
    truth: Image.Image
    plain: bool
    hard: bool
    product: str
    ground: str
    shadow: str
    touch: str


def photos(count: int, seed: int) -> Iterator[Photo]:
    """`count` photos; the same seed gives the same ones, each whatever the count."""
    for number in range(count):
        yield photo(number, seed)


def photo(number: int, seed: int) -> Photo:
    """One photo of the set of this seed."""
    rng = np.random.default_rng((seed, number))
    plain = bool(rng.random() < _PLAIN_SHARE)
    kinds = grounds.PLAIN if plain else grounds.OTHERS
    ground = str(rng.choice(sorted(kinds)))
    hard = bool(rng.random() < _HARD_SHARE)
    if hard:
        cutting = products.hard(int(rng.integers(len(products.HARD))), int(rng.integers(12)))
    else:
        cutting = products.easy(int(rng.integers(10_000)))
    touch = str(rng.choice(TOUCHES)) if rng.random() < _TOUCH_SHARE else "none"
    shadow = str(rng.choice(SHADOWS))
    size = _size(rng)
    layer, truth = _placed(cutting, size, touch, rng)
    if np.mean([*truth[0], *truth[-1], *truth[:, 0], *truth[:, -1]]) > _MOST_OF_BORDER:
        touch = "none"
        layer, truth = _placed(cutting, size, touch, rng)
    scene = kinds[ground](size, rng)
    scene = _under(scene, truth, shadow, rng)
    if cutting.mirror:
        layer = _mirrored(layer, scene, cutting.mirror)
    scene = scene * (1 - layer[..., 3:]) + layer[..., :3] * float(rng.uniform(0.92, 1.04))
    picture = _taken(np.clip(scene, 0, 1), rng)
    mask = Image.fromarray(np.rint(truth * 255).astype(np.uint8))
    plain = plain and shadow != "hard"
    names = cutting.kind, ground, shadow, touch
    return Photo(f"{seed}-{number:03d}", picture, mask, plain, hard, *names)


def _size(rng: np.random.Generator) -> tuple[int, int]:
    wide, tall = _ASPECTS[int(rng.integers(len(_ASPECTS)))]
    longer = float(np.exp(rng.uniform(np.log(400), np.log(1600))))
    return round(wide * longer / max(wide, tall)), round(tall * longer / max(wide, tall))


def _placed(
    cutting: Cutting, size: tuple[int, int], touch: str, rng: np.random.Generator
) -> tuple[Pixels, Pixels]:
    """The layer (h, w, 4) and the silhouette (h, w) in the frame."""
    fill = rng.uniform(0.12, 0.3) if cutting.kind == "jewel" else rng.uniform(0.45, 0.88)
    if touch in ("sides", "three"):
        fill = 1.0
    height, width = cutting.silhouette.shape
    scale = fill * min(size[0] / width, size[1] / height)
    if touch in ("sides", "three"):
        scale = size[0] / width * 1.06
    small = (max(2, round(width * scale)), max(2, round(height * scale)))
    room = (size[0] - small[0], size[1] - small[1])
    left, top = (round(gap * (0.5 + rng.uniform(-0.25, 0.25))) for gap in room)
    if touch in ("bottom", "corner", "three"):
        top = size[1] - round(small[1] * rng.uniform(0.75, 0.95))
    if touch == "corner":
        left = size[0] - round(small[0] * rng.uniform(0.75, 0.95))
    channels = [*np.moveaxis(cutting.layer, 2, 0), cutting.silhouette]
    if rng.random() < 0.5:
        channels = [channel[:, ::-1] for channel in channels]
    sheet = np.zeros((5, size[1], size[0]), np.float32)
    ys, xs = max(top, 0), max(left, 0)
    for target, channel in zip(sheet, channels, strict=True):
        part = np.asarray(
            Image.fromarray(np.ascontiguousarray(channel)).resize(
                small, Image.Resampling.BOX if scale < 0.5 else Image.Resampling.BICUBIC
            )
        )[ys - top :, xs - left :][: size[1] - ys, : size[0] - xs]
        target[ys : ys + part.shape[0], xs : xs + part.shape[1]] = part
    sheet = np.clip(sheet, 0, 1)
    return np.moveaxis(sheet[:4], 0, 2), sheet[4]


def _under(scene: Pixels, alpha: Pixels, shadow: str, rng: np.random.Generator) -> Pixels:
    """The ground with the product's shadow on it, multiplied in linear light."""
    if shadow == "none":
        return scene
    unit = max(alpha.shape) / 100
    if shadow == "contact":
        rows = np.arange(alpha.shape[0])[:, None]
        base = np.flatnonzero((alpha > 0.5).any(axis=1))
        foot = alpha * (rows > (base[-1] if base.size else 0) - 4 * unit)
        fall = 0.5 * blur(shift(foot, 0, round(0.6 * unit)), 0.6 * unit)
        fall = np.maximum(fall, 0.3 * blur(shift(foot, 0, round(unit)), 2.4 * unit))
    else:
        reach, soft, depth = {
            "drop": (rng.uniform(0.8, 2), rng.uniform(1, 3), rng.uniform(0.15, 0.45)),
            "cast": (rng.uniform(3, 8), rng.uniform(2, 4), rng.uniform(0.15, 0.4)),
            "hard": (rng.uniform(2, 6), rng.uniform(0.1, 0.35), rng.uniform(0.25, 0.6)),
        }[shadow]
        move = (round(float(rng.choice([-1, 1])) * reach * unit * 0.7), round(reach * unit))
        fall = depth * blur(shift(alpha, *move), soft * unit)
    light = np.clip(1 - fall, 0, 1)[..., None] ** np.array([1.0, 0.985, 0.97])
    return np.asarray((scene * light ** (1 / 2.2)), np.float32)


def _mirrored(layer: Pixels, scene: Pixels, share: float) -> Pixels:
    """The layer with its brightest part in the colour of the ground around."""
    alpha = layer[..., 3]
    tone = layer[..., :3].mean(axis=2)
    bright = tone > np.quantile(tone[alpha > 0.95], 1 - share)
    ground = scene[0, 0] * alpha[..., None]
    colour = np.where(bright[..., None], ground, layer[..., :3])
    return np.concatenate([colour, layer[..., 3:]], axis=2).astype(np.float32)


def _taken(scene: Pixels, rng: np.random.Generator) -> Image.Image:
    """What a camera makes of it: a little blur, noise of the sensor, JPEG."""
    soft = float(rng.uniform(0, 0.9))
    channels = [blur(np.ascontiguousarray(scene[..., c]), soft) for c in range(3)]
    scene = np.stack(channels, axis=2)
    grain = float(rng.choice([0.0, 0.002, 0.004, 0.008, 0.012]))
    scene = scene + rng.normal(0, 1, scene.shape) * grain * (0.4 + 0.6 * (1 - scene))
    picture = Image.fromarray(np.rint(np.clip(scene, 0, 1) * 255).astype(np.uint8))
    quality = int(rng.choice([60, 75, 85, 92, 97]))
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=quality)
    return Image.open(packed).convert("RGB")
