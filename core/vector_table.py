"""The vectors and index generations of `catalogue.db`: the part of a catalogue for search."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import compact
from core.database import DatabaseFile, listed
from core.recipe import Recipe

_MATCHABLE = (
    "FROM vector JOIN photo ON photo.id = photo_id WHERE recipe_id = ? AND status = 'present'"
)
# By row number, which is the order asked for: through the index on the recipe, SQLite would copy
# every vector into a sorter first.
_ABOVE = (
    "FROM vector CROSS JOIN photo ON photo.id = photo_id "
    "WHERE +recipe_id = ? AND status = 'present' AND vector.id > ?"
)
_IN_ORDER = f"SELECT vector.id, data {_ABOVE} ORDER BY vector.id"


@dataclass(frozen=True, slots=True)
class Generation:
    """An Annoy file of the catalogue's `index/`, as the database knows it.

    Item i of the file is the vector with id `vector_ids[i]` (n,), along the directions `projection`
    (p, dimension) float32; where p is 0, it is the vector as it is. Beside the file is one with
    the vectors themselves, in rising order of their ids. The digests are the SHA-256 of the two.
    """

    recipe_id: str
    file: str
    dimension: int
    digest: str
    vectors_digest: str
    vector_ids: NDArray[np.int64]
    projection: NDArray[np.float32]


def name_recipe(database: DatabaseFile, recipe: Recipe) -> None:
    """Note the recipe of vectors that are about to be stored, within a transaction."""
    database.execute(
        "INSERT OR IGNORE INTO recipe(id, json) VALUES (?, ?)",
        [recipe.embedding_id, recipe.to_json()],
    )


class VectorTable:
    """Reads vectors that can match: of photos that are there and not set aside."""

    def __init__(self, db: DatabaseFile) -> None:
        self._db = db

    def vectors(
        self, embedding_id: str, above: int = 0
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Vector ids (n,) in rising order and vectors (n, d) of the photos that can match.

        `above` leaves out ids up to it. With none, the vectors have shape (0, 0). Vectors that
        another process stores meanwhile may be left out.
        """
        values = [embedding_id, above]
        most = self._db.one(f"SELECT count(*) {_ABOVE}", values)
        return compact.unpack(self._db.each(_IN_ORDER, values), most)

    def blob_blocks(self, embedding_id: str, rows: int) -> Iterator[list[tuple[int, bytes]]]:
        """Ids and blobs (`core.compact`) of the photos that can match, at most `rows` at a time."""
        above = 0
        while True:
            found = self._db.rows(f"{_IN_ORDER} LIMIT {rows:d}", [embedding_id, above])
            if not found:
                return
            yield found
            above = found[-1][0]

    def vectors_by_id(
        self, vector_ids: Iterable[int]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """As `vectors`, for those of the ids that still can match."""
        wanted = list(vector_ids)
        rows = self._db.each(
            "SELECT vector.id, data FROM json_each(?) AS asked "
            "CROSS JOIN vector ON vector.id = asked.value JOIN photo ON photo.id = photo_id "
            "WHERE status = 'present' ORDER BY vector.id",
            [listed(wanted)],
        )
        return compact.unpack(rows, len(wanted))

    def vector_ids(self, embedding_id: str) -> NDArray[np.int64]:
        """Ids (n,) in rising order of the vectors that can match."""
        rows = self._db.each(f"SELECT vector.id {_MATCHABLE}", [embedding_id])
        return np.sort(np.fromiter((row[0] for row in rows), dtype=np.int64))

    def vector_ids_of(self, photo_id: int, embedding_id: str) -> list[int]:
        """The one vector of a photo under a recipe, or none."""
        rows = self._db.rows(
            "SELECT id FROM vector WHERE photo_id = ? AND recipe_id = ?", [photo_id, embedding_id]
        )
        return [row[0] for row in rows]

    def stamp(self) -> tuple[int, int]:
        """Changes whenever anybody has written to the catalogue, this process or another."""
        return self._db.stamp()

    def count_vectors(self, embedding_id: str) -> int:
        """How many photos can match under a recipe."""
        return int(self._db.one(f"SELECT count(*) {_MATCHABLE}", [embedding_id]))

    def generation(self, recipe_id: str) -> Generation | None:
        """The newest Annoy generation of a recipe."""
        rows = self._db.rows(
            "SELECT recipe_id, file, dimension, digest, vectors_digest, vector_ids, projection "
            "FROM generation WHERE recipe_id = ? ORDER BY id DESC LIMIT 1",
            [recipe_id],
        )
        if not rows:
            return None
        recipe, file, dimension, digest, vectors_digest, packed, directions = rows[0]
        ids = np.frombuffer(packed, dtype="<i8")
        projection = np.frombuffer(directions, dtype="<f4").reshape(-1, dimension)
        return Generation(recipe, file, dimension, digest, vectors_digest, ids, projection)

    def generation_file(self, recipe_id: str) -> str | None:
        """The name of the newest Annoy generation's file."""
        rows = self._db.rows(
            "SELECT file FROM generation WHERE recipe_id = ? ORDER BY id DESC LIMIT 1", [recipe_id]
        )
        return rows[0][0] if rows else None

    def publish(self, generation: Generation) -> list[str]:
        """Make a finished generation the one in use; the files that it replaces are returned."""
        with self._db.write():
            old = self._take_back(generation.recipe_id)
            self._db.execute(
                "INSERT INTO generation(recipe_id, file, dimension, digest, vectors_digest, "
                "vector_ids, projection) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    generation.recipe_id,
                    generation.file,
                    generation.dimension,
                    generation.digest,
                    generation.vectors_digest,
                    generation.vector_ids.astype("<i8").tobytes(),
                    generation.projection.astype("<f4").tobytes(),
                ],
            )
        return old

    def unpublish(self, recipe_id: str) -> list[str]:
        """Let a recipe have no generation; the files that it had are returned."""
        with self._db.write():
            return self._take_back(recipe_id)

    def _take_back(self, recipe_id: str) -> list[str]:
        old = self._db.execute(
            "DELETE FROM generation WHERE recipe_id = ? RETURNING file", [recipe_id]
        ).fetchall()
        return [row[0] for row in old]
