"""What the lower part of a network made of photos, on disk: the upper part is trained on it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ROWS, _PHOTOS = "features.f16", "photos.jsonl"


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo, the product that it shows, and that product's category.

    `is_query` is of a photo that people have labelled, which is no part of the catalogue. `size`
    (bytes) and `mtime_ns` are its file's: another file in its place is another photo.
    Where a `digest` (SHA-256) is known, the file must have it.
    """

    path: str
    product: int
    category: str
    is_query: bool = False
    size: int = 0
    mtime_ns: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A photo and its rows: of it as it is from `first` on, `plain` of them, then `made` views."""

    photo: Shown
    first: int
    plain: int
    made: int


class Shelf:
    """Rows of features (n, *shape), float16, and which photo each belongs to.

    What was put here before is kept; a row of a photo that was never finished is written over.
    """

    def __init__(self, folder: Path, shape: Sequence[int]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.shape = folder, tuple(shape)
        self.photos = [
            Shelved(Shown(**told["photo"]), told["first"], told["plain"], told["made"])
            for told in _lines(folder / _PHOTOS)
        ]

    @property
    def digest(self) -> str:
        """Names which photos are here, and in which order."""
        paths = json.dumps([each.photo.path for each in self.photos])
        return hashlib.sha256(paths.encode()).hexdigest()[:16]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(photo.plain + photo.made for photo in self.photos)

    def put(self, photo: Shown, rows: NDArray[np.float32], plain: int) -> None:
        """Keep a photo's rows, the first `plain` of it as it is. Raises `OSError`."""
        shelved = Shelved(photo, self.count, plain, len(rows) - plain)
        path = self.folder / _ROWS
        with path.open("r+b" if path.exists() else "wb") as file:
            file.seek(self.count * self.row_bytes)
            file.write(rows.astype(np.float16).tobytes())
        with (self.folder / _PHOTOS).open("a", encoding="utf-8") as told:
            told.write(json.dumps(asdict(shelved)) + "\n")
        self.photos.append(shelved)

    def rows(self) -> NDArray[np.float16]:
        """All rows, read as they are needed."""
        shape = (self.count, *self.shape)
        if not self.count:
            return np.empty(shape, np.float16)
        return np.memmap(self.folder / _ROWS, np.float16, "r", shape=shape)

    @property
    def row_bytes(self) -> int:
        """How large a row is."""
        return int(np.prod(self.shape)) * np.dtype(np.float16).itemsize


def _lines(path: Path) -> list[dict[str, Any]]:
    """Whole lines; a last one that a killed process did not finish is taken off."""
    if not path.exists():
        return []
    whole = path.read_text(encoding="utf-8")
    kept = whole[: whole.rfind("\n") + 1]
    if kept != whole:
        path.write_text(kept, encoding="utf-8")
    return [json.loads(line) for line in kept.splitlines()]
