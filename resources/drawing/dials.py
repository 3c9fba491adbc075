"""Dials: bezels, marks, counters and hands."""

from __future__ import annotations

import math

from .canvas import Canvas, Form
from .cases import CX, CY, Watch, case_outline, reach
from .materials import Material, glass, paint
from .pen import box, disc, line, polygon, ring, stroke, turned
from .product import Look


def bezel(canvas: Canvas, watch: Watch, look: Look) -> None:
    """The ring around the glass: coloured for divers, set with stones, or plain."""
    if watch.bezel == "stones":
        for i in range(44):
            x, y = reach(watch, 2 * math.pi * i / 44, (watch.radius - 7) / (watch.radius - 16))
            canvas.add(disc(x, y, 6), glass("white"), Form(edge=5, drop=1))
    elif watch.bezel == "screws":
        for i in range(8):
            angle = math.pi / 8 + i * math.pi / 4
            x, y = CX + 101 * math.cos(angle), CY + 101 * math.sin(angle)
            canvas.add(disc(x, y, 6), look.metal, Form(edge=3, drop=1.5))
            canvas.line(turned(line(x - 4, y, x + 4, y), 50 * i, x, y), "ink", 1.6)
    elif watch.bezel:
        band = case_outline(watch, -3).subtracted(case_outline(watch, -22))
        canvas.add(
            band,
            Material("plain", (watch.bezel,), bump=0, gloss=0.5, sharp=20),
            Form(edge=3, drop=1),
        )
        for i in range(60):
            angle = 2 * math.pi * i / 60
            long = 0.93 if i % 5 else 0.89
            tick = [
                (CX + watch.radius * k * math.sin(angle), CY - watch.radius * k * math.cos(angle))
                for k in (long, 0.955)
            ]
            canvas.line(line(*tick[0], *tick[1]), "white", 2.6 if i % 5 == 0 else 1.1)


def _marks(canvas: Canvas, watch: Watch, look: Look) -> None:
    """Hour marks and the minute track."""
    margin = 0.84 if watch.bezel and watch.bezel not in ("stones", "screws") else 0.94
    for i in range(60):
        angle = 2 * math.pi * i / 60
        if watch.case in ("round", "octagon") and i % 5:
            canvas.line(
                line(*reach(watch, angle, margin), *reach(watch, angle, margin - 0.03)),
                watch.ink,
                1.0,
                0.7,
            )
    for hour in range(12):
        angle = 2 * math.pi * hour / 12
        outer, inner = reach(watch, angle, margin), reach(watch, angle, margin - 0.17)
        if watch.marks == "dot":
            x, y = reach(watch, angle, margin - 0.1)
            canvas.add(disc(x, y, 8 if hour % 3 == 0 else 6), look.metal, Form(edge=2, drop=1))
            canvas.add(
                disc(x, y, 5.6 if hour % 3 == 0 else 4), paint("#eef2df"), Form(edge=1, drop=0)
            )
        elif watch.marks == "roman":
            strokes = (3, 1, 2, 3, 4, 2, 3, 4, 4, 3, 2, 3)[hour]
            for k in range(strokes):
                spread = (k - (strokes - 1) / 2) * 0.062
                a, b = (
                    reach(watch, angle + spread, margin),
                    reach(watch, angle + spread, margin - 0.2),
                )
                canvas.line(line(*a, *b), watch.ink, 2.6)
        else:
            width = 6.5 if hour % 3 == 0 else 4.5
            bar = stroke(line(*outer, *inner), width, True)
            canvas.add(bar, look.metal, Form(edge=1.6, drop=1.2))


def _subdials(canvas: Canvas, watch: Watch, look: Look) -> None:
    """Small counters of a chronograph, or one for the seconds."""
    places = {1: (180.0,), 2: (90.0, 270.0), 3: (90.0, 180.0, 270.0)}[watch.dials]
    for number, degrees in enumerate(places):
        x, y = reach(watch, math.radians(degrees), 0.46)
        canvas.add(disc(x, y, 25), paint(watch.dial), Form(edge=2, body=16, swell=-0.4, drop=0))
        canvas.line(disc(x, y, 24), watch.ink, 1.2, 0.6)
        for i in range(12):
            angle = math.pi * i / 6
            canvas.line(
                line(
                    x + 23 * math.sin(angle),
                    y - 23 * math.cos(angle),
                    x + 19 * math.sin(angle),
                    y - 19 * math.cos(angle),
                ),
                watch.ink,
                1.1,
                0.8,
            )
        pointer = turned(line(x, y + 5, x, y - 17), 70 + 95 * number, x, y)
        canvas.line(pointer, watch.ink, 1.8)


def _hand(
    canvas: Canvas, look: Look, style: str, length: float, width: float, degrees: float
) -> None:
    """One hand, cast in metal."""
    if style == "dauphine":
        shape = polygon([(CX - width, CY), (CX, CY + 18), (CX + width, CY), (CX, CY - length)])
    elif style == "sword":
        shape = polygon(
            [
                (CX - width * 0.5, CY + 14),
                (CX + width * 0.5, CY + 14),
                (CX + width, CY - length * 0.76),
                (CX, CY - length),
                (CX - width, CY - length * 0.76),
            ]
        )
    else:
        shape = stroke(line(CX, CY + 14, CX, CY - length), width)
    canvas.add(turned(shape, degrees, CX, CY), look.metal, Form(edge=width * 0.5, drop=2.2))
    if style == "sword":
        lume = polygon(
            [
                (CX - width * 0.3, CY - length * 0.34),
                (CX + width * 0.3, CY - length * 0.34),
                (CX + width * 0.5, CY - length * 0.74),
                (CX, CY - length * 0.88),
                (CX - width * 0.5, CY - length * 0.74),
            ]
        )
        canvas.add(turned(lume, degrees, CX, CY), paint("#eef2df"), Form(edge=1, drop=0))


def dial(canvas: Canvas, watch: Watch, look: Look) -> None:
    """The dial with everything on it, under its glass."""
    rim = -24 if watch.bezel and watch.bezel not in ("stones", "screws") else -14
    face = case_outline(watch, rim)
    weave = "brushed" if look.style == "sunray" else "plain"
    sheet = Material(weave, (watch.dial,), bump=0.15, gloss=0.25, sharp=10, sheen=0.3)
    canvas.add(face, sheet, Form(edge=2, body=60, swell=-0.35, drop=0))
    _marks(canvas, watch, look)
    if watch.dials:
        _subdials(canvas, watch, look)
    if watch.date:
        x, y = reach(watch, math.pi / 2, 0.62)
        canvas.add(box(x - 11, y - 9, 22, 18, 2), paint("white"), Form(edge=1.5, drop=0))
        canvas.line(line(x - 3, y - 4, x - 3, y + 4), "black", 2)
        canvas.line(ring(x + 4, y, 3.4, 1, 4.4), "black", 1.2)
    size = watch.radius * (0.72 if watch.case in ("tank", "oval") else 0.8)
    _hand(canvas, look, watch.hands, size * 0.62, 7, 304)
    _hand(canvas, look, watch.hands, size * 0.94, 5.5, 56)
    if watch.case in ("round", "octagon"):
        canvas.add(
            turned(stroke(line(CX, CY + 26, CX, CY - size), 1.8), 182, CX, CY),
            look.metal,
            Form(edge=1, drop=1.5),
        )
    canvas.add(disc(CX, CY, 6), look.metal, Form(edge=4, drop=1.5))
    gleam = polygon(
        [(CX - 160, CY + 10), (CX + 10, CY - 160), (CX + 52, CY - 160), (CX - 160, CY + 52)]
    )
    canvas.add(gleam.intersected(face), glass("white"), Form(edge=0.5, drop=0), 0.09)
