"""What was computed of a photo, on disk: never computed again, in whichever cell it is needed.

One file a photo, named by the SHA-256 of the photo's file, complete before it has its name. All of
it can be made again: what cannot be read is taken for not there.
"""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.recipe import PIXELS_VERSION

_SUFFIX, _UNFINISHED = ".parts", ".part"


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Some bytes, an array's `shape` where they are float32, and the seconds that they took."""

    data: bytes = b""
    shape: tuple[int, ...] = ()
    seconds: float = 0.0

    @property
    def values(self) -> NDArray[np.float32]:
        """The array of `shape`."""
        return np.frombuffer(self.data, np.float32).reshape(self.shape)


Parts = dict[str, Part]


class _File(msgspec.Struct, array_like=True):
    pixels: int
    parts: Parts


def of_values(values: NDArray[np.float32], seconds: float) -> Part:
    """The part that holds an array."""
    return Part(np.ascontiguousarray(values, np.float32).tobytes(), values.shape, seconds)


class PartStore:
    """The parts of photos, in the folder of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._folder = catalogue.folder / "laboratory"

    def get(self, digest: str) -> Parts:
        """What is known of the photo whose file has this SHA-256."""
        try:
            held = msgspec.msgpack.decode(self._path(digest).read_bytes(), type=_File)
        except (OSError, msgspec.MsgspecError):
            return {}
        return held.parts if held.pixels == PIXELS_VERSION else {}

    def put(self, digest: str, parts: Parts) -> None:
        """Keep the parts of a photo in place of what was there. Raises `CatalogueError`."""
        path = self._path(digest)
        making = path.with_suffix(f".{os.getpid()}{_UNFINISHED}")
        with self._catalogue.errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            making.write_bytes(msgspec.msgpack.encode(_File(PIXELS_VERSION, parts)))
            making.replace(path)

    def sweep(self, digests: Collection[str]) -> None:
        """Remove the parts of all photos but these, and what a killed process has left."""
        for path in self._folder.glob("*/*"):
            is_used = path.suffix == _SUFFIX and path.stem in digests
            if not is_used and path.suffix in (_SUFFIX, _UNFINISHED):
                with suppress(OSError):
                    path.unlink()

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}{_SUFFIX}"
