"""Materials: what a surface is made of, and how it takes the light."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Material:
    """A texture in colours, with the strength of its relief and of its shine."""

    weave: str
    colours: tuple[str, ...]
    bump: float = 1.0
    gloss: float = 0.15
    sharp: float = 14.0
    sheen: float = 0.3
    metal: bool = False
    scale: float = 1.0

    def dyed(self, *colours: str) -> Material:
        """The same material in other colours."""
        return replace(self, colours=colours)


def calf(colour: str) -> Material:
    """Smooth leather with a soft shine."""
    return Material("smooth", (colour,), bump=0.5, gloss=0.2, sharp=22)


def pebble(colour: str) -> Material:
    """Full-grain leather with a pebbled surface."""
    return Material("pebble", (colour,), bump=0.75, gloss=0.2, sharp=16)


def saffiano(colour: str) -> Material:
    """Leather pressed with a fine crosshatch."""
    return Material("saffiano", (colour,), bump=0.5, gloss=0.16, sharp=14)


def patent(colour: str) -> Material:
    """Lacquered leather, nearly a mirror."""
    return Material("plain", (colour,), bump=0.2, gloss=0.75, sharp=46, sheen=0.6)


def croc(colour: str, scale: float = 1.0) -> Material:
    """Embossed scales, polished; smaller ones for small things."""
    return Material("croc", (colour,), bump=1.5, gloss=0.36, sharp=26, scale=scale)


def suede(colour: str) -> Material:
    """Brushed leather without shine."""
    return Material("suede", (colour,), bump=0.5, gloss=0.0, sheen=0.1)


def wool(colour: str) -> Material:
    """A felted coat cloth."""
    return Material("felt", (colour,), bump=0.28, gloss=0.0, sheen=0.15)


def cotton(colour: str) -> Material:
    """A fine plain weave."""
    return Material("poplin", (colour,), bump=0.16, gloss=0.02, sheen=0.15)


def canvas(colour: str) -> Material:
    """A coarse plain weave."""
    return Material("canvas", (colour,), bump=0.8, gloss=0.02, sheen=0.1)


def gabardine(colour: str) -> Material:
    """A fine diagonal weave."""
    return Material("twill", (colour, colour), bump=0.4, gloss=0.03, sheen=0.2)


def denim(colour: str) -> Material:
    """Indigo warp over a white weft."""
    return Material("twill", (colour, "white"), bump=0.7, gloss=0.0, sheen=0.1)


def silk(colour: str) -> Material:
    """Satin, which gathers the light in broad ripples."""
    return Material("satin", (colour,), bump=1.0, gloss=0.3, sharp=9, sheen=0.6)


def knit(colour: str) -> Material:
    """Stocking stitch."""
    return Material("knit", (colour,), bump=1.0, gloss=0.0, sheen=0.1)


def rib(colour: str) -> Material:
    """Ribbed knitting for cuffs and collars."""
    return Material("rib", (colour,), bump=1.3, gloss=0.0, sheen=0.1)


def tweed(*colours: str) -> Material:
    """A coarse cloth of many yarns."""
    return Material("tweed", colours, bump=1.1, gloss=0.0, sheen=0.1)


def cloth(weave: str, *colours: str, gloss: float = 0.03) -> Material:
    """A printed or woven pattern, by the name of its texture."""
    return Material(weave, colours, bump=0.4, gloss=gloss, sheen=0.2)


def straw(colour: str) -> Material:
    """Plaited straw."""
    return Material("straw", (colour,), bump=1.2, gloss=0.08, sharp=10)


def rubber(colour: str) -> Material:
    """Soles and sports straps."""
    return Material("plain", (colour,), bump=0.3, gloss=0.1, sharp=10, sheen=0.2)


def resin(*colours: str) -> Material:
    """Polished acetate; two colours make tortoiseshell."""
    weave = "tortoise" if len(colours) > 1 else "plain"
    return Material(weave, colours, bump=0.0, gloss=0.6, sharp=40, sheen=0.4)


def glass(colour: str) -> Material:
    """A tinted lens."""
    return Material("plain", (colour,), bump=0.0, gloss=0.5, sharp=30, sheen=0.3)


def paint(colour: str) -> Material:
    """A flat coat without texture, for dials and linings."""
    return Material("plain", (colour,), bump=0.0, gloss=0.05, sheen=0.1)


def metal(colour: str, brushed: bool = False) -> Material:
    """Polished or brushed metal, which mirrors the studio."""
    weave = "brushed" if brushed else "plain"
    return Material(weave, (colour,), bump=0.25 if brushed else 0.0, metal=True)
