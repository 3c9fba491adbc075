"""The watches of the catalogue."""

from __future__ import annotations

from functools import partial

from .cases import Watch
from .materials import Material, calf, croc, metal, rubber, suede
from .product import Look, Product
from .watches import draw

_GOLD, _STEEL, _ROSE = metal("gold"), metal("steel"), metal("rosegold")
_MESH = Material("canvas", ("steel",), bump=1.6, metal=True)


def _watch(
    ref: str,
    watch: Watch,
    look: Look,
    views: tuple[str, ...],
    ground: str,
) -> Product:
    """A watch is photographed lying flat, its detail on the dial."""
    return Product(ref, "Watches", partial(draw, watch), look, views, ground, "lie", 0.86)


WATCHES: tuple[Product, ...] = (
    _watch(
        "WA6013",
        Watch(dial="ivory", marks="roman"),
        Look(croc("chocolate", 0.6), metal=_GOLD),
        ("front", "detail"),
        "paper",
    ),
    _watch(
        "WA6028",
        Watch("tank", dial="white", marks="roman", radius=118, lug=66, hands="sword"),
        Look(calf("black"), metal=_GOLD, thread="charcoal"),
        ("front", "back"),
        "white",
    ),
    _watch(
        "WA6034",
        Watch(strap="three", dial="navy", dials=3, ink="white", radius=118, lug=72),
        Look(calf("black"), metal=_STEEL, style="sunray"),
        ("front", "detail"),
        "mist",
    ),
    _watch(
        "WA6047",
        Watch(strap="five", dial="gold", marks="dot", radius=100, lug=62, bezel="stones"),
        Look(calf("black"), metal("palegold"), _GOLD, style="sunray"),
        ("front",),
        "blush",
    ),
    _watch(
        "WA6052",
        Watch(
            strap="rubber",
            dial="black",
            marks="dot",
            ink="white",
            radius=122,
            lug=72,
            bezel="forest",
            hands="sword",
            date=True,
        ),
        Look(rubber("forest"), metal=_STEEL),
        ("front", "back", "detail"),
        "pearl",
    ),
    _watch(
        "WA6066",
        Watch(
            "octagon",
            "three",
            "forest",
            ink="white",
            radius=114,
            lug=70,
            bezel="screws",
            hands="sword",
            date=True,
        ),
        Look(calf("black"), metal=metal("steel", True), style="sunray"),
        ("front",),
        "dusk",
    ),
    _watch(
        "WA6071",
        Watch("oval", dial="pink", radius=108, lug=44, hands="stick"),
        Look(calf("burgundy"), metal=_ROSE, thread="rose"),
        ("front", "back"),
        "dawn",
    ),
    _watch(
        "WA6089",
        Watch("square", "plain", "white", "dot", radius=112, lug=66, hands="stick"),
        Look(rubber("vermilion"), metal=_STEEL),
        ("front",),
        "white",
    ),
    _watch(
        "WA6095",
        Watch(
            strap="mesh", dial="charcoal", ink="white", radius=110, lug=66, dials=1, hands="stick"
        ),
        Look(_MESH, metal=_STEEL, style="sunray"),
        ("front",),
        "sky",
    ),
    _watch(
        "WA6102",
        Watch(dial="cobalt", ink="white", radius=112, lug=68, dials=2, hands="sword"),
        Look(suede("camel"), metal=_ROSE, thread="ivory", style="sunray"),
        ("front",),
        "sage",
    ),
)
