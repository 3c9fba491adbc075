"""The bags of the catalogue."""

from __future__ import annotations

from . import bags, evening
from .materials import calf, canvas, cloth, croc, metal, patent, pebble, silk, suede
from .product import SQUARE, Look, Product

_GOLD, _SILVER = metal("gold"), metal("silver")

BAGS: tuple[Product, ...] = (
    Product(
        "BG1042",
        "Bags",
        bags.top_handle,
        Look(pebble("cognac"), calf("cognac"), _GOLD),
        ("front", "back", "side"),
        "white",
    ),
    Product(
        "BG1057",
        "Bags",
        bags.quilted,
        Look(calf("black"), calf("black"), _GOLD),
        ("front", "back", "detail"),
        "pearl",
        focus=(300, 440),
    ),
    Product(
        "BG1103",
        "Bags",
        bags.tote,
        Look(canvas("ivory"), calf("tan"), _GOLD, "ivory"),
        ("front", "side"),
        "sun",
    ),
    Product(
        "BG1118",
        "Bags",
        bags.bucket,
        Look(pebble("forest"), calf("forest"), _GOLD, "sage"),
        ("front",),
        "paper",
    ),
    Product(
        "BG1126",
        "Bags",
        bags.hobo,
        Look(suede("camel"), calf("tan"), _GOLD, "sand"),
        ("front", "back"),
        "dawn",
    ),
    Product(
        "BG1134",
        "Bags",
        evening.clutch,
        Look(patent("burgundy"), calf("black"), _GOLD, "burgundy"),
        ("front", "back"),
        "blush",
        frame=SQUARE,
    ),
    Product(
        "BG1149",
        "Bags",
        bags.camera_bag,
        Look(croc("navy"), calf("navy"), _SILVER, "navy"),
        ("front", "detail"),
        "mist",
        focus=(330, 400),
    ),
    Product(
        "BG1160",
        "Bags",
        bags.baguette,
        Look(calf("pink"), calf("pink"), _SILVER, "white"),
        ("front", "back"),
        "rosewall",
    ),
    Product(
        "BG1175",
        "Bags",
        bags.weekender,
        Look(cloth("monogram", "chocolate", "sand"), calf("tan"), _GOLD, "ecru"),
        ("front", "side"),
        "ecru",
        frame=SQUARE,
    ),
    Product(
        "BG1188",
        "Bags",
        bags.saddle,
        Look(calf("vermilion"), calf("vermilion"), _GOLD, "white"),
        ("front", "back"),
        "stone",
    ),
    Product(
        "BG1193",
        "Bags",
        evening.minaudiere,
        Look(silk("champagne"), calf("gold"), _GOLD),
        ("front",),
        "dusk",
    ),
)
