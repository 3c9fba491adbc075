"""Bags: totes, flap bags, buckets and clutches."""

from __future__ import annotations

from PySide6.QtGui import QPainterPath

from .canvas import FLAT, THICK, Canvas, Fold, Form, quilt
from .hardware import buckle, lock, ring_at, rivet, zip_line
from .materials import paint
from .pen import both, box, curve, disc, inset, line, moved, polygon, spline, stroke, symmetric
from .product import Look

_BODY = Form(edge=5, body=60, swell=0.5, drop=4)


def _side(canvas: Canvas, look: Look, width: float, top: float, handle: float) -> None:
    """The gusset: a bag seen from its narrow side."""
    if handle:
        canvas.tube(line(300, top + 12, 300, top - handle), 15, look.trim)
    half = width / 2
    body = polygon([(300 - half * 0.5, top), (300 + half * 0.5, top), (300 + half, 590)])
    body = symmetric(
        f"M 300 {top} L {300 + half * 0.34} {top} C {300 + half * 0.5} {top + 90} {300 + half} 430 "
        f"{300 + half} 580 Q {300 + half} 592 {290 + half} 592 L 300 592"
    )
    crease = Fold(line(300, top, 300, 560), 22, -7)
    canvas.add(body, look.skin, Form(edge=6, body=34, swell=0.7, folds=(crease,)))
    canvas.seam(line(300, top + 6, 300, 520), 1.5, 0.4)
    canvas.stitch(inset(body, 7), look.thread)
    strap = box(300 - half * 0.42, top - 6, half * 0.84, 34, 5)
    canvas.add(strap, look.trim, FLAT)
    rivet(canvas, 300, top + 11, 6, look.metal)


def top_handle(canvas: Canvas, look: Look, view: str) -> None:
    """A trapezium with one rigid handle, a flap and a turning lock."""
    if view == "side":
        _side(canvas, look, 150, 290, 110)
        return
    handle = curve("M 218 292 C 212 100 388 100 382 292")
    canvas.tube(handle, 17, look.trim)
    body = symmetric("M 300 282 L 446 282 Q 454 282 456 292 L 492 572 Q 494 590 476 590 L 300 590")
    canvas.add(body, look.skin, _BODY)
    canvas.stitch(inset(body, 8), look.thread)
    if view == "front":
        flap = symmetric(
            "M 300 280 L 447 280 Q 455 280 456 290 L 464 352 C 440 396 380 412 300 414"
        )
        canvas.add(flap, look.skin, Form(edge=5, body=40, swell=0.3, drop=7))
        canvas.stitch(inset(flap, 7), look.thread)
        strap = symmetric("M 300 346 L 492 358 L 492 382 L 300 372")
        canvas.add(strap, look.trim, THICK)
        canvas.stitch(inset(strap, 5), look.thread)
        lock(canvas, 300, 376, look.metal)
    else:
        pocket = box(178, 372, 244, 176, 16)
        canvas.add(pocket, look.skin, Form(edge=4, body=30, swell=0.3, drop=4))
        canvas.stitch(inset(pocket, 7), look.thread)
    for x in (218, 382):
        canvas.add(box(x - 13, 284, 26, 42, 8), look.trim, THICK)
        ring_at(canvas, x, 286, 14, look.metal)
    for x in (150, 450):
        rivet(canvas, x, 586, 7, look.metal)


def quilted(canvas: Canvas, look: Look, view: str) -> None:
    """A padded flap bag on a chain threaded with leather."""
    outer = curve("M 142 318 C 150 60 450 60 458 318")
    canvas.chain(outer, 19, look.metal)
    body = box(112, 312, 376, 268, 26)
    padded = Form(edge=6, body=50, swell=0.45, drop=5, relief=quilt(34))
    canvas.add(body, look.skin, padded)
    if view == "front":
        flap = symmetric(
            "M 300 304 L 468 304 Q 490 304 490 326 L 490 470 Q 488 500 456 500 L 300 500"
        )
        canvas.add(flap, look.skin, Form(edge=7, body=50, swell=0.4, drop=9, relief=quilt(34)))
        canvas.add(box(272, 462, 56, 44, 6), look.metal, Form(edge=3, drop=4))
        canvas.add(box(281, 471, 38, 26, 4), look.metal, Form(edge=2, drop=1))
        canvas.add(disc(300, 484, 9), look.metal, Form(edge=4, drop=3))
    else:
        pocket = curve("M 160 420 C 230 450 370 450 440 420 L 440 548 L 160 548 Z")
        canvas.add(pocket, look.skin, Form(edge=5, body=30, swell=0.3, drop=4, relief=quilt(34)))
    for x in (142, 458):
        ring_at(canvas, x, 320, 15, look.metal)


def tote(canvas: Canvas, look: Look, view: str) -> None:
    """An open shopper with two flat handles."""
    if view == "side":
        _side(canvas, look, 190, 270, 120)
        return
    back = curve("M 214 300 C 214 92 386 92 386 300")
    canvas.add(stroke(moved(back, 0, -12), 15), look.trim, THICK)
    canvas.add(symmetric("M 300 262 L 468 262 L 474 300 L 300 310"), paint("chocolate"), FLAT)
    body = symmetric("M 300 276 C 380 276 440 272 478 264 L 500 592 Q 500 604 488 604 L 300 604")
    folds = (
        Fold(curve("M 150 300 C 160 400 150 500 140 590"), 40, 4),
        Fold(curve("M 430 300 C 436 400 446 500 452 570"), 40, -4),
    )
    canvas.add(body, look.skin, Form(edge=4, body=70, swell=0.4, folds=folds))
    base = symmetric("M 300 512 L 495 512 L 500 592 Q 500 604 488 604 L 300 604")
    canvas.add(base, look.trim, Form(edge=3, body=60, swell=0.3, drop=2))
    canvas.stitch(line(107, 519, 493, 519), look.thread)
    canvas.add(
        symmetric("M 300 276 C 380 276 440 272 478 264 L 479 284 C 440 292 380 296 300 296"),
        look.trim,
        Form(edge=3, drop=2),
    )
    canvas.add(
        stroke(curve("M 214 372 L 214 300 C 214 102 386 102 386 300 L 386 372"), 17, True),
        look.trim,
        THICK,
    )
    for x in (214, 386):
        tab = curve(f"M {x - 15} 336 L {x + 15} 336 L {x + 15} 380 L {x} 398 L {x - 15} 380 Z")
        canvas.add(tab, look.trim, THICK)
        canvas.stitch(inset(tab, 4), look.thread)
        rivet(canvas, x, 352, 5, look.metal)
    if view == "front":
        plate = box(262, 428, 76, 40, 6)
        canvas.add(plate, look.trim, THICK)
        canvas.stitch(inset(plate, 4), look.thread)
        canvas.add(box(284, 443, 32, 10, 5), look.metal, Form(edge=3, drop=1))


def _gathers(count: int, top: float, bottom: float, left: float, right: float) -> tuple[Fold, ...]:
    """Folds that open out below a drawn cord."""
    folds = []
    for i in range(count):
        share = (i + 0.5) / count
        x = left + (right - left) * share
        end = x + (share - 0.5) * 40
        path = curve(f"M {x} {top} Q {x} {top + 40} {end} {bottom - 30 * (i % 2)}")
        folds.append(Fold(path, 13, 9 if i % 2 else -8))
    return tuple(folds)


def bucket(canvas: Canvas, look: Look, view: str) -> None:
    """A drawstring bucket."""
    canvas.tube(curve("M 196 312 C 170 60 430 60 404 312"), 14, look.trim)
    mouth = disc(300, 262, 112, 26)
    canvas.add(mouth, paint("chocolate"), FLAT)
    body = symmetric(
        "M 300 272 C 350 274 400 262 416 254 C 412 290 410 310 420 330 "
        "C 446 420 456 510 452 572 C 452 600 380 612 300 612"
    )
    canvas.add(
        body, look.skin, Form(edge=6, body=90, swell=0.7, folds=_gathers(11, 258, 400, 192, 408))
    )
    base = symmetric("M 300 540 C 380 540 430 530 454 518 L 452 572 C 452 600 380 612 300 612")
    canvas.add(base, look.trim, Form(edge=4, body=60, swell=0.4, drop=2))
    canvas.stitch(
        curve("M 148 526 C 180 540 240 547 300 547 C 360 547 420 540 452 526"), look.thread
    )
    canvas.tube(curve("M 184 318 C 240 336 360 336 416 318"), 7, look.trim)
    for x in range(200, 410, 25):
        ring_at(canvas, x, 326 - 10 * ((x - 300) / 110) ** 2, 8, look.metal)
    if view == "front":
        canvas.tube(curve("M 292 330 C 270 380 276 420 268 450"), 6, look.trim)
        canvas.tube(curve("M 308 330 C 330 370 326 410 336 440"), 6, look.trim)
        for x, y in ((268, 452), (336, 442)):
            tassel = polygon([(x - 6, y), (x + 6, y), (x + 12, y + 52), (x - 12, y + 52)])
            fringe = tuple(Fold(line(x, y, x + k, y + 52), 3, 2.5) for k in (-9, -3, 3, 9))
            canvas.add(tassel, look.trim, Form(edge=3, folds=fringe))
            canvas.add(box(x - 7, y - 8, 14, 15, 4), look.metal, Form(edge=3, drop=1))


def hobo(canvas: Canvas, look: Look, view: str) -> None:
    """A slouching crescent."""
    body = curve(
        "M 112 300 C 104 330 92 470 132 540 C 170 602 250 610 310 610 C 390 610 452 598 480 530 "
        "C 506 460 494 340 488 300 C 470 230 440 150 396 96 C 380 76 356 84 362 108 "
        "C 390 190 380 330 300 352 C 220 330 206 190 232 108 C 240 82 218 74 202 96 "
        "C 160 150 124 240 112 300 Z"
    )
    folds = (
        Fold(curve("M 210 300 C 240 400 330 440 430 430"), 34, 10),
        Fold(curve("M 392 280 C 370 390 260 440 180 470"), 34, -9),
        Fold(curve("M 230 360 C 260 440 360 500 440 500"), 26, -7),
        Fold(curve("M 150 340 C 150 430 190 520 260 560"), 30, 7),
        Fold(curve("M 450 330 C 455 430 420 520 360 570"), 30, -6),
    )
    canvas.add(body, look.skin, Form(edge=7, body=60, swell=0.9, folds=folds))
    canvas.stitch(
        curve("M 222 196 C 226 280 252 342 300 362 C 348 342 374 280 378 196"), look.thread
    )
    knot = curve(
        "M 204 98 C 240 66 360 66 394 98 C 400 116 386 124 372 118 C 330 98 270 98 228 118 "
        "C 212 124 198 114 204 98 Z"
    )
    canvas.add(knot, look.trim, THICK)
    for x in (216, 384):
        ring_at(canvas, x, 108, 17, look.metal)
    if view == "front":
        canvas.add(disc(300, 408, 17), look.metal, Form(edge=6, drop=4))
        canvas.add(disc(300, 408, 9), look.metal, Form(edge=4, drop=1))


def camera_bag(canvas: Canvas, look: Look, view: str) -> None:
    """A small box with a zip along its top and a long strap."""
    canvas.tube(curve("M 128 330 C 60 20 540 20 472 330"), 9, look.trim)
    back = box(120, 300, 360, 268, 44)
    canvas.add(back, look.trim, Form(edge=14, drop=4))
    body = box(128, 322, 344, 254, 36)
    canvas.add(body, look.skin, Form(edge=7, body=60, swell=0.5, drop=5))
    zip_line(canvas, line(152, 309, 448, 309), look.metal)
    canvas.stitch(inset(body, 8), look.thread)
    for x in (126, 474):
        canvas.add(box(x - 11, 322, 22, 46, 8), look.trim, THICK)
        ring_at(canvas, x, 324, 13, look.metal)
    pull = box(426, 306, 16, 62, 6)
    canvas.add(pull, look.trim, Form(edge=4, drop=5))
    rivet(canvas, 434, 316, 5, look.metal)
    if view == "front":
        pocket = symmetric("M 300 422 L 438 422 L 438 536 Q 438 552 420 552 L 300 552")
        canvas.add(pocket, look.skin, Form(edge=4, body=30, swell=0.3, drop=4))
        canvas.stitch(inset(pocket, 7), look.thread)
        canvas.add(box(264, 424, 72, 12, 6), look.metal, Form(edge=4, drop=3))


def baguette(canvas: Canvas, look: Look, view: str) -> None:
    """A long small shoulder bag with a belt across."""
    strap = curve("M 128 352 C 128 90 472 90 472 352")
    canvas.add(stroke(strap, 25), look.skin, THICK)
    canvas.stitch(inset(stroke(strap, 25), 4), look.thread)
    body = symmetric(
        "M 300 338 L 470 338 Q 494 340 494 366 "
        "C 498 440 500 490 486 530 Q 476 552 440 552 L 300 552"
    )
    canvas.add(body, look.skin, Form(edge=8, body=50, swell=0.7))
    if view == "front":
        flap = symmetric(
            "M 300 332 L 472 332 Q 494 334 494 360 L 490 452 C 440 470 370 476 300 476"
        )
        canvas.add(flap, look.skin, Form(edge=6, body=40, swell=0.4, drop=7))
        canvas.stitch(inset(flap, 8), look.thread)
        belt = box(284, 326, 32, 186, 10)
        canvas.add(belt, look.trim, THICK)
        canvas.stitch(inset(belt, 5), look.thread)
        buckle(canvas, 300, 452, 52, 40, look.metal)
    else:
        canvas.seam(line(112, 400, 488, 400))
        canvas.stitch(line(112, 408, 488, 408), look.thread)
    for x in (128, 472):
        buckle(canvas, x, 300, 42, 30, look.metal)


def weekender(canvas: Canvas, look: Look, view: str) -> None:
    """A travelling bag with rolled handles."""
    if view == "side":
        _side(canvas, look, 240, 330, 60)
        return
    canvas.tube(curve("M 206 380 C 200 160 400 160 394 380"), 14, look.trim)
    body = symmetric(
        "M 300 290 C 400 290 476 300 500 344 C 520 400 524 500 518 566 Q 514 586 490 586 L 300 586"
    )
    canvas.add(body, look.skin, Form(edge=10, body=80, swell=0.6))
    zip_line(canvas, curve("M 110 330 C 180 296 420 296 490 330"), look.metal)
    for about in (0, 1):
        corner = curve("M 84 500 C 130 510 152 550 150 586 L 112 586 Q 86 586 82 566 Z")
        part = corner if not about else both(corner).subtracted(corner)
        canvas.add(part, look.trim, Form(edge=4, drop=2))
    for x in (206, 394):
        band = box(x - 12, 350, 24, 236, 2)
        canvas.add(band, look.trim, THICK)
        canvas.stitch(inset(band, 4), look.thread)
        rivet(canvas, x, 372, 5, look.metal)
    canvas.tube(curve("M 206 372 C 202 170 398 170 394 372"), 15, look.trim, 5)
    if view == "front":
        tag = curve("M 232 392 L 262 392 L 266 450 L 247 470 L 228 450 Z")
        canvas.tube(curve("M 210 352 C 230 360 244 370 247 398"), 4, look.trim)
        canvas.add(tag, look.trim, THICK)
        canvas.stitch(inset(tag, 4), look.thread)


def _saddle_outline() -> QPainterPath:
    return curve(
        "M 152 300 C 240 284 360 284 448 300 C 480 306 498 340 494 400 C 486 520 420 590 320 590 "
        "C 200 590 112 520 106 400 C 104 340 120 306 152 300 Z"
    )


def saddle(canvas: Canvas, look: Look, view: str) -> None:
    """A half moon with a stirrup for a clasp."""
    canvas.tube(curve("M 136 330 C 90 40 510 40 464 330"), 12, look.trim)
    body = _saddle_outline()
    canvas.add(body, look.skin, Form(edge=6, body=70, swell=0.6))
    canvas.stitch(inset(body, 8), look.thread)
    if view == "front":
        flap = symmetric("M 300 284 C 370 286 440 292 470 310 C 486 370 440 452 300 468")
        canvas.add(flap, look.skin, Form(edge=5, body=50, swell=0.4, drop=8))
        canvas.stitch(inset(flap, 8), look.thread)
        outer = spline(
            [(300, 424), (334, 448), (340, 490), (300, 500), (260, 490), (266, 448)], True
        )
        hole = spline(
            [(300, 438), (322, 456), (326, 480), (300, 485), (274, 480), (278, 456)], True
        )
        canvas.add(outer.subtracted(hole), look.metal, Form(edge=5, drop=4))
        canvas.add(box(288, 404, 24, 34, 5), look.trim, THICK)
    for x in (137, 463):
        ring_at(canvas, x, 326, 15, look.metal)
