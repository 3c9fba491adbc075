"""The catalogue on disk: `catalogue.db`, the only truth, through sqlite-utils.

A `Catalogue` belongs to the thread that opened it. Every method is one short transaction. SQLite's
failures become `CatalogueError`s that a person can be told about.
"""

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from core import compact, evidence_table, filing
from core.database import FILE_NAME, DatabaseFile, listed
from core.errors import CatalogueError, CatalogueReason
from core.naming import path_start
from core.recipe import Recipe, from_json
from core.records import CatalogueInfo, Embedded, FileStamp, SetAside, Shown, Waiting
from core.scan import is_folder
from core.vector_table import VectorTable, name_recipe
from core.whitening import Whitening, whitened

# A photo that was in hand so often when its process died is taken to be the cause: it was alone at
# all of these deaths but the first. One death alone may be chance (of 200 kills, 6 met a photo so).
MOST_ATTEMPTS = 3


class Catalogue(VectorTable):
    """One folder with `catalogue.db` and its `index/`."""

    def __init__(self, folder: Path, *, create: bool = True, writable: bool = True) -> None:
        """Open the catalogue in `folder`, made and migrated where necessary.

        With `writable` off nothing is written: what would, raises that the catalogue is in use.
        Raises `CatalogueError`: missing (with `create` or `writable` off), read-only, locked,
        damaged, written by a newer version, disk full, in use.
        """
        self.folder = folder
        self.index_folder = folder / "index"
        if not (create and writable) and not (folder / FILE_NAME).is_file():
            raise CatalogueError(folder, CatalogueReason.MISSING)
        super().__init__(DatabaseFile(folder, writable=writable))
        if writable:
            with self._db.errors():
                self.index_folder.mkdir(exist_ok=True)

    @property
    def database(self) -> DatabaseFile:
        """The file itself, for the modules that keep products, search and repair."""
        return self._db

    def close(self) -> None:
        """Release the file; the catalogue cannot be used any more."""
        self._db.close()

    def errors(self) -> AbstractContextManager[None]:
        """What the catalogue's disk refuses in here becomes a `CatalogueError`."""
        return self._db.errors()

    def root_id(self, root: Path) -> int:
        """The number of an indexed folder, noted the first time it is asked for."""
        with self._db.write():
            self._db.execute("INSERT OR IGNORE INTO root(path) VALUES (?)", [str(root)])
        return int(self._db.one("SELECT id FROM root WHERE path = ?", [str(root)]))

    def roots(self) -> list[Path]:
        """The indexed folders, oldest first."""
        return [Path(row[0]) for row in self._db.rows("SELECT path FROM root ORDER BY id")]

    def categories(self) -> list[str]:
        """The categories that products are in, by name."""
        rows = self._db.rows(
            "SELECT DISTINCT category FROM product WHERE category != '' ORDER BY category"
        )
        return [row[0] for row in rows]

    def stamps(self, root: Path) -> dict[str, FileStamp]:
        """What is known of the files below a folder, by path, whichever root they came with."""
        rows = self._db.rows(
            "SELECT path, size, mtime_ns FROM photo "
            "WHERE substr(path, 1, length(?1)) = ?1 AND status != 'missing'",
            [path_start(root)],
        )
        return {path: FileStamp(Path(path), size, mtime) for path, size, mtime in rows}

    def add_files(self, root_id: int, root: Path, stamps: Iterable[FileStamp]) -> None:
        """Note new, changed or returned files; the vectors of changed ones go."""
        with self._db.write():
            rule = filing.stored_rule(self._db)
            for stamp in stamps:
                filing.file_photo(self._db, rule, root_id, root, stamp)

    def mark_missing(self, paths: Iterable[str]) -> None:
        """Files that are gone stop matching; nothing that was known of them is lost."""
        with self._db.write():
            for path in paths:
                self._db.execute("UPDATE photo SET status = 'missing' WHERE path = ?", [path])

    def roots_away(self) -> list[Path]:
        """The indexed folders that are not there now."""
        return [root for root in self.roots() if not is_folder(root)]

    def waiting_ids(self, embedding_id: str, away: Iterable[Path] = ()) -> list[int]:
        """The photos that have no vector of this recipe yet, but for those of roots that are away.

        First those that were in hand when a process died, then by path.
        """
        rows = self._db.rows(
            "SELECT photo.id FROM photo JOIN root ON root.id = root_id "
            "WHERE status = 'present' AND root.path NOT IN (SELECT value FROM json_each(?)) "
            "AND photo.id NOT IN (SELECT photo_id FROM vector WHERE recipe_id = ?) "
            "ORDER BY attempts DESC, photo.path",
            [json.dumps([str(root) for root in away]), embedding_id],
        )
        return [row[0] for row in rows]

    def photos_waiting(self, photo_ids: Iterable[int]) -> list[Waiting]:
        """What there is to know of these photos before they are embedded, in this order."""
        wanted = list(photo_ids)
        rows = self._db.rows(
            "SELECT photo.id, photo.path, root.path, category, size, mtime_ns, attempts FROM photo "
            "JOIN root ON root.id = root_id JOIN product ON product.id = product_id "
            "WHERE status = 'present' AND photo.id IN (SELECT value FROM json_each(?))",
            [listed(wanted)],
        )
        found = {
            row[0]: Waiting(
                *(row[0], Path(row[1]), Path(row[2]), row[3]),
                FileStamp(Path(row[1]), *row[4:6]),
                row[6],
            )
            for row in rows
        }
        return [found[photo_id] for photo_id in wanted if photo_id in found]

    def waiting(self, embedding_id: str) -> list[Waiting]:
        """The photos that have no vector of this recipe yet, in the order of `waiting_ids`."""
        return self.photos_waiting(self.waiting_ids(embedding_id))

    def note_stamp(self, photo_id: int, stamp: FileStamp) -> None:
        """Note a photo's file as it is now."""
        with self._db.write():
            self._db.execute(
                "UPDATE photo SET size = ?, mtime_ns = ? WHERE id = ?",
                [stamp.size, stamp.mtime_ns, photo_id],
            )

    def take_in_hand(self, photo_ids: Iterable[int]) -> set[int]:
        """Note that work on photos begins; those that have brought a process down are left out."""
        with self._db.write():
            taken = self._db.execute(
                "UPDATE photo SET attempts = attempts + 1 WHERE attempts < ? "
                "AND id IN (SELECT value FROM json_each(?)) RETURNING id",
                [MOST_ATTEMPTS, listed(photo_ids)],
            ).fetchall()
        return {row[0] for row in taken}

    def let_go(self, photo_ids: Iterable[int]) -> None:
        """Take back `take_in_hand`: the work was left off, and not because of the photos."""
        with self._db.write():
            self._db.execute(
                "UPDATE photo SET attempts = max(0, attempts - 1) "
                "WHERE id IN (SELECT value FROM json_each(?))",
                [listed(photo_ids)],
            )

    def forgive(self) -> None:
        """Blame no photo for having been in hand."""
        if self._db.one("SELECT EXISTS (SELECT 1 FROM photo WHERE attempts > 0)"):
            with self._db.write():
                self._db.execute("UPDATE photo SET attempts = 0 WHERE attempts > 0")

    def store(
        self, recipe: Recipe, made: Iterable[Embedded], whitening: Whitening | None = None
    ) -> None:
        """Keep what came of photos, in one transaction.

        Under a recipe with a projection, the vectors are those of its base; both are kept. Raises
        `ValueError` for a vector that is not finite or is zero: it would match anything.
        """
        packed = [(photo, compact.pack(photo.vector)) for photo in made]
        with self._db.write():
            for photo, data in packed:
                self._put(photo.photo_id, recipe.base, data)
                if whitening:
                    self._put(photo.photo_id, recipe, whitened(data, whitening))
                if photo.look:
                    evidence_table.put(self._db, photo, recipe.base.embedding_id)
                self._db.execute(
                    "UPDATE photo SET attempts = 0, digest = ?, width = ?, height = ? WHERE id = ?",
                    [photo.digest, *photo.size, photo.photo_id],
                )

    def _put(self, photo_id: int, recipe: Recipe, data: bytes) -> None:
        name_recipe(self._db, recipe)
        self._db.execute(
            "INSERT OR REPLACE INTO vector(photo_id, recipe_id, data) VALUES (?, ?, ?)",
            [photo_id, recipe.embedding_id, data],
        )

    def set_aside(self, photo_id: int, reason: str, detail: str = "") -> None:
        """Take a photo out of the run, with its reason, until its file changes."""
        with self._db.write():
            self._db.execute(
                "UPDATE photo SET status = 'aside', reason = ?, detail = ? WHERE id = ?",
                [reason, detail, photo_id],
            )

    def photos_aside(self) -> list[SetAside]:
        """The photos that were set aside, by path."""
        rows = self._db.rows(
            "SELECT path, reason, detail FROM photo WHERE status = 'aside' ORDER BY path"
        )
        return [SetAside(Path(path), reason, detail) for path, reason, detail in rows]

    def retry_set_aside(self, only: str = "") -> None:
        """Give photos that were set aside another chance: all, or those with the reason `only`."""
        with self._db.write():
            self._db.execute(
                "UPDATE photo SET status = 'present', reason = '', detail = '', attempts = 0 "
                "WHERE status = 'aside' AND ? IN ('', reason)",
                [only],
            )

    def shown_by(self, vector_ids: Iterable[int]) -> dict[int, Shown]:
        """What vectors stand for, by vector id; ids that cannot match any more are left out."""
        rows = self._db.rows(
            "SELECT vector.id, photo.id, photo.path, product.id, reference, category "
            "FROM json_each(?) AS asked CROSS JOIN vector ON vector.id = asked.value "
            "JOIN photo ON photo.id = photo_id JOIN product ON product.id = product_id "
            "WHERE status = 'present'",
            [listed(vector_ids)],
        )
        return {row[0]: Shown(row[1], Path(row[2]), *row[3:]) for row in rows}

    def photos_by(self, vector_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Photo and product of vectors, by vector id, as `shown_by` where no more is asked."""
        rows = self._db.rows(
            "SELECT vector.id, photo.id, product_id "
            "FROM json_each(?) AS asked CROSS JOIN vector ON vector.id = asked.value "
            "JOIN photo ON photo.id = photo_id WHERE status = 'present'",
            [listed(vector_ids)],
        )
        return {vector: (photo, product) for vector, photo, product in rows}

    def product_of(self, path: Path) -> int | None:
        """The product that a catalogue photo shows."""
        rows = self._db.rows("SELECT product_id FROM photo WHERE path = ?", [str(path)])
        return int(rows[0][0]) if rows else None

    def recipe(self, key: str) -> Recipe | None:
        """The recipe in use (`active`) or the one that is being changed to (`wanted`)."""
        rows = self._db.rows("SELECT value FROM setting WHERE key = ?", [f"recipe.{key}"])
        return from_json(rows[0][0]) if rows else None

    def set_recipe(self, key: str, recipe: Recipe) -> None:
        """Note the recipe in use (`active`) or the one that is being changed to (`wanted`)."""
        with self._db.write():
            self.note_recipe(key, recipe)

    def note_recipe(self, key: str, recipe: Recipe) -> None:
        """As `set_recipe`, within a transaction."""
        self._db.execute(
            "INSERT OR REPLACE INTO setting(key, value) VALUES (?, ?)",
            [f"recipe.{key}", recipe.to_json()],
        )

    def info(self) -> CatalogueInfo:
        """Counts and names for a status line."""
        active = self.recipe("active")
        count = "SELECT count(*) FROM photo WHERE status = ?"
        products = "SELECT count(DISTINCT product_id) FROM photo WHERE status = 'present'"
        return CatalogueInfo(
            folder=self.folder,
            photos=self._db.one(count, ["present"]),
            products=self._db.one(products),
            embedded=self.count_vectors(active.embedding_id) if active else 0,
            set_aside=self._db.one(count, ["aside"]),
            missing=self._db.one(count, ["missing"]),
            roots=tuple(self.roots()),
            categories=tuple(self.categories()),
            encoder=active.encoder if active else None,
            generation=self.generation_file(active.id) if active else None,
        )
