"""Small pictures of photos on disk, so that a catalogue is not decoded anew at every start.

A cache and nothing more: what is damaged, locked or full is done without.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from threading import Lock

from core.records import FileStamp

CAPACITY = 256 * 1024**2
_DAY = 86_400
_KEPT_SHARE = 0.9
_WAIT_SECONDS = 0.2
_TABLE = (
    "CREATE TABLE IF NOT EXISTS thumbnail (path TEXT PRIMARY KEY, size INTEGER NOT NULL, "
    "mtime_ns INTEGER NOT NULL, used INTEGER NOT NULL, bytes INTEGER NOT NULL, data BLOB NOT NULL)"
)
_FIND = "SELECT data, used FROM thumbnail WHERE path = ? AND size = ? AND mtime_ns = ?"
_OLDEST = "SELECT path, bytes FROM thumbnail ORDER BY used"


class ThumbnailStore:
    """Pictures as bytes, by the file that they show as it was; threads may share one."""

    def __init__(self, path: Path, capacity: int = CAPACITY) -> None:
        """At most `capacity` bytes of pictures are kept in the file `path`, the newest days'."""
        self._path, self._capacity = path, capacity
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._bytes = 0
        self._is_lost = False

    def get(self, photo: FileStamp) -> bytes | None:
        """The picture of a photo that has not changed since, where there is one."""
        with self._lock:
            try:
                return self._get(photo)
            except sqlite3.Error:
                self._lose()
                return None

    def put(self, photo: FileStamp, picture: bytes) -> None:
        """Keep the picture of a photo; those not used for longest make room."""
        with self._lock:
            try:
                self._put(photo, picture)
            except sqlite3.Error:
                self._lose()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            self._is_lost = True

    def _get(self, photo: FileStamp) -> bytes | None:
        database = self._opened()
        key = (str(photo.path), photo.size, photo.mtime_ns)
        row = database.execute(_FIND, key).fetchone() if database else None
        if row is None or database is None:
            return None
        if row[1] < _today():
            database.execute("UPDATE thumbnail SET used = ? WHERE path = ?", (_today(), key[0]))
        return bytes(row[0])

    def _put(self, photo: FileStamp, picture: bytes) -> None:
        database = self._opened()
        if database is None:
            return
        values = (str(photo.path), photo.size, photo.mtime_ns, _today(), len(picture), picture)
        database.execute("INSERT OR REPLACE INTO thumbnail VALUES (?, ?, ?, ?, ?, ?)", values)
        self._bytes += len(picture)
        if self._bytes > self._capacity:
            self._make_room(database)

    def _make_room(self, database: sqlite3.Connection) -> None:
        self._bytes = _total(database)
        gone: list[tuple[str]] = []
        for path, size in database.execute(_OLDEST):
            if self._bytes <= _KEPT_SHARE * self._capacity:
                break
            self._bytes -= size
            gone.append((path,))
        database.executemany("DELETE FROM thumbnail WHERE path = ?", gone)

    def _opened(self) -> sqlite3.Connection | None:
        if self._connection is None and not self._is_lost:
            self._connection = self._open()
            self._bytes = _total(self._connection)
        return self._connection

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        made = sqlite3.connect(
            self._path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("PRAGMA synchronous = OFF")
            made.execute(_TABLE)
        except sqlite3.DatabaseError:
            made.close()
            raise
        return made

    def _lose(self) -> None:
        """Do without from now on; a file that is damaged goes, for the next start."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if not self._is_lost and not _is_sound(self._path):
            self._path.unlink(missing_ok=True)
        self._is_lost = True


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS)) as database:
            database.execute("SELECT count(*) FROM thumbnail")
    except sqlite3.OperationalError:
        return True  # locked, full or read-only, which passes
    except sqlite3.DatabaseError:
        return False
    return True


def _total(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT coalesce(sum(bytes), 0) FROM thumbnail").fetchone()[0])


def _today() -> int:
    return int(time.time()) // _DAY
