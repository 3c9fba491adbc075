"""The studio: grounds, shadows and the framing of a packshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from .fields import Field, blur, shift, single
from .palette import rgb


@dataclass(frozen=True)
class Ground:
    """A backdrop: its colour above and below, and how the shadow falls on it."""

    top: str
    bottom: str
    cast: bool = False
    glow: float = 0.0


GROUNDS: dict[str, Ground] = {
    "white": Ground("#ffffff", "#ffffff"),
    "paper": Ground("#f4f2ee", "#f4f2ee"),
    "pearl": Ground("#e9e8e6", "#e9e8e6"),
    "ecru": Ground("#eee7da", "#eee7da"),
    "blush": Ground("#f1e4df", "#f1e4df"),
    "sky": Ground("#e2e8ec", "#e2e8ec"),
    "sage": Ground("#e1e5dc", "#e1e5dc"),
    "mist": Ground("#f6f6f5", "#d9d9d8", glow=0.05),
    "dawn": Ground("#f3ebe2", "#dccfc2", glow=0.05),
    "dusk": Ground("#e4e5ea", "#c3c6cf", glow=0.06),
    "clay": Ground("#ead9cb", "#cfb5a1", glow=0.06),
    "sun": Ground("#f1eee8", "#e6e1d8", cast=True, glow=0.04),
    "stone": Ground("#dedbd5", "#cdc9c1", cast=True, glow=0.06),
    "rosewall": Ground("#ecd9d3", "#e2cac2", cast=True, glow=0.05),
}


def picture(image: QImage) -> Image.Image:
    """The sheet of a canvas as a picture with straight alpha."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    size = (plain.width(), plain.height())
    data = np.frombuffer(plain.constBits(), np.uint8).reshape(size[1], size[0], 4)
    return Image.fromarray(data.copy())


def premultiplied(layer: Image.Image) -> Image.Image:
    """The layer with its colour scaled by its alpha, so that it can be resampled."""
    return layer.convert("RGBa")


def framed(layer: Image.Image, fill: float, frame: tuple[int, int]) -> Image.Image:
    """The product centred in the frame, as large as the fill allows."""
    bounds = layer.getchannel("A").point(lambda value: 255 if value > 8 else 0).getbbox()
    if bounds is None:
        raise ValueError("an empty product")
    part = premultiplied(layer.crop(bounds))
    width, height = frame
    scale = min(fill * width / part.width, fill * height / part.height)
    size = (max(1, round(part.width * scale)), max(1, round(part.height * scale)))
    part = part.resize(size, Image.Resampling.LANCZOS)
    sheet = Image.new("RGBa", frame)
    sheet.paste(part, ((width - size[0]) // 2, (height - size[1]) // 2))
    return sheet


def falloff(layer: Image.Image) -> Field:
    """The key light fades across a product, from the upper left to the lower right."""
    x = np.linspace(-1, 1, layer.width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, layer.height, dtype=np.float32)[:, None]
    return (0.985 - 0.045 * x - 0.075 * y).astype(np.float32)


def close_up(layer: Image.Image, frame: tuple[int, int]) -> Image.Image:
    """A detail fills its frame from the middle of what the camera saw."""
    tall = layer.width * frame[1] // frame[0]
    top = (layer.height - tall) // 2
    part = premultiplied(layer.crop((0, top, layer.width, top + tall)))
    return part.resize(frame, Image.Resampling.LANCZOS)


def backdrop(ground: Ground, width: int, height: int) -> Field:
    """The paper behind the product."""
    ramp = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    ramp = ramp * ramp * (3 - 2 * ramp)
    top, bottom = np.array(rgb(ground.top)), np.array(rgb(ground.bottom))
    field = np.broadcast_to(top * (1 - ramp) + bottom * ramp, (height, width, 3)).copy()
    if ground.glow:
        x = np.linspace(-1, 1, width)[None, :]
        y = np.linspace(-1, 1, height)[:, None]
        field += (ground.glow * (0.5 - np.hypot(x + 0.25, y + 0.2) * 0.7))[..., None]
    return np.clip(field, 0, 1).astype(np.float32)


def _base(alpha: Field) -> int:
    """The row on which a product stands."""
    rows = np.flatnonzero((alpha > 0.3).sum(axis=1) > 6)
    return int(rows[-1]) if rows.size else alpha.shape[0] - 1


def standing_shadow(alpha: Field) -> Field:
    """A pool of shade under the product, darkest where it touches."""
    base = _base(alpha)
    rows = np.arange(alpha.shape[0])[:, None]
    foot = np.clip((rows - (base - 26)) / 20, 0, 1).astype(np.float32) * alpha
    touch = blur(shift(foot, 0, 3), 3) * 0.5 + blur(shift(foot, 2, 8), 9) * 0.5
    wide = alpha[max(0, base - 60) : base].max(axis=0)
    pool = np.exp(-(((rows - base - 2) / 13.0) ** 2)).astype(np.float32) * wide[None, :]
    return single(np.clip(touch + blur(single(pool), 16) * 0.34, 0, 0.85))


def lying_shadow(alpha: Field) -> Field:
    """The narrow shade around something that lies on the table."""
    near = blur(shift(alpha, 2, 4), 5) * 0.3
    wide = blur(shift(alpha, 7, 13), 17) * 0.24
    return near + wide


def hanging_shadow(alpha: Field) -> Field:
    """The faint shade of a garment in front of a wall."""
    return blur(shift(alpha, 5, 10), 14) * 0.2


def cast_shadow(alpha: Field, pose: str) -> Field:
    """The long shade of a low sun, softer away from the product."""
    if pose != "stand":
        far = blur(shift(alpha, 26, 30), 7) * 0.2
        return far + blur(shift(alpha, 9, 11), 5) * 0.16
    base = _base(alpha)
    image = Image.fromarray(np.ascontiguousarray(alpha))
    squash, lean = 0.42, 0.9
    # Output (x, y) reads the silhouette above the base, squeezed and pushed to the right.
    matrix = (1, lean, -lean * base, 0, 1 / squash, base - base / squash)
    fallen = np.asarray(
        image.transform(image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    )
    reach = np.clip((base - np.arange(alpha.shape[0])) / (base * squash + 1), 0, 1)[:, None]
    soft = blur(fallen, 4) * (1 - reach) + blur(fallen, 14) * reach
    return (soft * (0.3 - 0.12 * reach)).astype(np.float32)


def photograph(layer: Image.Image, ground: Ground, pose: str) -> Image.Image:
    """A framed (premultiplied) product on its ground, with its shadow."""
    data = np.asarray(layer, dtype=np.float32) / 255
    alpha = np.ascontiguousarray(data[..., 3])
    fall = {"stand": standing_shadow, "lie": lying_shadow, "hang": hanging_shadow}[pose](alpha)
    if ground.cast:
        fall = 1 - (1 - fall) * (1 - cast_shadow(alpha, pose))
    tint = np.array([0.16, 0.13, 0.12], np.float32)
    scene = backdrop(ground, layer.width, layer.height)
    scene = scene * (1 - fall[..., None]) + tint * fall[..., None] * scene
    scene = scene * (1 - alpha[..., None]) + data[..., :3] * falloff(layer)[..., None]
    grain = np.random.default_rng(1).normal(0, 0.0016, scene.shape[:2]).astype(np.float32)
    if ground.top != ground.bottom:
        scene = scene + grain[..., None]
    return Image.fromarray(np.rint(np.clip(scene, 0, 1) * 255).astype(np.uint8))
