"""What is known of made queries and of their catalogues, as tables of terms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.weighing.sets import Known, MadeSet
from core.agreement import agree
from core.evening import none
from core.rows import spread
from core.surroundings import SAMPLE, Scale, Scales, Surroundings, surroundings
from core.weighing import LOOKED_AT, counted

TERMS = ("whole", "regions", "colours", "windows", "points")
_LIKENESSES = TERMS[:-1]


@dataclass(frozen=True, slots=True)
class Table:
    """Terms (q, n, 5) of queries against a catalogue, and where each query's product is (q,)."""

    name: str
    terms: NDArray[np.float64]
    right: NDArray[np.intp]


def usual(plain: list[Known], before: Scales) -> Scales:
    """What is near a photo among others, on average, of vectors as they are."""
    looks = [photo.look for photo in plain]
    around = Surroundings(looks, none(looks[0].vectors.shape[1]), before)
    every = [around.tell(photo.look.vectors[0], photo.look.colours[0]).scales for photo in plain]
    return Scales(*(_average([getattr(each, name) for each in every]) for name in _LIKENESSES))


def _average(scales: list[Scale]) -> Scale:
    middles, spreads = [s.middle for s in scales], [s.spread for s in scales]
    return Scale(float(np.mean(middles)), float(np.mean(spreads)))


def _around(catalogue: list[Known], before: Scales) -> Surroundings:
    some = spread(np.arange(len(catalogue)), SAMPLE)
    return surroundings([catalogue[i].look for i in some], before)


def table(made: MadeSet, before: Scales) -> Table:
    """The terms of a set; `before` is what is usual."""
    around = _around(made.catalogue, before)
    looks = [photo.look for photo in made.catalogue]
    terms = np.zeros((len(made.queries), len(looks), len(TERMS)))
    for row, query in enumerate(made.queries):
        alike = around.tell(query.look.vectors[0], query.look.colours[0]).likenesses(looks)
        terms[row, :, :-1] = np.stack([getattr(alike, name) for name in _LIKENESSES], axis=1)
        best = np.argsort(-terms[row].sum(axis=1))[:LOOKED_AT]
        found = np.array([_agreeing(query, made.catalogue[i]) for i in best])
        terms[row, best, -1] = counted(found)
    return Table(made.name, terms, made.right)


def _agreeing(query: Known, other: Known) -> int:
    one, two = query.gathered.points, other.gathered.points
    return len(agree(one, two).points) if one is not None and two is not None else 0
