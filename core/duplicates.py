"""The same photo twice, and nearly the same: listed as groups, never deleted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.records import DuplicateGroup, Shown

NEAR = 0.98
_ROWS_A_BLOCK = 1024


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


def near(catalogue: Catalogue, threshold: float = NEAR) -> list[DuplicateGroup]:
    """Photos that a chain of cosines of at least `threshold` joins, exact duplicates left out.

    Compares the vectors of the recipe in use, each with each: n²d operations, in blocks of
    `_ROWS_A_BLOCK` rows. A catalogue without a recipe has none.
    """
    recipe = catalogue.recipe("active")
    if recipe is None:
        return []
    ids, vectors = catalogue.vectors(recipe.embedding_id)
    groups = [ids[members] for members in _joined(vectors, threshold)]
    shown = catalogue.shown_by(i for group in groups for i in group.tolist())
    same = {frozenset(p.photo_id for p in group.photos) for group in exact(catalogue)}
    found = ([shown[i] for i in group.tolist() if i in shown] for group in groups)
    return _sorted(
        DuplicateGroup(exact=False, photos=_by_path(group))
        for group in found
        if len(group) > 1 and not any({p.photo_id for p in group} <= other for other in same)
    )


def _joined(vectors: NDArray[np.float32], threshold: float) -> list[list[int]]:
    """Groups of two or more rows of (n, d) that pairs as near as `threshold` connect."""
    parent = list(range(len(vectors)))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for one, other in _pairs(vectors, threshold):
        parent[root(other)] = root(one)
    groups = defaultdict(list)
    for row in range(len(vectors)):
        groups[root(row)].append(row)
    return [group for group in groups.values() if len(group) > 1]


def _pairs(vectors: NDArray[np.float32], threshold: float) -> Iterator[tuple[int, int]]:
    """Pairs of rows of (n, d) whose cosine is at least `threshold`, the lower row first."""
    if not len(vectors):
        return
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    for start in range(0, len(unit), _ROWS_A_BLOCK):
        rows, columns = np.nonzero(
            unit[start : start + _ROWS_A_BLOCK] @ unit[start:].T >= threshold
        )
        for row, column in zip((rows + start).tolist(), (columns + start).tolist(), strict=True):
            if row < column:
                yield row, column


def _by_path(photos: Iterable[Shown]) -> tuple[Shown, ...]:
    return tuple(sorted(photos, key=lambda photo: photo.photo_path))


def _sorted(groups: Iterable[DuplicateGroup]) -> list[DuplicateGroup]:
    return sorted(groups, key=lambda group: group.photos[0].photo_path)
