"""What is known of made queries and of catalogues made for them, as tables of terms."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.weighing import made
from benchmarks.weighing.made import Picture, Pixels
from core import intake
from core.agreement import agree
from core.embedding import Embedder
from core.evidence import Gathered, Look
from core.removal import WORK_SIDE, Remover
from core.surroundings import Scales, likenesses, surroundings
from core.weighing import LOOKED_AT, counted

TERMS = ("whole", "regions", "colours", "windows", "crowding", "points")
TOPS = ("shirt", "t-shirt", "longsleeve", "outwear")
BELOW = ("pants", "shorts", "skirt")


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one photo, query or not."""

    look: Look
    gathered: Gathered


@dataclass(frozen=True, slots=True)
class Table:
    """Terms (q, n, 6) of queries against a catalogue, and where each query's product is (q,)."""

    name: str
    terms: NDArray[np.float64]
    right: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Given:
    """A removal network that knows the answer."""

    known: Image.Image

    def mask(self, _image: Image.Image) -> Image.Image:
        """The mask that was made with the photo."""
        return self.known


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo with its product's mask, and the folder that it lies in."""

    pixels: Pixels
    mask: Pixels
    kind: str
    seed: int


def photos(paths: Iterable[Path], embedder: Embedder) -> Iterator[Photo]:
    """Those of the photos in which a product is found."""
    for path in paths:
        image = intake.load(path, WORK_SIDE)
        mask = embedder.remover.mask(image) if embedder.remover else None
        if mask is not None:
            seed = zlib.crc32(path.name.encode())
            yield Photo(np.asarray(image), np.asarray(mask), path.parent.name, seed)


def as_they_are(every: list[Photo], embedder: Embedder) -> list[Known]:
    """What is known of the photos themselves."""
    return [known((_image(photo.pixels), _image(photo.mask)), embedder) for photo in every]


def known(picture: Picture, embedder: Embedder) -> Known:
    """What is known of a picture whose mask was made with it."""
    given = replace(embedder, remover=Remover(_Given(picture[1]), plain_ground=False))
    prepared = given.prepare(picture[0])
    look = given.look(prepared, given.embed(prepared))
    if look is None or prepared.gathered is None:
        raise ValueError("the recipe keeps no evidence")
    return Known(look, prepared.gathered)


def tables(
    every: list[Photo], plain: list[Known], embedder: Embedder, usual: Scales
) -> list[Table]:
    """Queries against photos among their twins in other colours; halves; tops among outfits.

    `plain` is what is known of the photos as they are.
    """
    chances = [np.random.default_rng(photo.seed) for photo in every]
    twins = [
        known(made.recoloured(photo.pixels, photo.mask, chance), embedder)
        for photo, chance in zip(every, chances, strict=True)
    ]
    asked = []
    for number, (photo, chance) in enumerate(zip(every, chances, strict=True)):
        ground = every[int(chance.integers(len(every)))].pixels
        picture = (
            made.piece(photo.pixels, photo.mask, chance)
            if number % 2
            else made.scene(photo.pixels, photo.mask, ground, chance)
        )
        asked.append(known(picture, embedder))
    numbers = np.arange(len(every))
    found = [_table("recoloured", asked, numbers, plain + twins, usual)]
    cut = numbers[::3]
    pairs = [made.halves(every[i].pixels, every[i].mask, chances[i]) for i in cut]
    others = list(plain)
    for place, pair in zip(cut, pairs, strict=True):
        others[place] = known(pair[1], embedder)
    found.append(_table("halves", [known(pair[0], embedder) for pair in pairs], cut, others, usual))
    worn, tops = _outfits(every, plain, chances, embedder)
    if len(tops):
        found.append(_table("outfits", [asked[i] for i in tops], tops, worn, usual))
    return found


def _outfits(
    every: list[Photo], plain: list[Known], chances: list[np.random.Generator], embedder: Embedder
) -> tuple[list[Known], NDArray[np.intp]]:
    """The photos with tops worn above something else, and which these are."""
    below = [i for i, photo in enumerate(every) if photo.kind in BELOW]
    tops = [i for i, photo in enumerate(every) if photo.kind in TOPS and below]
    worn = list(plain)
    for i in tops:
        under = every[int(chances[i].choice(below))]
        top = every[i].pixels, every[i].mask
        worn[i] = known(made.outfit(top, (under.pixels, under.mask), chances[i]), embedder)
    return worn, np.array(tops, dtype=np.intp)


def _table(
    name: str,
    queries: list[Known],
    right: NDArray[np.intp],
    catalogue: list[Known],
    usual: Scales,
) -> Table:
    looks = [photo.look for photo in catalogue]
    step = max(1, len(looks) // 300)
    around = surroundings(looks[::step], usual)
    vectors = np.stack([query.look.vectors[0] for query in queries])
    colours = np.stack([query.look.colours[0] for query in queries])
    alike, scales = likenesses(vectors, colours, looks), around.scales
    crowding = around.crowding(np.stack([look.vectors[0] for look in looks]))
    first = [
        scales.whole.told(alike.whole),
        scales.regions.told(alike.regions),
        scales.colours.told(alike.colours),
        scales.windows.told(alike.windows),
        np.broadcast_to(-crowding, alike.whole.shape),
    ]
    points = np.zeros(alike.whole.shape)
    for row, (query, score) in enumerate(zip(queries, np.sum(first, axis=0), strict=True)):
        best = np.argsort(-score)[:LOOKED_AT]
        points[row, best] = counted(np.array([_agreeing(query, catalogue[i]) for i in best]))
    return Table(name, np.stack([*first, points], axis=-1).astype(np.float64), right)


def _agreeing(query: Known, other: Known) -> int:
    one, two = query.gathered.points, other.gathered.points
    return len(agree(one, two).points) if one is not None and two is not None else 0


def _image(pixels: Pixels) -> Image.Image:
    return Image.fromarray(pixels)
