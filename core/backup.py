"""Copies of a catalogue's database, taken before what is in it is rebuilt by a newer version."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

FOLDER_NAME = "copies"
KEPT = 3


def keep_copy(source: sqlite3.Connection, catalogue: Path, version: str) -> Path:
    """Copy a database into the catalogue's `copies/` and forget all but the newest `KEPT`.

    `version` names the last migration that the copy has seen; it and the time (UTC) are the name.
    The copy is whole before it has that name. Raises `sqlite3.Error` or `OSError` when the disk
    refuses.
    """
    folder = catalogue / FOLDER_NAME
    folder.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    path = folder / f"{stamp}-{version}.db"
    partial = path.with_suffix(".part")
    try:
        with closing(sqlite3.connect(partial)) as target:
            source.backup(target)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    for old in sorted(folder.glob("*.db"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path
