"""The choices that make a watch, and the outline of its case."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtGui import QPainterPath

from .pen import box, disc, polygon

CX, CY = 300.0, 375.0


@dataclass(frozen=True)
class Watch:
    """The choices that make one watch."""

    case: str = "round"
    strap: str = "leather"
    dial: str = "ivory"
    marks: str = "baton"
    ink: str = "black"
    radius: float = 112
    lug: float = 74
    bezel: str = ""
    dials: int = 0
    hands: str = "dauphine"
    date: bool = False


def case_outline(watch: Watch, grow: float = 0.0) -> QPainterPath:
    """The outline of a case, or of its dial when it grows by less than nothing."""
    r = watch.radius + grow
    if watch.case == "tank":
        return box(CX - r * 0.74, CY - r, r * 1.48, r * 2, 14 + grow * 0.1)
    if watch.case == "square":
        return box(CX - r * 0.88, CY - r * 0.88, r * 1.76, r * 1.76, max(4.0, 26 + grow * 0.4))
    if watch.case == "octagon":
        corners = [
            (
                CX + r * 1.06 * math.cos(math.pi / 8 + i * math.pi / 4),
                CY + r * 1.06 * math.sin(math.pi / 8 + i * math.pi / 4),
            )
            for i in range(8)
        ]
        return polygon(corners)
    if watch.case == "oval":
        return disc(CX, CY, r * 0.8, r)
    return disc(CX, CY, r)


def reach(watch: Watch, angle: float, share: float) -> tuple[float, float]:
    """A place on the dial, at a share of the way from the centre to its edge."""
    r = (watch.radius - 16) * share
    x, y = math.sin(angle), -math.cos(angle)
    if watch.case in ("tank", "square"):
        wide, tall = (0.7, 1.0) if watch.case == "tank" else (0.86, 0.86)
        grow = 1 / max(abs(x) / wide, abs(y) / tall, 0.01)
        grow = min(grow, 1.32)
        return CX + r * x * min(grow, wide / max(abs(x), 0.01)), CY + r * y * grow
    if watch.case == "oval":
        return CX + r * 0.78 * x, CY + r * y
    return CX + r * x, CY + r * y
