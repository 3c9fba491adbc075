"""Watches: straps and bracelets, the case, and the whole put together."""

from __future__ import annotations

import math

from PySide6.QtGui import QPainterPath

from .canvas import Canvas, Form
from .cases import CX, CY, Watch, case_outline
from .dials import bezel, dial
from .hardware import buckle
from .materials import paint
from .pen import box, disc, inset, polygon, ring
from .product import Look

_REACH = 262


def _strap_half(watch: Watch, up: bool) -> QPainterPath:
    """One half of a strap, narrowing away from the case."""
    sign = -1 if up else 1
    near, far = CY + sign * watch.radius * 0.8, 375 + sign * _REACH
    wide, slim = watch.lug, watch.lug * 0.8
    return polygon(
        [
            (CX - wide, near),
            (CX + wide, near),
            (CX + slim, far - sign * 10),
            (CX + slim * 0.8, far),
            (CX - slim * 0.8, far),
            (CX - slim, far - sign * 10),
        ]
    )


def _leather(canvas: Canvas, watch: Watch, look: Look) -> None:
    """A padded strap with stitching, holes and a buckle."""
    for up in (True, False):
        half = _strap_half(watch, up)
        canvas.add(half, look.skin, Form(edge=7, body=40, swell=0.6))
        if watch.strap == "leather":
            canvas.stitch(inset(half, 9), look.thread, 1.4)
    if watch.strap == "rubber":
        for i in range(5):
            for sign in (-1, 1):
                y = CY + sign * (watch.radius + 34 + i * 24)
                width = watch.lug * (1.1 - i * 0.03)
                canvas.add(
                    box(CX - width / 2, y - 5, width, 10, 5),
                    paint("black"),
                    Form(edge=4, swell=-1, drop=0),
                )
    for i in range(4):
        canvas.add(disc(CX, 548 + i * 22, 3.6, 5), paint("black"), Form(edge=1, drop=0))
    buckle(canvas, CX, 375 - _REACH + 8, watch.lug * 1.9, 46, look.metal)


def _links(canvas: Canvas, watch: Watch, look: Look) -> None:
    """A metal bracelet: rows of three or five links."""
    step = 15 if watch.strap == "five" else 25
    count = int((_REACH - watch.radius * 0.72) / step)
    shares: tuple[tuple[float, float], ...] = ((-1, -0.42), (0.42, 1), (-0.4, 0.4))
    if watch.strap == "five":
        shares = ((-1, -0.62), (0.62, 1), (-0.6, -0.22), (0.22, 0.6), (-0.2, 0.2))
    for number, (left, right) in enumerate(shares):
        material = look.trim if number == len(shares) - 1 and look.trim.metal else look.metal
        middle = number == len(shares) - 1
        for sign in (-1, 1):
            row = QPainterPath()
            for i in range(count - middle):
                y = CY + sign * (watch.radius * 0.72 + i * step + (step / 2 if middle else 0))
                half = watch.lug * (1 - 0.24 * i / count)
                row.addPath(
                    box(
                        CX + half * left + 0.6,
                        y - step / 2 + 0.8,
                        half * (right - left) - 1.2,
                        step - 1.6,
                        4,
                    )
                )
            canvas.add(row, material, Form(edge=step * 0.26, drop=1.6))


def _mesh(canvas: Canvas, watch: Watch, look: Look) -> None:
    """A woven bracelet."""
    for up in (True, False):
        half = _strap_half(watch, up)
        canvas.add(half, look.skin, Form(edge=5, body=0))


def _case(canvas: Canvas, watch: Watch, look: Look) -> None:
    """The case with its lugs, crown and bezel."""
    for dx in (-1, 1):
        for dy in (-1, 1):
            lug = box(CX + dx * watch.lug * 1.04 - 11, CY + dy * watch.radius * 0.9 - 32, 22, 64, 9)
            canvas.add(lug, look.metal, Form(edge=7, drop=3))
    edge = CX + watch.radius * {"tank": 0.74, "square": 0.88, "oval": 0.8}.get(watch.case, 1.0)
    canvas.add(box(edge - 2, CY - 13, 20, 26, 4), look.metal, Form(edge=5, drop=2))
    if watch.dials:
        for dy in (-46, 46):
            canvas.add(box(edge - 12, CY + dy - 10, 22, 20, 4), look.metal, Form(edge=5, drop=2))
    canvas.add(case_outline(watch), look.metal, Form(edge=9, drop=6))


def _case_back(canvas: Canvas, watch: Watch, look: Look) -> None:
    """The closed back of a case."""
    canvas.add(case_outline(watch, -14), look.metal, Form(edge=5, drop=2))
    canvas.add(
        disc(CX, CY, watch.radius * 0.56), look.metal, Form(edge=3, body=20, swell=-0.3, drop=0)
    )
    for i in range(6):
        angle = math.pi * i / 3
        x, y = CX + watch.radius * 0.7 * math.cos(angle), CY + watch.radius * 0.7 * math.sin(angle)
        if watch.case != "tank":
            canvas.add(box(x - 5, y - 5, 10, 10, 2), paint("ink"), Form(edge=2, drop=0))
    canvas.seam(ring(CX, CY, watch.radius * 0.36, 2), 1.4, 0.5)


def draw(watch: Watch, canvas: Canvas, look: Look, view: str) -> None:
    """The whole watch, laid flat."""
    if watch.strap in ("leather", "plain", "rubber"):
        _leather(canvas, watch, look)
    elif watch.strap == "mesh":
        _mesh(canvas, watch, look)
    else:
        _links(canvas, watch, look)
    _case(canvas, watch, look)
    if view == "back":
        _case_back(canvas, watch, look)
        return
    bezel(canvas, watch, look)
    dial(canvas, watch, look)
