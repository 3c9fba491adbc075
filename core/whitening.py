"""Whitening: vectors told in fewer numbers, each of which counts the same.

Jégou and Chum (2012), "Negative evidences and co-occurrences in image retrieval: the benefit of PCA
and whitening". The mean is taken off, the rest is told along the directions of most variance, each
divided by its standard deviation, and the result has unit length. What many components say together
(that all are bags on white) then counts no more than what a single one says.

A variance below `FLOOR` of the largest is taken for that: it is known too badly to be divided by.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import compact

# Vectors that are needed to learn, for each number that is kept.
LEAST = 4
FLOOR = 1e-3
# A variance that is a smaller part of the mean squared length is what rounding has left.
_NOTHING = 1e-9


@dataclass(frozen=True, eq=False, slots=True)
class Whitening:
    """A `mean` (d,) and scaled `directions` (p, d), float32."""

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]

    def to_bytes(self) -> bytes:
        """The mean, then the directions, row by row, as little-endian float32."""
        return np.concatenate([self.mean[np.newaxis], self.directions]).astype("<f4").tobytes()

    @property
    def digest(self) -> str:
        """Names it: the first 16 digits of the SHA-256 of its bytes."""
        return digest_of(self.to_bytes())

    @property
    def dimension(self) -> int:
        """Numbers that are kept."""
        return len(self.directions)

    def whiten(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors (..., d) whitened: (..., p) of unit length.

        One that is the mean to the last bit lies in no direction; it is given one.
        """
        told = (vectors - self.mean) @ self.directions.T
        lengths = np.linalg.norm(told, axis=-1, keepdims=True)
        told = np.where(lengths > 0, told, np.float32(1))
        lengths = np.where(lengths > 0, lengths, np.sqrt(np.float32(self.dimension)))
        unit: NDArray[np.float32] = (told / lengths).astype(np.float32)
        return unit


def digest_of(data: bytes) -> str:
    """The name of a whitening that has these bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def from_bytes(data: bytes, dimension: int) -> Whitening:
    """What `to_bytes` wrote, for so many numbers. Raises `ValueError` for other bytes."""
    rows = np.frombuffer(data, dtype="<f4").reshape(dimension + 1, -1)
    return Whitening(rows[0], rows[1:])


def whitened(data: bytes, whitening: Whitening) -> bytes:
    """The blob (`core.compact`) of a vector, from that of the vector before."""
    return compact.pack(whitening.whiten(compact.unpack([(0, data)], 1)[1][0]))


class Moments:
    """Count, mean and covariance of vectors that come in blocks."""

    def __init__(self) -> None:
        self.count = 0
        self._sum: NDArray[np.float64] = np.zeros(())
        self._products: NDArray[np.float64] = np.zeros(())

    def add(self, block: NDArray[np.float32]) -> None:
        """Take in vectors (n, d)."""
        exact = block.astype(np.float64)
        self.count += len(block)
        self._sum = self._sum + exact.sum(axis=0)
        self._products = self._products + exact.T @ exact

    @property
    def mean(self) -> NDArray[np.float64]:
        """Their mean (d,)."""
        return self._sum / self.count

    @property
    def power(self) -> float:
        """Their mean squared length."""
        return float(np.trace(self._products)) / self.count

    @property
    def covariance(self) -> NDArray[np.float64]:
        """Their covariance (d, d)."""
        return self._products / self.count - np.outer(self.mean, self.mean)


def learn(moments: Moments, dimension: int) -> Whitening | None:
    """The whitening to `dimension` numbers.

    None where there are fewer than `LEAST` vectors for each, or where they differ in fewer
    directions. The same moments give the same bits: a direction's largest component is positive.
    """
    if moments.count < LEAST * dimension:
        return None
    variances, columns = np.linalg.eigh(moments.covariance)
    kept = variances[::-1][:dimension]
    directions = columns[:, ::-1][:, :dimension].T
    if len(kept) < dimension or kept[-1] < _NOTHING * moments.power:
        return None
    largest = np.abs(directions).argmax(axis=1)
    directions = directions * np.sign(directions[np.arange(dimension), largest])[:, np.newaxis]
    scaled = directions / np.sqrt(np.maximum(kept, FLOOR * kept[0]))[:, np.newaxis]
    return Whitening(moments.mean.astype(np.float32), scaled.astype(np.float32))
