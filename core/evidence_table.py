"""The evidence of photos in `catalogue.db`, beside their vectors."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.database import DatabaseFile, listed
from core.records import Embedded


def put(database: DatabaseFile, photo: Embedded, embedding_id: str) -> None:
    """Keep the evidence of a photo, within a transaction."""
    database.execute(
        "INSERT OR REPLACE INTO evidence(photo_id, recipe_id, look, points) VALUES (?, ?, ?, ?)",
        [photo.photo_id, embedding_id, photo.look, photo.points],
    )


def photo_ids(database: DatabaseFile, embedding_id: str) -> NDArray[np.int64]:
    """The photos (n,) that have evidence, in rising order."""
    rows = database.rows(
        "SELECT photo_id FROM evidence WHERE recipe_id = ? ORDER BY photo_id", [embedding_id]
    )
    return np.array([row[0] for row in rows], dtype=np.int64)


def looks(
    database: DatabaseFile, embedding_id: str, photo_ids: Iterable[int]
) -> list[tuple[int, bytes]]:
    """The photos among these that have evidence, by id, each with its packed look."""
    return database.rows(_SOME.format("look"), [embedding_id, listed(photo_ids)])


def points(
    database: DatabaseFile, embedding_id: str, photo_ids: Iterable[int]
) -> list[tuple[int, bytes]]:
    """As `looks`, with their packed points."""
    return database.rows(_SOME.format("points"), [embedding_id, listed(photo_ids)])


_SOME = (
    "SELECT photo_id, {} FROM evidence WHERE recipe_id = ? "
    "AND photo_id IN (SELECT value FROM json_each(?)) ORDER BY photo_id"
)
