"""Products with a known outline: the sample catalogue's, and those that are hard to cut out.

A `Cutting` holds premultiplied RGBA (what the camera sees of the product) and the product's own
silhouette apart, because glass shows the ground through what is nevertheless product.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from resources.drawing import studio
from resources.drawing.canvas import Canvas
from resources.drawing.catalogue import PRODUCTS
from resources.drawing.materials import metal
from resources.drawing.product import Product

Pixels = NDArray[np.floating[Any]]
SIDE, _FINE = 1000, 3000


@dataclass(frozen=True)
class Cutting:
    """A product cropped to its silhouette.

    `layer` is premultiplied RGBA, 0..1, of (h, w, 4); `silhouette` is 0..1 of (h, w).
    `mirror` is the share of its brightest pixels that show the ground's own colour.
    """

    kind: str
    layer: Pixels
    silhouette: Pixels
    mirror: float = 0.0


def _cropped(kind: str, picture: Image.Image, mirror: float = 0.0) -> Cutting:
    """The straight-alpha RGBA `picture`, cropped, `SIDE` pixels at its longer side."""
    box = picture.getchannel("A").point(lambda value: 255 if value > 8 else 0).getbbox()
    part = picture.crop(box).convert("RGBa")
    scale = SIDE / max(part.size)
    size = (max(1, round(part.width * scale)), max(1, round(part.height * scale)))
    layer = np.asarray(part.resize(size, Image.Resampling.LANCZOS), np.float32) / 255
    return Cutting(kind, layer, layer[..., 3], mirror)


def _drawn(product: Product, view: str, kind: str = "", mirror: float = 0.0) -> Cutting:
    canvas = Canvas()
    product.shape(canvas, product.look, view)
    return _cropped(kind or product.category.lower(), studio.picture(canvas.image), mirror)


def _dyed(product: Product, colour: str) -> Product:
    look = product.look
    skin = look.skin.dyed(*(colour for _ in look.skin.colours))
    return replace(product, look=replace(look, skin=skin, trim=look.trim.dyed(colour)))


def _of(category: str) -> list[Product]:
    return [product for product in PRODUCTS if product.category == category]


def _white_bag(number: int) -> Cutting:
    bags = _of("Bags")
    return _drawn(_dyed(bags[number % len(bags)], "#fdfcfa"), "front", "white bag")


def _cream_garment(number: int) -> Cutting:
    garments = _of("RTW")
    colour = ("#f7f2e6", "#fbfaf6", "#efe6d4")[number % 3]
    return _drawn(_dyed(garments[number % len(garments)], colour), "front", "cream garment")


def _chrome_watch(number: int) -> Cutting:
    watches = _of("Watches")
    product = watches[number % len(watches)]
    chrome = metal("silver")
    look = replace(product.look, skin=chrome, trim=chrome, metal=chrome)
    return _drawn(replace(product, look=look), "front", "chrome watch", mirror=0.12)


def _pair(number: int) -> Cutting:
    shoes = [product for product in _of("Shoes") if len(product.views) > 1]
    product = shoes[number % len(shoes)]
    return _drawn(product, product.views[1], "pair of shoes")


def _sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGBA", (_FINE, _FINE), (0, 0, 0, 0))
    return picture, ImageDraw.Draw(picture)


def _curve(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> list[tuple[float, float]]:
    """Points of a quadratic Bezier curve."""
    t = np.linspace(0, 1, 120)[:, None]
    points = (1 - t) ** 2 * np.array(a) + 2 * t * (1 - t) * np.array(b) + t**2 * np.array(c)
    return [(float(x), float(y)) for x, y in points]


def _necklace(number: int) -> Cutting:
    """A chain of links with a pendant."""
    picture, draw = _sheet()
    rng = np.random.default_rng(number)
    tone = ((212, 175, 90), (150, 152, 158), (205, 160, 140))[number % 3]
    link = int(rng.integers(22, 44))
    points = _curve((300, 200), (1500, 4400), (2700, 200))
    path = np.array(points)
    steps = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    for index, at in enumerate(np.arange(0, steps[-1], link * 1.3)):
        x, y = (float(np.interp(at, steps, path[:, axis])) for axis in (0, 1))
        shade = tuple(int(value * (0.8 + 0.3 * (index % 2))) for value in tone)
        draw.ellipse((x - link, y - link, x + link, y + link), outline=(*shade, 255), width=12)
    draw.ellipse((1330, 2260, 1670, 2700), fill=(28, 92, 70, 255), outline=(*tone, 255), width=36)
    return _cropped("chain", picture)


def _strap_bag(number: int) -> Cutting:
    """A small bag on a long thin strap."""
    picture, draw = _sheet()
    tone = ((40, 38, 40), (150, 90, 50), (190, 60, 60), (225, 220, 210))[number % 4]
    width = (14, 22, 32)[number % 3]
    draw.line(_curve((750, 2000), (1500, -1700), (2250, 2000)), (*tone, 255), width, "curve")
    draw.rounded_rectangle((600, 1900, 2400, 2900), 160, (*tone, 255))
    light = tuple(min(255, int(value * 1.15)) for value in tone)
    draw.rounded_rectangle((680, 1960, 2320, 2840), 130, (*light, 255))
    draw.ellipse((1440, 2340, 1560, 2460), fill=(215, 180, 100, 255))
    return _cropped("thin strap", picture)


def _lace(number: int) -> Cutting:
    """A top of lace: a body with some hundred holes."""
    picture, draw = _sheet()
    tone = ((30, 28, 34), (238, 232, 224), (120, 24, 40))[number % 3]
    outline = [(900, 250), (2100, 250), (2600, 700), (2300, 1000), (2300, 2800), (700, 2800)]
    draw.polygon([*outline, (700, 1000), (400, 700)], fill=(*tone, 255))
    radius = (26, 38, 52)[number % 3]
    for row, y in enumerate(range(400, 2700, radius * 4)):
        for x in range(820 + (row % 2) * radius * 2, 2200, radius * 4):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(0, 0, 0, 0))
    return _cropped("lace", picture)


def _jewel(number: int) -> Cutting:
    """A ring, seen from its side, with a stone."""
    picture, draw = _sheet()
    tone = ((222, 186, 100), (176, 178, 184))[number % 2]
    draw.ellipse((500, 900, 2500, 2900), outline=(*tone, 255), width=190)
    draw.ellipse((540, 940, 2460, 2860), outline=(255, 250, 240, 255), width=30)
    stone = [(1100, 300), (1900, 300), (2150, 620), (1500, 1150), (850, 620)]
    draw.polygon(stone, fill=((60, 90, 160, 255), (150, 30, 60, 255))[number % 2])
    draw.polygon([(1200, 360), (1600, 360), (1500, 620)], fill=(225, 230, 245, 255))
    return _cropped("jewel", picture)


def _bottle(number: int) -> Cutting:
    """A flacon of glass, through which the ground is seen."""
    picture, draw = _sheet()
    tone = ((205, 170, 110), (190, 205, 215), (215, 160, 170))[number % 3]
    draw.rounded_rectangle((700, 1000, 2300, 2900), 140, (*tone, 110))
    draw.rounded_rectangle((700, 1000, 2300, 2900), 140, None, (90, 92, 96, 235), 40)
    draw.rectangle((1250, 640, 1750, 1000), (*tone, 150), (120, 120, 124, 235), 30)
    draw.rounded_rectangle((1100, 150, 1900, 660), 60, (52, 50, 54, 255))
    draw.rectangle((1100, 1700, 1900, 2300), (250, 248, 244, 255))
    draw.line((800, 1150, 800, 2750), (255, 255, 255, 200), 50)
    cutting = _cropped("glass", picture)
    solid = Image.fromarray((cutting.silhouette > 0.2).astype(np.uint8) * 255)
    smooth = np.asarray(solid.filter(ImageFilter.BoxBlur(1)), np.float32) / 255
    return replace(cutting, silhouette=smooth)


def _portrait_card(number: int) -> Cutting:
    """A dark box with a white label in its middle, which is no hole."""
    picture, draw = _sheet()
    tone = ((32, 44, 78), (110, 30, 44), (58, 60, 62))[number % 3]
    draw.rounded_rectangle((500, 300, 2500, 2800), 60, (*tone, 255))
    draw.rectangle((900, 900, 2100, 2000), (252, 252, 250, 255))
    for y in range(1080, 1900, 170):
        draw.rectangle((1050, y, 1950 - (y % 3) * 150, y + 60), (40, 40, 44, 255))
    return _cropped("white label", picture)


HARD: tuple[Callable[[int], Cutting], ...] = (
    _white_bag,
    _cream_garment,
    _chrome_watch,
    _pair,
    _necklace,
    _strap_bag,
    _lace,
    _jewel,
    _bottle,
    _portrait_card,
)
_VIEWS = tuple(
    (product, view) for product in PRODUCTS for view in product.views if view != "detail"
)


@cache
def easy(number: int) -> Cutting:
    """A view of a product of the sample catalogue; numbers wrap around."""
    return _drawn(*_VIEWS[number % len(_VIEWS)])


@cache
def hard(kind: int, number: int) -> Cutting:
    """Product `number` of the hard kind `kind`; kinds wrap around."""
    return HARD[kind % len(HARD)](number)
