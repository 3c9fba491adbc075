"""Copies of a catalogue's database, taken before what is in it is rebuilt by a newer version."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

FOLDER_NAME = "copies"
KEPT = 3
_UNFINISHED = "unfinished.part"


def keep_copy(database: Path, version: str) -> Path:
    """Copy a database into the `copies/` beside it and forget all but the newest `KEPT`.

    `version` names the last migration that the copy has seen; it and the time (UTC) are the name.
    The copy is whole before it has that name. Nobody else may be copying meanwhile. Raises
    `sqlite3.Error` or `OSError` when the disk refuses.
    """
    folder = database.parent / FOLDER_NAME
    folder.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    path = folder / f"{stamp}-{version}.db"
    partial = folder / _UNFINISHED
    for left in unfinished(database.parent):
        left.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(path)
    for old in sorted(folder.glob("*.db"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def unfinished(catalogue_folder: Path) -> list[Path]:
    """What a process that died while it copied has left, SQLite's own files beside it too."""
    return sorted((catalogue_folder / FOLDER_NAME).glob(f"{_UNFINISHED}*"))
