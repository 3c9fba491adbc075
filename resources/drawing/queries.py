"""Query photos: products as a telephone sees them, away from the studio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from .fields import Field, blur, shift, single
from .product import Product
from .surfaces import HEIGHT, SURFACES, WIDTH

_LIGHTS: dict[str, tuple[float, float, float]] = {
    "day": (1.0, 1.0, 1.0),
    "warm": (1.06, 0.97, 0.83),
    "lamp": (1.04, 0.92, 0.74),
    "cool": (0.9, 0.98, 1.08),
    "shade": (0.86, 0.92, 1.0),
}
_EXIF_ORIENTATION = 0x0112
_TURNED = {
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
    3: Image.Transpose.ROTATE_180,
}


@dataclass(frozen=True)
class Shot:
    """One query: which product, on what, and how badly it was photographed."""

    ref: str
    view: str
    surface: str
    paint: tuple[str, ...] = ()
    turn: float = 0.0
    size: float = 0.72
    at: tuple[float, float] = (0.5, 0.5)
    tilt: tuple[float, float] = (0.0, 0.0)
    light: str = "day"
    exposure: float = 0.9
    soft: float = 0.6
    grain: float = 0.018
    orientation: int = 1


SHOTS: tuple[Shot, ...] = (
    Shot("BG1042", "front", "wood", turn=-7, tilt=(0.05, 0.03), light="warm", exposure=0.88),
    Shot(
        "BG1057",
        "front",
        "marble",
        turn=9,
        tilt=(-0.06, 0.04),
        exposure=0.95,
        size=0.98,
        at=(0.57, 0.54),
    ),
    Shot("BG1118", "front", "concrete", turn=5, light="cool", size=0.66, at=(0.46, 0.54)),
    Shot("BG1160", "front", "velvet", turn=-14, light="lamp", exposure=0.86, grain=0.03),
    Shot("BG1188", "front", "wall", ("#5d7a86", "#8fa9b1"), turn=6, tilt=(0.08, 0.0), light="day"),
    Shot("BG1175", "front", "tiles", turn=-5, size=0.86, at=(0.53, 0.5), light="shade", soft=1.0),
    Shot("RT2210", "front", "wall", turn=4, size=0.84, light="warm", exposure=0.8),
    Shot("RT2252", "front", "linen", turn=-11, tilt=(0.03, 0.07), light="day", soft=0.9),
    Shot(
        "RT2291", "front", "carpet", turn=17, size=1.12, at=(0.5, 0.58), light="cool", exposure=0.85
    ),
    Shot("RT2304", "front", "wood", ("#3a2c25", "#6d5547"), turn=-22, size=0.8, light="shade"),
    Shot("RT2245", "front", "velvet", ("#5a2730", "#93505a"), turn=8, size=0.78, orientation=6),
    Shot("AC3025", "front", "marble", ("#2b2d30", "#8d9094"), turn=28, light="warm", soft=1.1),
    Shot("AC3047", "front", "wood", turn=12, size=0.5, at=(0.54, 0.46), light="day"),
    Shot("AC3068", "front", "linen", turn=-8, tilt=(-0.05, 0.06), light="warm", exposure=0.84),
    Shot("AC3083", "front", "concrete", turn=35, size=0.76, light="shade", orientation=8),
    Shot("SH5033", "01", "tiles", turn=-9, size=0.78, light="cool", exposure=0.92),
    Shot(
        "SH5069",
        "01",
        "carpet",
        turn=7,
        size=0.95,
        at=(0.4, 0.56),
        tilt=(0.06, 0.05),
        light="lamp",
        grain=0.032,
    ),
    Shot("SH5081", "01", "concrete", ("#5d5f60", "#8b8e8f"), turn=15, size=0.8, light="day"),
    Shot("SH5096", "02", "marble", ("#e8dfd6", "#b59a86"), turn=-12, size=0.74, light="warm"),
    Shot("SL4023", "front", "wood", ("#8f6a45", "#d0ad80"), turn=20, size=0.7, light="day"),
    Shot("SL4071", "front", "linen", ("#6f7b74", "#a9b3ab"), turn=-18, at=(0.48, 0.55), soft=1.2),
    Shot(
        "SL4042",
        "front",
        "velvet",
        turn=26,
        size=0.58,
        at=(0.42, 0.46),
        light="lamp",
        exposure=0.82,
        orientation=6,
    ),
    Shot(
        "WA6052",
        "front",
        "concrete",
        turn=-30,
        size=1.0,
        at=(0.52, 0.47),
        light="cool",
        grain=0.026,
    ),
    Shot(
        "WA6013",
        "front",
        "wood",
        ("#4a3122", "#8e6542"),
        turn=24,
        size=1.2,
        tilt=(0.04, 0.08),
        light="warm",
    ),
)


def _perspective(corners: list[tuple[float, float]], width: int, height: int) -> tuple[float, ...]:
    """Coefficients that map a picture's frame back from four displaced corners."""
    rows, values = [], []
    frame = ((0, 0), (width, 0), (width, height), (0, height))
    for (x, y), (u, v) in zip(corners, frame, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))
    return tuple(float(value) for value in solved)


def _placed(shot: Shot, product: Product) -> Image.Image:
    """The product turned, seen at an angle, and moved in the picture."""
    layer = product.layer(shot.view).convert("RGBA")
    scale = shot.size / product.fill * WIDTH / layer.width
    wide, tall = round(layer.width * scale), round(layer.height * scale)
    layer = layer.resize((wide, tall), Image.Resampling.LANCZOS)
    sheet = Image.new("RGBA", (WIDTH, HEIGHT))
    sheet.paste(layer, ((WIDTH - wide) // 2, (HEIGHT - tall) // 2))
    dx, dy = shot.tilt[0] * WIDTH, shot.tilt[1] * HEIGHT
    corners = [
        (dx, dy),
        (WIDTH - dx, dy * 0.3),
        (WIDTH + dx * 0.4, HEIGHT - dy * 0.2),
        (-dx * 0.4, HEIGHT),
    ]
    sheet = sheet.convert("RGBa").transform(
        (WIDTH, HEIGHT),
        Image.Transform.PERSPECTIVE,
        _perspective(corners, WIDTH, HEIGHT),
        Image.Resampling.BICUBIC,
    )
    move = (round((shot.at[0] - 0.5) * WIDTH), round((shot.at[1] - 0.5) * HEIGHT))
    return sheet.rotate(shot.turn, Image.Resampling.BICUBIC, translate=move)


def _room(light: str, seed: int) -> Field:
    """Uneven light with a colour: a window on one side, a fall towards the corners."""
    rng = np.random.default_rng(seed)
    angle = float(rng.uniform(0, 2 * np.pi))
    x = np.linspace(-1, 1, WIDTH)[None, :]
    y = np.linspace(-1, 1, HEIGHT)[:, None]
    fall = 1 + 0.17 * (x * np.cos(angle) + y * np.sin(angle)) - 0.1 * (x * x + y * y)
    return single(fall[..., None] * np.array(_LIGHTS[light]))


def photo(shot: Shot, product: Product, seed: int) -> Image.Image:
    """One query photo, upright."""
    layer = np.asarray(_placed(shot, product), dtype=np.float32) / 255
    alpha = np.ascontiguousarray(layer[..., 3])
    scene = SURFACES[shot.surface](seed, *shot.paint)
    shadow = blur(shift(alpha, 4, 7), 6) * 0.42 + blur(shift(alpha, 22, 26), 22) * 0.34
    scene = scene * (1 - np.clip(shadow, 0, 0.8))[..., None]
    scene = scene * (1 - alpha[..., None]) + layer[..., :3] * 0.98
    scene = scene * _room(shot.light, seed) * shot.exposure
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, shot.grain, scene.shape).astype(np.float32)
    channels = [blur(scene[..., i], shot.soft) for i in range(3)]
    soft = np.stack(channels, axis=-1) + np.stack([blur(noise[..., i], 0.5) for i in range(3)], -1)
    data = np.rint(np.clip(soft, 0, 1) * 255).astype(np.uint8)
    return Image.fromarray(data).resize((600, 750), Image.Resampling.LANCZOS)


def stored(picture: Image.Image, orientation: int) -> tuple[Image.Image, Image.Exif]:
    """The picture as a telephone stores it: maybe lying on its side, with a tag that says so."""
    exif = Image.Exif()
    if orientation == 1:
        return picture, exif
    exif[_EXIF_ORIENTATION] = orientation
    return picture.transpose(_TURNED[orientation]), exif
