"""Annoy generations: built from the catalogue's vectors, tested, published, opened.

A generation holds the vectors along their principal components, which is enough to name
candidates; whoever ranks them takes the vectors themselves from the database. Distances along the
components are Euclidean whatever the metric: of unit vectors that is the order of cosines, and
for L1 a good one. Where vectors are few or short they go in as they are, under the recipe's metric.
"""

import hashlib
import logging
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from annoy import AnnoyIndex
from numpy.typing import NDArray

from core import projection
from core.catalogue import Catalogue
from core.errors import IndexFileError, IndexReason
from core.narrow import narrow
from core.recipe import Metric, Recipe
from core.records import Generation

# Measured on 100,000 simulated vectors: more trees find no more for the same time.
TREES = 30
# Nodes that Annoy may visit for a query: at least, and for each candidate.
_LEAST_NODES, _NODES = 40_000, 20
_SELF_TESTS = 20
_SEED = 1
# Vectors in memory at once while a generation is built, but for the projection's sample.
_BLOCK = 2048

_ANNOY_METRICS: dict[Metric, Literal["angular", "manhattan", "euclidean"]] = {
    "cosine": "angular",
    "l1": "manhattan",
    "l2": "euclidean",
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidates:
    """A generation that is open: names the stored vectors that are probably near a query."""

    annoy: AnnoyIndex
    generation: Generation

    def __len__(self) -> int:
        return len(self.generation.vector_ids)

    @property
    def last(self) -> int:
        """The highest vector id that is covered."""
        return int(self.generation.vector_ids[-1])

    def near(self, query: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """Up to `count` ids of vectors near a query (d,), nearest along the projection first."""
        point = projection.project(query, self.generation.projection)
        nodes = max(_LEAST_NODES, count * _NODES)
        return self.generation.vector_ids[
            self.annoy.get_nns_by_vector(point.tolist(), count, search_k=nodes)
        ]


def build(catalogue: Catalogue, recipe: Recipe) -> Generation | None:
    """Write, test and publish a new generation of all vectors; None when there are none.

    Annoy (Bernhardsson, Spotify) splits by random hyperplanes into `TREES` trees. The file is
    complete and on disk under its final name before the database names it. Raises `IndexFileError`
    when the finished file does not find its own vectors, `CatalogueError` when the disk refuses.
    """
    known = catalogue.vector_ids(recipe.embedding_id)
    if not len(known):
        return None
    directions = projection.learn(catalogue.vectors_by_id(_spread(known, projection.SAMPLE))[1])
    annoy = _empty(directions.shape[1], directions, recipe.metric)
    ids = _fill(annoy, directions, catalogue, recipe)
    annoy.set_seed(_SEED)
    annoy.build(TREES)
    _test_itself(annoy, directions, ids, catalogue)
    path = catalogue.index_folder / f"{recipe.id}-{uuid.uuid4().hex[:8]}.annoy"
    with catalogue.errors():
        _write(annoy, path)
        digest = _digest(path)
    made = Generation(recipe.id, path.name, directions.shape[1], digest, ids, directions)
    _remove(catalogue.index_folder, catalogue.publish(made))
    return made


def open_generation(path: Path, generation: Generation, metric: Metric) -> Candidates:
    """Map an Annoy file after checking that it is the one that was published.

    Annoy itself checks nothing: a foreign or damaged file would end the process. Raises
    `IndexFileError`.
    """
    if not path.is_file():
        raise IndexFileError(path, IndexReason.MISSING)
    if _digest(path) != generation.digest:
        raise IndexFileError(path, IndexReason.DAMAGED)
    annoy = _empty(generation.dimension, generation.projection, metric)
    try:
        annoy.load(narrow(path))
    except OSError as error:
        raise IndexFileError(path, IndexReason.FOREIGN, str(error)) from error
    if annoy.get_n_items() != len(generation.vector_ids):
        raise IndexFileError(path, IndexReason.FOREIGN)
    return Candidates(annoy, generation)


def _empty(dimension: int, directions: NDArray[np.float32], metric: Metric) -> AnnoyIndex:
    if len(directions):
        return AnnoyIndex(len(directions), "euclidean")
    return AnnoyIndex(dimension, _ANNOY_METRICS[metric])


def _fill(
    annoy: AnnoyIndex, directions: NDArray[np.float32], catalogue: Catalogue, recipe: Recipe
) -> NDArray[np.int64]:
    """Add every vector of the recipe; the ids (n,) of the items are returned."""
    parts: list[NDArray[np.int64]] = []
    start = 0
    for ids, vectors in catalogue.vector_blocks(recipe.embedding_id, _BLOCK):
        for item, vector in enumerate(projection.project(vectors, directions), start):
            annoy.add_item(item, vector)
        parts.append(ids)
        start += len(ids)
    return np.concatenate(parts)


def _test_itself(
    annoy: AnnoyIndex, directions: NDArray[np.float32], ids: NDArray[np.int64], catalogue: Catalogue
) -> None:
    """Stored vectors, taken from the database once more, must find themselves."""
    tested, vectors = catalogue.vectors_by_id(_spread(ids, _SELF_TESTS))
    projected = projection.project(vectors, directions)
    for item, vector in zip(np.searchsorted(ids, tested), projected, strict=True):
        found = annoy.get_nns_by_vector(vector, 1, search_k=-1)
        for place in (*found, int(item)):
            if not np.allclose(annoy.get_item_vector(place), vector, atol=1e-4):
                found = []
        if not found:
            detail = f"item {item} is not found"
            raise IndexFileError(catalogue.index_folder, IndexReason.SELF_TEST, detail)


def _spread(ids: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    places = np.unique(np.linspace(0, len(ids) - 1, most).astype(int))
    chosen: NDArray[np.int64] = ids[places]
    return chosen


def _write(annoy: AnnoyIndex, path: Path) -> None:
    partial = path.with_suffix(".part")
    try:
        annoy.save(narrow(partial))
        annoy.unload()  # `save` maps the file, and Windows renames no mapped file
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(folder: Path, names: list[str]) -> None:
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:  # still mapped by another process on Windows
            _log.info("kept %s: %r", name, error)
