"""Is what is learned kept and found again? A catalogue and an index of made-up vectors."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import generation
from core.candidates import open_generation
from core.catalogue import Catalogue
from core.product_records import Filter, ProductChanges
from core.products import change
from core.recipe import NO_REMOVAL, Recipe
from core.records import Embedded, FileStamp
from core.search import search
from core.self_check.step import Check, CheckFailedError, expect

_RECIPE = Recipe(encoder="made", encoder_digest="0" * 64, removal=NO_REMOVAL, removal_digest="")
_FEW, _MANY, _DIMENSION = 3, 300, 64


def checks(folder: Path) -> Iterator[Check]:
    """One for the database and one for Annoy, each with a catalogue in `folder`."""
    yield "catalogue", partial(_keep, folder / "kept")
    yield "search index", partial(_index, folder / "indexed")


def _keep(folder: Path) -> str:
    vectors = _made(_FEW)
    with closing(Catalogue(folder)) as catalogue:
        _fill(catalogue, vectors)
    with closing(Catalogue(folder, create=False)) as catalogue:
        found = catalogue.vectors(_RECIPE.embedding_id)[1]
        expect(found.shape == vectors.shape, f"of {_FEW} vectors {len(found)} come back")
        expect(np.allclose(found, vectors, atol=1e-3), "other vectors come back")
        first, *_others = search(catalogue)
        change(catalogue, [first], ProductChanges(name="Écharpe d’été"))
        words = search(catalogue, Filter(words="echarpe"))
        expect(words == [first], f"{len(words)} products are found by words instead of 1")
    return f"{_FEW} products kept and found again"


def _index(folder: Path) -> str:
    """A generation is built although so few vectors need none, and Annoy itself is asked."""
    vectors = _made(_MANY)
    with closing(Catalogue(folder)) as catalogue:
        _fill(catalogue, vectors)
        made = generation.build(catalogue, _RECIPE)
        if made is None:
            raise CheckFailedError("no index is built")
        opened = open_generation(catalogue.index_folder / made.file, made, _RECIPE.metric)
        ids, stored = catalogue.vectors(_RECIPE.embedding_id)
        lost = sum(opened.near(v, 1).tolist() != [i] for i, v in zip(ids, stored, strict=True))
    expect(lost == 0, f"{lost} of {_MANY} vectors do not find themselves")
    return f"{_MANY} vectors find themselves"


def _made(count: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(1).standard_normal((count, _DIMENSION)).astype(np.float32)
    units: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units


def _fill(catalogue: Catalogue, vectors: NDArray[np.float32]) -> None:
    """Store vectors (n, d) as photos of products that need not exist, in their order."""
    root = catalogue.folder / "photos"
    stamps = [FileStamp(root / f"P{n:04}.jpg", 1, 1) for n in range(len(vectors))]
    catalogue.add_files(catalogue.root_id(root), root, stamps)
    waiting = catalogue.waiting_ids(_RECIPE.embedding_id)
    catalogue.store(
        _RECIPE,
        [
            Embedded(photo_id, vector, "made", (1, 1))
            for photo_id, vector in zip(waiting, vectors, strict=True)
        ],
    )
