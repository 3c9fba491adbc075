"""Work: open a catalogue of an older schema, which copies its database and migrates it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from benchmarks.crashes.building import RECIPE, ROOT, vector
from benchmarks.crashes.killing import Job, Message, Tell
from benchmarks.crashes.promises import (
    check_swept,
    check_vectors,
    grow_old,
    opened,
    promise,
    values,
)
from core import backup, compact, schema
from core.catalogue import Catalogue
from core.database import FILE_NAME
from core.leftovers import sweep
from core.product_records import Filter
from core.products import products
from core.search import search

# The first migrations that the older catalogues lack.
_LACKING = ("m002_compact_vectors", "m003_what_people_enter")


def migrate(tell: Tell, folder: Path) -> None:
    """What the child does."""
    Catalogue(folder).close()
    tell("migrated", True)


class Migrating:
    """An older catalogue, copied afresh for each kill."""

    name = "migrating"
    delicate = "copies/unfinished.part*"
    seconds = 1.0

    def __init__(self, folder: Path, count: int = 2500) -> None:
        self.folder, self._count = folder / "migrating", count
        self._expected = {ROOT / f"P{n:05}x.jpg": vector(n, 0) for n in range(1, count + 1)}
        self._old = [_older(folder / lacking, lacking, self._expected) for lacking in _LACKING]
        self._names: set[str] = set()

    def prepare(self, seed: int) -> tuple[Job, tuple[Any, ...]]:
        """Put the older catalogue in place."""
        old = self._old[seed % len(self._old)]
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(old, self.folder)
        self._names = _applied(old / FILE_NAME)
        return migrate, (self.folder,)

    def verify(self, told: list[Message]) -> str:
        """All migrations or none; every copy that has its name is whole and as it was."""
        copies = sorted((self.folder / backup.FOLDER_NAME).glob("*.db"))
        for copy in copies:
            promise(_applied(copy) == self._names, f"{copy.name} is not of the older schema")
            promise(_count(copy) == self._count, f"{copy.name} is not whole")
        copying = backup.unfinished(self.folder)
        done = _applied(self.folder / FILE_NAME)
        promise(done in (self._names, schema.names()), f"migrated in part: {sorted(done)}")
        migrated = done == schema.names()
        promise(migrated or not values(told, "migrated"), "a reported migration is undone")
        promise(bool(copies) or not migrated, "migrated without a copy")
        if migrated:
            return "migrated"
        if copying:
            return "copying"
        return "migrating" if copies else "opening"

    def finish(self) -> None:
        """The next opening migrates; everything of the older catalogue is there."""
        with opened(self.folder) as catalogue:
            has = check_vectors(catalogue, RECIPE, self._expected)
            promise(len(has) == self._count, f"{len(has)} vectors after the migration")
            ids = search(catalogue, Filter("noted"))
            promise(len(ids) == self._count, f"{len(ids)} products have their notes")
            promise(products(catalogue, ids[:1])[0].notes == "noted", "notes are not as they were")
        promise(_applied(self.folder / FILE_NAME) == schema.names(), "not migrated")
        grow_old(self.folder)
        with opened(self.folder) as catalogue:
            sweep(catalogue)
            check_swept(catalogue, RECIPE)


def _older(folder: Path, lacking: str, expected: dict[Path, Any]) -> Path:
    """A catalogue before the migration `lacking`, with photos, vectors and notes."""
    folder.mkdir()
    (folder / "index").mkdir()
    with closing(sqlite3.connect(folder / FILE_NAME)) as raw:
        raw.execute("PRAGMA journal_mode = WAL").fetchall()
        with raw:
            schema.migrations.apply(Database(raw), stop_before=lacking)
        packed = lacking != _LACKING[0]
        with raw:
            raw.execute("INSERT INTO root(id, path) VALUES (1, ?)", [str(ROOT)])
            raw.execute("INSERT INTO recipe VALUES (?, ?)", [RECIPE.embedding_id, RECIPE.to_json()])
            raw.execute("INSERT INTO setting VALUES ('recipe.active', ?)", [RECIPE.to_json()])
            for number, (path, unit) in enumerate(expected.items(), start=1):
                raw.execute(
                    "INSERT INTO product(id, reference, notes) VALUES (?, ?, 'noted')",
                    [number, path.stem],
                )
                raw.execute(
                    "INSERT INTO photo(id, root_id, path, size, mtime_ns, product_id) "
                    "VALUES (?, 1, ?, 1, 1, ?)",
                    [number, str(path), number],
                )
                data = compact.pack(unit) if packed else unit.astype("<f4").tobytes()
                raw.execute(
                    "INSERT INTO vector(photo_id, recipe_id, data) VALUES (?, ?, ?)",
                    [number, RECIPE.embedding_id, data],
                )
    return folder


def _applied(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as raw:
        return {row[0] for row in raw.execute("SELECT name FROM _sqlite_migrations")}


def _count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        promise(raw.execute("PRAGMA integrity_check").fetchone() == ("ok",), f"{path} is damaged")
        return int(raw.execute("SELECT count(*) FROM vector").fetchone()[0])
