"""Made queries and the catalogues that they are asked of, and what is known of their photos."""

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
from core.embedding import Embedder
from core.evidence import Gathered, Look
from core.removal import WORK_SIDE, Remover

TOPS = ("shirt", "t-shirt", "longsleeve", "outwear")
# One photo in so many is no product of the made catalogue, but what lies around or before others:
# were it one, the answer that names it would be right too.
_A_GROUND = 8
# How the product is seen in a query (`benchmarks.weighing.made`).
KINDS = ("scene", "shelf", "screen", "hidden", "back", "piece")
BELOW = ("pants", "shorts", "skirt")


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one photo; a query's `look` has the vectors of `Embedder.see`."""

    look: Look
    gathered: Gathered


@dataclass(frozen=True, slots=True)
class MadeSet:
    """Queries (q), where each one's product is in the catalogue (q,), and the catalogue.

    The last `twins` of it are nearly the same as others.
    """

    name: str
    queries: list[Known]
    right: NDArray[np.intp]
    catalogue: list[Known]
    twins: int


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


def apart(every: list[Photo]) -> tuple[list[Photo], list[Photo]]:
    """The photos of a catalogue's products, and those that are grounds."""
    products = [photo for place, photo in enumerate(every) if place % _A_GROUND]
    return products, every[::_A_GROUND]


def as_they_are(every: list[Photo], embedder: Embedder) -> list[Known]:
    """What is known of the photos themselves."""
    return [known((image(photo.cut[0]), image(photo.cut[1])), embedder) for photo in every]


def known(picture: Picture, embedder: Embedder) -> Known:
    """What is known of a catalogue photo whose mask was made with it."""
    given = replace(embedder, remover=Remover(_Given(picture[1]), False))
    prepared = given.prepare(picture[0])
    vector = given.embed(prepared)
    look = given.look(prepared, vector)
    if look is None or prepared.gathered is None:
        raise ValueError("the recipe keeps no evidence")
    return Known(look, prepared.gathered)


def seen(shown: Image.Image, embedder: Embedder) -> Known:
    """What is known of a query, whose product is still to be found."""
    prepared, vectors = embedder.see(shown)
    if prepared.gathered is None:
        raise ValueError("the recipe keeps no evidence")
    return Known(Look(vectors, prepared.gathered.colours), prepared.gathered)


def made_sets(
    every: list[Photo], plain: list[Known], grounds: list[Photo], embedder: Embedder
) -> list[MadeSet]:
    """Each kind of query against photos among their twins; halves; tops worn by somebody.

    `plain` is what is known of the photos as they are.
    """
    twins = [known(_twin(every, number), embedder) for number in range(len(every))]
    found = []
    for kind in KINDS:
        right = _asked(kind, len(every))
        queries = [seen(_query(kind, every, grounds, number), embedder) for number in right]
        found.append(MadeSet(kind, queries, right, plain + twins, len(twins)))
    cut = np.arange(0, len(every), 3)
    pairs = [made.halves(every[i].cut, every[i].chance()) for i in cut]
    others = list(plain)
    for place, pair in zip(cut, pairs, strict=True):
        others[place] = known(pair[1], embedder)
    halves = [seen(pair[0][0], embedder) for pair in pairs]
    found.append(MadeSet("halves", halves, cut, others, 0))
    return [*found, *_outfits(every, plain, grounds, embedder)]


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


def _query(kind: str, every: list[Photo], grounds: list[Photo], number: int) -> Image.Image:
    what, chance = every[number].cut, np.random.default_rng(every[number].seed + 1)
    ground = _another(grounds, chance).cut[0]
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
    every: list[Photo], plain: list[Known], grounds: list[Photo], embedder: Embedder
) -> list[MadeSet]:
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
    queries = [seen(_query(kinds[i % 2], every, grounds, i), embedder) for i in tops]
    return [MadeSet("outfits", queries, tops, worn + others, len(others))]
