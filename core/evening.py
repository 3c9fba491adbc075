"""What most photos of a catalogue have in common counts less when they are compared.

The directions in which a few hundred vectors vary most (that they are bags, that they stand on
white) are shrunk by their standard deviations, as in whitening (`core.whitening`), but with the
mean variance added to each: of so few vectors no direction is known well. All else stays.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_DIRECTIONS = 64


@dataclass(frozen=True, eq=False, slots=True)
class Evening:
    """A `mean` (d,), `directions` (p, d) of unit length, and how far each is shrunk (p,), 0..1."""

    mean: Floats
    directions: Floats
    shrunk: Floats

    def even(self, vectors: Floats) -> Floats:
        """Vectors (..., d), at unit length again; one that is the mean stays as it is."""
        apart = vectors - self.mean
        evened = apart - ((apart @ self.directions.T) * self.shrunk) @ self.directions
        lengths = np.linalg.norm(evened, axis=-1, keepdims=True)
        unit: Floats = np.where(lengths > 1e-6, evened / np.maximum(lengths, 1e-6), vectors)
        return unit.astype(np.float32)


def learn(vectors: Floats) -> Evening:
    """The evening of a catalogue of which some vectors (n, d) are known, at least two."""
    mean = vectors.mean(axis=0)
    _left, values, rows = np.linalg.svd(vectors - mean, full_matrices=False)
    variances = values**2 / len(vectors)
    usual = max(float(variances.mean()), 1e-12)
    kept = min(_DIRECTIONS, len(values))
    rest = float(variances[kept:].mean()) if kept < len(values) else 0.0
    shrunk = 1 - np.sqrt((rest + usual) / (variances[:kept] + usual))
    return Evening(mean, rows[:kept], np.clip(shrunk, 0, 1).astype(np.float32))


def none(dimension: int) -> Evening:
    """Leaves vectors (..., dimension) as they are."""
    return Evening(
        np.zeros(dimension, np.float32),
        np.empty((0, dimension), np.float32),
        np.empty(0, np.float32),
    )
