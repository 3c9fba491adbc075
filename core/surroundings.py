"""What of a catalogue is known before any query comes: how alike its photos are to each other.

By it, likenesses of different kinds and of different encoders are told on one scale, and photos
that are near everything are known (hubs: Radovanović et al., 2010; the correction is one-sided, as
in Conneau et al., "Word translation without parallel data", 2018, and needs no other queries).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evidence import Look

Floats = NDArray[np.float32]

# So many photos of a catalogue stand for all of it.
SAMPLE = 300
# Fewer say little about how alike photos are; then what is usual holds.
_LEAST = 20
_NEAREST = 10
# A photo of the sample that is as near as this is the same photo.
_SAME = 0.9995


@dataclass(frozen=True, slots=True)
class Scale:
    """The median of a likeness over pairs of a catalogue's photos, and its standard deviation."""

    middle: float
    spread: float

    def told(self, likeness: Floats) -> Floats:
        """A likeness in spreads above what is usual."""
        return ((likeness - self.middle) / self.spread).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Scales:
    """The scale of each likeness of `Likenesses`."""

    whole: Scale
    regions: Scale
    colours: Scale
    windows: Scale


@dataclass(frozen=True, slots=True)
class Likenesses:
    """How alike queries (q) and photos (n) are, each (q, n): cosines, and shares of colours.

    `whole` of their vectors, `regions` of a query's and those of a photo's regions, `colours` of
    all of both products, `windows` of the photo's window that is most alike.
    """

    whole: Floats
    regions: Floats
    colours: Floats
    windows: Floats


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Vectors (n, d) of photos that stand for a catalogue, its scales, and the usual nearness."""

    vectors: Floats
    scales: Scales
    nearness: float

    def crowding(self, vectors: Floats) -> Floats:
        """How near photos (m, d) are to the rest of the catalogue, beyond the usual (m,)."""
        if not len(self.vectors):
            return np.zeros(len(vectors), np.float32)
        beyond = _nearness(vectors @ self.vectors.T) - self.nearness
        return np.asarray(beyond / self.scales.whole.spread, dtype=np.float32)


def likenesses(vectors: Floats, colours: Floats, looks: Sequence[Look]) -> Likenesses:
    """Queries' vectors (q, d) and colours (q, bins) against photos; at least one of each."""
    whole = vectors @ np.stack([look.vectors[0] for look in looks]).T
    regions = np.stack([_best_two(vectors @ look.vectors[1:].T) for look in looks], axis=1)
    regions = np.where(np.isnan(regions), whole, regions)
    if not looks[0].colours.size:
        nothing = np.zeros_like(whole)
        return Likenesses(whole, regions, nothing, nothing)
    shares = np.stack([colours @ look.colours.T for look in looks], axis=1)
    return Likenesses(whole, regions, shares[..., 0], shares.max(axis=-1))


def surroundings(looks: Sequence[Look], usual: Scales) -> Surroundings:
    """Those of a catalogue of which some photos' looks are known."""
    if len(looks) < _LEAST:
        return Surroundings(np.empty((0, 0), np.float32), usual, 0.0)
    vectors = np.stack([look.vectors[0] for look in looks])
    alike = likenesses(vectors, np.concatenate([look.colours[:1] for look in looks]), looks)
    scales = Scales(
        _scale(alike.whole), _scale(alike.regions), _scale(alike.colours), _scale(alike.windows)
    )
    return Surroundings(vectors, scales, float(_nearness(alike.whole).mean()))


def _best_two(cosines: Floats) -> Floats:
    """The mean of the best two along the last axis; nan where there is none."""
    if not cosines.shape[-1]:
        return np.full(cosines.shape[:-1], np.nan, np.float32)
    best: Floats = np.sort(cosines, axis=-1)[..., -2:].mean(axis=-1)
    return best


def _nearness(cosines: Floats) -> Floats:
    """The mean of each row's best few, itself apart."""
    others = np.where(cosines > _SAME, -1, cosines)
    near: Floats = np.sort(others, axis=1)[:, -_NEAREST:].mean(axis=1)
    return near


def _scale(alike: Floats) -> Scale:
    pairs = alike[~np.eye(len(alike), dtype=bool)]
    return Scale(float(np.median(pairs)), max(float(pairs.std()), 1e-3))
