"""Boots in profile: elastic-sided, heeled and tall."""

from __future__ import annotations

from .canvas import FLAT, Canvas, Fold, Form
from .hardware import buckle
from .materials import paint
from .pen import box, curve, disc, inset, line, stroke
from .product import Look
from .shoes import flat_sole, paired


@paired
def chelsea(canvas: Canvas, look: Look) -> None:
    """An ankle boot with elastic gores."""
    canvas.add(disc(372, 200, 96, 15), paint("ink"), FLAT)
    flat_sole(canvas, look, 26)
    upper = curve(
        "M 80 532 C 70 492 104 468 166 450 C 230 430 266 400 276 340 C 282 290 278 240 276 200 "
        "C 330 214 420 214 468 200 C 466 260 474 330 492 390 C 512 440 520 490 518 534 Z"
    )
    folds = (
        Fold(curve("M 236 420 C 270 440 300 446 330 440"), 14, -5),
        Fold(curve("M 200 444 C 230 462 262 470 300 470"), 12, -4),
    )
    canvas.add(upper, look.skin, Form(edge=8, body=56, swell=0.9, folds=folds))
    gore = curve("M 344 208 L 412 208 C 412 280 404 340 388 384 C 364 350 348 280 344 208 Z")
    ribs = tuple(Fold(line(x, 200, x + (380 - x) * 0.5, 390), 3, 2.5) for x in range(348, 414, 7))
    canvas.add(gore, look.trim, Form(edge=2, folds=ribs, drop=1))
    canvas.stitch(stroke(gore, 10), look.thread, 0.9)
    canvas.add(curve("M 452 176 L 472 176 L 473 226 L 452 228 Z"), look.trim, Form(edge=3, drop=2))
    canvas.seam(curve("M 388 392 C 360 430 330 480 322 530"), 1.2, 0.35)


@paired
def heeled_boot(canvas: Canvas, look: Look) -> None:
    """A pointed ankle boot with a stacked heel and a buckle."""
    canvas.add(
        curve("M 410 500 L 506 470 L 496 600 L 442 600 C 442 560 434 524 410 500 Z"),
        look.trim,
        Form(edge=6, drop=1),
    )
    for y in range(520, 600, 13):
        canvas.seam(line(430, y, 502, y - 4), 0.9, 0.25)
    sole = curve(
        "M 72 584 C 110 602 200 602 252 596 C 310 570 350 520 420 508 L 410 490 L 220 560 Z"
    )
    canvas.add(sole, look.trim, Form(edge=2.5, drop=1))
    upper = curve(
        "M 70 582 C 80 556 130 536 184 508 C 240 476 272 430 280 370 C 286 310 284 240 282 176 "
        "C 340 188 420 188 470 174 C 466 240 470 320 486 380 C 504 420 514 450 508 482 "
        "C 480 498 450 496 420 502 C 360 514 320 560 252 592 C 200 598 110 598 70 582 Z"
    )
    folds = (
        Fold(curve("M 250 470 C 290 480 320 470 350 452"), 14, -6),
        Fold(curve("M 282 400 C 310 416 350 410 390 394"), 15, 5),
    )
    canvas.add(upper, look.skin, Form(edge=8, body=56, swell=0.9, folds=folds))
    canvas.line(curve("M 430 186 C 428 260 436 340 446 420"), "ink", 3.4, 0.8)
    canvas.chain(curve("M 430 190 C 428 260 436 340 446 420"), 5, look.metal)
    strap = curve("M 270 416 C 330 442 420 430 492 396 L 500 424 C 424 462 320 470 256 444 Z")
    canvas.add(strap, look.skin, Form(edge=5, drop=4))
    canvas.stitch(inset(strap, 5), look.thread, 1.0)
    buckle(canvas, 340, 447, 40, 38, look.metal, 3)


@paired
def tall_boot(canvas: Canvas, look: Look) -> None:
    """A riding boot to the knee."""
    canvas.add(disc(396, 78, 84, 12), paint("chocolate"), FLAT)
    canvas.add(box(398, 666, 98, 30, 3), look.trim, Form(edge=4, drop=1))
    canvas.add(
        curve("M 128 656 Q 128 674 150 675 L 490 675 Q 500 674 498 656 Z"),
        look.trim,
        Form(edge=4, drop=1),
    )
    upper = curve(
        "M 130 660 C 122 624 160 604 212 588 C 276 566 316 540 322 480 C 326 380 306 260 312 74 "
        "C 350 92 440 92 480 70 C 486 200 458 330 462 440 C 468 520 492 580 496 660 Z"
    )
    folds = (
        Fold(curve("M 300 560 C 330 572 360 566 390 548"), 15, -6),
        Fold(curve("M 322 500 C 356 516 400 508 440 486"), 15, 5),
        Fold(curve("M 340 120 C 346 240 350 360 352 470"), 30, 5),
    )
    canvas.add(upper, look.skin, Form(edge=9, body=56, swell=0.9, folds=folds))
    canvas.seam(curve("M 416 92 C 416 240 400 400 410 520"), 1.3, 0.4)
    cuff = curve("M 311 82 C 350 98 440 98 481 78 L 481 112 C 440 132 350 132 311 116 Z")
    canvas.add(cuff, look.trim, Form(edge=4, drop=3))
    strap = curve("M 312 510 C 360 530 420 526 468 508 L 474 530 C 424 552 350 554 300 540 Z")
    canvas.add(strap, look.skin, Form(edge=5, drop=4))
    buckle(canvas, 372, 534, 30, 28, look.metal, 2)
