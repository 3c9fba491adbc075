"""What a product of the catalogue is: a shape, its materials, and how it is photographed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from . import studio
from .canvas import Canvas
from .materials import Material, calf, metal

_BLACK, _GOLD = calf("black"), metal("gold")
TALL, SQUARE = (600, 750), (660, 660)


@dataclass(frozen=True)
class Look:
    """What a shape is made of; `style` picks a variant of the shape."""

    skin: Material
    trim: Material = _BLACK
    metal: Material = _GOLD
    thread: str = "ecru"
    style: str = ""


Shape = Callable[[Canvas, Look, str], None]


@dataclass(frozen=True)
class Product:
    """One reference: what it is, and its views on a ground."""

    ref: str
    category: str
    shape: Shape
    look: Look
    views: tuple[str, ...] = ("front",)
    ground: str = "white"
    pose: str = "stand"
    fill: float = 0.8
    focus: tuple[float, float] = (300.0, 375.0)

    frame: tuple[int, int] = TALL

    def layer(self, view: str) -> Image.Image:
        """The product alone in its frame; a detail is drawn from close by."""
        if view == "detail":
            canvas = Canvas(2.1, self.focus)
            self.shape(canvas, self.look, "front")
            return studio.close_up(studio.picture(canvas.image), self.frame)
        canvas = Canvas()
        self.shape(canvas, self.look, view)
        return studio.framed(studio.picture(canvas.image), self.fill, self.frame)

    def photo(self, view: str) -> Image.Image:
        """One packshot."""
        return studio.photograph(self.layer(view), studio.GROUNDS[self.ground], self.pose)

    def name(self, view: str) -> str:
        """Where the packshot lies in the catalogue."""
        return f"{self.category}/{self.ref}_{view}.jpg"
