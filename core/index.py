"""Nearest vectors: Annoy generations for candidates, exact ranking for the answer.

The database is the truth. A generation covers the vectors it was built from; later ones are
searched exactly and merged. Without a trustworthy generation, or below `EXACT_BELOW` vectors where
it is fast enough by itself, everything is searched exactly.
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

from core.catalogue import Catalogue
from core.errors import IndexFileError, IndexReason
from core.recipe import Metric, Recipe
from core.records import Generation

EXACT_BELOW = 10_000
TREES = 50
# Candidates that Annoy is asked for, and nodes it may visit, for each wanted neighbour.
_CANDIDATES, _NODES = 10, 400
_SELF_TESTS = 20
_SEED = 1

_ANNOY_METRICS: dict[Metric, Literal["angular", "manhattan", "euclidean"]] = {
    "cosine": "angular",
    "l1": "manhattan",
    "l2": "euclidean",
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A stored vector near a query: its distance in the recipe's metric and its cosine."""

    vector_id: int
    distance: float
    cosine: float


class Index:
    """What can be found under one recipe; belongs to its catalogue's thread."""

    def __init__(
        self, catalogue: Catalogue, recipe: Recipe, *, exact_below: int = EXACT_BELOW
    ) -> None:
        """Open the newest generation where one is needed; a bad one is logged and passed over."""
        self._catalogue = catalogue
        self._recipe = recipe
        self._generation: Generation | None = None
        self._annoy: AnnoyIndex | None = None
        covered = 0
        if catalogue.count_vectors(recipe.embedding_id) >= exact_below:
            covered = self._open_generation()
        self._ids, self._vectors = catalogue.vectors(recipe.embedding_id, above=covered)

    def refresh(self) -> None:
        """Take in the vectors that were stored since the last look."""
        above = int(self._ids[-1]) if len(self._ids) else self._covered()
        ids, vectors = self._catalogue.vectors(self._recipe.embedding_id, above=above)
        if len(ids):
            self._ids = np.concatenate([self._ids, ids])
            self._vectors = np.concatenate([self._vectors.reshape(-1, vectors.shape[1]), vectors])

    def __len__(self) -> int:
        covered = len(self._generation.vector_ids) if self._generation else 0
        return covered + len(self._ids)

    def search(self, query: NDArray[np.float32], count: int) -> list[Neighbour]:
        """The `count` nearest vectors of a query (d,) of unit length, nearest first.

        Ids of vectors that were deleted since may be among them. Raises `ValueError` for a query
        that is not finite or is zero.
        """
        if not np.isfinite(query).all() or not query.any():
            raise ValueError("a query must be finite and not zero")
        ids, vectors = self._pool(query, count)
        if not len(ids):
            return []
        distances = distance(vectors, query, self._recipe.metric)
        cosines = vectors @ query
        nearest = np.argsort(distances, kind="stable")[:count]
        return [Neighbour(int(ids[i]), float(distances[i]), float(cosines[i])) for i in nearest]

    def sample(self, most: int) -> NDArray[np.float32]:
        """Up to `most` stored vectors (n, d), spread evenly over the catalogue."""
        known = self._generation.vector_ids if self._generation else self._ids
        if not len(known):
            return self._vectors
        chosen = known[np.unique(np.linspace(0, len(known) - 1, most).astype(int))]
        return self._catalogue.vectors_by_id(chosen)[1]

    def _pool(
        self, query: NDArray[np.float32], count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        if self._annoy is None or self._generation is None:
            return self._ids, self._vectors
        wanted = count * _CANDIDATES
        items = self._annoy.get_nns_by_vector(query, wanted, search_k=wanted * _NODES)
        ids, vectors = self._catalogue.vectors_by_id(self._generation.vector_ids[items])
        if not len(ids):
            return self._ids, self._vectors
        if not len(self._ids):
            return ids, vectors
        return np.concatenate([ids, self._ids]), np.concatenate([vectors, self._vectors])

    def _covered(self) -> int:
        return int(self._generation.vector_ids[-1]) if self._generation else 0

    def _open_generation(self) -> int:
        generation = self._catalogue.generation(self._recipe.id)
        if generation is None:
            return 0
        try:
            path = self._catalogue.index_folder / generation.file
            self._annoy = open_generation(path, generation, self._recipe.metric)
        except IndexFileError as error:
            _log.warning("exact search instead: %s", error)
            return 0
        self._generation = generation
        return self._covered()


def distance(
    vectors: NDArray[np.float32], query: NDArray[np.float32], metric: Metric
) -> NDArray[np.float32]:
    """Distances (n,) of vectors (n, d) to a query (d,); cosine distance is 1 - cosine."""
    if metric == "cosine":
        cosines: NDArray[np.float32] = vectors @ query
        return 1 - cosines
    norms: NDArray[np.float32] = np.linalg.norm(
        vectors - query, ord=1 if metric == "l1" else 2, axis=1
    )
    return norms


def build(catalogue: Catalogue, recipe: Recipe) -> Generation | None:
    """Write, test and publish a new generation of all vectors; None when there are none.

    Annoy (Bernhardsson, Spotify) splits by random hyperplanes into `TREES` trees. The file is
    complete and on disk under its final name before the database names it. Raises `IndexFileError`
    when the finished file does not find its own vectors, `CatalogueError` when the disk refuses.
    """
    ids, vectors = catalogue.vectors(recipe.embedding_id)
    if not len(ids):
        return None
    annoy = AnnoyIndex(vectors.shape[1], _ANNOY_METRICS[recipe.metric])
    annoy.set_seed(_SEED)
    for item, vector in enumerate(vectors):
        annoy.add_item(item, vector)
    annoy.build(TREES)
    _test_itself(annoy, vectors, catalogue.index_folder)
    path = catalogue.index_folder / f"{recipe.id}-{uuid.uuid4().hex[:8]}.annoy"
    with catalogue.errors():
        _write(annoy, path)
        generation = Generation(recipe.id, path.name, vectors.shape[1], _digest(path), ids)
    _remove(catalogue.index_folder, catalogue.publish(generation))
    return generation


def open_generation(path: Path, generation: Generation, metric: Metric) -> AnnoyIndex:
    """Map an Annoy file after checking that it is the one that was published.

    Annoy itself checks nothing: a foreign or damaged file would end the process. Raises
    `IndexFileError`.
    """
    if not path.is_file():
        raise IndexFileError(path, IndexReason.MISSING)
    if _digest(path) != generation.digest:
        raise IndexFileError(path, IndexReason.DAMAGED)
    annoy = AnnoyIndex(generation.dimension, _ANNOY_METRICS[metric])
    try:
        annoy.load(str(path))
    except OSError as error:
        raise IndexFileError(path, IndexReason.FOREIGN, str(error)) from error
    if annoy.get_n_items() != len(generation.vector_ids):
        raise IndexFileError(path, IndexReason.FOREIGN)
    return annoy


def _test_itself(annoy: AnnoyIndex, vectors: NDArray[np.float32], folder: Path) -> None:
    for item in np.unique(np.linspace(0, len(vectors) - 1, _SELF_TESTS).astype(int)):
        found = annoy.get_nns_by_vector(vectors[item], 1, search_k=-1)
        if not found or not np.allclose(vectors[found[0]], vectors[item], atol=1e-4):
            raise IndexFileError(folder, IndexReason.SELF_TEST, f"item {item} found {found}")


def _write(annoy: AnnoyIndex, path: Path) -> None:
    partial = path.with_suffix(".part")
    try:
        annoy.save(str(partial))
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
