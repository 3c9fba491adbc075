"""A catalogue of the sample, and of simulated neighbours of its photos up to any size."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.simulated import add_vectors_of
from core import folders, generation, pipeline
from core.catalogue import Catalogue
from core.database import FILE_NAME
from core.embedding import Embedder
from core.records import FileStamp

ROOT = Path("/simulated")
_BESIDE = 0.6  # of a vector's length, at random: about what two products of a category differ by
_BLOCK = 10_000


def build(folder: Path, embedder: Embedder, count: int) -> None:
    """The sample's photos, and `count` more whose vectors lie beside theirs.

    Evidence is that of the photo beside which they lie.
    """
    catalogue = Catalogue(folder)
    recipe = embedder.recipe
    for _record in pipeline.index_folder(
        catalogue, folders.resource("sample", "catalogue"), embedder
    ):
        pass
    ids, known = catalogue.vectors(recipe.embedding_id)
    stamps = [FileStamp(ROOT / f"P{number:06}.jpg", 1, 1) for number in range(count)]
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, stamps)
    first = catalogue.database.one(
        "SELECT min(id) FROM photo WHERE path LIKE ?", [f"{ROOT.as_posix()}%"]
    )
    rng = np.random.default_rng(5)
    for done in range(0, count, _BLOCK):
        size = min(_BLOCK, count - done)
        drawn = rng.standard_normal((size, known.shape[1])).astype(np.float32)
        drawn *= _BESIDE / np.linalg.norm(drawn, axis=1, keepdims=True)
        chosen = rng.integers(0, len(known), size)
        beside = known[chosen] + drawn
        beside /= np.linalg.norm(beside, axis=1, keepdims=True)
        add_vectors_of(folder, recipe, first + done, beside)
        if recipe.evidence:
            _copy_evidence(folder, recipe.base.embedding_id, ids[chosen].tolist(), first + done)
    generation.build(catalogue, recipe)
    catalogue.close()


def _copy_evidence(folder: Path, embedding_id: str, of: list[int], first: int) -> None:
    """That of some photos for as many photos from `first` on."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as db, db:
        db.executemany(
            "INSERT INTO evidence(photo_id, recipe_id, look, points) "
            "SELECT ?, recipe_id, look, points FROM evidence WHERE photo_id = ? AND recipe_id = ?",
            [(photo, other, embedding_id) for photo, other in enumerate(of, first)],
        )
