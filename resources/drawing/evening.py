"""Evening bags: an envelope and a pleated pouch on a frame."""

from __future__ import annotations

import numpy as np

from .canvas import THICK, Canvas, Form
from .fields import Field
from .pen import box, curve, disc, inset, line, stroke, symmetric
from .product import Look


def clutch(canvas: Canvas, look: Look, view: str) -> None:
    """An envelope."""
    body = box(84, 240, 432, 290, 12)
    canvas.add(body, look.skin, Form(edge=5, body=60, swell=0.35, drop=3))
    if view == "back":
        canvas.seam(line(96, 300, 504, 300))
        canvas.stitch(inset(body, 8), look.thread)
        canvas.add(stroke(line(250, 300, 350, 300), 22), look.trim, THICK)
        return
    flap = symmetric("M 300 236 L 506 236 Q 518 236 516 250 L 320 432 Q 300 448 300 448")
    canvas.add(flap, look.skin, Form(edge=5, body=60, swell=0.3, drop=8))
    canvas.stitch(inset(flap, 8), look.thread)
    canvas.add(disc(300, 424, 21), look.metal, Form(edge=5, drop=4))
    canvas.add(disc(300, 424, 13), look.trim, Form(edge=6, drop=0))


def _pleated(x: Field, y: Field) -> Field:
    """Narrow upright pleats."""
    return (3.0 * np.abs(np.sin(x / 9))).astype(np.float32)


def minaudiere(canvas: Canvas, look: Look, view: str) -> None:
    """A pleated evening pouch on a metal frame."""
    canvas.chain(curve("M 176 300 C 150 90 450 90 424 300"), 13, look.metal)
    body = symmetric("M 300 300 L 430 300 C 500 380 500 500 470 546 C 440 572 370 576 300 576")
    canvas.add(body, look.skin, Form(edge=9, body=80, swell=0.7, relief=_pleated))
    frame = symmetric("M 300 284 L 432 284 Q 446 286 446 300 L 440 322 L 300 322")
    canvas.add(frame, look.metal, Form(edge=5, drop=5))
    canvas.seam(line(160, 303, 440, 303), 1.6, 0.6)
    for x in (288, 312):
        canvas.add(disc(x, 280, 13), look.metal, Form(edge=9, drop=3))
