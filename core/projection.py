"""Principal components: vectors told in fewer numbers, distances nearly kept.

Pearson (1901), Hotelling (1933): the directions of most variance are the eigenvectors of the
covariance with the largest eigenvalues. An orthogonal projection on them shortens distances by
what lies outside, which is least for them.
"""

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 256
# Vectors that the directions are learned from: enough for a covariance of 2,048 components.
SAMPLE = 20_000


def learn(sample: NDArray[np.float32]) -> NDArray[np.float32]:
    """The directions (p, d) of a sample (n, d), p = `DIMENSIONS`; none (0, d) where they are moot.

    They are where there are too few vectors to learn them from, or few components as it is.
    """
    count, dimension = sample.shape
    if count < 4 * DIMENSIONS or dimension <= DIMENSIONS:
        return np.empty((0, dimension), dtype=np.float32)
    centred = sample - sample.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(directions[:, : -DIMENSIONS - 1 : -1].T, dtype=np.float32)


def project(vectors: NDArray[np.float32], directions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors (..., d) along directions (p, d): (..., p); as they are where there are none.

    The mean is not taken off: a shift of all changes no distance.
    """
    if not len(directions):
        return vectors
    projected: NDArray[np.float32] = vectors @ directions.T
    return projected
