"""What is known of made queries and of catalogues made for them, as tables of terms."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.weighing import made, siblings
from benchmarks.weighing.planes import Cut, Picture, image
from core import intake
from core.agreement import agree
from core.embedding import Embedder
from core.evidence import Gathered, Look
from core.removal import WORK_SIDE, Remover
from core.surroundings import Scales, likenesses, surroundings
from core.weighing import LOOKED_AT, counted

TERMS = ("whole", "regions", "colours", "windows", "crowding", "points")
TOPS = ("shirt", "t-shirt", "longsleeve", "outwear")
# How the product is seen in a query (`benchmarks.weighing.made`).
KINDS = ("scene", "shelf", "screen", "hidden", "back", "piece")
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
    """A photo and its product's mask, the folder that it lies in, and its own chance."""

    cut: Cut
    kind: str
    seed: int

    def chance(self) -> np.random.Generator:
        """The same numbers each time."""
        return np.random.default_rng(self.seed)


def photos(paths: Iterable[Path], embedder: Embedder) -> Iterator[Photo]:
    """Those of the photos in which a product is found."""
    for path in paths:
        image = intake.load(path, WORK_SIDE)
        mask = embedder.remover.mask(image) if embedder.remover else None
        if mask is not None:
            seed = zlib.crc32(path.name.encode())
            yield Photo((np.asarray(image), np.asarray(mask)), path.parent.name, seed)


def as_they_are(every: list[Photo], embedder: Embedder) -> list[Known]:
    """What is known of the photos themselves."""
    return [known((image(photo.cut[0]), image(photo.cut[1])), embedder) for photo in every]


def known(picture: Picture, embedder: Embedder) -> Known:
    """What is known of a catalogue photo whose mask was made with it."""
    return seen(picture[0], replace(embedder, remover=Remover(_Given(picture[1]), False)))


def seen(shown: Image.Image, embedder: Embedder) -> Known:
    """What is known of a picture whose product is still to be found."""
    prepared = embedder.prepare(shown)
    look = embedder.look(prepared, embedder.embed(prepared))
    if look is None or prepared.gathered is None:
        raise ValueError("the recipe keeps no evidence")
    return Known(look, prepared.gathered)


def tables(
    every: list[Photo], plain: list[Known], embedder: Embedder, usual: Scales
) -> list[Table]:
    """Each kind of query against photos among their twins; halves; tops worn by somebody.

    `plain` is what is known of the photos as they are.
    """
    twins = [known(_twin(every, number), embedder) for number in range(len(every))]
    found = []
    for kind in KINDS:
        right = _asked(kind, len(every))
        queries = [seen(_query(kind, every, number), embedder) for number in right]
        found.append(_table(kind, queries, right, plain + twins, usual))
    cut = np.arange(0, len(every), 3)
    pairs = [made.halves(every[i].cut, every[i].chance()) for i in cut]
    others = list(plain)
    for place, pair in zip(cut, pairs, strict=True):
        others[place] = known(pair[1], embedder)
    halves = [seen(pair[0][0], embedder) for pair in pairs]
    found.append(_table("halves", halves, cut, others, usual))
    return [*found, *_outfits(every, plain, embedder, usual)]


def _twin(every: list[Photo], number: int) -> Picture:
    """A product that is nearly the same: in another colour, or with another print."""
    photo, chance = every[number], every[number].chance()
    if number % 2:
        return siblings.recoloured(photo.cut, chance)
    return siblings.other_print(photo.cut, _another(every, chance).cut, chance)


def _asked(kind: str, count: int) -> NDArray[np.intp]:
    """Which photos are asked for so: half of them in pieces, and each in another way too."""
    numbers = np.arange(count)
    if kind == "piece":
        return numbers[::2]
    return numbers[KINDS.index(kind) :: len(KINDS) - 1]


def _query(kind: str, every: list[Photo], number: int) -> Image.Image:
    what, chance = every[number].cut, np.random.default_rng(every[number].seed + 1)
    ground = _another(every, chance).cut[0]
    others = [_another(every, chance).cut for _place in range(8)]
    pictures = {
        "scene": lambda: made.scene(what, ground, chance),
        "shelf": lambda: made.shelf(what, others, ground, chance),
        "screen": lambda: made.screen(what, chance),
        "hidden": lambda: made.hidden(what, ground, chance),
        "back": lambda: made.back(what, ground, chance),
        "piece": lambda: made.piece(what, chance),
    }
    return pictures[kind]()[0]


def _another(every: list[Photo], chance: np.random.Generator) -> Photo:
    return every[int(chance.integers(len(every)))]


def _outfits(
    every: list[Photo], plain: list[Known], embedder: Embedder, usual: Scales
) -> list[Table]:
    """Tops worn above something else, once more in another colour, asked for as they are."""
    below = [i for i, photo in enumerate(every) if photo.kind in BELOW]
    tops = np.array([i for i, photo in enumerate(every) if photo.kind in TOPS and below], np.intp)
    tops = tops[::2]
    if not len(tops):
        return []
    worn, others = list(plain), []
    for i in tops:
        photo, chance = every[i], every[i].chance()
        under = every[int(chance.choice(below))].cut
        twin, mask = siblings.recoloured(photo.cut, chance)
        state = chance.bit_generator.state
        worn[i] = known(siblings.outfit(photo.cut, under, chance), embedder)
        chance.bit_generator.state = state
        pair = np.asarray(twin), np.asarray(mask)
        others.append(known(siblings.outfit(pair, under, chance), embedder))
    kinds = ("scene", "piece")
    queries = [seen(_query(kinds[i % 2], every, i), embedder) for i in tops]
    return [_table("outfits", queries, tops, worn + others, usual)]


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
