"""The soft edge of a product: how much of each pixel at the edge is product.

A pixel at the edge mixes ground and product, so its distance from the ground beside it, against
the largest such distance of product nearby, is the product's share of it.
"""

from dataclasses import dataclass

import numpy as np

from core.plain_ground.lab import Lab
from core.plain_ground.look import Look
from core.plain_ground.regions import Field, Mask, grow, mean, shrink

_REACH = 3  # pixels
_WINDOW = 9  # pixels in which the ground beside an edge is averaged


@dataclass(frozen=True)
class Edge:
    """The product's share (h, w) of each pixel, 0..1, and the contrast (h, w) with the ground."""

    share: Field
    contrast: Field


def edge(product: Mask, lab: Lab, seen: Look, *, thin: bool) -> Edge:
    """The soft edge of a mask. Where the product is thin, all of it is taken for edge."""
    outside = (~product).astype(np.float32)
    count = mean(outside, _WINDOW)
    squares = np.zeros_like(outside)
    for channel in lab:
        beside = mean(channel * outside, _WINDOW)
        squares += np.square(channel - beside / np.maximum(count, 1e-3))
    away = np.where(count > 1e-2, np.sqrt(squares), 0)
    contrast = grow(np.where(product, away, 0), _REACH)
    core = shrink(product, 2)
    inner = core & ~shrink(core)
    if not thin:
        inner &= seen.away < 3 * seen.loose
    band = ((grow(product) & ~core) | inner) & (contrast > 0)
    share = np.where(band, np.minimum(away / np.maximum(contrast, 1e-3), 1), product)
    return Edge(share.astype(np.float32), contrast.astype(np.float32))
