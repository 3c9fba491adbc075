"""Annoy generations: built from the catalogue's vectors, tested, published.

A generation's Annoy file holds the vectors along their principal components, which is enough to
name candidates; whoever ranks them takes the vectors themselves from the flat file beside it
(`core.vector_file`), or from the database where that is not sound. Distances along the
components are Euclidean whatever the metric: of unit vectors that is the order of cosines, and
for L1 a good one. Where vectors are few or short they go in as they are, under the recipe's metric.
"""

import logging
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
from annoy import AnnoyIndex
from numpy.typing import NDArray

from core import compact, projection, vector_file
from core.candidates import digest_of, empty_annoy
from core.catalogue import Catalogue
from core.errors import IndexFileError, IndexReason
from core.recipe import Recipe
from core.records import Generation
from core.vector_file import write_rows

# Measured on 100,000 simulated vectors: more trees find no more for the same time.
TREES = 30
_SELF_TESTS = 20
_SEED = 1
# Vectors in memory at once while a generation is built, but for the projection's sample.
_BLOCK = 2048

_log = logging.getLogger(__name__)


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
    directions = projection.learn(catalogue.vectors_by_id(_spread(known, projection.SAMPLE))[1])
    annoy = empty_annoy(directions.shape[1], directions, recipe.metric)
    path = catalogue.index_folder / f"{recipe.id}-{uuid.uuid4().hex[:8]}.annoy"
    vectors = path.with_suffix(vector_file.SUFFIX)
    with catalogue.errors():
        with _published(vectors) as rows, _published(path) as partial:
            with rows.open("wb") as file:
                blocks = catalogue.blob_blocks(recipe.embedding_id, _BLOCK)
                ids = _fill(annoy, directions, blocks, file)
            annoy.set_seed(_SEED)
            annoy.build(TREES)
            _test_itself(annoy, directions, ids, catalogue)
            annoy.save(str(partial))
            annoy.unload()  # `save` maps the file, and Windows renames no mapped file
        digests = digest_of(path), digest_of(vectors)
    made = Generation(recipe.id, path.name, directions.shape[1], *digests, ids, directions)
    _remove(catalogue.index_folder, catalogue.publish(made))
    return made


def _fill(
    annoy: AnnoyIndex,
    directions: NDArray[np.float32],
    blocks: Iterable[list[tuple[int, bytes]]],
    file: IO[bytes],
) -> NDArray[np.int64]:
    """Add every vector to Annoy and to the file; the ids (n,) of the items are returned."""
    parts: list[NDArray[np.int64]] = []
    start = 0
    for rows in blocks:
        ids, vectors = compact.unpack(rows, len(rows))
        for item, vector in enumerate(projection.project(vectors, directions), start):
            annoy.add_item(item, vector)
        write_rows(file, rows)
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


def _remove(folder: Path, names: list[str]) -> None:
    for name in names:
        for path in (folder / name, (folder / name).with_suffix(vector_file.SUFFIX)):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:  # still open in another process on Windows
                _log.info("kept %s: %r", path.name, error)
