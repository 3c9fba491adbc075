"""Hats: a fedora, a beanie and a beret."""

from __future__ import annotations

from .canvas import Canvas, Fold, Form
from .materials import rib
from .pen import box, curve, disc, flip, inset, spline, symmetric
from .product import Look


def fedora(canvas: Canvas, look: Look, view: str) -> None:
    """A wide brim and a dented crown with a ribbon."""
    brim = spline(
        [
            (60, 440),
            (150, 398),
            (300, 384),
            (450, 398),
            (540, 440),
            (520, 484),
            (420, 512),
            (300, 520),
            (180, 512),
            (80, 484),
        ],
        True,
    )
    canvas.add(brim, look.skin, Form(edge=5, body=50, swell=0.5))
    canvas.stitch(inset(brim, 9), look.thread, 0.9)
    crown = curve(
        "M 172 446 C 170 350 186 262 218 232 C 246 212 276 228 300 236 C 324 228 354 212 382 232 "
        "C 414 262 430 350 428 446 C 400 476 200 476 172 446 Z"
    )
    folds = (
        Fold(curve("M 300 232 C 296 270 300 300 302 320"), 40, -14),
        Fold(curve("M 214 260 C 240 290 250 320 246 350"), 30, -8),
        Fold(curve("M 388 260 C 362 290 352 320 356 350"), 30, -8),
    )
    canvas.add(crown, look.skin, Form(edge=9, body=80, swell=0.8, folds=folds, drop=9))
    ribbon = curve(
        "M 171 440 C 172 420 172 404 173 392 C 220 424 380 424 427 392 C 428 404 428 420 429 440 "
        "C 400 476 200 476 171 440 Z"
    )
    canvas.add(ribbon, look.trim, Form(edge=3, body=70, swell=0.6, drop=2))
    bow = curve("M 392 402 L 424 386 L 436 430 L 404 462 Z")
    canvas.add(bow, look.trim, Form(edge=4, drop=3))


def beanie(canvas: Canvas, look: Look, view: str) -> None:
    """A ribbed cap with a turned edge and a pompon."""
    canvas.add(disc(300, 196, 62), look.trim, Form(edge=24, body=50, swell=0.8))
    crown = symmetric("M 300 232 C 400 232 452 330 456 460 L 300 478")
    ribs = tuple(
        Fold(curve(f"M 300 236 C {300 + 0.8 * d} 260 {300 + d} 350 {300 + d * 1.02} 470"), 12, 7)
        for d in range(-144, 150, 24)
    )
    canvas.add(crown, look.skin, Form(edge=10, body=90, swell=0.7, folds=ribs))
    cuff = symmetric("M 300 440 Q 400 440 464 424 Q 474 480 464 532 Q 400 552 300 552")
    canvas.add(cuff, rib(look.skin.colours[0]), Form(edge=12, body=60, swell=0.5, drop=7))
    if view == "front":
        canvas.add(box(372, 472, 44, 40, 3), look.metal, Form(edge=2, drop=3))


def beret(canvas: Canvas, look: Look, view: str) -> None:
    """A felt beret worn to one side."""
    top = curve(
        "M 96 400 C 80 300 190 222 320 226 C 450 228 528 300 514 392 C 504 452 430 474 300 476 "
        "C 180 478 108 456 96 400 Z"
    )
    folds = (
        Fold(curve("M 150 420 C 250 380 380 390 470 430"), 40, -8),
        Fold(curve("M 320 240 C 260 280 200 320 150 390"), 50, 6),
    )
    canvas.add(top, look.skin, Form(edge=18, body=90, swell=0.8, folds=folds))
    band = curve("M 186 456 C 250 474 350 474 420 452 L 424 492 C 350 518 250 518 184 496 Z")
    canvas.add(band, look.trim, Form(edge=6, body=40, swell=0.5, drop=4))
    canvas.tube(curve("M 318 232 C 316 214 322 204 330 198"), 9, look.skin)
    canvas.stitch(flip(curve("M 180 486 Q 300 514 416 486"), 302), look.thread, 0.9)
