"""The whole catalogue, category by category."""

from __future__ import annotations

from .product import Product
from .range_accessories import ACCESSORIES
from .range_bags import BAGS
from .range_rtw import RTW
from .range_shoes import SHOES
from .range_slg import SLG
from .range_watches import WATCHES

PRODUCTS: tuple[Product, ...] = BAGS + RTW + ACCESSORIES + SHOES + SLG + WATCHES
