"""Which known photo a file is: one that was moved, renamed or touched stays what it was."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.database import DatabaseFile
from core.digest import digest_of
from core.naming import path_start
from core.records import FileStamp
from core.scan import stat_of

_ROWS_A_PAGE = 2000
_LOOKS_A_STEP = 100
_KNOWN = (
    "SELECT id, root_id, path, size, mtime_ns, coalesce(digest, ''), status = 'missing' FROM photo "
)


class Known(NamedTuple):
    """A photo of the catalogue, its file as it was last seen; no `digest` until it is embedded."""

    id: int
    root_id: int
    path: str
    size: int
    mtime_ns: int
    digest: str
    is_missing: bool

    def is_as(self, stamp: FileStamp) -> bool:
        """Whether nothing has happened to the file."""
        return not self.is_missing and (self.size, self.mtime_ns) == (stamp.size, stamp.mtime_ns)


class Kept(NamedTuple):
    """A photo, and the file that it is now.

    Not `is_sure` while its old path leads to that file too: to a copy of the name (a hard link) if
    a walk meets it, else to a name that is written otherwise by now.
    """

    known: Known
    stamp: FileStamp
    is_sure: bool = True


class _OfOneSize(NamedTuple):
    """Known photos of one size.

    Those whose file is gone are there by digest and then by name, the others by device and number.
    """

    gone: dict[str, dict[str, list[Known]]]
    there: dict[tuple[int, int], Known]


def known_below(database: DatabaseFile, folder: Path) -> Iterator[Known]:
    """What is known of the files below a folder in the order of paths, missing ones too.

    A page is read at a time, so that the caller may write meanwhile.
    """
    after = path_start(folder)
    end = after[:-1] + chr(ord(after[-1]) + 1)
    while page := database.rows(
        _KNOWN + "WHERE path > ? AND path < ? ORDER BY path LIMIT ?",
        [after, end, _ROWS_A_PAGE],
    ):
        yield from map(Known._make, page)
        after = page[-1][2]


def keep(database: DatabaseFile, root_id: int, kept: Iterable[Kept]) -> list[FileStamp]:
    """Bring photos to the files that they are now, in one transaction.

    Vectors, product and all else stay. What is given back are files whose photo, or whose path,
    another program has changed meanwhile.
    """
    refused = []
    with database.write():
        for known, stamp, _ in kept:
            path = str(stamp.path)
            done = database.execute(
                "UPDATE OR IGNORE photo SET root_id = ?, path = ?, size = ?, mtime_ns = ?, "
                "status = 'present', reason = '', detail = '', attempts = 0 "
                "WHERE id = ? AND path = ?",
                [
                    *(known.root_id if path == known.path else root_id, path),
                    *(stamp.size, stamp.mtime_ns, known.id, known.path),
                ],
            )
            if not done.rowcount:
                refused.append(stamp)
    return refused


class Finder:
    """Looks for the photo that a file is, among those that were known when a run began."""

    def __init__(self, database: DatabaseFile) -> None:
        self._database = database
        self._newest = database.one("SELECT coalesce(max(id), 0) FROM photo")
        self._of_size: dict[int, _OfOneSize] = {}

    def look(self, stamp: FileStamp, known: Known | None) -> Generator[None, None, Kept | None]:
        """The photo that a new or changed file is; None for one that holds something else.

        `known` is the photo of that path, if there is one. Yields between two files that it reads
        and now and then when it looks where others are.
        """
        if known is None:
            return (yield from self._moved(stamp))
        if not known.digest or known.size != stamp.size:
            return None
        digest = _digest(stamp.path)
        yield
        return Kept(known, stamp) if digest == known.digest else None

    def _moved(self, stamp: FileStamp) -> Generator[None, None, Kept | None]:
        if stamp.size not in self._of_size:
            self._of_size[stamp.size] = yield from self._sort(stamp.size)
        gone, there = self._of_size[stamp.size]
        twin = there.get(_number(stamp.path) or (0, 0)) if there else None
        if twin is not None:
            return Kept(twin, stamp, is_sure=False)
        if not gone:
            return None
        same = gone.get(_digest(stamp.path))
        yield
        if not same:
            return None
        # Of several that were the same, the one that was called the same.
        name = stamp.path.name if stamp.path.name in same else next(iter(same))
        found = same[name].pop(0)
        if not same[name]:
            del same[name]
        return Kept(found, stamp)

    def _sort(self, size: int) -> Generator[None, None, _OfOneSize]:
        """What became of the known photos of one size; of some the disk does not tell."""
        sorted_out = _OfOneSize(defaultdict(lambda: defaultdict(list)), {})
        rows = self._database.rows(
            _KNOWN + "WHERE size = ? AND id <= ? ORDER BY path", [size, self._newest]
        )
        for looked, known in enumerate(map(Known._make, rows), start=1):
            with suppress(OSError):
                path = Path(known.path)
                found = stat_of(path)
                if found is None:
                    sorted_out.gone[known.digest][path.name].append(known)
                elif found.st_ino:
                    sorted_out.there[found.st_dev, found.st_ino] = known
            if looked % _LOOKS_A_STEP == 0:
                yield
        sorted_out.gone.pop("", None)
        return sorted_out


def _number(path: Path) -> tuple[int, int] | None:
    """What tells a file from all others, by whatever name; None where it cannot be told."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _digest(path: Path) -> str:
    """A file's SHA-256, no text where it cannot be read."""
    try:
        return digest_of(path)
    except OSError:
        return ""
