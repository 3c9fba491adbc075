"""Outlines: short ways to write the curves that the products are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF, QTransform

WIDTH, HEIGHT = 600, 750
MIDDLE = WIDTH / 2
Point = tuple[float, float]

_COUNTS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}


def curve(text: str) -> QPainterPath:
    """An outline from `M L Q C Z` commands with absolute coordinates."""
    path = QPainterPath()
    words = text.replace(",", " ").split()
    at, command = 0, "M"
    while at < len(words):
        if words[at] in _COUNTS:
            command, at = words[at], at + 1
        count = _COUNTS[command]
        n = [float(word) for word in words[at : at + count]]
        at += count
        if command == "M":
            path.moveTo(n[0], n[1])
        elif command == "L":
            path.lineTo(n[0], n[1])
        elif command == "Q":
            path.quadTo(n[0], n[1], n[2], n[3])
        elif command == "C":
            path.cubicTo(n[0], n[1], n[2], n[3], n[4], n[5])
        else:
            path.closeSubpath()
    return path


def spline(points: Sequence[Point], closed: bool = False) -> QPainterPath:
    """A smooth curve through the points."""
    count = len(points)
    path = QPainterPath(QPointF(*points[0]))
    for i in range(count if closed else count - 1):
        before = points[(i - 1) % count] if closed or i > 0 else points[0]
        start, end = points[i], points[(i + 1) % count]
        after = points[(i + 2) % count] if closed or i + 2 < count else points[-1]
        path.cubicTo(
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            end[0],
            end[1],
        )
    if closed:
        path.closeSubpath()
    return path


def polygon(points: Sequence[Point]) -> QPainterPath:
    """A closed outline with straight sides."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def line(x0: float, y0: float, x1: float, y1: float) -> QPainterPath:
    """A straight stroke."""
    path = QPainterPath(QPointF(x0, y0))
    path.lineTo(x1, y1)
    return path


def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> QPainterPath:
    """A rectangle with rounded corners, from its top left corner."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
    return path


def disc(x: float, y: float, rx: float, ry: float | None = None) -> QPainterPath:
    """A circle or an ellipse about its centre."""
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), rx, rx if ry is None else ry)
    return path


def ring(x: float, y: float, radius: float, thick: float, ry: float | None = None) -> QPainterPath:
    """A round wire about its centre."""
    outer = radius if ry is None else ry
    return disc(x, y, radius, outer).subtracted(disc(x, y, radius - thick, outer - thick))


def stroke(path: QPainterPath, width: float, flat: bool = False) -> QPainterPath:
    """The outline of a line drawn with a broad pen."""
    pen = QPainterPathStroker()
    pen.setWidth(width)
    cap = Qt.PenCapStyle.FlatCap if flat else Qt.PenCapStyle.RoundCap
    pen.setCapStyle(cap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen.createStroke(path).simplified()


def flip(path: QPainterPath, about: float = MIDDLE) -> QPainterPath:
    """The mirror image, left for right."""
    return QTransform(-1, 0, 0, 1, 2 * about, 0).map(path)


def both(path: QPainterPath, about: float = MIDDLE) -> QPainterPath:
    """The path and its mirror image as one."""
    out = QPainterPath(path)
    out.addPath(flip(path, about))
    return out


def symmetric(half: str, about: float = MIDDLE) -> QPainterPath:
    """A closed outline from its right half, which runs from the top axis to the bottom axis."""
    right = curve(half)
    left = flip(right, about).toReversed()
    right.connectPath(left)
    right.closeSubpath()
    return right


def moved(path: QPainterPath, dx: float, dy: float) -> QPainterPath:
    """The path somewhere else."""
    return path.translated(dx, dy)


def turned(path: QPainterPath, degrees: float, x: float, y: float) -> QPainterPath:
    """The path turned about a point."""
    return QTransform().translate(x, y).rotate(degrees).translate(-x, -y).map(path)


def inset(path: QPainterPath, by: float) -> QPainterPath:
    """The path drawn in by a margin, as a line of stitching follows an edge."""
    return path.subtracted(stroke(path, 2 * by))


def along(path: QPainterPath, step: float) -> list[tuple[float, float, float]]:
    """Points at even distances on a path, with its direction there in degrees."""
    length = path.length()
    count = max(1, round(length / step))
    out = []
    for i in range(count + 1):
        share = path.percentAtLength(length * i / count)
        point = path.pointAtPercent(share)
        out.append((point.x(), point.y(), -path.angleAtPercent(share)))
    return out


def star(x: float, y: float, points: int, outer: float, inner: float) -> QPainterPath:
    """A pointed rosette."""
    corners = []
    for i in range(points * 2):
        radius = outer if i % 2 == 0 else inner
        angle = math.pi * i / points - math.pi / 2
        corners.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return polygon(corners)
