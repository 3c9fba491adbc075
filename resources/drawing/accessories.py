"""Accessories to wear: silks, belts, hats, gloves and an umbrella."""

from __future__ import annotations

import math

from PySide6.QtGui import QPainterPath

from .canvas import FLAT, THICK, Canvas, Fold, Form
from .hardware import rivet
from .materials import paint
from .pen import (
    both,
    box,
    curve,
    disc,
    inset,
    line,
    polygon,
    ring,
    spline,
    stroke,
    symmetric,
    turned,
)
from .product import Look


def _medallion(x: float, y: float, radius: float) -> list[tuple[int, QPainterPath]]:
    """The rings and petals of a printed rosette, with the number of their colour."""
    parts = [(1, ring(x, y, radius, 5)), (2, ring(x, y, radius * 0.9, radius * 0.06))]
    for i in range(16):
        petal = disc(x, y - radius * 0.6, radius * 0.075, radius * 0.22)
        parts.append((1 + i % 2, turned(petal, 22.5 * i, x, y)))
        parts.append((2, turned(disc(x, y - radius * 0.3, radius * 0.035), 22.5 * i, x, y)))
    return [*parts, (1, ring(x, y, radius * 0.24, radius * 0.05)), (0, disc(x, y, radius * 0.1))]


def _rosettes() -> list[QPainterPath]:
    """A large rosette between four small ones, one path for each ink."""
    layers = [QPainterPath() for _ in range(3)]
    spots = ((300, 378, 104), (192, 268, 52), (408, 268, 52), (192, 488, 52), (408, 488, 52))
    for x, y, radius in spots:
        for number, part in _medallion(x, y, radius):
            layers[number].addPath(part)
    return layers


def carre(canvas: Canvas, look: Look, view: str) -> None:
    """A silk square, laid flat: a border, a band of chains and rosettes on the field."""
    outline = spline(
        [
            (92, 168),
            (200, 160),
            (310, 170),
            (420, 162),
            (508, 170),
            (502, 280),
            (512, 390),
            (504, 490),
            (510, 590),
            (400, 584),
            (300, 594),
            (190, 586),
            (90, 592),
            (98, 480),
            (88, 380),
            (97, 270),
        ],
        True,
    )
    waves = (
        Fold(curve("M 120 190 C 220 320 260 460 480 560"), 90, 10),
        Fold(curve("M 300 190 C 360 300 420 360 500 420"), 60, -7),
        Fold(curve("M 110 420 C 180 480 220 540 260 580"), 60, -7),
    )
    canvas.add(outline, look.trim, Form(edge=4, folds=waves))
    printed = Form(edge=0.6, folds=waves, drop=0)
    inks = [look.trim, *(look.trim.dyed(colour) for colour in look.skin.colours[1:])]
    field = inset(outline, 84)
    for path, material in (
        (inset(outline, 24), inks[2]),
        (inset(outline, 29), look.skin),
        (inset(outline, 78), inks[2]),
        (field, look.trim.dyed("ivory")),
    ):
        canvas.add(path, material, printed)
    for number, rosettes in enumerate(_rosettes()):
        canvas.add(rosettes.intersected(field), inks[number], printed)


def _fringe(
    canvas: Canvas, look: Look, left: float, right: float, top: float, length: float
) -> None:
    """Twisted threads at the end of a scarf."""
    count = int((right - left) / 7)
    threads = QPainterPath()
    for i in range(count):
        x = left + (i + 0.5) * (right - left) / count
        sway = 4 * math.sin(i * 1.7)
        threads.addPath(
            stroke(
                curve(f"M {x} {top} Q {x + sway} {top + length / 2} {x + sway / 2} {top + length}"),
                4,
            )
        )
    canvas.add(threads, look.trim, Form(edge=2, drop=1.5))


def scarf(canvas: Canvas, look: Look, view: str) -> None:
    """A woollen scarf folded over, with fringes."""
    _fringe(canvas, look, 300, 438, 560, 66)
    under = curve(
        "M 296 96 C 330 92 420 92 442 100 C 448 260 438 420 442 566 C 396 572 340 570 298 564 Z"
    )
    canvas.add(
        under,
        look.skin,
        Form(
            edge=8,
            body=60,
            swell=0.3,
            folds=(Fold(curve("M 372 110 C 366 280 376 430 370 560"), 30, -6),),
        ),
    )
    _fringe(canvas, look, 158, 330, 602, 66)
    over = curve(
        "M 160 108 C 200 84 400 84 436 106 C 420 150 350 190 334 260 C 326 380 336 500 332 606 "
        "C 280 614 210 612 156 606 C 164 440 150 280 160 108 Z"
    )
    folds = (
        Fold(curve("M 214 110 C 206 280 218 440 212 600"), 34, 7),
        Fold(curve("M 280 120 C 274 280 284 440 276 600"), 34, -7),
        Fold(curve("M 330 250 C 340 180 400 150 430 112"), 26, 8),
    )
    canvas.add(over, look.skin, Form(edge=9, body=60, swell=0.35, folds=folds, drop=8))


def belt(canvas: Canvas, look: Look, view: str) -> None:
    """A belt in a loose loop, its buckle to the front."""
    back = stroke(curve("M 92 352 C 120 280 480 280 508 352"), 40, True)
    canvas.add(back, paint("chocolate"), Form(edge=4, body=20, swell=-0.3))
    front = curve(
        "M 78 336 C 84 420 200 452 300 452 C 400 452 516 420 522 336 L 518 388 "
        "C 508 462 400 506 300 506 C 200 506 92 462 82 388 Z"
    )
    canvas.add(front, look.skin, Form(edge=5, body=40, swell=0.6))
    canvas.stitch(inset(front, 6), look.thread)
    tail = curve(
        "M 316 452 C 380 450 440 434 470 414 L 478 440 L 474 466 C 440 490 380 504 316 506 Z"
    )
    canvas.add(tail, look.skin, Form(edge=5, body=30, swell=0.5, drop=5))
    canvas.stitch(inset(tail, 6), look.thread)
    for x, y in ((384, 470), (412, 463), (440, 453)):
        canvas.add(disc(x, y, 3.4), paint("black"), FLAT)
    loop = curve("M 352 444 L 370 442 L 374 512 L 356 514 Z")
    canvas.add(loop, look.skin, THICK)
    outer, hole = box(252, 436, 82, 86, 16), box(266, 450, 54, 58, 8)
    canvas.add(outer.subtracted(hole), look.metal, Form(edge=6, drop=5))
    canvas.add(box(262, 473, 66, 11, 5), look.metal, Form(edge=5, drop=4))


def chain_belt(canvas: Canvas, look: Look, view: str) -> None:
    """A belt of links and leather with a medal at its end."""
    path = curve(
        "M 120 250 C 180 170 420 170 470 260 C 516 350 430 430 300 430 C 190 430 110 360 150 300"
    )
    canvas.chain(path, 42, look.metal)
    canvas.tube(path, 7, look.skin, 2)
    fall = curve("M 300 430 C 330 470 320 520 344 560")
    canvas.chain(fall, 30, look.metal)
    canvas.add(disc(350, 596, 38), look.metal, Form(edge=7, drop=5))
    canvas.add(disc(350, 596, 27), look.metal, Form(edge=4, drop=0, body=20, swell=-0.4))
    canvas.add(turned(box(338, 584, 24, 24, 3), 45, 350, 596), look.metal, Form(edge=6, drop=3))


def _glove(canvas: Canvas, look: Look) -> None:
    """One glove, palm down."""
    hand = curve(
        "M 214 610 C 216 540 206 480 200 430 C 186 390 168 350 150 320 C 140 296 166 284 182 304 "
        "C 206 336 222 360 232 372 C 232 300 224 230 226 170 C 228 146 258 146 262 170 L 270 300 "
        "C 272 240 272 190 276 138 C 280 116 308 116 310 138 L 310 300 C 316 240 320 200 326 156 "
        "C 330 134 358 138 358 160 L 348 310 C 356 270 364 240 374 206 C 382 188 406 196 402 218 "
        "C 394 290 382 360 370 430 C 362 480 362 550 366 610 Z"
    )
    folds = (
        Fold(curve("M 230 470 Q 290 500 356 470"), 16, -5),
        Fold(curve("M 226 500 Q 290 526 360 502"), 14, 4),
    )
    canvas.add(hand, look.skin, Form(edge=11, body=30, swell=0.7, folds=folds, drop=6))
    for text in ("M 258 340 L 262 440", "M 292 332 L 292 440", "M 328 340 L 322 440"):
        canvas.seam(curve(text), 2.2, 0.45)
    cuff = curve("M 212 560 C 260 572 320 572 364 560 L 370 624 C 320 636 260 636 208 624 Z")
    canvas.add(cuff, look.trim, Form(edge=7, body=24, swell=0.6, drop=4))
    rivet(canvas, 290, 598, 7, look.metal)


def gloves(canvas: Canvas, look: Look, view: str) -> None:
    """A pair of gloves, one over the other."""
    canvas.view.translate(300, 375).rotate(-13).translate(-235, -385)
    canvas.view.scale(0.9, 0.9)
    _glove(canvas, look)
    canvas.view.scale(1 / 0.9, 1 / 0.9).translate(330, 430).rotate(26)
    canvas.view.scale(0.9, 0.9).translate(-250, -430)
    _glove(canvas, look)


def tie(canvas: Canvas, look: Look, view: str) -> None:
    """A tie with its knot."""
    neck = both(curve("M 300 96 L 360 60 L 376 88 L 318 130 Z"))
    canvas.add(neck, look.skin, Form(edge=4))
    under = polygon([(296, 130), (326, 128), (344, 560), (316, 596), (296, 560)])
    canvas.add(under, look.skin, Form(edge=4, drop=4))
    blade = curve(
        "M 278 130 L 322 130 C 330 300 352 480 362 612 L 302 686 L 240 612 "
        "C 250 480 270 300 278 130 Z"
    )
    crease = (Fold(curve("M 300 140 C 306 220 296 300 302 400"), 16, 4),)
    canvas.add(blade, look.skin, Form(edge=6, body=34, swell=0.6, folds=crease, drop=6))
    knot = polygon([(262, 84), (338, 84), (326, 138), (300, 146), (276, 138)])
    canvas.add(knot, look.skin, Form(edge=8, body=20, swell=0.6, drop=6))


def _panel(left: float, right: float) -> QPainterPath:
    """One gore of an open umbrella."""
    top_left, top_right = 300 + (left - 300) * 0.04, 300 + (right - 300) * 0.04
    mid = (left + right) / 2
    return curve(
        f"M {top_left} 132 C {300 + (left - 300) * 0.7} 160 {left} 250 {left} 352 "
        f"Q {mid} {318} {right} 352 C {right} 250 {300 + (right - 300) * 0.7} 160 {top_right} 132 Z"
    )


def umbrella(canvas: Canvas, look: Look, view: str) -> None:
    """An open umbrella with a crook of cane."""
    canvas.tube(line(300, 110, 300, 600), 9, look.metal)
    canvas.tube(curve("M 300 560 L 300 624 C 300 684 384 684 384 624"), 17, look.trim)
    canvas.add(box(290, 548, 20, 16, 3), look.metal, Form(edge=4, drop=1))
    edges = (66, 138, 230, 370, 462, 534)
    inside = symmetric(
        "M 300 300 C 420 300 510 320 534 352 Q 500 330 462 372 Q 420 350 370 384 Q 330 362 300 362"
    )
    canvas.add(inside, look.skin, Form(edge=2, body=60, swell=-0.6, drop=0))
    for i in (0, 4, 1, 3, 2):
        left, right = edges[i], edges[i + 1]
        canvas.add(_panel(left, right), look.skin, Form(edge=5, body=70, swell=0.7, drop=3))
    canvas.tube(line(300, 96, 300, 134), 8, look.metal)
    for x in edges:
        rivet(canvas, x, 354, 4, look.metal)
