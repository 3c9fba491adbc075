"""Ready-to-wear for the upper body: coats, jackets, knitwear, shirts and blouses."""

from __future__ import annotations

from .canvas import FLAT, THICK, Canvas, Fold, Form
from .hardware import buckle
from .materials import rib
from .pen import both, box, curve, flip, line, stroke, symmetric
from .product import Look
from .tailoring import (
    Cut,
    body,
    buttons,
    drape,
    inside_neck,
    lapels,
    sleeves,
)

_COAT = Cut(
    shoulder=116,
    chest=114,
    waist=112,
    hem=142,
    top=80,
    bottom=690,
    armhole=205,
    middle=310,
    cuff=(168, 446),
    sleeve=52,
)
_JACKET = Cut(
    shoulder=132,
    chest=130,
    waist=122,
    hem=136,
    top=150,
    bottom=560,
    armhole=296,
    middle=410,
    cuff=(184, 520),
    sleeve=58,
    neck=50,
    slope=30,
)
_KNIT = Cut(
    shoulder=140,
    chest=134,
    waist=130,
    hem=126,
    top=134,
    bottom=572,
    armhole=296,
    middle=420,
    cuff=(192, 540),
    sleeve=58,
    neck=56,
    slope=40,
    drop=44,
)
_SHIRT = Cut(
    shoulder=136,
    chest=132,
    waist=126,
    hem=138,
    top=120,
    bottom=596,
    armhole=272,
    middle=390,
    cuff=(188, 500),
    sleeve=54,
    neck=42,
    slope=30,
    drop=30,
)


def _flaps(canvas: Canvas, look: Look, x: float, y: float, width: float, height: float) -> None:
    """A pair of pocket flaps."""
    flap = box(300 + x - width / 2, y, width, height, 4)
    for piece in (flap, flip(flap)):
        canvas.add(piece, look.skin, Form(edge=3, drop=3))


def coat(canvas: Canvas, look: Look, view: str) -> None:
    """A long double-breasted coat; the style `trench` adds a belt, a yoke and epaulettes."""
    trench = look.style == "trench"
    sleeves(canvas, _COAT, look.skin)
    if view == "front":
        inside_neck(canvas, _COAT, look.trim.colours[0])
    shape = body(_COAT)
    canvas.add(shape, look.skin, Form(edge=5, body=70, swell=0.35, folds=drape(_COAT, 7), drop=5))
    if view == "back":
        canvas.seam(line(300, 84, 300, 470), 1.2, 0.35)
        canvas.add(curve("M 300 480 L 306 696 L 294 696 Z"), look.trim, FLAT)
        collar = symmetric("M 300 62 Q 348 62 356 86 L 352 112 Q 330 100 300 100")
        canvas.add(collar, look.skin, Form(edge=4, drop=4))
        if not trench:
            canvas.add(box(236, 318, 128, 26, 6), look.skin, Form(edge=3, drop=3))
            buttons(canvas, 250, (331,), 7, look.metal)
            buttons(canvas, 350, (331,), 7, look.metal)
    else:
        canvas.seam(curve("M 266 300 C 262 420 258 560 254 694"), 1.6, 0.55)
        lapels(canvas, look.skin, _COAT, 292, 70)
        _flaps(canvas, look, 84, 418, 58, 24)
        for x in (276, 338):
            buttons(canvas, x, (312, 372, 436) if not trench else (240, 372, 436), 9, look.metal)
    if trench:
        _trench(canvas, look, view)


def _trench(canvas: Canvas, look: Look, view: str) -> None:
    """The belt, the cape and the epaulettes of a trench coat."""
    for about in (False, True):
        strap = curve("M 362 92 L 410 106 L 406 120 L 358 108 Z")
        canvas.add(flip(strap) if about else strap, look.skin, Form(edge=3, drop=3))
    if view == "back":
        cape = symmetric("M 300 96 L 346 84 L 410 106 L 404 190 Q 360 236 300 240")
        canvas.add(cape, look.skin, Form(edge=4, drop=5))
    belt = symmetric("M 300 318 L 412 314 L 412 342 L 300 348")
    canvas.add(belt, look.skin, Form(edge=4, body=60, swell=0.2, drop=5))
    for y in (323, 341):
        canvas.stitch(line(190, y, 410, y), look.thread, 0.8)
    if view == "front":
        tail = curve("M 318 326 C 336 360 340 400 334 452 L 306 450 C 314 400 310 366 296 340 Z")
        canvas.add(tail, look.skin, Form(edge=4, drop=5))
        buckle(canvas, 312, 332, 44, 40, look.metal)


def jacket(canvas: Canvas, look: Look, view: str) -> None:
    """A collarless jacket with patch pockets and braid."""
    sleeves(canvas, _JACKET, look.skin, look.trim)
    if view == "front":
        inside_neck(canvas, _JACKET, look.style or "ivory")
    shape = body(_JACKET)
    canvas.add(shape, look.skin, Form(edge=5, body=70, swell=0.35, folds=drape(_JACKET, 3), drop=5))
    hem = symmetric("M 300 550 L 436 544 L 437 558 Q 370 567 300 567")
    canvas.add(hem, look.trim, Form(edge=3, drop=2))
    if view == "back":
        canvas.seam(line(300, 176, 300, 548), 1.2, 0.3)
        for about in (False, True):
            dart = curve("M 372 200 C 352 320 352 440 362 548")
            canvas.seam(flip(dart) if about else dart, 1.1, 0.3)
        return
    neck = curve("M 250 148 Q 262 172 300 172 Q 338 172 350 148")
    canvas.add(stroke(neck, 15, True), look.trim, Form(edge=3, drop=3))
    canvas.add(stroke(line(300, 168, 300, 562), 26, True), look.trim, Form(edge=3, drop=3))
    canvas.seam(line(300, 176, 300, 566), 1.6, 0.7)
    for x, y in ((366, 290), (376, 440)):
        pocket = box(x - 38, y, 76, 74, 6)
        rim = box(x - 40, y - 4, 80, 13, 4)
        for about in (False, True):
            canvas.add(flip(pocket) if about else pocket, look.skin, Form(edge=3, drop=4))
            canvas.add(flip(rim) if about else rim, look.trim, Form(edge=3, drop=2))
            buttons(canvas, 600 - x if about else x, (y + 20,), 6.5, look.metal)
    buttons(canvas, 313, (214, 276, 338, 400, 462, 524), 8, look.metal)


def _cables(top: float, bottom: float) -> tuple[Fold, ...]:
    """Plaits that run up the front of a sweater."""
    folds = []
    for x in (228.0, 300.0, 372.0):
        steps = int((bottom - top) / 34)
        for i in range(steps):
            y = top + i * 34
            for a, b in ((-11, 11), (11, -11)):
                path = curve(f"M {x + a} {y} C {x + a} {y + 16} {x + b} {y + 18} {x + b} {y + 34}")
                folds.append(Fold(path, 9, 6 if a < 0 else 4))
        folds.extend(Fold(line(x + s, top, x + s, bottom), 5, 4) for s in (-24, 24))
    return tuple(folds)


def sweater(canvas: Canvas, look: Look, view: str) -> None:
    """Knitwear: `cable`, `roll` (a roll neck) or plain with a crew neck."""
    ribbed = rib(look.trim.colours[0])
    sleeves(canvas, _KNIT, look.skin, ribbed)
    inside_neck(canvas, _KNIT, look.trim.colours[0])
    canvas.add(stroke(curve("M 244 138 Q 300 116 356 138"), 17), ribbed, Form(edge=5, drop=2))
    folds = drape(_KNIT, 5)
    if look.style == "cable":
        folds += _cables(196, 548)
    canvas.add(body(_KNIT), look.skin, Form(edge=6, body=70, swell=0.4, folds=folds, drop=5))
    hem = symmetric("M 300 540 L 428 534 L 425 574 Q 370 584 300 584")
    canvas.add(hem, ribbed, Form(edge=5, body=40, swell=0.3, drop=3))
    if look.style == "roll":
        tall = symmetric("M 300 84 Q 346 84 350 96 L 358 146 Q 340 184 300 184")
        canvas.add(tall, ribbed, Form(edge=7, body=30, swell=0.6, drop=4))
        canvas.add(symmetric("M 300 82 Q 340 82 350 94 Q 330 110 300 110"), ribbed, THICK)
        return
    neck = curve("M 244 136 C 252 162 274 180 300 180 C 326 180 348 162 356 136")
    canvas.add(stroke(neck, 18), ribbed, Form(edge=5, drop=3))


def shirt(canvas: Canvas, look: Look, view: str) -> None:
    """A shirt with a collar, or with a bow at the neck (`bow`)."""
    sleeves(canvas, _SHIRT, look.skin, look.skin)
    inside_neck(canvas, _SHIRT, look.skin.colours[0])
    folds = drape(_SHIRT, 7 if look.skin.weave == "satin" else 5)
    canvas.add(body(_SHIRT), look.skin, Form(edge=4, body=70, swell=0.35, folds=folds, drop=4))
    yoke = (
        curve("M 172 168 Q 300 196 428 168")
        if view == "back"
        else curve("M 346 122 Q 400 150 432 166")
    )
    canvas.seam(yoke if view == "back" else both(yoke), 1.1, 0.3)
    if view == "back":
        canvas.add(symmetric("M 300 98 Q 338 98 346 122 Q 326 138 300 138"), look.skin, THICK)
        canvas.seam(line(300, 192, 300, 600), 1.4, 0.2)
        return
    canvas.add(box(288, 160, 24, 440, 2), look.skin, Form(edge=2.5, drop=2.5))
    buttons(canvas, 300, (210, 268, 326, 384, 442, 500, 556), 5.5, look.trim)
    if look.style == "bow":
        _bow(canvas, look)
        return
    leaf = curve("M 300 102 Q 330 100 342 116 L 372 158 L 338 186 Q 312 160 300 152 Z")
    canvas.add(both(leaf), look.skin, Form(edge=3.5, drop=4))
    canvas.seam(line(300, 104, 300, 150), 1.2, 0.2)
    pocket = curve("M 346 262 L 402 262 L 402 318 L 374 332 L 346 318 Z")
    canvas.add(pocket, look.skin, Form(edge=2.5, drop=2))
    canvas.stitch(curve("M 349 268 L 399 268"), look.thread, 0.8)


def _bow(canvas: Canvas, look: Look) -> None:
    """A soft scarf tied at the collar."""
    collar = symmetric("M 300 100 Q 338 100 346 124 Q 334 160 300 164")
    folds = (Fold(curve("M 256 128 Q 300 164 344 128"), 10, 6),)
    canvas.add(collar, look.skin, Form(edge=6, folds=folds))
    tails = (
        curve("M 292 178 C 286 240 262 300 250 372 L 296 384 C 300 320 310 240 308 178 Z"),
        curve("M 296 178 C 304 240 318 300 322 350 L 364 334 C 350 280 330 230 312 178 Z"),
    )
    for tail in tails:
        canvas.add(tail, look.skin, Form(edge=6, body=16, swell=0.8, drop=5))
    loop = curve("M 300 176 C 330 136 400 130 412 160 C 420 196 372 216 300 182 Z")
    crease = Fold(curve("M 306 178 Q 350 168 384 172"), 12, -7)
    canvas.add(loop, look.skin, Form(edge=8, folds=(crease,), drop=5))
    other = Fold(flip(crease.path), 12, -7)
    canvas.add(flip(loop), look.skin, Form(edge=8, folds=(other,), drop=5))
    canvas.add(box(282, 160, 36, 38, 13), look.skin, Form(edge=9, drop=5))


def biker(canvas: Canvas, look: Look, view: str) -> None:
    """A leather jacket with a slanted zip."""
    sleeves(canvas, _JACKET, look.skin, look.skin)
    inside_neck(canvas, _JACKET, "ink")
    shape = body(_JACKET)
    canvas.add(shape, look.skin, Form(edge=5, body=70, swell=0.4, folds=drape(_JACKET, 5), drop=5))
    belt = symmetric("M 300 526 L 434 520 L 437 560 Q 370 569 300 569")
    canvas.add(belt, look.skin, THICK)
    canvas.stitch(curve("M 166 530 Q 300 542 434 530"), look.thread, 0.8)
    if view == "back":
        canvas.seam(curve("M 174 250 Q 300 272 426 250"), 1.4, 0.5)
        canvas.seam(line(300, 262, 300, 526), 1.3, 0.4)
        canvas.add(symmetric("M 300 136 Q 346 136 352 152 L 346 178 L 300 178"), look.skin, THICK)
        return
    edge = curve("M 344 244 C 336 340 318 440 306 524")
    canvas.line(edge, "ink", 9)
    canvas.chain(edge, 6, look.metal)
    lapels(canvas, look.skin, _JACKET, 330, 84)
    for path in (curve("M 368 400 L 412 460"), curve("M 232 400 L 188 460")):
        canvas.line(path, "ink", 8)
        canvas.chain(path, 6, look.metal)
    buckle(canvas, 286, 546, 46, 34, look.metal)
