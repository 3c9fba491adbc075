"""A published generation, opened: which stored vectors are probably near a query.

Annoy checks nothing that it maps, and a foreign or damaged file would end the process: only a file
with the digest that was published is ever opened.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from annoy import AnnoyIndex
from numpy.typing import NDArray

from core import projection
from core.digest import digest_of
from core.errors import IndexFileError, IndexReason
from core.narrow import narrow
from core.recipe import Metric
from core.vector_file import VectorFile, open_vectors, vectors_beside
from core.vector_table import Generation

# What Annoy may visit for a query: of n vectors 34 n^0.6, at least 10,000 and 20 a candidate.
# Measured: recall@10 is .995 of 100,000 and .991 of a million.
_VISITS, _POWER, _LEAST_VISITS, _VISITS_A_CANDIDATE = 34, 0.6, 10_000, 20

_ANNOY_METRICS: dict[Metric, Literal["angular", "manhattan", "euclidean"]] = {
    "cosine": "angular",
    "l1": "manhattan",
    "l2": "euclidean",
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidates:
    """A generation that is open: names the stored vectors that are probably near a query.

    `vectors` is its file of vectors, or None where that cannot be used; `ids` (n,) are those of
    the file's rows, in rising order.
    """

    annoy: AnnoyIndex
    generation: Generation
    ids: NDArray[np.int64]
    vectors: VectorFile | None

    def __len__(self) -> int:
        return len(self.generation.vector_ids)

    @property
    def last(self) -> int:
        """The highest vector id that is covered."""
        return int(self.ids[-1])

    def near(self, query: NDArray[np.float32], count: int, depth: float = 1.0) -> NDArray[np.int64]:
        """Up to `count` ids of vectors near a query (d,), nearest along the projection first.

        What Annoy visits at least is multiplied by `depth`.
        """
        point = projection.project(query, self.generation.projection)
        visits = max(
            round(depth * _VISITS * len(self) ** _POWER),
            _LEAST_VISITS,
            count * _VISITS_A_CANDIDATE,
        )
        return self.generation.vector_ids[
            self.annoy.get_nns_by_vector(point.tolist(), count, search_k=visits)
        ]

    def read(self, ids: NDArray[np.int64]) -> NDArray[np.float32] | None:
        """The vectors (n, d) of ids (n,) that it covers; None without a sound file of them.

        Vectors that have been deleted since are there, too.
        """
        if self.vectors is None:
            return None
        try:
            return self.vectors.read(np.searchsorted(self.ids, ids))
        except IndexFileError as error:
            _log.warning("from the database instead: %s", error)
            return None


def open_generation(path: Path, generation: Generation, metric: Metric) -> Candidates:
    """Map an Annoy file after checking that it is the one that was published.

    Raises `IndexFileError`. A file of vectors that cannot be used is done without.
    """
    if not path.is_file():
        raise IndexFileError(path, IndexReason.MISSING)
    if digest_of(path) != generation.digest:
        raise IndexFileError(path, IndexReason.DAMAGED)
    annoy = empty_annoy(generation.dimension, generation.projection, metric)
    try:
        annoy.load(narrow(path))
    except OSError as error:
        raise IndexFileError(path, IndexReason.FOREIGN, str(error)) from error
    if annoy.get_n_items() != len(generation.vector_ids):
        raise IndexFileError(path, IndexReason.FOREIGN)
    ids = np.sort(generation.vector_ids)
    return Candidates(annoy, generation, ids, _open_vectors(path, ids))


def _open_vectors(path: Path, ids: NDArray[np.int64]) -> VectorFile | None:
    try:
        return open_vectors(vectors_beside(path), ids)
    except IndexFileError as error:
        _log.warning("vectors come from the database: %s", error)
        return None


def empty_annoy(dimension: int, directions: NDArray[np.float32], metric: Metric) -> AnnoyIndex:
    """An Annoy index for vectors (d,) along directions (p, d), or as they are where p is 0."""
    if len(directions):
        return AnnoyIndex(len(directions), "euclidean")
    return AnnoyIndex(dimension, _ANNOY_METRICS[metric])
