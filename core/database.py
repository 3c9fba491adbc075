"""The catalogue's SQLite file: opened, migrated, guarded; its refusals said in our own terms."""

import errno
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import schema
from core.errors import CatalogueError, CatalogueReason
from core.schema import migrations

FILE_NAME = "catalogue.db"
BUSY_SECONDS = 5

_REASONS = {
    sqlite3.SQLITE_FULL: CatalogueReason.FULL_DISK,
    sqlite3.SQLITE_BUSY: CatalogueReason.LOCKED,
    sqlite3.SQLITE_LOCKED: CatalogueReason.LOCKED,
    sqlite3.SQLITE_READONLY: CatalogueReason.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: CatalogueReason.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: CatalogueReason.DAMAGED,
    sqlite3.SQLITE_NOTADB: CatalogueReason.DAMAGED,
}
# SQLite (under its WAL) and Annoy report a full disk as a plain I/O error.
_SPACE_NEEDED = 1 << 20


class DatabaseFile:
    """`catalogue.db` in a catalogue's folder, for one thread."""

    def __init__(self, folder: Path) -> None:
        """Open the file, made and migrated where necessary. Raises `CatalogueError`."""
        self._folder = folder
        with self.errors():
            folder.mkdir(parents=True, exist_ok=True)
            self._db = Database(sqlite3.connect(folder / FILE_NAME, timeout=BUSY_SECONDS))
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def execute(self, sql: str, values: Iterable[object] = ()) -> sqlite3.Cursor:
        """One statement of a transaction that `write` has opened."""
        return self._db.execute(sql, list(values))

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[Any]:
        """All rows of a query."""
        with self.errors():
            return self._db.execute(sql, list(values)).fetchall()

    def each(self, sql: str, values: Iterable[object] = ()) -> Iterator[Any]:
        """The rows of a query one by one, for those that are too many to hold."""
        with self.errors():
            yield from self._db.execute(sql, list(values))

    def one(self, sql: str, values: Iterable[object] = ()) -> int:
        """The single number that a query gives."""
        return int(self.rows(sql, values)[0][0])

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction: all of what is executed in here, or nothing."""
        with self.errors(), self._db.atomic():
            yield

    @contextmanager
    def errors(self) -> Iterator[None]:
        """What SQLite and the disk refuse in here becomes a `CatalogueError`."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise CatalogueError(self._folder, self._reason(error), str(error)) from error
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            reason = CatalogueReason.FULL_DISK if full else self._full_or_read_only()
            raise CatalogueError(self._folder, reason, str(error)) from error

    def _prepare(self) -> None:
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.enable_wal()
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._refuse_newer()
        if migrations.pending(self._db):
            migrations.apply(self._db)

    def _refuse_newer(self) -> None:
        unknown = {m.name for m in migrations.applied(self._db)} - schema.names()
        if unknown:
            raise CatalogueError(self._folder, CatalogueReason.NEWER, ", ".join(sorted(unknown)))

    def _reason(self, error: sqlite3.Error) -> CatalogueReason:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code == sqlite3.SQLITE_IOERR:
            return self._full_or_read_only()
        return _REASONS.get(code, CatalogueReason.DAMAGED)

    def _full_or_read_only(self) -> CatalogueReason:
        there = next(path for path in (self._folder, *self._folder.parents) if path.exists())
        full = shutil.disk_usage(there).free < _SPACE_NEEDED
        return CatalogueReason.FULL_DISK if full else CatalogueReason.READ_ONLY
