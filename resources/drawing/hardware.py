"""Hardware: locks, buckles, rings, rivets and zips."""

from __future__ import annotations

from PySide6.QtGui import QPainterPath

from .canvas import Canvas, Form
from .materials import Material, paint
from .pen import box, disc, line, ring, stroke, turned


def rivet(canvas: Canvas, x: float, y: float, radius: float, metal: Material) -> None:
    """A round stud."""
    canvas.add(disc(x, y, radius), metal, Form(edge=radius * 0.9, drop=radius * 0.3))


def ring_at(canvas: Canvas, x: float, y: float, radius: float, metal: Material) -> None:
    """A ring that joins a strap to a body."""
    thick = max(2.4, radius * 0.28)
    canvas.add(ring(x, y, radius, thick), metal, Form(edge=thick * 0.6, drop=2.2))


def lock(canvas: Canvas, x: float, y: float, metal: Material) -> None:
    """A plate with a turning bar and a padlock below."""
    canvas.add(box(x - 27, y - 17, 54, 34, 6), metal, Form(edge=3, drop=3))
    canvas.add(disc(x, y, 11), metal, Form(edge=3, drop=2))
    canvas.add(box(x - 4, y - 15, 8, 30, 4), metal, Form(edge=4, drop=3))
    canvas.add(ring(x, y + 34, 12, 4, 16), metal, Form(edge=2.4, drop=2))
    canvas.add(box(x - 16, y + 38, 32, 30, 5), metal, Form(edge=4, drop=4))
    canvas.add(disc(x, y + 50, 3.4), paint("ink"), Form(edge=1, drop=0))
    canvas.add(box(x - 1.4, y + 50, 2.8, 10, 1), paint("ink"), Form(edge=1, drop=0))


def buckle(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    metal: Material,
    turn: float = 0.0,
) -> None:
    """A square frame with a tongue."""
    outer = box(x - width / 2, y - height / 2, width, height, height * 0.2)
    hole = box(x - width / 2 + 6, y - height / 2 + 6, width - 12, height - 12, height * 0.12)
    frame = turned(outer.subtracted(hole), turn, x, y)
    canvas.add(frame, metal, Form(edge=3.2, drop=3))
    tongue = turned(stroke(line(x, y - height / 2 + 3, x, y + height / 2), 5), turn, x, y)
    canvas.add(tongue, metal, Form(edge=2.4, drop=2))


def zip_line(canvas: Canvas, path: QPainterPath, metal: Material) -> None:
    """A closed zip: tape and teeth."""
    canvas.add(stroke(path, 15, True), paint("ink"), Form(edge=1, drop=1))
    teeth = stroke(path, 6.4, True)
    canvas.add(teeth, metal, Form(edge=2.4, drop=1))
    canvas.seam(path, 0.9, 0.6)
    length = path.length()
    for i in range(1, int(length / 4.4)):
        share = path.percentAtLength(i * 4.4)
        point = path.pointAtPercent(share)
        x, y = point.x(), point.y()
        tooth = line(x, y - 3, x, y + 3)
        canvas.line(turned(tooth, -path.angleAtPercent(share), x, y), "ink", 1.0, 0.6)
