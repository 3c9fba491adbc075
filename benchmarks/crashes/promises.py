"""What must hold of any catalogue after a kill, whatever it was busy with."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.crashes.killing import BrokenPromiseError, Message
from core import backup
from core.candidates import open_generation
from core.catalogue import Catalogue
from core.index import Index
from core.leftovers import YOUNG_SECONDS
from core.recipe import Recipe
from core.repair import check
from core.vector_file import vectors_beside

_ASKED = 12
Vectors = Mapping[Path, NDArray[np.float32]]


def promise(holds: bool, words: str) -> None:
    """Raise `BrokenPromiseError` where something does not hold."""
    if not holds:
        raise BrokenPromiseError(words)


@contextmanager
def opened(folder: Path) -> Iterator[Catalogue]:
    """The catalogue, opened anew and whole by `core.repair`'s own check.

    Stray files are no fault here: they are told of once they are old.
    """
    with closing(Catalogue(folder)) as catalogue:
        problems = check(catalogue)
        promise(not problems, f"check found {problems}")
        yield catalogue


def check_vectors(catalogue: Catalogue, recipe: Recipe, expected: Vectors) -> set[Path]:
    """The photos that have a vector, each being the one expected."""
    ids, vectors = catalogue.vectors(recipe.embedding_id)
    shown = catalogue.shown_by(ids)
    for vector_id, vector in zip(ids.tolist(), vectors, strict=True):
        true = expected[shown[vector_id].photo_path]
        promise(
            bool(np.allclose(vector, true, atol=1e-3)), f"{shown[vector_id]} has another vector"
        )
    return {photo.photo_path for photo in shown.values()}


def check_generation(catalogue: Catalogue, recipe: Recipe) -> None:
    """The published generation opens, and some of its vectors find themselves through it."""
    generation = catalogue.generation(recipe.id)
    if generation is None:
        return
    path = catalogue.index_folder / generation.file
    candidates = open_generation(path, generation, recipe.metric)
    index = Index(catalogue, recipe, exact_below=0)
    places = np.linspace(0, len(generation.vector_ids) - 1, _ASKED).astype(int)
    ids, vectors = catalogue.vectors_by_id(generation.vector_ids[places])
    for vector_id, vector in zip(ids.tolist(), vectors, strict=True):
        promise(vector_id in candidates.near(vector, 5), f"Annoy does not find {vector_id}")
        found = index.search(vector, 1)[0].vector_id
        promise(found == vector_id, f"the search finds {found} for {vector_id}")


def check_swept(catalogue: Catalogue, recipe: Recipe) -> None:
    """Nothing is left but the published generation and whole copies."""
    named = catalogue.generation_file(recipe.id)
    there = sorted(path.name for path in catalogue.index_folder.iterdir())
    promise(there == sorted(_files(named)), f"left in the index: {there}")
    left = backup.unfinished(catalogue.folder)
    promise(not left, f"left of a copy: {left}")


def strays(folder: Path, named: str | None) -> set[str]:
    """Files of the index that the database does not name."""
    return {path.name for path in (folder / "index").glob("*")} - _files(named)


def _files(named: str | None) -> set[str]:
    return {named, vectors_beside(Path(named)).name} if named else set()


def grow_old(folder: Path) -> None:
    """Make every file of a catalogue's folders look as old as leftovers must be to be swept."""
    then = time.time() - YOUNG_SECONDS - 60
    for path in (*(folder / "index").glob("*"), *(folder / backup.FOLDER_NAME).glob("*")):
        os.utime(path, (then, then))


def values(told: list[Message], what: str) -> list[Any]:
    """What was told of one kind, in order: the value, or a tuple where there are several."""
    found = [message[1:] for message in told if message[0] == what]
    return [value[0] if len(value) == 1 else value for value in found]


def last_phase(told: list[Message]) -> str:
    """The phase that was told last."""
    phases = values(told, "phase")
    return str(phases[-1]) if phases else "opening"
