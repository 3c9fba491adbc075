"""Query photos as the encoder sees them; the last ones are kept, for they are asked about again."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import intake
from core.digest import digest_of
from core.embedding import Embedder, Prepared
from core.records import MOST_QUERY_PHOTOS, FileStamp
from core.removal import WORK_SIDE


@dataclass(frozen=True, slots=True)
class Seen:
    """A photo that was looked at: its square and mask, its vector (d,).

    The vector is not projected yet; `seconds` is what looking took, `digest` is the file's SHA-256.
    """

    digest: str
    size: tuple[int, int]
    prepared: Prepared
    vector: NDArray[np.float32]
    seconds: float


class QueryPhotos:
    """Looks at photos with one embedder, and at each of the last ones once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._seen: OrderedDict[FileStamp, Seen] = OrderedDict()

    def look(self, photo: Path) -> Seen:
        """What is seen in a photo, as long as its file stays as it is. Raises `PhotoError`."""
        stamp = _stamp(photo)
        known = self._seen.get(stamp)
        if known:
            self._seen.move_to_end(stamp)
            return known
        began = time.monotonic()
        image = intake.load(photo, WORK_SIDE)
        prepared = self._embedder.prepare(image)
        vector = self._embedder.embed(prepared)
        digest = _digest(photo)
        seen = Seen(digest, image.size, prepared, vector, time.monotonic() - began)
        self._seen[stamp] = seen
        if len(self._seen) > MOST_QUERY_PHOTOS:
            self._seen.popitem(last=False)
        return seen


def _digest(photo: Path) -> str:
    """Its SHA-256; empty where it has gone since."""
    try:
        return digest_of(photo)
    except OSError:
        return ""


def _stamp(photo: Path) -> FileStamp:
    try:
        found = photo.stat()
    except OSError:  # said in a sentence by whoever reads it
        return FileStamp(photo, -1, -1)
    return FileStamp(photo, found.st_size, found.st_mtime_ns)
