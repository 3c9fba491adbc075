"""Shoes in profile: pumps, flats, boots, sneakers and sandals."""

from __future__ import annotations

from collections.abc import Callable

from .canvas import FLAT, Canvas, Fold, Form
from .hardware import buckle, rivet
from .materials import paint, rubber
from .pen import box, curve, disc, inset, line, moved, ring
from .product import Look, Shape

_UPPER = Form(edge=7, body=46, swell=0.9, drop=3)
_LINING = paint("sand")


def paired(single: Callable[[Canvas, Look], None]) -> Shape:
    """A shape whose view `02` shows the pair, one shoe behind the other."""

    def shape(canvas: Canvas, look: Look, view: str) -> None:
        if view == "02":
            canvas.move(56, -64)
            single(canvas, look)
            canvas.move(-56, 64)
        single(canvas, look)

    return shape


def _stiletto(canvas: Canvas, look: Look) -> None:
    heel = curve(
        "M 438 452 C 470 450 500 440 510 416 C 512 456 502 500 496 558 L 481 558 "
        "C 482 520 472 476 438 452 Z"
    )
    canvas.add(heel, look.skin, Form(edge=7, drop=1))
    canvas.add(box(479, 554, 19, 7, 2), rubber("black"), FLAT)


@paired
def pump(canvas: Canvas, look: Look) -> None:
    """A pointed pump on a high thin heel."""
    canvas.add(
        curve("M 214 448 C 280 420 400 330 490 286 L 480 320 C 420 380 330 470 260 474 Z"),
        _LINING,
        Form(edge=2, body=20, swell=-0.4, drop=0),
    )
    _stiletto(canvas, look)
    sole = curve(
        "M 78 541 C 110 556 180 566 250 553 C 320 524 380 468 444 452 "
        "L 470 448 L 468 442 L 200 520 Z"
    )
    canvas.add(sole, look.trim, Form(edge=2, drop=1))
    upper = curve(
        "M 76 538 C 84 520 130 500 170 478 C 196 462 208 452 216 440 C 244 476 306 466 352 422 "
        "C 400 374 450 320 488 284 C 502 276 510 290 510 306 C 514 350 516 390 510 420 "
        "C 500 440 470 444 440 450 C 380 464 320 518 250 549 C 190 562 110 552 76 538 Z"
    )
    canvas.add(upper, look.skin, _UPPER)
    canvas.seam(curve("M 452 326 C 446 370 452 410 460 440"), 1.0, 0.25)


@paired
def slingback(canvas: Canvas, look: Look) -> None:
    """A two-tone slingback on a block heel."""
    canvas.add(
        curve("M 230 462 C 290 450 350 430 400 440 L 380 500 L 262 500 Z"),
        _LINING,
        Form(edge=2, body=20, swell=-0.4, drop=0),
    )
    canvas.add(
        curve("M 418 506 L 508 486 L 502 560 L 440 560 C 440 536 434 520 418 506 Z"),
        look.trim,
        Form(edge=6, drop=1),
    )
    insole = curve(
        "M 240 540 C 320 520 380 500 430 492 C 470 486 500 480 508 488 C 500 502 470 508 430 512 "
        "C 380 518 320 548 250 562 C 180 570 110 562 82 552 Z"
    )
    canvas.add(insole, look.trim, Form(edge=3, drop=1))
    strap = curve("M 372 462 C 420 440 470 410 494 366")
    canvas.tube(strap, 9, look.skin)
    canvas.tube(curve("M 494 366 C 506 392 506 430 500 470"), 9, look.skin)
    upper = curve(
        "M 78 546 C 82 522 120 500 166 484 C 198 472 214 464 226 452 C 252 490 306 484 350 466 "
        "C 372 456 388 452 398 454 C 396 480 380 500 340 520 C 300 542 270 554 240 558 "
        "C 180 566 100 560 78 546 Z"
    )
    canvas.add(upper, look.skin, _UPPER)
    cap = curve(
        "M 78 546 C 82 522 116 502 152 488 C 176 502 182 540 168 563 C 120 562 90 556 78 546 Z"
    )
    canvas.add(cap, look.trim, Form(edge=6, body=30, swell=0.9, drop=2))
    buckle(canvas, 440, 431, 19, 15, look.metal, -28)


def flat_sole(canvas: Canvas, look: Look, heel: float = 18) -> None:
    """A leather sole with a low heel."""
    canvas.add(box(396, 540, 122, heel + 6, 3), look.trim, Form(edge=4, drop=1))
    sole = curve("M 76 530 Q 74 548 96 549 L 512 549 Q 522 548 520 530 Z")
    canvas.add(sole, look.trim, Form(edge=4, drop=1))
    canvas.stitch(line(86, 534, 514, 534), look.thread, 1.0)


@paired
def loafer(canvas: Canvas, look: Look) -> None:
    """A moccasin with a bit across the instep."""
    inner = curve("M 268 412 C 340 396 440 384 500 400 L 480 450 L 320 466 Z")
    canvas.add(inner, _LINING, Form(edge=2, body=20, swell=-0.5, drop=0))
    flat_sole(canvas, look)
    upper = curve(
        "M 76 532 C 68 500 98 482 150 471 C 200 458 230 442 254 410 C 264 396 286 396 293 412 "
        "C 310 456 376 462 420 448 C 452 436 476 416 496 400 C 512 390 520 404 518 422 "
        "C 521 452 523 492 518 534 Z"
    )
    canvas.add(upper, look.skin, _UPPER)
    apron = curve("M 100 502 C 146 484 214 484 262 454 C 282 438 288 420 286 408")
    canvas.seam(apron, 3.4, 0.5)
    canvas.stitch(apron.translated(0, 6), look.thread, 1.1)
    canvas.seam(curve("M 446 440 C 442 470 444 500 448 530"), 1.2, 0.35)
    saddle = curve(
        "M 226 440 C 240 426 250 414 258 404 L 302 432 C 314 462 320 496 324 532 "
        "L 278 532 C 274 496 260 464 226 440 Z"
    )
    canvas.add(saddle, look.skin, Form(edge=5, body=20, swell=0.6, drop=4))
    canvas.stitch(inset(saddle, 5), look.thread, 1.0)
    canvas.add(ring(246, 440, 12, 4), look.metal, Form(edge=2.5, drop=3))
    canvas.tube(curve("M 252 436 C 266 440 276 450 283 464"), 7, look.metal)
    canvas.add(ring(290, 475, 12, 4), look.metal, Form(edge=2.5, drop=3))


@paired
def ballet(canvas: Canvas, look: Look) -> None:
    """A ballet flat with a bow and a cap."""
    inner = curve("M 196 486 C 280 462 420 430 500 430 L 480 496 L 240 520 Z")
    canvas.add(inner, _LINING, Form(edge=2, body=20, swell=-0.5, drop=0))
    canvas.add(
        curve("M 80 546 Q 84 560 110 560 L 500 560 Q 518 560 518 546 Z"),
        look.trim,
        Form(edge=3, drop=1),
    )
    upper = curve(
        "M 78 546 C 70 516 96 494 140 484 C 166 478 184 476 196 478 C 230 520 330 520 400 496 "
        "C 440 480 470 452 498 428 C 514 420 522 432 520 452 C 524 490 524 520 520 550 L 90 552 Z"
    )
    canvas.add(upper, look.skin, _UPPER)
    cap = curve("M 78 546 C 70 516 96 494 138 484 C 156 500 158 534 150 552 L 90 552 Z")
    canvas.add(cap, look.trim, Form(edge=6, body=30, swell=0.9, drop=2))
    binding = curve("M 196 478 C 230 520 330 520 400 496 C 440 480 470 452 498 428")
    canvas.tube(binding, 6, look.trim, 1.5)
    for text in (
        "M 206 482 C 190 462 160 462 158 474 C 160 488 190 490 206 482 Z",
        "M 206 482 C 216 464 244 460 250 472 C 248 486 222 490 206 482 Z",
    ):
        canvas.add(curve(text), look.trim, Form(edge=5, drop=3))
    canvas.add(disc(206, 481, 6), look.trim, Form(edge=4, drop=2))


@paired
def sneaker(canvas: Canvas, look: Look) -> None:
    """A low court shoe with laces."""
    inner = curve("M 290 420 C 350 396 440 396 500 412 L 470 462 L 330 472 Z")
    canvas.add(inner, look.trim, Form(edge=2, body=20, swell=-0.4, drop=0))
    tongue = curve("M 238 424 C 256 396 284 380 304 386 C 316 394 318 410 314 430 L 262 456 Z")
    canvas.add(tongue, look.skin, Form(edge=8, drop=3))
    upper = curve(
        "M 70 534 C 64 506 88 490 132 480 C 176 470 212 454 242 424 C 254 412 268 414 276 424 "
        "C 296 440 312 440 326 432 C 366 456 424 448 456 424 C 474 408 490 400 506 406 "
        "C 520 412 524 428 522 446 C 528 478 528 510 526 536 Z"
    )
    canvas.add(upper, look.skin, _UPPER)
    canvas.add(
        curve("M 70 536 C 66 508 84 494 116 484 C 146 494 164 514 168 536 Z"),
        look.skin,
        Form(edge=4, body=20, swell=0.7, drop=2),
    )
    canvas.add(
        curve("M 466 422 C 484 402 520 398 522 430 L 525 474 C 502 470 480 466 460 466 Z"),
        look.trim,
        Form(edge=5, drop=2),
    )
    facing = curve("M 200 466 C 222 452 244 432 254 420 L 308 440 C 290 466 270 486 250 498 Z")
    canvas.add(facing, look.skin, Form(edge=3, drop=3))
    canvas.stitch(inset(facing, 5), look.thread, 0.9)
    for i in range(5):
        x, y = 224 + i * 14, 466 - i * 10.5
        canvas.tube(curve(f"M {x} {y - 7} Q {x + 20} {y} {x + 33} {y + 12}"), 6.5, look.skin, 2.5)
    canvas.stitch(curve("M 328 442 C 378 464 432 456 460 432"), look.thread, 1.0)
    for x in (316, 356):
        stripe = curve(f"M {x} 530 L {x + 46} 462 L {x + 66} 460 L {x + 24} 532 Z")
        canvas.add(stripe, look.trim, Form(edge=2.5, drop=1.5))
    sole = curve("M 62 526 Q 60 564 90 565 L 510 565 Q 536 564 532 522 Q 300 540 62 526 Z")
    canvas.add(sole, rubber("white"), Form(edge=5, body=20, swell=0.4, drop=3))
    canvas.seam(line(64, 551, 530, 551), 1.1, 0.25)


@paired
def sandal(canvas: Canvas, look: Look) -> None:
    """A strappy sandal on a slim heel."""
    canvas.tube(curve("M 452 330 C 420 350 380 356 348 346"), 9, look.skin)
    canvas.add(
        curve(
            "M 448 470 C 476 466 500 456 508 440 L 498 560 L 482 560 C 484 528 474 494 448 470 Z"
        ),
        look.metal,
        Form(edge=7, drop=1),
    )
    sole = curve(
        "M 84 546 C 110 536 180 540 240 530 C 310 510 370 462 430 446 C 470 436 506 430 512 442 "
        "C 508 462 470 466 440 472 C 380 486 320 540 250 560 C 180 568 100 566 84 546 Z"
    )
    canvas.add(sole, look.trim, Form(edge=4, drop=1))
    for text in (
        "M 176 558 C 168 528 150 510 128 506 C 134 496 148 490 164 492 C 192 500 206 526 210 556 Z",
        "M 98 552 C 118 516 158 492 206 484 C 222 484 228 496 222 508 C 178 512 148 530 136 558 Z",
        "M 200 557 C 206 522 230 494 258 478 C 272 476 280 488 276 500 C 254 512 242 532 240 554 Z",
    ):
        canvas.add(curve(text), look.skin, Form(edge=6, body=12, swell=0.6, drop=4))
    canvas.tube(curve("M 470 452 C 466 410 460 370 452 330"), 10, look.skin)
    canvas.tube(curve("M 508 446 C 506 410 490 360 452 330"), 10, look.skin)
    strap = curve("M 452 326 C 430 314 380 320 346 344 C 360 372 420 366 456 336")
    canvas.tube(strap, 10, look.skin, 4)
    buckle(canvas, 398, 361, 19, 16, look.metal, -8)
    rivet(canvas, 216, 495, 4.5, look.metal)


@paired
def espadrille(canvas: Canvas, look: Look) -> None:
    """A canvas espadrille on a rope wedge."""
    inner = curve("M 250 452 C 330 410 430 372 500 366 L 480 430 L 300 490 Z")
    canvas.add(inner, _LINING, Form(edge=2, body=20, swell=-0.5, drop=0))
    wedge = curve(
        "M 76 536 C 160 556 240 530 330 486 C 410 450 480 436 520 440 L 520 552 Q 520 562 508 562 "
        "L 100 562 Q 76 560 76 536 Z"
    )
    ropes = tuple(
        Fold(
            curve(f"M 76 {560 - i * 2} C 200 {560 - i * 6} 330 {554 - i * 13} 520 {556 - i * 17}"),
            7,
            5,
        )
        for i in range(8)
    )
    canvas.add(wedge, look.trim, Form(edge=4, folds=ropes, drop=1))
    upper = curve(
        "M 76 540 C 72 508 110 490 160 478 C 206 466 232 458 250 448 C 282 492 350 466 400 430 "
        "C 440 400 470 376 500 362 C 516 358 522 374 520 392 L 522 446 C 470 442 410 456 336 490 "
        "C 250 532 160 560 76 540 Z"
    )
    canvas.add(upper, look.skin, _UPPER)
    edge = curve("M 78 534 C 160 552 240 526 332 482 C 410 446 476 432 520 436")
    canvas.line(moved(edge, 0, 2), look.thread, 2.2)
    canvas.stitch(moved(edge, 0, -4), look.thread, 2.0)
    canvas.tube(
        curve("M 500 372 C 470 330 420 316 372 330 C 400 360 460 372 504 384"), 8, look.skin, 3
    )
