"""The canvas: parts of a product are modelled from their outline, lit, and laid in turn."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from .fields import Field, blur, shift, single, window
from .light import lit
from .materials import Material
from .palette import COLOURS
from .pen import HEIGHT, MIDDLE, WIDTH, ring, stroke, turned
from .textures import tile

OVERSAMPLE = 2
Relief = Callable[[Field, Field], Field]


@dataclass(frozen=True)
class Fold:
    """A soft ridge (or, with a negative depth, a furrow) along a line."""

    path: QPainterPath
    width: float
    depth: float


@dataclass(frozen=True)
class Form:
    """How a flat outline swells: a rounded edge, a body, and the shade it throws below."""

    edge: float = 3.0
    body: float = 0.0
    swell: float = 1.0
    drop: float = 3.0
    relief: Relief | None = None
    folds: tuple[Fold, ...] = ()


FLAT = Form(edge=1.2, drop=1.5)
THICK = Form(edge=5, drop=5)


class Canvas:
    """A transparent sheet on which a product is built up, seen by a camera with a zoom."""

    def __init__(self, zoom: float = 1.0, focus: tuple[float, float] = (MIDDLE, 375.0)) -> None:
        self.scale = zoom * OVERSAMPLE
        size = (WIDTH * OVERSAMPLE, HEIGHT * OVERSAMPLE)
        self.image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        self.image.fill(Qt.GlobalColor.transparent)
        self.view = QTransform().translate(size[0] / 2, size[1] / 2)
        self.view.scale(self.scale, self.scale).translate(-focus[0], -focus[1])
        self._laid = 0

    def move(self, dx: float, dy: float) -> None:
        """Shifts what is drawn next, for the second one of a pair."""
        self.view.translate(dx, dy)

    def _frame(self, path: QPainterPath, margin: float) -> QRect:
        """The pixels that a part may touch."""
        bounds = path.boundingRect().adjusted(-margin, -margin, margin, margin).toAlignedRect()
        return bounds.intersected(self.image.rect())

    def _mask(self, path: QPainterPath, frame: QRect) -> Field:
        """How much of every pixel the (already placed) path covers."""
        image = QImage(frame.size(), QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-frame.x(), -frame.y())
        painter.fillPath(path, QColor("white"))
        painter.end()
        data = np.frombuffer(image.constBits(), np.uint8)
        rows = data.reshape(frame.height(), image.bytesPerLine())[:, : frame.width()]
        return (rows / 255).astype(np.float32)

    def _height(self, mask: Field, frame: QRect, form: Form) -> Field:
        """The swelling of a part, in pixels."""
        height = np.zeros_like(mask)
        if form.edge > 0:
            reach = form.edge * self.scale
            inside = np.clip(blur(mask, reach * 0.6) * 2 - 1, 0, 1)
            height += 0.5 * reach * np.sqrt(1 - (1 - inside) ** 2)
        if form.body > 0:
            reach = form.body * self.scale
            inside = np.clip(blur(mask, reach * 0.6) * 1.3 - 0.3, 0, 1)
            height += form.swell * 0.8 * reach * inside * (2 - inside)
        for fold in form.folds:
            path = self.view.map(stroke(fold.path, fold.width))
            ridge = blur(self._mask(path, frame), fold.width * self.scale * 0.4)
            height += fold.depth * self.scale * ridge
        if form.relief is not None:
            x, y = self._places(frame)
            height += form.relief(x, y).astype(np.float32) * self.scale
        return height

    def _places(self, frame: QRect) -> tuple[Field, Field]:
        """Design coordinates of every pixel in a frame."""
        back, _ = self.view.inverted()
        x = np.arange(frame.x(), frame.x() + frame.width(), dtype=np.float32) + 0.5
        y = np.arange(frame.y(), frame.y() + frame.height(), dtype=np.float32) + 0.5
        gx, gy = np.meshgrid(x * back.m11() + back.dx(), y * back.m22() + back.dy())
        return gx.astype(np.float32), gy.astype(np.float32)

    def add(
        self,
        path: QPainterPath,
        material: Material,
        form: Form = Form(),
        opacity: float = 1.0,
    ) -> None:
        """Lays one part over the others."""
        self._laid += 1
        placed = self.view.map(path)
        frame = self._frame(placed, 3 + 4 * form.drop * self.scale)
        if frame.isEmpty():
            return
        mask = self._mask(placed, frame)
        if form.drop > 0:
            self._shade(mask, frame, form.drop)
        height = self._height(mask, frame, form)
        relief, colour = tile(material.weave, material.colours, material.scale * self.scale / 2)
        at = (frame.x() + 137 * self._laid, frame.y() + 71 * self._laid)
        size = (frame.width(), frame.height())
        height += material.bump * 0.5 * window(relief, *at, *size)
        self._paste(lit(window(colour, *at, *size), height, material), mask * opacity, frame)

    def _shade(self, mask: Field, frame: QRect, drop: float) -> None:
        """The shadow of a part on what lies under it."""
        reach = drop * self.scale
        cast = shift(blur(mask, reach), round(reach * 0.35), round(reach * 0.7))
        near = blur(mask, reach * 0.35)
        dark = np.clip(np.maximum(cast * 0.5, near * 0.42), 0, 1)
        self._paste(
            np.zeros((*mask.shape, 3), np.float32),
            dark,
            frame,
            QPainter.CompositionMode.CompositionMode_SourceAtop,
        )

    def _paste(
        self,
        colour: Field,
        alpha: Field,
        frame: QRect,
        mode: QPainter.CompositionMode = QPainter.CompositionMode.CompositionMode_SourceOver,
    ) -> None:
        """Composites a lit part onto the sheet."""
        pixels = np.empty((*alpha.shape, 4), np.uint8)
        pixels[..., 3] = np.rint(alpha * 255)
        pixels[..., 2::-1] = np.rint(np.clip(colour, 0, 1) * alpha[..., None] * 255)
        height, width = alpha.shape
        image = QImage(
            pixels.tobytes(), width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied
        )
        painter = QPainter(self.image)
        painter.setCompositionMode(mode)
        painter.drawImage(frame.topLeft(), image)
        painter.end()

    def _pen(self, path: QPainterPath, pen: QPen, dx: float = 0, dy: float = 0) -> None:
        """A drawn line, on the product only."""
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        painter.setTransform(self.view)
        painter.translate(dx, dy)
        painter.setPen(pen)
        painter.drawPath(path)
        painter.end()

    def line(self, path: QPainterPath, colour: str, width: float, opacity: float = 1.0) -> None:
        """A plain line, for marks on a dial or the edge of a sole."""
        tone = QColor(COLOURS.get(colour, colour))
        tone.setAlphaF(opacity)
        self._pen(path, _round(tone, width))

    def seam(self, path: QPainterPath, width: float = 1.3, depth: float = 0.5) -> None:
        """Where two pieces meet: a dark groove with a light lip."""
        self._pen(path, _round(QColor(255, 255, 255, round(depth * 90)), width), 0.8, 1.1)
        self._pen(path, _round(QColor(10, 6, 4, round(depth * 255)), width))

    def stitch(self, path: QPainterPath, colour: str, width: float = 1.1) -> None:
        """A row of stitches along a path."""
        for tone, shift_by in ((QColor(0, 0, 0, 120), 0.7), (QColor(COLOURS[colour]), 0.0)):
            pen = _round(tone, width)
            pen.setDashPattern([3.6, 2.6])
            self._pen(path, pen, shift_by * 0.5, shift_by)

    def tube(self, path: QPainterPath, width: float, material: Material, drop: float = 3) -> None:
        """A rolled handle or a cord along a line."""
        self.add(stroke(path, width), material, Form(edge=width * 0.42, drop=drop))

    def chain(self, path: QPainterPath, size: float, material: Material) -> None:
        """Links along a line, seen flat and on edge by turns."""
        flat, edge = QPainterPath(), QPainterPath()
        length = path.length()
        count = max(2, round(length / (size * 0.78)))
        for i in range(count + 1):
            share = path.percentAtLength(length * i / count)
            point = path.pointAtPercent(share)
            angle = -path.angleAtPercent(share)
            x, y = point.x(), point.y()
            if i % 2:
                bar = stroke(_level(x, y, size * 0.36), size * 0.26)
                edge.addPath(turned(bar, angle, x, y))
            else:
                link = ring(x, y, size * 0.62, size * 0.2, size * 0.42)
                flat.addPath(turned(link, angle, x, y))
        self.add(flat, material, Form(edge=size * 0.1, drop=size * 0.2))
        self.add(edge, material, Form(edge=size * 0.1, drop=size * 0.12))


def _round(colour: QColor, width: float) -> QPen:
    """A pen with round ends."""
    style = Qt.PenStyle.SolidLine
    return QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _level(x: float, y: float, half: float) -> QPainterPath:
    """A short level stroke about a point."""
    path = QPainterPath(QPointF(x - half, y))
    path.lineTo(x + half, y)
    return path


def quilt(size: float) -> Relief:
    """Padded diamonds."""

    def relief(x: Field, y: Field) -> Field:
        a, b = (x + y * 0.86) / size, (x - y * 0.86) / size
        ridge = np.abs(np.sin(math.pi * a) * np.sin(math.pi * b))
        return single(size * 0.17 * ridge**0.42)

    return relief
