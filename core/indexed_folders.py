"""The folders that a catalogue is made of: how much is in each, and which of them are watched."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.database import DatabaseFile


@dataclass(frozen=True, slots=True)
class IndexedFolder:
    """`photos` are those that were there at the last look, set aside or not."""

    path: Path
    photos: int
    is_there: bool
    is_watched: bool


def indexed_folders(database: DatabaseFile) -> list[IndexedFolder]:
    """All of them, oldest first. Asks the disk of each, and one on the network may take long."""
    rows = database.rows(
        "SELECT root.path, count(photo.id), watched FROM root LEFT JOIN photo "
        "ON root_id = root.id AND status != 'missing' GROUP BY root.id ORDER BY root.id"
    )
    return [IndexedFolder(Path(path), n, Path(path).is_dir(), bool(on)) for path, n, on in rows]


def set_watched(database: DatabaseFile, folder: Path, *, watched: bool) -> bool:
    """Switch the watching of an indexed folder on or off; False where it is none."""
    with database.write():
        done = database.execute(
            "UPDATE root SET watched = ? WHERE path = ? RETURNING id", [watched, str(folder)]
        ).fetchall()
    return bool(done)


def watched_in(catalogue: Path) -> list[Path]:
    """The watched folders of the catalogue in that folder, for any thread; `CatalogueError`."""
    with closing(DatabaseFile(catalogue, writable=False)) as database:
        return [Path(path) for (path,) in database.rows("SELECT path FROM root WHERE watched")]


def watched_root_of(database: DatabaseFile, folder: Path) -> Path | None:
    """The innermost indexed folder that `folder` lies in, or is; None where it is not watched."""
    rows = database.rows("SELECT path, watched FROM root")
    around = [(Path(path), on) for path, on in rows if folder.is_relative_to(path)]
    root, is_watched = max(around, key=lambda one: len(one[0].parts), default=(folder, 0))
    return root if is_watched else None
