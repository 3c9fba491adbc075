"""Small leather goods: wallets, card holders, pouches and key cases."""

from __future__ import annotations

from .canvas import FLAT, THICK, Canvas, Fold, Form, quilt
from .hardware import ring_at, rivet, zip_line
from .materials import paint
from .pen import box, curve, disc, inset, line, polygon, ring, star, stroke, symmetric
from .product import Look

_BODY = Form(edge=5, body=50, swell=0.35, drop=4)


def _monogram(canvas: Canvas, look: Look, x: float, y: float, size: float) -> None:
    """The small metal sign of the house: a lozenge in a ring."""
    canvas.add(ring(x, y, size, size * 0.2), look.metal, Form(edge=size * 0.1, drop=1.5))
    canvas.add(
        star(x, y, 4, size * 0.66, size * 0.26), look.metal, Form(edge=size * 0.12, drop=1.5)
    )


def bifold(canvas: Canvas, look: Look, view: str) -> None:
    """A folded wallet; its back view is the wallet laid open."""
    if view == "front":
        canvas.add(box(124, 246, 352, 270, 16), look.trim, Form(edge=6, drop=4))
        shell = box(118, 240, 352, 268, 16)
        canvas.add(shell, look.skin, _BODY)
        canvas.stitch(inset(shell, 9), look.thread)
        canvas.add(
            curve("M 118 256 L 132 240 L 134 508 L 118 492 Z"), look.skin, Form(edge=5, drop=0)
        )
        _monogram(canvas, look, 426, 466, 15)
        return
    shell = box(60, 262, 480, 236, 14)
    canvas.add(shell, look.skin, _BODY)
    canvas.add(inset(shell, 4), look.trim, Form(edge=2, drop=0))
    for x in (72, 312):
        for i in range(3):
            pocket = box(x, 296 + i * 44, 216, 190 - i * 44, 6)
            canvas.add(pocket, look.trim, Form(edge=2.5, drop=3))
            canvas.stitch(line(x + 6, 302 + i * 44, x + 210, 302 + i * 44), look.thread, 0.9)
    canvas.seam(line(300, 266, 300, 494), 4, 0.5)
    canvas.stitch(inset(shell, 8), look.thread)


def zip_wallet(canvas: Canvas, look: Look, view: str) -> None:
    """A long wallet closed by a zip all round."""
    canvas.add(box(66, 260, 468, 244, 26), look.trim, Form(edge=8, drop=4))
    zip_line(
        canvas,
        curve("M 74 488 L 74 286 Q 76 268 96 268 L 504 268 Q 524 268 526 286 L 526 488"),
        look.metal,
    )
    shell = box(82, 276, 436, 228, 18)
    canvas.add(shell, look.skin, _BODY)
    canvas.stitch(inset(shell, 8), look.thread)
    pull = curve("M 518 468 L 534 468 L 540 560 L 526 574 L 512 560 Z")
    canvas.add(pull, look.trim, THICK)
    canvas.stitch(inset(pull, 4), look.thread, 0.9)
    canvas.add(box(515, 456, 22, 20, 6), look.metal, Form(edge=4, drop=3))
    if view == "front":
        _monogram(canvas, look, 300, 392, 25)
    else:
        canvas.seam(line(92, 340, 508, 340), 2, 0.5)
        canvas.stitch(line(92, 347, 508, 347), look.thread)


def card_holder(canvas: Canvas, look: Look, view: str) -> None:
    """A flat card holder with slots on both sides."""
    for y, colour in ((236, "pearl"), (250, "gold")):
        canvas.add(box(162, y, 276, 120, 10), paint(colour), Form(edge=2, drop=2))
    shell = box(136, 264, 328, 240, 14)
    canvas.add(shell, look.skin, _BODY)
    tops = (300, 340, 380) if view == "front" else (330, 384)
    for y in tops:
        slot = symmetric(f"M 300 {y + 12} Q 330 {y + 12} 346 {y} L 460 {y} L 460 498 L 300 498")
        canvas.add(slot, look.skin if y != tops[-1] else look.trim, Form(edge=3, drop=4))
        canvas.stitch(
            curve(
                f"M 146 {y + 6} L 252 {y + 6} Q 270 {y + 18} 300 {y + 18} "
                f"Q 330 {y + 18} 348 {y + 6} L 454 {y + 6}"
            ),
            look.thread,
            0.9,
        )
    canvas.stitch(inset(shell, 7), look.thread)
    if view == "front":
        _monogram(canvas, look, 300, 450, 16)


def key_case(canvas: Canvas, look: Look, view: str) -> None:
    """A case for keys, closed by a stud; the keys hang out below."""
    for x, length in ((252, 120), (300, 142), (346, 110)):
        canvas.add(box(x - 6, 500, 12, length, 3), look.metal, Form(edge=4, drop=3))
        for i in range(3):
            canvas.add(
                box(x + 4, 500 + length - 18 - i * 17, 10, 9, 2), look.metal, Form(edge=2.4, drop=2)
            )
    canvas.add(box(186, 178, 228, 364, 22), look.trim, Form(edge=6, drop=4))
    shell = box(180, 172, 228, 364, 22)
    canvas.add(shell, look.skin, _BODY)
    canvas.stitch(inset(shell, 9), look.thread)
    if view == "back":
        canvas.seam(line(294, 180, 294, 528), 2, 0.3)
        return
    flap = curve("M 408 286 L 300 292 Q 250 300 250 356 Q 250 412 300 420 L 408 426 Z")
    canvas.add(flap, look.skin, Form(edge=5, body=26, swell=0.4, drop=7))
    canvas.stitch(inset(flap, 8), look.thread)
    rivet(canvas, 290, 356, 17, look.metal)
    _monogram(canvas, look, 290, 356, 10)


def kiss_lock(canvas: Canvas, look: Look, view: str) -> None:
    """A purse that snaps shut on a metal frame."""
    shell = symmetric("M 300 280 L 430 280 C 500 340 516 440 480 502 C 446 552 370 560 300 560")
    gathers = tuple(
        Fold(
            curve(f"M {300 + d} 300 Q {300 + d * 1.3} 360 {300 + d * 1.5} 440"),
            14,
            6 if d % 40 else -5,
        )
        for d in range(-100, 101, 20)
    )
    canvas.add(shell, look.skin, Form(edge=9, body=80, swell=0.8, folds=gathers))
    frame = symmetric(
        "M 300 254 L 424 254 Q 444 256 446 276 L 452 330 L 438 332 L 430 292 L 300 290"
    )
    canvas.add(frame, look.metal, Form(edge=6, drop=6))
    canvas.seam(line(168, 272, 432, 272), 1.8, 0.6)
    canvas.tube(line(280, 262, 306, 232), 7, look.metal)
    canvas.tube(line(320, 262, 294, 232), 7, look.metal)
    for x in (290, 312):
        canvas.add(disc(x, 226, 15), look.metal, Form(edge=13, drop=3))


def passport(canvas: Canvas, look: Look, view: str) -> None:
    """A passport cover with an elastic or a strap."""
    canvas.add(box(158, 158, 300, 438, 12), paint("ivory"), Form(edge=3, drop=3))
    shell = box(146, 150, 304, 450, 16)
    canvas.add(shell, look.skin, _BODY)
    canvas.stitch(inset(shell, 9), look.thread)
    canvas.add(box(146, 150, 34, 450, 12), look.trim, Form(edge=4, drop=2))
    canvas.stitch(line(174, 160, 174, 590), look.thread)
    if view == "front":
        _monogram(canvas, look, 316, 318, 52)
        for y in (440, 456, 472):
            half = 62 - (y - 440)
            canvas.add(box(316 - half, y, 2 * half, 4, 2), look.metal, Form(edge=2, drop=1))


def continental(canvas: Canvas, look: Look, view: str) -> None:
    """A long wallet with a flap and a stud."""
    canvas.add(box(66, 262, 468, 246, 14), look.trim, Form(edge=6, drop=4))
    shell = box(62, 256, 468, 244, 14)
    canvas.add(shell, look.skin, _BODY)
    canvas.stitch(inset(shell, 8), look.thread)
    if view == "back":
        canvas.add(box(62, 330, 468, 170, 10), look.skin, Form(edge=4, drop=3))
        canvas.stitch(line(72, 338, 520, 338), look.thread)
        return
    flap = symmetric(
        "M 300 250 L 520 250 Q 532 252 532 264 L 532 372 Q 520 410 480 410 L 300 410", 297
    )
    canvas.add(flap, look.skin, Form(edge=5, body=40, swell=0.3, drop=7))
    canvas.add(flap.subtracted(inset(flap, 9)), look.trim, Form(edge=3, drop=1))
    canvas.add(box(266, 374, 62, 62, 8), look.trim, THICK)
    rivet(canvas, 297, 404, 18, look.metal)
    canvas.add(disc(297, 404, 10), look.metal, Form(edge=3, drop=1))


def pouch(canvas: Canvas, look: Look, view: str) -> None:
    """A zipped pouch on a wrist strap."""
    canvas.add(
        stroke(
            curve(
                "M 500 290 C 600 330 590 500 540 560 "
                "C 516 580 500 550 512 500 C 530 420 520 340 490 296"
            ),
            14,
        ),
        look.trim,
        THICK,
    )
    form = Form(edge=7, body=60, swell=0.5, relief=quilt(40)) if look.style == "quilt" else _BODY
    shell = box(78, 262, 420, 258, 30)
    canvas.add(shell, look.skin, form)
    zip_line(canvas, line(96, 280, 480, 280), look.metal)
    canvas.add(box(66, 268, 30, 24, 6), look.trim, THICK)
    canvas.add(box(476, 268, 30, 24, 6), look.trim, THICK)
    pull = box(112, 280, 15, 66, 6)
    canvas.add(pull, look.trim, THICK)
    rivet(canvas, 119, 286, 7, look.metal)
    ring_at(canvas, 502, 284, 14, look.metal)
    if view == "front":
        _monogram(canvas, look, 288, 400, 30)


def charm(canvas: Canvas, look: Look, view: str) -> None:
    """A bag charm: a ring, a strap and two tassels."""
    canvas.add(ring(300, 138, 46, 9), look.metal, Form(edge=4, drop=3))
    canvas.add(box(282, 172, 36, 110, 8), look.skin, THICK)
    canvas.stitch(inset(box(282, 172, 36, 110, 8), 5), look.thread)
    rivet(canvas, 300, 214, 7, look.metal)
    canvas.add(ring(300, 296, 24, 7), look.metal, Form(edge=3, drop=3))
    for x, y, material in ((258, 352, look.trim), (344, 372, look.skin)):
        canvas.tube(curve(f"M 300 314 Q {x} 320 {x} {y}"), 7, material)
        skirt = polygon([(x - 25, y + 40), (x + 25, y + 40), (x + 44, y + 250), (x - 44, y + 250)])
        strands = tuple(
            Fold(line(x + d, y + 42, x + d * 1.8, y + 250), 5, 5) for d in range(-22, 23, 6)
        )
        canvas.add(skirt, material, Form(edge=4, body=30, swell=0.6, folds=strands))
        head = symmetric(f"M {x} {y - 14} Q {x + 24} {y - 12} {x + 26} {y + 46} L {x} {y + 50}", x)
        canvas.add(head, material, Form(edge=8, drop=4))
        canvas.add(box(x - 28, y + 36, 56, 15, 5), look.metal, Form(edge=6, drop=3))


def phone_case(canvas: Canvas, look: Look, view: str) -> None:
    """A tall sleeve for a telephone on a chain."""
    canvas.chain(curve("M 214 190 C 90 -20 510 -20 386 190"), 15, look.metal)
    shell = box(190, 178, 220, 430, 26)
    canvas.add(shell, look.skin, Form(edge=7, body=50, swell=0.5))
    canvas.stitch(inset(shell, 9), look.thread)
    for x in (212, 388):
        ring_at(canvas, x, 186, 13, look.metal)
    if view == "back":
        canvas.add(box(206, 400, 188, 190, 12), look.trim, Form(edge=4, drop=4))
        return
    flap = symmetric("M 300 172 L 394 172 Q 412 174 412 194 L 412 306 Q 404 362 300 366")
    canvas.add(flap, look.trim, Form(edge=5, body=40, swell=0.3, drop=7))
    canvas.stitch(inset(flap, 8), look.thread)
    canvas.add(disc(300, 340, 17), look.metal, Form(edge=13, drop=4))


def glasses_case(canvas: Canvas, look: Look, view: str) -> None:
    """A soft case for sunglasses with a tucked tongue."""
    shell = box(70, 290, 460, 196, 60)
    canvas.add(shell, look.skin, Form(edge=12, body=70, swell=0.6))
    canvas.stitch(inset(shell, 9), look.thread)
    if view == "back":
        return
    flap = symmetric("M 300 284 L 474 284 C 520 286 534 330 530 360 C 470 400 400 404 300 404")
    canvas.add(flap, look.trim, Form(edge=6, body=50, swell=0.4, drop=7))
    canvas.stitch(inset(flap, 9), look.thread)
    canvas.add(box(276, 396, 48, 30, 8), look.metal, FLAT)
    _monogram(canvas, look, 300, 346, 19)
