"""Frozen records about how a query looks at its photo, that cross module borders."""

from dataclasses import dataclass

from core.records import Box

# The least side, in pixels, of a square that is drawn by hand: less holds no product.
LEAST_SIDE = 32


@dataclass(frozen=True, slots=True)
class Look:
    """How a photo is looked at: turned first, then within a square, with its ground or without.

    `turns` are quarter turns clockwise, 0 to 3. `square` is in pixels of the turned upright photo
    at its full size and may reach outside it; None is found by itself. Without `removes` the
    background is kept.
    """

    turns: int = 0
    square: Box | None = None
    removes: bool = True


AS_IT_IS = Look()
