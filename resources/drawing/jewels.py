"""Accessories that shine: sunglasses, pearls, hoops and bracelets."""

from __future__ import annotations

import math

from PySide6.QtGui import QPainterPath

from .canvas import Canvas, Fold, Form
from .hardware import rivet
from .materials import glass
from .pen import both, box, curve, disc, flip, line, ring, stroke
from .product import Look


def _lens_light(canvas: Canvas, lens: QPainterPath) -> None:
    """The sheen that runs over a lens."""
    bounds = lens.boundingRect()
    x, y, w, h = bounds.x(), bounds.y(), bounds.width(), bounds.height()
    band = curve(
        f"M {x + w * 0.12} {y + h * 0.7} L {x + w * 0.48} {y - 4} L {x + w * 0.68} {y - 4} "
        f"L {x + w * 0.3} {y + h} Z"
    )
    canvas.add(band.intersected(lens), glass("white"), Form(edge=0.5, drop=0), 0.2)


def cat_eye(canvas: Canvas, look: Look, view: str) -> None:
    """Acetate sunglasses that rise at the temples."""
    outer = curve(
        "M 318 372 C 326 340 400 322 452 318 C 496 312 528 306 540 318 C 548 350 520 452 446 462 "
        "C 376 468 324 430 318 372 Z"
    )
    lens = curve(
        "M 334 376 C 342 352 400 340 450 336 C 486 332 508 330 514 340 C 514 376 490 438 440 444 "
        "C 382 448 340 420 334 376 Z"
    )
    temple = curve("M 532 322 C 556 318 560 332 552 350 L 486 560 C 476 580 460 576 466 556 Z")
    for side in (temple, flip(temple)):
        canvas.add(side, look.skin, Form(edge=6, drop=3))
    for about in (False, True):
        pane = flip(lens) if about else lens
        canvas.add(pane, look.trim, Form(edge=2, body=60, swell=0.5, drop=2), 0.94)
        _lens_light(canvas, pane)
    bridge = curve("M 276 372 C 286 352 314 352 324 372 L 322 392 C 312 374 288 374 278 392 Z")
    frame = both(outer.subtracted(lens)).united(bridge)
    canvas.add(frame, look.skin, Form(edge=6, drop=4))
    for x in (514, 524):
        for place in (x, 600 - x):
            rivet(canvas, place, 327, 3.2, look.metal)


def aviator(canvas: Canvas, look: Look, view: str) -> None:
    """Metal sunglasses with drop-shaped lenses."""
    drop = curve(
        "M 322 350 C 324 328 400 322 470 326 C 522 330 530 380 506 430 C 480 484 412 490 372 456 "
        "C 338 428 318 390 322 350 Z"
    )
    temple = curve("M 512 342 L 548 352 L 496 566")
    for side in (temple, flip(temple)):
        canvas.tube(side, 6, look.metal)
    for about in (False, True):
        pane = flip(drop) if about else drop
        canvas.add(pane, look.trim, Form(edge=2, body=60, swell=0.5, drop=2), 0.9)
        _lens_light(canvas, pane)
        canvas.tube(pane, 6, look.metal, 2.5)
        pad = flip(disc(330, 412, 7, 14)) if about else disc(330, 412, 7, 14)
        canvas.add(pad, look.metal, Form(edge=5, drop=2))
    canvas.tube(curve("M 278 362 Q 300 344 322 362"), 6, look.metal)
    canvas.tube(curve("M 250 330 Q 300 318 350 330"), 6, look.metal)


def _pearl(canvas: Canvas, x: float, y: float, radius: float, look: Look) -> None:
    """One pearl with its point of light."""
    canvas.add(disc(x, y, radius), look.skin, Form(edge=radius * 0.98, drop=radius * 0.22))


def pearls(canvas: Canvas, look: Look, view: str) -> None:
    """Two rows of pearls and a clasp."""
    for a, b, size in ((176, 232, 10.5), (214, 290, 12.5)):
        count = int(2 * math.pi * math.sqrt((a * a + b * b) / 2) / (2 * size))
        for i in range(count):
            angle = 2 * math.pi * i / count - math.pi / 2
            narrow = 1 - 0.12 * max(0.0, -math.sin(angle))
            _pearl(
                canvas, 300 + a * math.cos(angle) * narrow, 390 + b * math.sin(angle), size, look
            )
    for y in (158, 100):
        canvas.add(box(276, y - 12, 48, 24, 9), look.metal, Form(edge=7, drop=3))
    canvas.add(disc(300, 129, 12), look.metal, Form(edge=9, drop=3))


def hoops(canvas: Canvas, look: Look, view: str) -> None:
    """A pair of hoops; the style `twist` winds the wire."""
    for x in (182, 418):
        centre = 390
        wire = ring(x, centre, 102, 27, 122)
        canvas.add(wire, look.metal, Form(edge=13, drop=4))
        if look.style == "twist":
            for i in range(40):
                angle = 2 * math.pi * i / 40
                turn = 0.075
                a = line(
                    x + 100 * math.cos(angle),
                    centre + 120 * math.sin(angle),
                    x + 77 * math.cos(angle + turn),
                    centre + 96 * math.sin(angle + turn),
                )
                canvas.seam(a, 2.6, 0.45)
        canvas.add(box(x - 5, 232, 10, 46, 5), look.metal, Form(edge=4, drop=2))
        _pearl(canvas, x, 236, 17, look)


def cuff(canvas: Canvas, look: Look, view: str) -> None:
    """A wide open bracelet set with a stone."""
    inside = disc(300, 342, 188, 70)
    canvas.add(inside, look.metal, Form(edge=3, body=50, swell=-0.9))
    whole = curve(
        "M 110 336 C 118 400 200 420 300 420 C 400 420 482 400 490 336 L 488 430 "
        "C 480 520 400 548 300 548 C 200 548 120 520 112 430 Z"
    )
    canvas.add(whole, look.metal, Form(edge=8, body=70, swell=0.7, drop=5))
    for y in (438, 528):
        canvas.seam(
            curve(
                f"M 116 {y - 56} C 150 {y - 6} 220 {y} 300 {y} C 380 {y} 450 {y - 6} 484 {y - 56}"
            ),
            2.0,
            0.4,
        )
    canvas.add(disc(300, 484, 40, 34), look.metal, Form(edge=7, drop=4))
    canvas.add(disc(300, 484, 31, 26), look.trim, Form(edge=20, drop=1))


def brooch(canvas: Canvas, look: Look, view: str) -> None:
    """A camellia of satin with a jewelled heart."""
    for count, reach, size, turn in ((7, 128, 84, 0.0), (6, 84, 70, 0.5), (5, 44, 54, 0.2)):
        for i in range(count):
            angle = 2 * math.pi * (i + turn) / count
            x, y = 300 + reach * math.cos(angle), 375 + reach * math.sin(angle)
            crease = Fold(
                line(300, 375, x + 30 * math.cos(angle), y + 30 * math.sin(angle)), 14, -6
            )
            canvas.add(disc(x, y, size), look.skin, Form(edge=16, body=40, folds=(crease,), drop=6))
    canvas.add(disc(300, 375, 30), look.metal, Form(edge=18, drop=5))
    canvas.add(stroke(disc(300, 375, 20), 3), look.trim, Form(edge=1.5, drop=1))
