"""Ready-to-wear from the waist down: dresses, skirts and trousers."""

from __future__ import annotations

import numpy as np

from .canvas import FLAT, THICK, Canvas, Fold, Form
from .fields import Field
from .hardware import rivet
from .materials import paint
from .pen import box, curve, disc, flip, inset, line, ring, stroke, symmetric
from .product import Look
from .tailoring import Cut, body, buttons, inside_neck, sleeves

_WRAP = Cut(
    shoulder=104,
    chest=98,
    waist=78,
    hem=150,
    top=70,
    bottom=690,
    armhole=176,
    middle=296,
    cuff=(146, 330),
    sleeve=46,
    neck=44,
    drop=8,
)


def _fan(
    count: int, top: float, bottom: float, half: float, flare: float, depth: float
) -> tuple[Fold, ...]:
    """Folds that fall from a waist and open towards the hem."""
    folds = []
    for i in range(count):
        share = (i + 0.5) / count * 2 - 1
        x, end = 300 + half * share, 300 + flare * share
        path = curve(f"M {x} {top} C {x} {top + 80} {end} {bottom - 140} {end} {bottom + 8}")
        folds.append(Fold(path, 2 * flare / count * 0.6, depth if i % 2 else -depth))
    return tuple(folds)


def slip(canvas: Canvas, look: Look, view: str) -> None:
    """A slip dress on thin straps."""
    canvas.move(0, -58)
    low = 190 if view == "front" else 250
    canvas.tube(
        curve(f"M 244 176 C 244 150 250 130 262 118 C 268 130 262 150 254 {low - 30}"), 4, look.skin
    )
    canvas.tube(
        curve(f"M 356 176 C 356 150 350 130 338 118 C 332 130 338 150 346 {low - 30}"), 4, look.skin
    )
    if view == "front":
        inner = symmetric("M 300 196 L 356 170 L 380 232 L 300 240")
        canvas.add(inner, look.skin, FLAT)
    neck = (
        "M 300 206 C 316 200 340 186 356 156"
        if view == "front"
        else "M 300 246 C 330 240 352 220 362 196"
    )
    shape = symmetric(
        f"{neck} C 366 190 376 216 384 234 C 380 276 366 306 366 336 "
        "C 370 384 394 416 400 470 C 412 580 424 690 430 770 Q 360 784 300 784"
    )
    folds = _fan(7, 360, 770, 56, 122, 8)
    folds += (
        Fold(curve("M 248 190 C 262 230 290 250 330 262"), 14, -6),
        Fold(curve("M 352 190 C 338 230 312 250 280 262"), 14, 5),
        Fold(curve("M 232 330 C 280 352 320 350 366 336"), 18, -5),
    )
    canvas.add(shape, look.skin, Form(edge=4, body=60, swell=0.5, folds=folds))
    canvas.add(
        stroke(curve("M 171 765 Q 240 781 300 781 Q 360 781 429 765"), 9, True),
        look.trim,
        Form(edge=2.5, drop=1.5),
    )


def wrap_dress(canvas: Canvas, look: Look, view: str) -> None:
    """A dress that crosses at the front and ties at the waist."""
    sleeves(canvas, _WRAP, look.skin)
    folds = _fan(9, 310, 690, 66, 138, 7)
    if view == "front":
        inside_neck(canvas, _WRAP, look.skin.colours[0])
    canvas.add(body(_WRAP), look.skin, Form(edge=4, body=60, swell=0.4, folds=folds, drop=4))
    if view == "front":
        opening = symmetric("M 300 198 C 316 160 334 110 344 66 L 300 60")
        canvas.add(
            opening, paint(look.skin.colours[0]), Form(edge=0.5, body=40, swell=-0.6, drop=0)
        )
        left = curve(
            "M 256 66 C 264 120 282 170 312 208 L 376 280 L 222 286 L 204 176 C 206 140 "
            "200 110 198 98 Z"
        )
        pulls = (
            Fold(curve("M 230 120 C 250 190 300 240 350 280"), 14, 6),
            Fold(curve("M 218 180 C 240 230 280 260 330 286"), 13, -6),
        )
        canvas.add(left, look.skin, Form(edge=4, body=30, swell=0.3, folds=pulls, drop=5))
        fall = curve("M 330 304 C 350 420 372 560 390 694")
        canvas.seam(fall, 1.8, 0.5)
    belt = symmetric("M 300 282 L 378 278 L 379 308 L 300 314")
    canvas.add(belt, look.skin, Form(edge=5, drop=4))
    if view == "front":
        for tail in (
            "M 338 300 C 352 350 366 390 370 440 L 346 444 C 344 390 334 350 324 304 Z",
            "M 336 300 C 372 330 396 360 410 404 L 390 416 C 376 370 352 340 324 306 Z",
        ):
            canvas.add(curve(tail), look.skin, Form(edge=5, drop=4))
        canvas.add(disc(334, 298, 15, 17), look.skin, Form(edge=9, drop=4))


def _pleats(x: Field, y: Field) -> Field:
    """Knife pleats that fan out from the waist."""
    flare = 0.62 + 0.38 * np.clip((y - 190) / 440, 0, 1)
    place = (x - 300) / flare / 21
    saw = place - np.floor(place)
    return (5.0 * saw * (0.5 + 0.5 * np.clip((y - 180) / 200, 0, 1))).astype(np.float32)


def pleated_skirt(canvas: Canvas, look: Look, view: str) -> None:
    """A midi skirt in knife pleats."""
    points = []
    for i in range(25):
        x = 118 + 364 * i / 24
        points.append(f"L {x} {622 + (7 if i % 2 else 0) - 10 * ((x - 300) / 182) ** 2}")
    shape = curve(
        "M 202 150 C 190 300 150 480 118 612 " + " ".join(points) + " C 450 480 410 300 398 150 Z"
    )
    canvas.add(shape, look.skin, Form(edge=3, body=80, swell=0.5, relief=_pleats))
    band = symmetric("M 300 126 L 398 120 L 400 158 L 300 166")
    canvas.add(band, look.trim, Form(edge=5, body=40, swell=0.3, drop=4))
    if view == "back":
        canvas.seam(line(300, 130, 300, 280), 1.6, 0.6)


def pencil_skirt(canvas: Canvas, look: Look, view: str) -> None:
    """A straight skirt."""
    shape = symmetric(
        "M 300 130 L 392 124 C 404 220 432 260 434 340 C 434 460 424 560 416 640 Q 360 648 300 648"
    )
    folds = (
        Fold(curve("M 230 240 Q 300 262 372 244"), 18, -4),
        Fold(curve("M 240 330 C 236 420 240 540 244 640"), 30, -5),
        Fold(curve("M 366 330 C 368 420 364 540 360 640"), 30, 5),
    )
    canvas.add(shape, look.skin, Form(edge=4, body=90, swell=0.6, folds=folds))
    for x in (246, 354):
        canvas.seam(line(x, 164, x + (6 if x < 300 else -6), 232), 1.3, 0.4)
    canvas.add(symmetric("M 300 126 L 393 120 L 396 154 L 300 161"), look.trim, THICK)
    if view == "back":
        canvas.seam(line(300, 162, 300, 500), 1.5, 0.5)
        canvas.add(curve("M 300 500 L 307 650 L 293 650 Z"), paint("black"), FLAT)
    else:
        buttons(canvas, 372, (141,), 7, look.metal)


def _leg(wide: float) -> str:
    """The right half of a pair of trousers."""
    return (
        f"M 300 96 L 396 90 C 404 170 420 220 {418 + wide * 0.2} 280 "
        f"C {420 + wide * 0.5} 420 {412 + wide} 560 {410 + wide} 690 L {314 + wide * 0.1} 696 "
        f"C 316 560 314 420 306 310 L 300 296"
    )


def trousers(canvas: Canvas, look: Look, view: str) -> None:
    """Trousers with a pressed crease."""
    shape = symmetric(_leg(16))
    folds = []
    for about in (False, True):
        crease = curve("M 362 150 C 366 300 372 520 374 694")
        under = curve("M 312 300 Q 350 330 400 320")
        for path, width, depth in ((crease, 5, 4.5), (under, 14, -4)):
            folds.append(Fold(flip(path) if about else path, width, depth))
    canvas.add(shape, look.skin, Form(edge=4, body=46, swell=0.6, folds=tuple(folds)))
    band = symmetric("M 300 90 L 396 84 L 398 118 L 300 125")
    canvas.add(band, look.skin, THICK)
    for x in (222, 262, 338, 378):
        canvas.add(box(x - 5, 82, 10, 42, 3), look.skin, Form(edge=2.5, drop=2))
    canvas.seam(curve("M 300 126 L 300 296"), 1.5, 0.5)
    if view == "back":
        for x in (250, 350):
            canvas.seam(line(x - 30, 190, x + 30, 190), 2, 0.6)
            buttons(canvas, x, (202,), 5, look.trim)
        return
    for path in (
        curve("M 384 122 L 410 230"),
        curve("M 340 126 L 344 190"),
        curve("M 362 126 L 364 180"),
    ):
        for side in (path, flip(path)):
            canvas.seam(side, 1.4, 0.45)
    buttons(canvas, 306, (106,), 6, look.trim)


def jeans(canvas: Canvas, look: Look, view: str) -> None:
    """Five pockets, rivets and orange stitching."""
    shape = symmetric(_leg(-14))
    folds = []
    for about in (False, True):
        for text, width, depth in (
            ("M 316 300 Q 350 322 396 306", 10, -3),
            ("M 314 330 Q 350 346 392 340", 10, 2.5),
            ("M 330 480 Q 364 500 396 484", 10, -2.4),
            ("M 332 504 Q 364 516 398 508", 9, 2.2),
            ("M 362 360 C 366 440 362 560 360 690", 24, 5),
        ):
            path = curve(text)
            folds.append(Fold(flip(path) if about else path, width, depth))
    canvas.add(shape, look.skin, Form(edge=4, body=46, swell=0.6, folds=tuple(folds)))
    canvas.add(symmetric("M 300 90 L 396 84 L 398 120 L 300 127"), look.skin, THICK)
    canvas.stitch(curve("M 203 115 Q 300 128 397 115"), look.thread, 1.0)
    for x in (216, 258, 342, 384):
        canvas.add(box(x - 5, 82, 10, 44, 2), look.skin, Form(edge=2.5, drop=2))
    canvas.seam(line(300, 127, 300, 298), 1.5, 0.5)
    if view == "back":
        for x in (248, 352):
            pocket = curve(
                f"M {x - 36} 186 L {x + 36} 186 L {x + 34} 252 L {x} 274 L {x - 34} 252 Z"
            )
            canvas.add(pocket, look.skin, Form(edge=2.5, drop=3))
            canvas.stitch(inset(pocket, 4), look.thread, 0.9)
            canvas.stitch(curve(f"M {x - 30} 226 Q {x} 206 {x + 30} 226"), look.thread, 0.9)
        canvas.add(box(316, 92, 54, 30, 2), look.trim, Form(edge=1.5, drop=2))
        return
    for about in (False, True):
        pocket = curve("M 336 127 C 340 170 380 186 408 182")
        canvas.seam(flip(pocket) if about else pocket, 1.6, 0.5)
        for by in (5, 9):
            path = pocket.translated(-1, by)
            canvas.stitch(flip(path) if about else path, look.thread, 0.9)
        rivet(canvas, 600 - 404 if about else 404, 190, 3.6, look.metal)
    canvas.stitch(curve("M 326 128 L 326 230 Q 322 262 300 268"), look.thread, 0.9)
    canvas.add(ring(300, 107, 9, 9), look.metal, Form(edge=4, drop=2))
