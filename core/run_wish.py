"""What is wished of the run that indexes a catalogue, kept in the catalogue.

Whoever works on it looks here between two photos, so that another process can pause it, and a
paused run is still paused when Vitrine is opened again.
"""

from enum import StrEnum

from core.database import DatabaseFile

_KEY = "run"


class Wish(StrEnum):
    """Go on, wait, or leave off."""

    GO = "go"
    PAUSE = "pause"
    STOP = "stop"


def wish(database: DatabaseFile) -> Wish:
    """What was wished last; to go on where nothing was."""
    rows = database.rows("SELECT value FROM setting WHERE key = ?", [_KEY])
    return Wish(rows[0][0]) if rows else Wish.GO


def set_wish(database: DatabaseFile, wanted: Wish) -> None:
    """Wish something of the run that is under way, or of the next one."""
    if wish(database) == wanted:
        return
    with database.write():
        database.execute(
            "INSERT OR REPLACE INTO setting(key, value) VALUES (?, ?)", [_KEY, wanted.value]
        )
