"""What of a catalogue a query is told against: photos that stand for all of it.

How alike a query is to what is near it without being it differs from query to query: a plain black
coat is near much, a cluttered photo near nothing. Each likeness is told in spreads above that, as
voices are told apart by others that sound like them (Auckenthaler et al., "Score normalization for
text-independent speaker verification systems", 2000). So likenesses of different kinds, encoders
and catalogues are on one scale, and it needs no other queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.evening import Evening, learn, none
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
    """How alike a query and photos are, each (n,): cosines, and shares of colours.

    `whole` of their vectors, `regions` of the query's and those of a photo's regions, `colours` of
    all of both products, `windows` of the photo's window that is most alike.
    """

    whole: Floats
    regions: Floats
    colours: Floats
    windows: Floats


@dataclass(frozen=True, slots=True)
class Told:
    """A query as a catalogue makes it out: its evened vector (d,), colours (bins,) and scales.

    `cosine` is the scale of vectors that are not evened.
    """

    vector: Floats
    colours: Floats
    evening: Evening
    scales: Scales
    cosine: Scale

    def likenesses(self, looks: Sequence[Look]) -> Likenesses:
        """How alike it is to photos, at least one, each (n,) in spreads."""
        told, scales = _evened(looks, self.evening), self.scales
        alike = likenesses(self.vector, self.colours, told)
        return Likenesses(
            scales.whole.told(alike.whole),
            scales.regions.told(alike.regions),
            scales.colours.told(alike.colours),
            scales.windows.told(alike.windows),
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Photos that stand for a catalogue, none of a small one, and what is usual for a query.

    `vectors` (n, d) are theirs, `evened` their looks after `evening`.
    """

    vectors: Floats
    evening: Evening | None
    evened: Sequence[Look]
    usual: Scales

    def tell(self, vector: Floats, colours: Floats) -> Told:
        """A query's vector (d,) and colours (bins,), on its scales; of few photos, the usual."""
        usual = self.usual
        if self.evening is None:
            return Told(vector, colours, none(len(vector)), usual, usual.whole)
        evened = self.evening.even(vector)
        alike = likenesses(evened, colours, self.evened)
        scales = Scales(
            _scale(alike.whole, usual.whole),
            _scale(alike.regions, usual.regions),
            _scale(alike.colours, usual.colours),
            _scale(alike.windows, usual.windows),
        )
        cosine = _scale(self.vectors @ vector, usual.whole)
        return Told(evened, colours, self.evening, scales, cosine)


def surroundings(looks: Sequence[Look], usual: Scales) -> Surroundings:
    """Those of a catalogue of which some photos' looks are known, at most `SAMPLE`."""
    if len(looks) < _LEAST:
        return Surroundings(np.empty((0, 0), np.float32), None, (), usual)
    vectors = np.stack([look.vectors[0] for look in looks])
    evening = learn(vectors)
    return Surroundings(vectors, evening, _evened(looks, evening), usual)


def likenesses(vector: Floats, colours: Floats, looks: Sequence[Look]) -> Likenesses:
    """A query's vector (d,) and colours (bins,) against photos, at least one."""
    whole = np.stack([look.vectors[0] for look in looks]) @ vector
    regions = np.array([_best_two(look.vectors[1:] @ vector) for look in looks], np.float32)
    regions = np.where(np.isnan(regions), whole, regions)
    if not looks[0].colours.size:
        nothing = np.zeros_like(whole)
        return Likenesses(whole, regions, nothing, nothing)
    shares = np.stack([look.colours @ colours for look in looks])
    return Likenesses(whole, regions, shares[:, 0], shares.max(axis=1))


def _evened(looks: Sequence[Look], evening: Evening) -> list[Look]:
    """The looks with the vectors of the product and of its regions evened."""
    ends = np.cumsum([len(look.vectors) for look in looks])[:-1]
    vectors = np.split(evening.even(np.concatenate([look.vectors for look in looks])), ends)
    return [replace(look, vectors=own) for look, own in zip(looks, vectors, strict=True)]


def _best_two(cosines: Floats) -> float:
    """The mean of the best two; nan where there is none."""
    return float(np.sort(cosines)[-2:].mean()) if len(cosines) else float("nan")


def _scale(alike: Floats, usual: Scale) -> Scale:
    near = np.sort(alike)[-max(int(len(alike) * _NEAR), _LEAST // 2) : -_ITSELF]
    return Scale(float(near.mean()), max(float(near.std()), _LEAST_SPREAD * usual.spread))
