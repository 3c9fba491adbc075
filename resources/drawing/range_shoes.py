"""The shoes of the catalogue."""

from __future__ import annotations

from . import boots, shoes
from .materials import calf, canvas, metal, patent, pebble, rubber, straw, suede
from .product import SQUARE, Look, Product

_GOLD, _SILVER = metal("gold"), metal("silver")
_PAIR = ("01", "02")

SHOES: tuple[Product, ...] = (
    Product(
        "SH5014",
        "Shoes",
        shoes.pump,
        Look(patent("black"), calf("cherry")),
        _PAIR,
        "white",
        frame=SQUARE,
    ),
    Product(
        "SH5027",
        "Shoes",
        shoes.slingback,
        Look(calf("ecru"), calf("black"), _GOLD),
        _PAIR,
        "blush",
        frame=SQUARE,
    ),
    Product(
        "SH5033",
        "Shoes",
        shoes.loafer,
        Look(calf("burgundy"), calf("chocolate"), _GOLD, "rose"),
        _PAIR,
        "paper",
        frame=SQUARE,
    ),
    Product(
        "SH5048",
        "Shoes",
        shoes.ballet,
        Look(calf("pink"), calf("black")),
        _PAIR,
        "white",
        frame=SQUARE,
    ),
    Product(
        "SH5052",
        "Shoes",
        boots.chelsea,
        Look(suede("forest"), rubber("ink"), _SILVER, "sage"),
        ("01",),
        "sun",
        frame=SQUARE,
    ),
    Product(
        "SH5069",
        "Shoes",
        boots.heeled_boot,
        Look(calf("cognac"), calf("chocolate"), _GOLD),
        _PAIR,
        "dawn",
        frame=SQUARE,
    ),
    Product(
        "SH5075",
        "Shoes",
        boots.tall_boot,
        Look(calf("black"), calf("tan"), _SILVER),
        ("01",),
        "mist",
        fill=0.84,
    ),
    Product(
        "SH5081",
        "Shoes",
        shoes.sneaker,
        Look(pebble("white"), calf("forest"), thread="pearl"),
        _PAIR,
        "pearl",
        frame=SQUARE,
    ),
    Product(
        "SH5096",
        "Shoes",
        shoes.sandal,
        Look(metal("palegold"), calf("sand"), _GOLD),
        _PAIR,
        "rosewall",
        frame=SQUARE,
    ),
    Product(
        "SH5103",
        "Shoes",
        shoes.espadrille,
        Look(canvas("cobalt"), straw("sand"), thread="ivory"),
        ("01",),
        "ecru",
        frame=SQUARE,
    ),
    Product(
        "SH5118",
        "Shoes",
        shoes.loafer,
        Look(suede("saffron"), calf("chocolate"), _SILVER),
        ("01",),
        "dusk",
        frame=SQUARE,
    ),
)
