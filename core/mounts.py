"""Disks that are mounted below an indexed folder: with one away, its photos are not gone."""

from pathlib import Path

from core.database import DatabaseFile
from core.naming import path_start


class Mounts:
    """What is remembered of mount points, and what one walk says of them."""

    def __init__(self, database: DatabaseFile) -> None:
        self._database = database
        self._met: set[str] = set()
        self._known = {row[0] for row in database.rows("SELECT path FROM mount")}
        self._unmounted = {path_start(Path(m)): m for m in self._known if not _is_mount(Path(m))}
        self._filled: set[str] = set()

    def meet(self, folder: str) -> None:
        """A walk has come to a folder on another device than the one above."""
        self._met.add(folder)

    def use(self, photo: str) -> None:
        """A walk has found a photo. Where a disk was once, the folder is one as any other now."""
        self._filled.update(filter(photo.startswith, self._unmounted))

    def is_away(self, photo: str) -> bool:
        """Whether a photo lies on a disk that is not mounted, as far as was walked."""
        return photo.startswith(tuple(self._unmounted.keys() - self._filled))

    def remember(self, root_id: int) -> None:
        """Note what was met, and forget the disks whose folders have been filled otherwise."""
        new, filled = self._met - self._known, {self._unmounted[start] for start in self._filled}
        if new or filled:
            with self._database.write():
                for path in new:
                    self._database.execute(
                        "INSERT OR IGNORE INTO mount(path, root_id) VALUES (?, ?)", [path, root_id]
                    )
                for path in filled:
                    self._database.execute("DELETE FROM mount WHERE path = ?", [path])


def _is_mount(folder: Path) -> bool:
    try:
        return folder.is_mount()
    except OSError:
        return False
