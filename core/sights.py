"""How the photo of a query is looked at: turned, within a square, with its ground or without.

What was seen stays, so that a look that is come back to costs nothing. So do the last photo's
pixels, so that a square can be moved without decoding anew.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import boxes, crop, intake
from core.digest import digest_of
from core.embedding import Embedder
from core.errors import RequestError, RequestReason
from core.evidence import Gathered
from core.intake.tones import fitted
from core.query_records import LEAST_SIDE, Look
from core.records import Background, Box, FileStamp
from core.removal import WORK_SIDE

# The longer side of the pixels that squares are cut from: 50 MB at most.
DETAIL_SIDE = 4096
# What is looked at around a square, in parts of its side: removal sees the ground by it.
_ROOM = 0.25
# A square this many times as long as the photo is no square of it.
_MOST_SIDES = 2
_MOST_SEEN = 16


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of looking at a photo that is `size` (width, height) itself, once it is turned.

    `box` is the square that was embedded, in its pixels. `mask` (mode L) is the product's, of all
    of the photo or of what lies in the square that was asked for; None where the ground was kept.
    The `vectors` (1 or 2, d) are those of `Embedder.see`; `seconds` is what looking took, `digest`
    is the SHA-256 of the file, `gathered` is what else is known of it where the recipe wants that.
    """

    digest: str

    size: tuple[int, int]
    box: Box
    mask: Image.Image | None
    vectors: NDArray[np.float32]
    seconds: float
    gathered: Gathered | None

    @property
    def background(self) -> Background:
        """What became of the ground."""
        return Background.KEPT if self.mask is None else Background.REMOVED


@dataclass(frozen=True, slots=True)
class _Pixels:
    """A decoded photo that is `size` (width, height) itself, not turned yet."""

    image: Image.Image
    size: tuple[int, int]

    def cut(self, part: Box, turns: int, max_side: int) -> Image.Image:
        """A part of the turned photo, given in its pixels, at most `max_side` wide and high."""
        turned_size = _turned_size(self.size, turns)
        stored = boxes.turned(part, -turns, turned_size)
        scale = self.image.width / self.size[0]
        edges = [e * scale for e in (stored.left, stored.top, stored.right, stored.bottom)]
        room = (min(edges[2], self.image.width), min(edges[3], self.image.height))
        shape = max(1, round(room[0] - edges[0])), max(1, round(room[1] - edges[1]))
        found = self.image.resize(
            fitted(shape, max_side),
            Image.Resampling.LANCZOS,
            (edges[0], edges[1], *room),
            reducing_gap=3.0,
        )
        return crop.turned(found, turns)


class Sights:
    """What one embedder sees in photos; what it saw last is kept."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._seen: OrderedDict[tuple[FileStamp, Look], Seen] = OrderedDict()
        self._stamp: FileStamp | None = None
        self._digest = ""  # of the last photo's file: a square that is dragged hashes nothing
        self._pixels: dict[int, _Pixels] = {}

    def see(self, photo: Path, look: Look) -> Seen:
        """Look at a photo, unless it was looked at in that way before.

        Raises `PhotoError` when it cannot be used and `RequestError` when the square does not fit.
        """
        stamp = _stamp(photo)
        if stamp and (stamp, look) in self._seen:
            self._seen.move_to_end((stamp, look))
            return self._seen[stamp, look]
        seen = self._within(photo, look, look.square) if look.square else self._all(photo, look)
        if stamp:
            self._seen[stamp, look] = seen
            while len(self._seen) > _MOST_SEEN:
                self._seen.popitem(last=False)
        return seen

    def picture(self, photo: Path, look: Look, side: int) -> Image.Image:
        """What is looked at, in RGB and turned, at most `side` pixels wide and high.

        It is what of the photo lies in the square, or all of it. Raises as `see`.
        """
        if look.square is None:
            return crop.turned(intake.load(photo, side), look.turns)
        pixels = self._decoded(photo, DETAIL_SIDE if side <= DETAIL_SIDE else side)
        size = _turned_size(pixels.size, look.turns)
        return pixels.cut(_part(photo, look.square, size), look.turns, side)

    def _all(self, photo: Path, look: Look) -> Seen:
        began = time.monotonic()
        pixels = self._decoded(photo, WORK_SIDE)
        image = crop.turned(pixels.image, look.turns)
        size = _turned_size(pixels.size, look.turns)
        prepared, vectors = self._embedder.see(image, removes=look.removes)
        box = boxes.scaled(prepared.box, size[0] / image.width)
        return Seen(
            self._digest,
            size,
            box,
            prepared.mask,
            vectors,
            time.monotonic() - began,
            prepared.gathered,
        )

    def _within(self, photo: Path, look: Look, square: Box) -> Seen:
        began = time.monotonic()
        pixels = self._decoded(photo, DETAIL_SIDE)
        size = _turned_size(pixels.size, look.turns)
        part = _part(photo, square, size)
        region = boxes.within(crop.square(square, _ROOM), size)
        image = pixels.cut(region, look.turns, WORK_SIDE)
        scale = image.width / region.width
        inner = boxes.scaled(boxes.moved(square, -region.left, -region.top), scale)
        prepared, vectors = self._embedder.see(image, inner, removes=look.removes)
        mask = prepared.mask
        if mask:
            seen = boxes.scaled(boxes.moved(part, -region.left, -region.top), scale)
            mask = mask.crop((seen.left, seen.top, seen.right, seen.bottom))
        box = square
        if mask:
            box = boxes.moved(boxes.scaled(prepared.box, 1 / scale), region.left, region.top)
        return Seen(
            self._digest, size, box, mask, vectors, time.monotonic() - began, prepared.gathered
        )

    def _decoded(self, photo: Path, side: int) -> _Pixels:
        """The photo at most `side` pixels wide and high; the last one's pixels stay."""
        stamp = _stamp(photo)
        if stamp is None or stamp != self._stamp:
            self._pixels.clear()
            self._stamp, self._digest = stamp, _digest(photo)
        if side not in self._pixels:
            found = _Pixels(*intake.load_sized(photo, side))
            if side > DETAIL_SIDE:
                return found
            self._pixels[side] = found
        return self._pixels[side]


def _part(photo: Path, square: Box, size: tuple[int, int]) -> Box:
    """What of a square lies in a photo of `size`; raises `RequestError` for too little."""
    part = boxes.within(square, size)
    fits = LEAST_SIDE <= square.width <= _MOST_SIDES * max(size)
    shows = min(part.width, part.height) >= LEAST_SIDE // 2
    if not (fits and shows) or square.width != square.height:
        raise RequestError(photo, RequestReason.BAD_SQUARE, f"{square} in {size}")
    return part


def _turned_size(size: tuple[int, int], turns: int) -> tuple[int, int]:
    return (size[1], size[0]) if turns % 2 else size


def _digest(photo: Path) -> str:
    """Its SHA-256; empty where it has gone since."""
    try:
        return digest_of(photo)
    except OSError:
        return ""


def _stamp(photo: Path) -> FileStamp | None:
    try:
        found = photo.stat()
    except OSError:  # said in a sentence by whoever reads it
        return None
    return FileStamp(photo, found.st_size, found.st_mtime_ns)
