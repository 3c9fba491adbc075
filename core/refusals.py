"""What SQLite and the disk of a catalogue refuse, said in our own terms."""

import errno
import re
import shutil
import sqlite3
from pathlib import Path

from core.errors import CatalogueReason

_OF_SQLITE = {
    sqlite3.SQLITE_FULL: CatalogueReason.FULL_DISK,
    sqlite3.SQLITE_BUSY: CatalogueReason.LOCKED,
    sqlite3.SQLITE_LOCKED: CatalogueReason.LOCKED,
    sqlite3.SQLITE_READONLY: CatalogueReason.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: CatalogueReason.DAMAGED,
    sqlite3.SQLITE_NOTADB: CatalogueReason.DAMAGED,
}
# SQLite (under its WAL) and Annoy say the same of a full disk.
_PERHAPS_FULL = {
    sqlite3.SQLITE_CANTOPEN: CatalogueReason.READ_ONLY,
    sqlite3.SQLITE_IOERR: CatalogueReason.FAILING_DISK,
}
_SPACE_NEEDED = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT)
_FAILING = (
    *(errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE),
    *(errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT),
)
# Annoy has the error's number in its words alone.
_NUMBER = re.compile(r"\((\d+)\)$")


def of_sqlite(error: sqlite3.Error, folder: Path) -> CatalogueReason | None:
    """Why SQLite refuses the catalogue in `folder`; None where no person can mend it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _PERHAPS_FULL:
        return _full_or(_PERHAPS_FULL[code], folder)
    return _OF_SQLITE.get(code)


def of_disk(error: OSError, folder: Path) -> CatalogueReason:
    """Why the disk refuses a file of the catalogue in `folder`."""
    said = _NUMBER.search(str(error))
    number = error.errno or (int(said[1]) if said else 0)
    if number in _FULL:
        return CatalogueReason.FULL_DISK
    is_failing = number in _FAILING
    return _full_or(
        CatalogueReason.FAILING_DISK if is_failing else CatalogueReason.READ_ONLY, folder
    )


def _full_or(otherwise: CatalogueReason, folder: Path) -> CatalogueReason:
    try:
        there = next(path for path in (folder, *folder.parents) if path.exists())
        is_full = shutil.disk_usage(there).free < _SPACE_NEEDED
    except OSError:
        return CatalogueReason.FAILING_DISK
    return CatalogueReason.FULL_DISK if is_full else otherwise
