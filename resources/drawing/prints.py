"""Printed and woven patterns, drawn on a tile that repeats."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from .fields import SIDE, Field, single
from .palette import COLOURS
from .pen import disc, line, ring, star, stroke, turned

Colours = tuple[str, ...]


class _Sheet:
    """A square of cloth that is printed with motifs which wrap at its edges."""

    def __init__(self, ground: str) -> None:
        self.image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
        self.image.fill(QColor(COLOURS.get(ground, ground)))

    def stamp(self, path: QPainterPath, colour: str, opacity: float = 1.0) -> None:
        """One motif, also where it comes in again on the other side."""
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(opacity)
        bounds = path.boundingRect()
        for dx in (-SIDE, 0, SIDE):
            for dy in (-SIDE, 0, SIDE):
                if bounds.translated(dx, dy).intersects(self.image.rect().toRectF()):
                    painter.fillPath(path.translated(dx, dy), QColor(COLOURS.get(colour, colour)))
        painter.end()

    def field(self) -> Field:
        """The print as channels from 0 to 1."""
        data = np.frombuffer(self.image.constBits(), np.uint8).reshape(SIDE, SIDE, 4)
        return (data[..., 2::-1] / 255).astype(np.float32)


def _petals(x: float, y: float, count: int, reach: float, turn: float = 0.0) -> QPainterPath:
    """A flower of oval petals."""
    path = QPainterPath()
    path.setFillRule(path.fillRule().WindingFill)
    for i in range(count):
        petal = disc(x, y - reach * 0.58, reach * 0.3, reach * 0.44)
        path.addPath(turned(petal, turn + 360 * i / count, x, y))
    return path


def _monogram(c: Colours) -> Field:
    sheet = _Sheet(c[0])
    for row in range(4):
        for column in range(4):
            x, y = column * 128 + 64 * (row % 2) + 32, row * 128 + 64
            if (row + column) % 2:
                sheet.stamp(_petals(x, y, 4, 27, 45), c[1])
                sheet.stamp(disc(x, y, 5), c[0])
            else:
                sheet.stamp(ring(x, y, 25, 4), c[1])
                sheet.stamp(star(x, y, 4, 19, 7), c[1])
            sheet.stamp(star(x + 64, y, 4, 11, 4), c[1])
    return sheet.field()


def _breton(c: Colours) -> Field:
    sheet = _Sheet(c[0])
    for y in range(0, SIDE, 64):
        sheet.stamp(stroke(line(-20, y + 22, SIDE + 20, y + 22), 22, True), c[1])
    return sheet.field()


def _pinstripe(c: Colours) -> Field:
    sheet = _Sheet(c[0])
    for x in range(0, SIDE, 32):
        sheet.stamp(stroke(line(x + 16, -20, x + 16, SIDE + 20), 2.2, True), c[1], 0.75)
    return sheet.field()


def _check(c: Colours) -> Field:
    """A tartan: bands of warp and weft that darken where they cross."""
    sheet = _Sheet(c[0])
    bands: tuple[tuple[int, int, int, float], ...] = (
        (64, 74, 1, 0.5),
        (192, 26, 1, 0.5),
        (384, 92, 1, 0.42),
        (300, 8, 2, 0.8),
    )
    bands += ((128, 6, 2, 0.8), (384, 10, 3 if len(c) > 3 else 2, 0.7))
    for at, width, which, opacity in bands:
        sheet.stamp(stroke(line(at, -99, at, SIDE + 99), width, True), c[which], opacity)
        sheet.stamp(stroke(line(-99, at, SIDE + 99, at), width, True), c[which], opacity)
    return sheet.field()


def _houndstooth(c: Colours) -> Field:
    u = (np.arange(SIDE) * 8 / SIDE) % 1
    x, y = np.meshgrid(u, u)
    warp, weft = x < 0.5, y < 0.5
    twill = ((x - y) % 0.25) < 0.125
    dark = (warp & weft) | ((warp ^ weft) & (twill == warp))
    pair = np.array([_hex(c[0]), _hex(c[1])], dtype=np.float32)
    return single(pair[dark.astype(int)])


def _hex(name: str) -> tuple[float, float, float]:
    colour = QColor(COLOURS.get(name, name))
    return colour.redF(), colour.greenF(), colour.blueF()


def _floral(c: Colours) -> Field:
    sheet = _Sheet(c[0])
    rng = np.random.default_rng(7)
    for row in range(5):
        for column in range(5):
            x = column * 102.4 + (51 if row % 2 else 0) + float(rng.uniform(-14, 14))
            y = row * 102.4 + float(rng.uniform(-14, 14))
            turn, reach = float(rng.uniform(0, 360)), float(rng.uniform(27, 46))
            for side in (40.0, 150.0):
                leaf = disc(x + reach * 1.15, y, reach * 0.42, reach * 0.15)
                sheet.stamp(turned(leaf, turn + side, x, y), c[-1])
            sheet.stamp(_petals(x, y, 5, reach, turn), c[1 + (row + column) % (len(c) - 2)])
            sheet.stamp(_petals(x, y, 5, reach * 0.45, turn + 36), c[0], 0.55)
            sheet.stamp(disc(x, y, reach * 0.13), c[-1])
    return sheet.field()


def _foulard(c: Colours) -> Field:
    sheet = _Sheet(c[0])
    for row in range(8):
        for column in range(4):
            x, y = column * 128 + (64 if row % 2 else 0) + 32, row * 64 + 32
            sheet.stamp(star(x, y, 4, 24, 13), c[1])
            sheet.stamp(disc(x, y, 7), c[-1])
            sheet.stamp(disc(x + 64, y, 4), c[-1])
    return sheet.field()


_PRINTS: dict[str, Callable[[Colours], Field]] = {
    "monogram": _monogram,
    "breton": _breton,
    "pinstripe": _pinstripe,
    "check": _check,
    "houndstooth": _houndstooth,
    "floral": _floral,
    "foulard": _foulard,
}


def draw(name: str, colours: Colours) -> Field:
    """A pattern by its name, as a tile of colour."""
    return _PRINTS[name](colours)
