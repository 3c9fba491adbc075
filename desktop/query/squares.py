"""A square drawn by hand on a photo, as geometry alone; all is in pixels of the photo."""

from PySide6.QtCore import QPointF, QRectF, QSize

from core.query_records import LEAST_SIDE
from core.records import Box

# Which sides a handle moves, across and down: -1 the left or upper one, 1 the other, 0 none.
Grip = tuple[int, int]
INSIDE: Grip = (0, 0)


def grip_at(shown: QRectF, point: QPointF, reach: float) -> Grip | None:
    """The handle of a square, as it is `shown`, at a point; INSIDE it, or None outside."""
    if not shown.adjusted(-reach, -reach, reach, reach).contains(point):
        return None
    reach = min(reach, shown.width() / 4)
    return (
        _side(point.x(), shown.left(), shown.right(), reach),
        _side(point.y(), shown.top(), shown.bottom(), reach),
    )


def handles(shown: QRectF) -> dict[Grip, QPointF]:
    """Where the handles of a square are, as it is `shown`."""
    middle = shown.center()
    across = {-1: shown.left(), 0: middle.x(), 1: shown.right()}
    down = {-1: shown.top(), 0: middle.y(), 1: shown.bottom()}
    return {(h, v): QPointF(across[h], down[v]) for h in across for v in down if (h, v) != INSIDE}


def moved(box: Box, by: QPointF, photo: QSize) -> Box:
    """The square moved, with its middle on the photo."""
    return _placed(box.left + by.x(), box.top + by.y(), box.width, photo)


def resized(box: Box, grip: Grip, point: QPointF, photo: QSize) -> Box:
    """The square with the sides of a handle at `point`; the ones across stay."""
    across, down = grip
    wide = point.x() - box.left if across > 0 else box.right - point.x()
    high = point.y() - box.top if down > 0 else box.bottom - point.y()
    side = _side_within(max(wide if across else 0, high if down else 0), photo)
    return _placed(
        _kept(box.left, box.right, across, side),
        _kept(box.top, box.bottom, down, side),
        side,
        photo,
    )


def grown(box: Box, by: float, photo: QSize) -> Box:
    """The square that much longer on each side, about its middle."""
    side = _side_within(box.width + 2 * by, photo)
    return _placed(
        _kept(box.left, box.right, 0, side), _kept(box.top, box.bottom, 0, side), side, photo
    )


def drawn(start: QPointF, end: QPointF, photo: QSize) -> Box:
    """The square that is drawn from one corner to another."""
    by = end - start
    side = _side_within(max(abs(by.x()), abs(by.y())), photo)
    left = start.x() if by.x() >= 0 else start.x() - side
    top = start.y() if by.y() >= 0 else start.y() - side
    return _placed(left, top, side, photo)


def _side(at: float, low: float, high: float, reach: float) -> int:
    if at <= low + reach:
        return -1
    return 1 if at >= high - reach else 0


def _side_within(side: float, photo: QSize) -> int:
    return round(min(max(photo.width(), photo.height()), max(LEAST_SIDE, side)))


def _kept(low: int, high: int, grip: int, side: int) -> float:
    """The lower edge of a side that is changed at one end, or at both."""
    return {1: low, -1: high - side, 0: (low + high - side) / 2}[grip]


def _placed(left: float, top: float, side: int, photo: QSize) -> Box:
    half = side / 2
    x = round(min(photo.width(), max(0.0, left + half)) - half)
    y = round(min(photo.height(), max(0.0, top + half)) - half)
    return Box(x, y, x + side, y + side)
