"""What of a catalogue a query is told against: photos that stand for all of it.

How alike a query is to what is near it without being it differs from query to query: a plain black
coat is near much, a cluttered photo near nothing. Each likeness is told in spreads above that, as
voices are told apart by others that sound like them (Auckenthaler et al., "Score normalization for
text-independent speaker verification systems", 2000). So likenesses of different kinds, encoders
and catalogues are on one scale, and it needs no other queries.
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
# What is near a query: this share of the sample, but for the few that may be the product itself.
_NEAR, _ITSELF = 1 / 3, 2
# A spread is at least this share of the usual one: a catalogue of one photo many times has none.
_LEAST_SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class Scale:
    """The mean of a query's likeness to what is near it, and its standard deviation."""

    middle: float
    spread: float

    def told(self, likeness: Floats) -> Floats:
        """A likeness in spreads above what is near."""
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
    """Photos that stand for a catalogue, at most `SAMPLE`, and what is usual for a query."""

    looks: Sequence[Look]
    usual: Scales

    def scales(self, vector: Floats, colours: Floats) -> Scales:
        """Those of a query's vector (d,) and colours (bins,); of few photos, the usual ones."""
        if len(self.looks) < _LEAST:
            return self.usual
        alike = likenesses(vector[np.newaxis], colours[np.newaxis], self.looks)
        usual = self.usual
        return Scales(
            _scale(alike.whole[0], usual.whole),
            _scale(alike.regions[0], usual.regions),
            _scale(alike.colours[0], usual.colours),
            _scale(alike.windows[0], usual.windows),
        )


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


def _best_two(cosines: Floats) -> Floats:
    """The mean of the best two along the last axis; nan where there is none."""
    if not cosines.shape[-1]:
        return np.full(cosines.shape[:-1], np.nan, np.float32)
    best: Floats = np.sort(cosines, axis=-1)[..., -2:].mean(axis=-1)
    return best


def _scale(alike: Floats, usual: Scale) -> Scale:
    near = np.sort(alike)[-max(int(len(alike) * _NEAR), _LEAST // 2) : -_ITSELF]
    return Scale(float(near.mean()), max(float(near.std()), _LEAST_SPREAD * usual.spread))
