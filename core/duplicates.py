"""The same photo twice, and nearly the same: listed as groups, never deleted.

Each photo is compared with each. Along a few principal components that is quick, and nothing is
lost: what two unit vectors have outside of them adds at most the product of the lengths outside
(Cauchy-Schwarz). With that length as one more component, a product of two such short vectors is
never less than the cosine of the full ones. Only the pairs that may be near enough by it are
compared in full, with their vectors read again, so that no more than a block is in memory.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import projection
from core.catalogue import Catalogue
from core.records import DuplicateGroup, Progress, Shown, Stage

NEAR = 0.98
_SAMPLE = 4096
_COMPONENTS = 128
_ROWS_A_BLOCK, _COLUMNS_A_BLOCK = 1024, 4096
# More than float32 can be wrong in a product of unit vectors.
_ROUNDING = 1e-3


def exact(catalogue: Catalogue) -> list[DuplicateGroup]:
    """Photos whose files have the same SHA-256."""
    rows = catalogue.database.rows(
        "SELECT digest, photo.id, path, product.id, reference, category FROM photo "
        "JOIN product ON product.id = product_id WHERE status = 'present' AND digest IN "
        "(SELECT digest FROM photo WHERE status = 'present' GROUP BY digest HAVING count(*) > 1)"
    )
    groups = defaultdict(list)
    for digest, photo_id, path, *product in rows:
        groups[digest].append(Shown(photo_id, Path(path), *product))
    return _sorted(DuplicateGroup(exact=True, photos=_by_path(g)) for g in groups.values())


def near(
    catalogue: Catalogue, threshold: float = NEAR
) -> Generator[Progress, None, list[DuplicateGroup]]:
    """Photos that a chain of cosines of at least `threshold` joins, exact duplicates left out.

    Compares the vectors of the recipe in use, as they were before any projection. A catalogue
    without a recipe has none. What another process stores or deletes meanwhile may be left out.
    """
    recipe = catalogue.recipe("active")
    if recipe is None:
        return []
    ids, short = yield from _shortened(catalogue, recipe.base.embedding_id)
    labels = np.arange(len(ids))
    for rows, columns in _blocks(len(ids)):
        yield Progress(Stage.COMPARING, rows.start, len(ids))
        may_be = short[rows] @ short[columns].T >= threshold - _ROUNDING
        pairs = np.argwhere(may_be) + np.array([rows.start, columns.start])
        pairs = pairs[labels[pairs[:, 0]] != labels[pairs[:, 1]]]
        if len(pairs):
            _join(labels, _confirmed(catalogue, ids, pairs, threshold))
    return _groups(catalogue, ids, labels)


def _shortened(
    catalogue: Catalogue, embedding_id: str
) -> Generator[Progress, None, tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Ids (n,) and vectors (n, p + 1) whose products are at least the cosines of the full ones."""
    known = catalogue.vector_ids(embedding_id)
    sample = known[:: max(1, len(known) // _SAMPLE)]
    directions = projection.learn(_units(catalogue, sample)[1])[:_COMPONENTS]
    ids, parts = [np.empty(0, dtype=np.int64)], [np.empty((0, 1), dtype=np.float32)]
    for start in range(0, len(known), _ROWS_A_BLOCK):
        yield Progress(Stage.COMPARING, 0, len(known))
        found, units = _units(catalogue, known[start : start + _ROWS_A_BLOCK])
        if len(found):
            ids.append(found)
            parts.append(_short(units, directions))
    return np.concatenate(ids), np.concatenate(parts[1:] or parts)


def _units(
    catalogue: Catalogue, vector_ids: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """As `Catalogue.vectors_by_id`, of unit length."""
    known, vectors = catalogue.vectors_by_id(vector_ids.tolist())
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return known, vectors / np.maximum(lengths, np.finfo(np.float32).tiny)


def _short(units: NDArray[np.float32], directions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vectors (n, d) along directions (p, d), and how long they are outside: (n, p + 1)."""
    inside = projection.project(units, directions)
    outside = np.sqrt(np.maximum(0, 1 - np.einsum("ij,ij->i", inside, inside)))
    return np.column_stack((inside, outside))


def _blocks(count: int) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of the blocks that hold each pair of `count` at least once."""
    for row in range(0, count, _ROWS_A_BLOCK):
        for column in range(row, count, _COLUMNS_A_BLOCK):
            yield (
                slice(row, min(row + _ROWS_A_BLOCK, count)),
                slice(column, min(column + _COLUMNS_A_BLOCK, count)),
            )


def _confirmed(
    catalogue: Catalogue, ids: NDArray[np.int64], pairs: NDArray[np.int64], threshold: float
) -> NDArray[np.int64]:
    """Those of some pairs (m, 2) of places in `ids` whose cosine is at least `threshold`."""
    known, units = _units(catalogue, np.unique(ids[pairs]))
    pairs = pairs[np.isin(ids[pairs], known).all(axis=1)]
    one, other = np.searchsorted(known, ids[pairs]).T
    rows, row = np.unique(one, return_inverse=True)
    columns, column = np.unique(other, return_inverse=True)
    cosines = units[rows] @ units[columns].T
    near_ones: NDArray[np.int64] = pairs[cosines[row, column] >= threshold]
    return near_ones


def _join(labels: NDArray[np.int64], pairs: NDArray[np.int64]) -> None:
    """Give places (n,) that pairs (m, 2) connect the same label."""
    for one, other in pairs.tolist():
        if labels[one] != labels[other]:
            labels[labels == labels[other]] = labels[one]


def _groups(
    catalogue: Catalogue, ids: NDArray[np.int64], labels: NDArray[np.int64]
) -> list[DuplicateGroup]:
    """Ids (n,) with the same label as groups, without those that are exact duplicates as it is."""
    used, counts = np.unique(labels, return_counts=True)
    shared = np.isin(labels, used[counts > 1])
    shown = catalogue.shown_by(ids[shared].tolist())
    members = defaultdict(list)
    for label, vector_id in zip(labels[shared].tolist(), ids[shared].tolist(), strict=True):
        if vector_id in shown:
            members[label].append(shown[vector_id])
    same = {p.photo_id: n for n, group in enumerate(exact(catalogue)) for p in group.photos}
    return _sorted(
        DuplicateGroup(exact=False, photos=_by_path(group))
        for group in members.values()
        if len({same.get(photo.photo_id, -photo.photo_id) for photo in group}) > 1
    )


def _by_path(photos: Iterable[Shown]) -> tuple[Shown, ...]:
    return tuple(sorted(photos, key=lambda photo: photo.photo_path))


def _sorted(groups: Iterable[DuplicateGroup]) -> list[DuplicateGroup]:
    return sorted(groups, key=lambda group: group.photos[0].photo_path)
