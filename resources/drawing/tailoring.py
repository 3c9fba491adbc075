"""The blocks that garments are cut from: bodies, sleeves, collars and buttons."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPainterPath

from .canvas import Canvas, Fold, Form
from .hardware import rivet
from .materials import Material, paint
from .pen import curve, disc, flip, line, symmetric


@dataclass(frozen=True)
class Cut:
    """Half widths and heights of a body, and where its sleeves end."""

    neck: float = 46
    shoulder: float = 118
    chest: float = 116
    waist: float = 104
    hem: float = 120
    top: float = 130
    slope: float = 26
    drop: float = 22
    armhole: float = 250
    middle: float = 350
    bottom: float = 640
    cuff: tuple[float, float] = (178, 450)
    sleeve: float = 46


def body(cut: Cut) -> QPainterPath:
    """The body of a garment, from neck to hem."""
    at = cut.top + cut.slope
    return symmetric(
        f"M 300 {cut.top + cut.drop} Q {300 + cut.neck * 0.75} {cut.top + cut.drop} "
        f"{300 + cut.neck} {cut.top} L {300 + cut.shoulder - 16} {at - 5} "
        f"Q {300 + cut.shoulder} {at} {300 + cut.shoulder - 2} {at + 18} "
        f"C {300 + cut.shoulder - 7} {at + 50} {300 + cut.chest - 12} {cut.armhole - 40} "
        f"{300 + cut.chest} {cut.armhole} "
        f"C {300 + cut.chest - 2} {cut.armhole + 40} {300 + cut.waist} {cut.middle - 40} "
        f"{300 + cut.waist} {cut.middle} "
        f"C {300 + cut.waist + 2} {cut.middle + 50} {300 + cut.hem - 8} {cut.bottom - 120} "
        f"{300 + cut.hem} {cut.bottom - 4} "
        f"Q {300 + cut.hem * 0.5} {cut.bottom + 6} 300 {cut.bottom + 6}"
    )


def sleeve(cut: Cut) -> QPainterPath:
    """The right sleeve, hanging a little away from the body."""
    x, y = 300 + cut.shoulder, cut.top + cut.slope
    end, low = 300 + cut.cuff[0], cut.cuff[1]
    half = cut.sleeve / 2
    elbow = (y + low) / 2
    return curve(
        f"M {x - 30} {y - 12} C {x - 4} {y - 4} {x + 12} {y + 14} {x + 18} {y + 46} "
        f"C {x + 30} {elbow - 20} {end + half - 2} {elbow + 30} {end + half} {low} "
        f"Q {end} {low + 8} {end - half} {low + 2} "
        f"C {end - half - 4} {low - 80} {x - 8} {cut.armhole + 60} {x - 22} {cut.armhole - 8} Z"
    )


def sleeve_folds(cut: Cut) -> tuple[Fold, ...]:
    """Creases at the elbow and down the arm."""
    x, y = 300 + cut.shoulder, cut.top + cut.slope
    end, low = 300 + cut.cuff[0], cut.cuff[1]
    elbow = (y + low) / 2 + 10
    return (
        Fold(line(x + 2, y + 60, end - 4, low - 20), 14, 5),
        Fold(curve(f"M {x - 4} {elbow - 20} Q {x + 20} {elbow} {x + 34} {elbow - 8}"), 9, -5),
        Fold(curve(f"M {x + 2} {elbow + 26} Q {x + 22} {elbow + 30} {x + 40} {elbow + 8}"), 8, -4),
    )


def sleeves(canvas: Canvas, cut: Cut, cloth: Material, cuff: Material | None = None) -> None:
    """Both sleeves, with a cuff of another material if there is one."""
    right = sleeve(cut)
    folds = sleeve_folds(cut)
    end, low = 300 + cut.cuff[0], cut.cuff[1]
    half = cut.sleeve / 2
    band = curve(
        f"M {end - half - 1} {low - 26} L {end + half + 1} {low - 30} L {end + half} {low} "
        f"Q {end} {low + 8} {end - half} {low + 3} Z"
    )
    for side in (right, flip(right)):
        turned = (
            folds
            if side is right
            else tuple(Fold(flip(fold.path), fold.width, fold.depth) for fold in folds)
        )
        canvas.add(side, cloth, Form(edge=5, body=24, swell=0.6, folds=turned, drop=2))
        if cuff is not None:
            canvas.add(band if side is right else flip(band), cuff, Form(edge=4, drop=2))


def drape(cut: Cut, depth: float = 5.0) -> tuple[Fold, ...]:
    """Long soft folds from the waist to the hem, and pulls at the armholes."""
    low, mid = cut.bottom, cut.middle
    out = []
    for share, sign in ((-0.75, 1), (-0.42, -0.8), (0.36, 0.8), (0.7, -1)):
        top = 300 + cut.waist * share
        path = curve(
            f"M {top} {mid - 40} Q {top} {(mid + low) / 2} {300 + cut.hem * share * 1.06} {low}"
        )
        out.append(Fold(path, 26, depth * sign))
    for about in (False, True):
        pull = curve(
            f"M {300 + cut.chest - 8} {cut.armhole - 6} Q {360} {cut.armhole + 30} 340 {cut.middle}"
        )
        out.append(Fold(flip(pull) if about else pull, 16, -depth * 0.7))
    return tuple(out)


def inside_neck(canvas: Canvas, cut: Cut, lining: str) -> None:
    """The back of the neck, seen through the opening."""
    deep = symmetric(
        f"M 300 {cut.top - 10} Q {300 + cut.neck} {cut.top - 12} "
        f"{300 + cut.neck + 6} {cut.top + 2} "
        f"L {300 + cut.neck} {cut.top + cut.drop + 60} L 300 {cut.top + cut.drop + 60}"
    )
    canvas.add(deep, paint(lining), Form(edge=2, body=30, swell=-0.5, drop=0))


def lapels(canvas: Canvas, cloth: Material, cut: Cut, low: float, width: float = 62) -> None:
    """A notched collar whose lapels meet at `low`; the left side lies above."""
    top = cut.top
    lapel = curve(
        f"M {300 + cut.neck - 6} {top - 4} L {300 + cut.neck + 22} {top + 62} "
        f"L {300 + width + 22} {top + 58} C {300 + width + 8} {top + 110} 330 {low - 40} 296 {low} "
        f"C 300 {low - 60} {300 + cut.neck - 26} {top + 70} {300 + cut.neck - 14} {top + 10} Z"
    )
    collar = curve(
        f"M 300 {top - 16} Q {300 + cut.neck - 6} {top - 20} {300 + cut.neck + 4} {top - 6} "
        f"C {300 + cut.neck + 30} {top + 20} {300 + cut.neck + 34} {top + 40} "
        f"{300 + cut.neck + 38} {top + 52} "
        f"L {300 + cut.neck + 12} {top + 64} C {300 + cut.neck - 8} {top + 30} "
        f"{300 + cut.neck - 12} {top + 6} 300 {top + 4} Z"
    )
    form = Form(edge=3.5, drop=5)
    for piece in (lapel, flip(lapel)):
        canvas.add(piece, cloth, form)
    whole = QPainterPath(collar).united(flip(collar))
    canvas.add(whole, cloth, form)


def buttons(
    canvas: Canvas, x: float, heights: tuple[float, ...], radius: float, made_of: Material
) -> None:
    """A row of buttons with a rim and holes, or plain domes of metal."""
    for y in heights:
        if made_of.metal:
            rivet(canvas, x, y, radius, made_of)
            continue
        canvas.add(disc(x, y, radius), made_of, Form(edge=2.2, drop=2))
        canvas.add(disc(x, y, radius * 0.66), made_of, Form(edge=1.5, drop=0, swell=0))
        for dx, dy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
            spot = disc(x + dx * radius * 0.22, y + dy * radius * 0.22, radius * 0.11)
            canvas.add(spot, paint("black"), Form(edge=0.5, drop=0))
