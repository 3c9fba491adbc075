"""Annoy generations: built from the catalogue's vectors, tested, published.

A generation's Annoy file holds the vectors along their principal components, which is enough to
name candidates; whoever ranks them takes the vectors themselves from the flat file beside it
(`core.vector_file`), or from the database where that is not sound. Distances along the
components are Euclidean whatever the metric: of unit vectors that is the order of cosines, and
for L1 a good one. Where vectors are few or short they go in as they are, under the recipe's metric.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from annoy import AnnoyIndex
from numpy.typing import NDArray

from core import compact, locality, projection
from core.candidates import empty_annoy
from core.catalogue import Catalogue
from core.digest import digest_of
from core.errors import IndexFileError, IndexReason
from core.narrow import narrow
from core.recipe import Recipe
from core.rows import spread
from core.vector_file import VectorFile, open_vectors, unlink_both, vectors_beside, write_rows
from core.vector_table import Generation

# Measured on 100,000 simulated vectors: more trees find less for the same time.
TREES = 8
_SELF_TESTS = 20
_SEED = 1
# Vectors in memory at once while a generation is built, but for the projection's sample.
_BLOCK = 2048


def build(catalogue: Catalogue, recipe: Recipe) -> Generation | None:
    """Write, test and publish a new generation of all vectors; None when there are none.

    Annoy (Bernhardsson, Spotify) splits by random hyperplanes into `TREES` trees. The files are
    complete and on disk under their final names before the database names them. Raises
    `IndexFileError` when the finished file does not find its own vectors, `CatalogueError` when the
    disk refuses.
    """
    known = catalogue.vector_ids(recipe.embedding_id)
    if not len(known):
        return None
    directions = _directions(catalogue, recipe, known)
    annoy = empty_annoy(directions.shape[1], directions, recipe.metric)
    path = catalogue.index_folder / f"{recipe.id}-{uuid.uuid4().hex[:8]}.annoy"
    vectors = vectors_beside(path)
    with catalogue.errors():
        with _published(vectors) as rows, _published(path) as partial:
            ids, points = _copy(catalogue, recipe, directions, rows)
            order = locality.order(points)
            _add(annoy, directions, open_vectors(rows, ids), order)
            annoy.set_seed(_SEED)
            annoy.build(TREES)
            _test_itself(annoy, directions, ids[order], catalogue)
            annoy.save(narrow(partial))
            annoy.unload()  # `save` maps the file, and Windows renames no mapped file
        digests = digest_of(path), digest_of(vectors)
    ids = ids[order]
    made = Generation(recipe.id, path.name, directions.shape[1], *digests, ids, directions)
    for replaced in catalogue.publish(made):
        unlink_both(catalogue.index_folder / replaced)
    return made


def _directions(
    catalogue: Catalogue, recipe: Recipe, known: NDArray[np.int64]
) -> NDArray[np.float32]:
    """None for whitened vectors: no direction of theirs says more than another."""
    most = 1 if recipe.projection else projection.SAMPLE
    return projection.learn(catalogue.vectors_by_id(spread(known, most))[1])


def _copy(
    catalogue: Catalogue, recipe: Recipe, directions: NDArray[np.float32], path: Path
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Write all vectors to a file; their ids (n,) in rising order and first components (n, p)."""
    ids, points = [], []
    with path.open("wb") as file:
        for rows in catalogue.blob_blocks(recipe.embedding_id, _BLOCK):
            known, vectors = compact.unpack(rows, len(rows))
            write_rows(file, rows)
            ids.append(known)
            along = projection.project(vectors, directions[: locality.COMPONENTS])
            points.append(along[:, : locality.COMPONENTS])
    return np.concatenate(ids), np.concatenate(points)


def _add(
    annoy: AnnoyIndex,
    directions: NDArray[np.float32],
    vectors: VectorFile,
    order: NDArray[np.int64],
) -> None:
    """Make the file's rows (n,) `order` the items 0, 1, … of Annoy."""
    with vectors.file:
        for start in range(0, len(order), _BLOCK):
            block = vectors.read(order[start : start + _BLOCK])
            for item, vector in enumerate(projection.project(block, directions), start):
                annoy.add_item(item, vector)


def _test_itself(
    annoy: AnnoyIndex, directions: NDArray[np.float32], ids: NDArray[np.int64], catalogue: Catalogue
) -> None:
    """Stored vectors, taken from the database once more, must find themselves."""
    places = dict(zip(ids.tolist(), range(len(ids)), strict=True))
    tested, vectors = catalogue.vectors_by_id(spread(ids, _SELF_TESTS))
    projected = projection.project(vectors, directions)
    for vector_id, vector in zip(tested.tolist(), projected, strict=True):
        item = places[vector_id]
        found = annoy.get_nns_by_vector(vector, 1, search_k=-1)
        for place in (*found, item):
            if not np.allclose(annoy.get_item_vector(place), vector, atol=1e-4):
                found = []
        if not found:
            detail = f"item {item} is not found"
            raise IndexFileError(catalogue.index_folder, IndexReason.SELF_TEST, detail)


@contextmanager
def _published(path: Path) -> Iterator[Path]:
    """A name to write to; what is complete and on disk gets its own name, anything less goes."""
    partial = path.with_name(f"{path.name}.part")
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
