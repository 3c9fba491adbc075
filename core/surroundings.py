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
        scales = self.scales
        alike = _likenesses(self.vector, self.colours, looks, self.evening)
        return Likenesses(
            scales.whole.told(alike.whole),
            scales.regions.told(alike.regions),
            scales.colours.told(alike.colours),
            scales.windows.told(alike.windows),
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Photos that stand for a catalogue, its evening, and what is usual for a query.

    A small catalogue has no evening.
    """

    looks: Sequence[Look]
    evening: Evening | None
    usual: Scales

    def tell(self, vector: Floats, colours: Floats) -> Told:
        """A query's vector (d,) and colours (bins,), on its scales; of few photos, the usual."""
        usual = self.usual
        if self.evening is None:
            return Told(vector, colours, none(len(vector)), usual, usual.whole)
        evened = self.evening.even(vector)
        alike = _likenesses(evened, colours, self.looks, self.evening)
        scales = Scales(
            _scale(alike.whole, usual.whole),
            _scale(alike.regions, usual.regions),
            _scale(alike.colours, usual.colours),
            _scale(alike.windows, usual.windows),
        )
        cosine = _scale(_vectors(self.looks) @ vector, usual.whole)
        return Told(evened, colours, self.evening, scales, cosine)


def surroundings(looks: Sequence[Look], usual: Scales) -> Surroundings:
    """Those of a catalogue of which some photos' looks are known, at most `SAMPLE`."""
    evening = learn(_vectors(looks)) if len(looks) >= _LEAST else None
    return Surroundings(looks, evening, usual)


def _vectors(looks: Sequence[Look]) -> Floats:
    return np.stack([look.vectors[0] for look in looks])


def _likenesses(
    vector: Floats, colours: Floats, looks: Sequence[Look], evening: Evening
) -> Likenesses:
    """An evened vector (d,) and colours (bins,) against photos as they are, at least one."""
    ends = np.cumsum([len(look.vectors) for look in looks])
    cosines = evening.cosines(vector, np.concatenate([look.vectors for look in looks]))
    parts = np.split(cosines, ends[:-1])
    whole = np.array([own[0] for own in parts])
    regions = np.array([np.sort(own[1:])[-2:].mean() if len(own) > 1 else own[0] for own in parts])
    if not looks[0].colours.size:
        nothing = np.zeros_like(whole)
        return Likenesses(whole, regions, nothing, nothing)
    shares = np.stack([look.colours for look in looks]) @ colours
    return Likenesses(whole, regions, shares[:, 0], shares.max(axis=1))


def _scale(alike: Floats, usual: Scale) -> Scale:
    near = np.sort(alike)[-max(int(len(alike) * _NEAR), _LEAST // 2) : -_ITSELF]
    return Scale(float(near.mean()), max(float(near.std()), _LEAST_SPREAD * usual.spread))
