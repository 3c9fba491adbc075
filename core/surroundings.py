"""What of a catalogue is known before any query comes: photos that stand for all of it.

By them likenesses of different encoders and catalogues are told on one scale. Shared colours mean
the same everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evidence import Look
from core.rows import spread

Floats = NDArray[np.float32]

# So many photos of a catalogue stand for all of it.
SAMPLE = 300
# Fewer say little about how alike photos are; then what is usual holds.
_LEAST = 20
# So many of the sample are compared with all of it for the scales.
_COMPARED = 40
# Shares of colours beyond this one say no more; what two products share as a rule.
_SHARED, _AS_A_RULE = 1.03, 0.25


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


@dataclass(frozen=True, slots=True)
class Likenesses:
    """How alike a query and photos are, each (n,).

    `whole` of their vectors, `regions` of the query's and those of a photo's regions: cosines, or
    spreads. `colours` of all of both products, `windows` of the two of their windows that are most
    alike: shares, or `told_share`.
    """

    whole: Floats
    regions: Floats
    colours: Floats
    windows: Floats


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Photos that stand for a catalogue, none where it has few, and its scales."""

    looks: Sequence[Look]
    scales: Scales

    def likenesses(self, vector: Floats, colours: Floats, looks: Sequence[Look]) -> Likenesses:
        """How alike a query, its vector (d,) and colours (w, bins), is to photos, as it is weighed.

        Of at least one photo.
        """
        alike = _likenesses(vector, colours, looks)
        return Likenesses(
            self.scales.whole.told(alike.whole),
            self.scales.regions.told(alike.regions),
            told_share(alike.colours),
            told_share(alike.windows),
        )


def told_share(shared: Floats) -> Floats:
    """What a share of colours says, as the odds that such a product is the same one: a logarithm.

    Of two photos that share most colours, a little more says much; of two that share few, nothing:
    in other light the same product does so too. It is 0 for what products share as a rule.
    """
    left = (_SHARED - np.clip(shared, 0, 1)) / (_SHARED - _AS_A_RULE)
    return np.asarray(-np.log(left), dtype=np.float32)


def surroundings(looks: Sequence[Look], usual: Scales) -> Surroundings:
    """Those of a catalogue of which some photos' looks are known; of few, what is usual."""
    return Surroundings((), usual) if len(looks) < _LEAST else Surroundings(looks, scales(looks))


def scales(looks: Sequence[Look]) -> Scales:
    """How alike photos, at least two, are to each other."""
    places = spread(np.arange(len(looks)), _COMPARED)
    pairs = [
        _likenesses(own.vectors[0], own.colours, looks)
        for own in (looks[place] for place in places)
    ]
    return Scales(
        _scale([pair.whole for pair in pairs], places),
        _scale([pair.regions for pair in pairs], places),
    )


def _likenesses(vector: Floats, colours: Floats, looks: Sequence[Look]) -> Likenesses:
    """A vector (d,) and colours (w, bins) against photos, at least one."""
    ends = np.cumsum([len(look.vectors) for look in looks])
    cosines = np.concatenate([look.vectors for look in looks]) @ vector
    parts = np.split(cosines, ends[:-1])
    whole = np.array([own[0] for own in parts])
    regions = np.array([np.sort(own[1:])[-2:].mean() if len(own) > 1 else own[0] for own in parts])
    if not looks[0].colours.size:
        nothing = np.zeros_like(whole)
        return Likenesses(whole, regions, nothing, nothing)
    shares = np.stack([look.colours for look in looks]) @ colours.T
    return Likenesses(whole, regions, shares[:, 0, 0], shares.max(axis=(1, 2)))


def _scale(alike: list[Floats], places: NDArray[np.intp]) -> Scale:
    """Of likenesses (n,) of the photos in some places to all of them, but themselves."""
    others = [np.delete(row, place) for row, place in zip(alike, places, strict=True)]
    pairs = np.concatenate(others)
    return Scale(float(np.median(pairs)), max(float(pairs.std()), 1e-3))
