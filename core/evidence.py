"""What is known of a photo beside its vector: vectors of its parts, its colours, its points.

The same is gathered of queries and of catalogue photos; `core.weighing` compares them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import colour_look, local_features
from core.crop import cut_square, product_box, whole
from core.local_features import LocalFeatures
from core.records import Box
from core.regions import regions

_LARGEST = 127


@dataclass(frozen=True, slots=True)
class Gathered:
    """What can be said of a photo without its encoder, as far as a recipe wants it.

    `parts` (r, side, side, 3) uint8 are crops of the product's regions and, where it was cut out,
    of the whole photo; `colours` (w, bins) the histograms of `core.colour_look`. What is not wanted
    is empty, or None.
    """

    parts: NDArray[np.uint8]
    colours: NDArray[np.float32]
    points: LocalFeatures | None


@dataclass(frozen=True, slots=True)
class Look:
    """Vectors (1 + r, dimension) of a product and its parts, and its colours (w, bins).

    Each vector has unit length, and none is projected.
    """

    vectors: NDArray[np.float32]
    colours: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Looks:
    """Those of photos (n), one after the other.

    `vectors` (m, dimension), of which each photo's begin at `starts` (n,), and `colours` (n, w,
    bins).
    """

    vectors: NDArray[np.float32]
    starts: NDArray[np.intp]
    colours: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, place: int) -> Look:
        """One photo's look."""
        ends = np.append(self.starts, len(self.vectors))
        return Look(self.vectors[ends[place] : ends[place + 1]], self.colours[place])


class _Packed(msgspec.Struct, array_like=True):
    """Rows of int8, of the largest value of each, and of uint8; how many rows each has."""

    count: int
    vectors: bytes
    windows: int
    colours: bytes


def gather(
    image: Image.Image,
    mask: Image.Image | None,
    wanted: Sequence[str],
    side: int,
) -> Gathered:
    """What is `wanted` (`core.recipe.PARTS`) of an upright RGB image."""
    product = Box(0, 0, *image.size) if mask is None else product_box(mask)
    squares = regions(product) if "regions" in wanted else ()
    if squares and mask:
        squares = (*squares, whole(image))
    cut = [np.asarray(cut_square(image, square, side)) for square in squares]
    return Gathered(
        np.stack(cut) if cut else np.empty((0, side, side, 3), np.uint8),
        colour_look.colours(image, mask)
        if "colour" in wanted
        else np.empty((0, colour_look.COUNT), np.float32),
        local_features.find(image, mask) if "points" in wanted else None,
    )


def pack(look: Look) -> bytes:
    """The bytes of a look: one a value."""
    longest = np.abs(look.vectors).max(axis=1, keepdims=True, initial=1e-9)
    vectors = np.rint(look.vectors / longest * _LARGEST).astype(np.int8)
    colours = np.rint(look.colours * 255).astype(np.uint8)
    packed = _Packed(len(vectors), vectors.tobytes(), len(colours), colours.tobytes())
    return msgspec.msgpack.encode(packed)


def unpack(data: bytes) -> Look:
    """The look that `pack` wrote, each row at unit length again, but for those of zeros."""
    return unpack_all([data])[0]


def unpack_all(packed: Sequence[bytes]) -> Looks:
    """As `unpack`, of several photos of one recipe, at least one."""
    every = [msgspec.msgpack.decode(data, type=_Packed) for data in packed]
    counts, windows = [own.count for own in every], [own.windows for own in every]
    vectors = np.frombuffer(b"".join(own.vectors for own in every), np.int8)
    colours = _rows(np.frombuffer(b"".join(own.colours for own in every), np.uint8), sum(windows))
    return Looks(
        _rows(vectors, sum(counts)),
        np.cumsum([0, *counts[:-1]]),
        colours.reshape(len(every), windows[0], colours.shape[1]),
    )


def joined(looks: Sequence[Look]) -> Looks:
    """The looks of photos of one recipe, at least one."""
    return Looks(
        np.concatenate([look.vectors for look in looks]),
        np.cumsum([0, *(len(look.vectors) for look in looks[:-1])]),
        np.stack([look.colours for look in looks]),
    )


def _rows(values: NDArray[np.integer], count: int) -> NDArray[np.float32]:
    rows = values.reshape(count, len(values) // max(count, 1)).astype(np.float32)
    lengths = np.sqrt(np.einsum("nd,nd->n", rows, rows))
    rows /= np.maximum(lengths, 1e-9)[:, np.newaxis]
    return rows
