"""The vectors of a generation in one flat file: a few hundred of them are read in no time.

A row is a vector's id (int64, little-endian) and its blob as the database has it (`core.compact`),
rows are in rising order of ids. The file is derived and is read, never mapped: where it is cut
short or has been replaced, an error is raised and nothing dies of it.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from core import compact
from core.errors import IndexFileError, IndexReason

SUFFIX = ".vectors"
_ID_BYTES = 8

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VectorFile:
    """An open file of vectors; `ids` (n,) are those of its rows, which have `row_bytes` each."""

    path: Path
    file: FileIO
    ids: NDArray[np.int64]
    row_bytes: int

    def read(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (n, d) in some rows (n,). Raises `IndexFileError` for a file not ours."""
        packed = np.empty(len(rows), dtype=_layout(self.row_bytes))
        places, size, got = packed.view(np.uint8).data, self.row_bytes, 0
        try:
            for start, row in zip(range(0, packed.nbytes, size), rows.tolist(), strict=True):
                self.file.seek(row * size)
                got += self.file.readinto(places[start : start + size]) or 0
        except OSError as error:
            raise IndexFileError(self.path, IndexReason.DAMAGED, str(error)) from error
        if got != packed.nbytes or not np.array_equal(packed["id"], self.ids[rows]):
            raise IndexFileError(self.path, IndexReason.DAMAGED)
        return compact.unpacked(packed["vector"])


def vectors_beside(annoy_file: Path) -> Path:
    """Where the vectors of a generation lie."""
    return annoy_file.with_suffix(SUFFIX)


def unlink_both(annoy_file: Path) -> None:
    """Remove a generation's two files; one that another process holds open stays."""
    for path in (annoy_file, vectors_beside(annoy_file)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:  # Windows does not remove an open file
            _log.info("kept %s: %r", path.name, error)


def write_rows(file: IO[bytes], rows: Iterable[tuple[int, bytes]]) -> None:
    """Append rows (id, blob) to a file."""
    file.write(b"".join(i.to_bytes(_ID_BYTES, "little") + blob for i, blob in rows))


def open_vectors(path: Path, ids: NDArray[np.int64]) -> VectorFile:
    """Open the file with the vectors of `ids` (n,). Raises `IndexFileError`."""
    try:
        row_bytes, over = divmod(path.stat().st_size, len(ids))
        file = FileIO(path)
    except OSError as error:
        raise IndexFileError(path, IndexReason.MISSING, str(error)) from error
    if over or not compact.is_size(row_bytes - _ID_BYTES):
        file.close()
        raise IndexFileError(path, IndexReason.DAMAGED)
    return VectorFile(path, file, ids, row_bytes)


def _layout(row_bytes: int) -> np.dtype[np.void]:
    return np.dtype([("id", "<i8"), ("vector", compact.layout(row_bytes - _ID_BYTES))])
