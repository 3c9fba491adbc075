"""Where a rectangle of a photo lies in the photo turned, cut, or made smaller."""

from core.records import Box

_ALIKE = 0.7


def turned(box: Box, turns: int, size: tuple[int, int]) -> Box:
    """Where `box` of a photo of `size` lies once that is turned by `turns` quarters clockwise."""
    width, height = size
    for _quarter in range(turns % 4):
        box = Box(height - box.bottom, box.left, height - box.top, box.right)
        width, height = height, width
    return box


def within(box: Box, size: tuple[int, int]) -> Box:
    """What of `box` lies in a photo of `size`; of no width or height where nothing does."""
    left, top = min(max(box.left, 0), size[0]), min(max(box.top, 0), size[1])
    right, bottom = min(box.right, size[0]), min(box.bottom, size[1])
    return Box(left, top, max(left, right), max(top, bottom))


def alike(one: Box, other: Box) -> bool:
    """Whether two boxes hold nearly the same: most of what either holds (intersection, union)."""
    shared = within(moved(one, -other.left, -other.top), (other.width, other.height))
    both = shared.width * shared.height
    return both >= _ALIKE * (one.width * one.height + other.width * other.height - both)


def widened(box: Box, room: int) -> Box:
    """`box` with so many pixels more on each side."""
    return Box(box.left - room, box.top - room, box.right + room, box.bottom + room)


def scaled(box: Box, scale: float) -> Box:
    """`box` of a photo, in pixels of a copy that is so many times as large."""
    left, top = round(box.left * scale), round(box.top * scale)
    return Box(left, top, left + round(box.width * scale), top + round(box.height * scale))


def moved(box: Box, right: int, down: int) -> Box:
    """`box` so many pixels further right and further down."""
    return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)
