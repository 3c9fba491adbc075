"""Arrays that rows are added to at the end, without copying all of them each time."""

import numpy as np
from numpy.typing import NDArray

# A full array becomes larger by this factor: each row is copied twice at most on average.
_GROWTH = 1.5


class GrowingVectors:
    """Ids (n,) int64 and vectors (n, d) float32, as views that are valid until the next `add`."""

    def __init__(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        self._ids, self._vectors = ids, vectors
        self._count = len(ids)

    def __len__(self) -> int:
        return self._count

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids in the order of their addition."""
        return self._ids[: self._count]

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vectors of `ids`."""
        return self._vectors[: self._count]

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add rows (m,), (m, d)."""
        if not len(ids):
            return
        count = self._count + len(ids)
        if count > len(self._ids):
            self._make_room(round(count * _GROWTH), vectors.shape[1])
        self._ids[self._count : count] = ids
        self._vectors[self._count : count] = vectors
        self._count = count

    def _make_room(self, rows: int, dimension: int) -> None:
        ids, vectors = np.empty(rows, np.int64), np.empty((rows, dimension), np.float32)
        ids[: self._count] = self.ids
        if self._count:
            vectors[: self._count] = self.vectors
        self._ids, self._vectors = ids, vectors
