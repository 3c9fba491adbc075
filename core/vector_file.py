"""The vectors of a generation in one flat file: a few hundred of them are read in no time.

Row i belongs to item i: the vector's id (int64, little-endian), then its blob as the database has
it (`core.compact`). The file is derived and is read, never mapped: where it is cut short or has
been replaced, an error is raised and nothing dies of it.
"""

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


@dataclass(frozen=True, slots=True)
class VectorFile:
    """An open file of vectors; `ids` (n,) are those of its rows, which have `row` bytes each."""

    path: Path
    file: FileIO
    ids: NDArray[np.int64]
    row: int

    def read(self, items: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (n, d) of some items (n,). Raises `IndexFileError` for a file not ours."""
        packed = np.empty(len(items), dtype=_layout(self.row))
        places = packed.view(np.uint8).data
        try:
            for number, item in enumerate(items.tolist()):
                self.file.seek(item * self.row)
                self.file.readinto(places[number * self.row : (number + 1) * self.row])
        except OSError as error:
            raise IndexFileError(self.path, IndexReason.DAMAGED, str(error)) from error
        if not np.array_equal(packed["id"], self.ids[items]):
            raise IndexFileError(self.path, IndexReason.DAMAGED)
        return compact.unpacked(packed["vector"])


def write_rows(file: IO[bytes], rows: Iterable[tuple[int, bytes]]) -> None:
    """Append rows (id, blob) to a file."""
    file.write(b"".join(i.to_bytes(_ID_BYTES, "little") + blob for i, blob in rows))


def open_vectors(path: Path, ids: NDArray[np.int64]) -> VectorFile:
    """Open the file with the vectors of `ids` (n,). Raises `IndexFileError`."""
    try:
        row, over = divmod(path.stat().st_size, len(ids))
        file = FileIO(path)
    except OSError as error:
        raise IndexFileError(path, IndexReason.MISSING, str(error)) from error
    if over or not compact.is_size(row - _ID_BYTES):
        file.close()
        raise IndexFileError(path, IndexReason.DAMAGED)
    return VectorFile(path, file, ids, row)


def _layout(row: int) -> np.dtype[np.void]:
    return np.dtype([("id", "<i8"), ("vector", compact.layout(row - _ID_BYTES))])
