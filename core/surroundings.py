"""What of a catalogue is known before any query comes: photos that stand for all of it.

By them likenesses of different encoders and catalogues are told on one scale. Shared colours mean
the same everywhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evidence import Looks
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

    `whole` of the products' vectors, `regions` the nearest of any of the query's and any of a
    photo's, its parts' or its own: cosines, or spreads. `colours` of all of both products,
    `windows` of the two of their windows that are most alike: shares, or `told_share`.
    """

    whole: Floats
    regions: Floats
    colours: Floats
    windows: Floats


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Photos that stand for a catalogue, none where it has few, and its scales."""

    looks: Looks | None
    scales: Scales

    def likenesses(self, vectors: Floats, colours: Floats, looks: Looks) -> Likenesses:
        """How alike a query is to photos, at least one, as it is weighed.

        `vectors` (v, d) are the query's, its product's first, and `colours` (w, bins).
        """
        alike = _likenesses(vectors, colours, looks)
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


def surroundings(looks: Looks | None, usual: Scales) -> Surroundings:
    """Those of a catalogue of which some photos' looks are known; of few, what is usual."""
    if looks is None or len(looks) < _LEAST:
        return Surroundings(None, usual)
    return Surroundings(looks, scales(looks))


def scales(looks: Looks) -> Scales:
    """How alike photos, at least two, are to each other."""
    places = spread(np.arange(len(looks)), _COMPARED)
    pairs = [
        _likenesses(own.vectors[:1], own.colours, looks)
        for own in (looks[int(place)] for place in places)
    ]
    return Scales(
        _scale([pair.whole for pair in pairs], places),
        _scale([pair.regions for pair in pairs], places),
    )


def _likenesses(vectors: Floats, colours: Floats, looks: Looks) -> Likenesses:
    """Vectors (v, d) and colours (w, bins) against photos, at least one."""
    cosines = looks.vectors @ vectors.T
    whole = cosines[looks.starts, 0]
    regions = np.maximum.reduceat(cosines.max(axis=1), looks.starts)
    if not looks.colours.size:
        nothing = np.zeros_like(whole)
        return Likenesses(whole, regions, nothing, nothing)
    shares = looks.colours @ colours.T
    return Likenesses(whole, regions, shares[:, 0, 0], shares.max(axis=(1, 2)))


def _scale(alike: list[Floats], places: NDArray[np.intp]) -> Scale:
    """Of likenesses (n,) of the photos in some places to all of them, but themselves."""
    others = [np.delete(row, place) for row, place in zip(alike, places, strict=True)]
    pairs = np.concatenate(others)
    return Scale(float(np.median(pairs)), max(float(pairs.std()), 1e-3))
