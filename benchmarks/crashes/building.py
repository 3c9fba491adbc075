"""Work: build Annoy generations through `core.generation.build`, over and over."""

from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.crashes.killing import Job, Message, Tell
from benchmarks.crashes.promises import (
    check_generation,
    check_swept,
    check_vectors,
    grow_old,
    opened,
    promise,
    strays,
    values,
)
from core.catalogue import Catalogue
from core.generation import build
from core.recipe import NO_REMOVAL, Recipe
from core.records import Embedded, FileStamp
from core.upkeep import keep_generation

RECIPE = Recipe(encoder="made", encoder_digest="", removal=NO_REMOVAL, removal_digest="")
ROOT = Path("/made")
DIMENSION = 320  # more than the projection has, so that there is one
_ROUNDS = 4


def vector(photo: int, seed: int) -> NDArray[np.float32]:
    """Some vector (`DIMENSION`,) of unit length, the same for the same numbers."""
    made = np.random.default_rng((photo, seed)).standard_normal(DIMENSION, dtype=np.float32)
    unit: NDArray[np.float32] = made / np.linalg.norm(made)
    return unit


def build_on(tell: Tell, folder: Path, seed: int, count: int) -> None:
    """What the child does: one vector replaced, one generation, again."""
    with closing(Catalogue(folder)) as catalogue:
        for turn in range(_ROUNDS):
            photo = 1 + (seed + turn) % count
            tell("storing", photo, seed)
            catalogue.store(RECIPE, [Embedded(photo, vector(photo, seed), "", (1, 1))])
            tell("vector", photo, seed)
            build(catalogue, RECIPE)
            tell("generation", catalogue.generation_file(RECIPE.id))


class Building:
    """A catalogue of made vectors that its kills share."""

    name = "building"
    delicate = "index/*.annoy.part"
    seconds = 1.0

    def __init__(self, folder: Path, count: int = 1200) -> None:
        self.folder, self._count = folder / "building", count
        self._published: str | None = None
        self._seeds = dict.fromkeys(range(1, count + 1), 0)
        with closing(Catalogue(self.folder)) as catalogue:
            stamps = [FileStamp(_path(n), 1, 1) for n in self._seeds]
            catalogue.add_files(catalogue.root_id(ROOT), ROOT, stamps)
            for photo in catalogue.waiting(RECIPE.embedding_id):
                number = int(photo.path.stem[1:-1])
                catalogue.store(RECIPE, [Embedded(photo.id, vector(number, 0), "", (1, 1))])
            catalogue.set_recipe("active", RECIPE)

    def prepare(self, seed: int) -> tuple[Job, tuple[Any, ...]]:
        """Nothing to be done: the last run has finished."""
        return build_on, (self.folder, seed, self._count)

    def verify(self, told: list[Message]) -> str:
        """The generation reported last is published, or the next; vectors reported are there."""
        for photo, seed in values(told, "vector"):
            self._seeds[photo] = seed
        with opened(self.folder) as catalogue:
            self._settle(catalogue, values(told, "storing"))
            has = check_vectors(catalogue, RECIPE, self._expected())
            promise(len(has) == self._count, f"{len(has)} of {self._count} vectors are there")
            reported = [self._published, *values(told, "generation")]
            published = catalogue.generation_file(RECIPE.id)
            lost = published in reported[:-1] and published != reported[-1]
            promise(not lost, f"{published} is not the last of {reported}")
            check_generation(catalogue, RECIPE)
            left = strays(self.folder, published)
        if any(name.endswith(".annoy.part") for name in left):
            return "writing the index"
        if {name for name in left if name.endswith(".annoy")} - set(reported):
            return "before publishing"
        if any(name.endswith(".part") for name in left):
            return "building"
        return "before removing the old" if left else "before writing"

    def finish(self) -> None:
        """The next build replaces the generation and removes what killed ones left."""
        grow_old(self.folder)
        with closing(Catalogue(self.folder)) as catalogue:
            for _stage in keep_generation(catalogue, RECIPE, changed=True):
                pass
        with opened(self.folder) as catalogue:
            self._published = catalogue.generation_file(RECIPE.id)
            check_generation(catalogue, RECIPE)
            check_swept(catalogue, RECIPE)

    def _settle(self, catalogue: Catalogue, begun: list[tuple[int, int]]) -> None:
        """A vector whose storing was begun and not reported may be the old or the new."""
        for photo, seed in begun[-1:]:
            found = catalogue.database.rows("SELECT id FROM vector WHERE photo_id = ?", [photo])
            stored = catalogue.vectors_by_id([found[0][0]])[1][0]
            if np.allclose(stored, vector(photo, seed), atol=1e-3):
                self._seeds[photo] = seed

    def _expected(self) -> dict[Path, NDArray[np.float32]]:
        return {_path(photo): vector(photo, seed) for photo, seed in self._seeds.items()}


def _path(photo: int) -> Path:
    return ROOT / f"P{photo:05}x.jpg"
