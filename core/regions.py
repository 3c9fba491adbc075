"""The parts of a product that a query may show alone: a magazine's crop, a detail."""

from core.records import Box

# Sides of the squares, of the longer side of the product: those in its corners, and in its middle.
_CORNER, _MIDDLE = 0.55, 0.5
# A side that is hardly longer than a square has one place for it, not two.
_TWO = 1.1


def regions(product: Box) -> tuple[Box, ...]:
    """Three to five squares that cover the product, which may reach beyond its narrow side."""
    longer = max(product.width, product.height)
    side = max(1, round(_CORNER * longer))
    corners = [
        _square(left, top, side)
        for top in _places(product.top, product.height, side)
        for left in _places(product.left, product.width, side)
    ]
    side = max(1, round(_MIDDLE * longer))
    left, top = (product.left + product.right - side) / 2, (product.top + product.bottom - side) / 2
    return (*corners, _square(left, top, side))


def _places(start: int, extent: int, side: int) -> list[float]:
    """Where squares begin that cover so much from `start` on."""
    if extent < _TWO * side:
        return [start + (extent - side) / 2]
    return [start, start + extent - side]


def _square(left: float, top: float, side: int) -> Box:
    x, y = round(left), round(top)
    return Box(x, y, x + side, y + side)
