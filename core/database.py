"""The catalogue's SQLite file: opened, migrated, guarded; its refusals said in our own terms."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import backup, drives, refusals, schema
from core.errors import CatalogueError, CatalogueReason
from core.schema import migrations

FILE_NAME = "catalogue.db"
BUSY_SECONDS = 5
_PAUSE_SECONDS = 0.05
NETWORK_BUSY_SECONDS = 30


def listed(ids: Iterable[int]) -> str:
    """Ids, NumPy's integers too, as the one value that `json_each(?)` takes."""
    return json.dumps([int(i) for i in ids])


class DatabaseFile:
    """`catalogue.db` in a catalogue's folder, for one thread.

    On a local disk SQLite keeps a write-ahead log (WAL): reading goes on while another process
    writes. That log lives in memory that processes share, which machines do not: on a network
    drive SQLite could lose what was written. There it keeps a rollback journal instead (TRUNCATE),
    reads and writes wait for each other, and whoever waits is patient for
    `NETWORK_BUSY_SECONDS` instead of `BUSY_SECONDS`.
    """

    def __init__(
        self,
        folder: Path,
        is_network: Callable[[Path], bool] = drives.is_network,
        *,
        writable: bool = True,
    ) -> None:
        """Open the file, made and migrated where necessary. Raises `CatalogueError`.

        Before a catalogue that holds anything is migrated, a copy of it is kept in `copies/`. With
        `writable` off nothing is written, now or later: `write` raises that the catalogue is in
        use, and so does opening one that would have to be migrated.
        """
        self._folder, self._writable = folder, writable
        with self.errors(CatalogueReason.DAMAGED):
            if writable:
                folder.mkdir(parents=True, exist_ok=True)
            remote = is_network(folder)
            patience = NETWORK_BUSY_SECONDS if remote else BUSY_SECONDS
            self._db = Database(sqlite3.connect(folder / FILE_NAME, timeout=patience))
            try:
                if writable:
                    self._prepare("TRUNCATE" if remote else "WAL")
                else:
                    self._only_read()
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

    def stamp(self) -> tuple[int, int]:
        """What changes with every write, through this connection or another's."""
        return self.one("PRAGMA data_version"), self._db.conn.total_changes

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction: all of what is executed in here, or nothing.

        Whoever else writes is waited for at its beginning, so that what is read in here is still
        so when it is written.
        """
        if not self._writable:
            raise CatalogueError(self._folder, CatalogueReason.IN_USE)
        with self.errors():
            self._db.execute("BEGIN IMMEDIATE")
            with self._db.conn:
                yield

    @contextmanager
    def errors(self, otherwise: CatalogueReason | None = None) -> Iterator[None]:
        """What SQLite and the disk refuse in here becomes a `CatalogueError`.

        A refusal that no person can mend is a mistake of ours and goes on as it is, unless
        `otherwise` says what it means here.
        """
        try:
            yield
        except sqlite3.DatabaseError as error:
            reason = refusals.of_sqlite(error, self._folder) or otherwise
            if reason is None:
                raise
            raise CatalogueError(self._folder, reason, str(error)) from error
        except OSError as error:
            reason = refusals.of_disk(error, self._folder)
            raise CatalogueError(self._folder, reason, str(error)) from error

    def _prepare(self, journal: str) -> None:
        self._db.execute("PRAGMA foreign_keys = ON")
        self._refuse_others()
        # For a new file: three vectors to a page of this size, one to a page of half of it.
        self._db.execute("PRAGMA page_size = 8192")
        self._keep_journal(journal)
        # NORMAL is safe with a WAL alone; a rollback journal needs FULL.
        self._db.execute(f"PRAGMA synchronous = {'NORMAL' if journal == 'WAL' else 'FULL'}")
        if migrations.pending(self._db):
            self._migrate()

    def _only_read(self) -> None:
        self._db.execute("PRAGMA query_only = ON")
        self._refuse_others()
        if migrations.pending(self._db):
            raise CatalogueError(self._folder, CatalogueReason.IN_USE, "it is to be migrated")

    def _keep_journal(self, journal: str) -> None:
        """SQLite does not wait for another who changes the journal at the same time."""
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._db.execute(f"PRAGMA journal_mode = {journal}").fetchall()
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_SECONDS)
            else:
                return

    def _migrate(self) -> None:
        with self.write():
            done = migrations.applied(self._db)
            if done and migrations.pending(self._db):  # no other process was quicker
                backup.keep_copy(self._folder / FILE_NAME, done[-1].name)
            migrations.apply(self._db)

    def _refuse_others(self) -> None:
        """Nothing is written to a database that was cut off, is newer or another program's."""
        if self._is_cut_off():
            raise CatalogueError(self._folder, CatalogueReason.DAMAGED, "not whole pages")
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        done = {m.name for m in migrations.applied(self._db)}
        if tables and not done:
            raise CatalogueError(self._folder, CatalogueReason.FOREIGN)
        unknown = done - schema.names()
        if unknown:
            raise CatalogueError(self._folder, CatalogueReason.NEWER, ", ".join(sorted(unknown)))

    def _is_cut_off(self) -> bool:
        """Whether the last page is not all there, which SQLite itself takes for zeros."""
        page = self._db.execute("PRAGMA page_size").fetchone()[0]
        path = self._folder / FILE_NAME
        log = path.with_name(f"{FILE_NAME}-wal")
        has_log = log.exists() and log.stat().st_size > 0
        return not has_log and path.stat().st_size % page != 0
