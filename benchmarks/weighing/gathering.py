"""What is known of made queries and of their catalogues, as tables of terms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.weighing.sets import Known, MadeSet
from core.agreement import agree
from core.rows import spread
from core.surroundings import SAMPLE, Scale, Scales, Surroundings, likenesses
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
    """What is near a photo among others, on average."""
    around = _around(plain, before)
    every = [around.scales(photo.look.vectors[0], photo.look.colours[0]) for photo in plain]
    return Scales(*(_average([getattr(each, name) for each in every]) for name in _LIKENESSES))


def _average(scales: list[Scale]) -> Scale:
    middles, spreads = [s.middle for s in scales], [s.spread for s in scales]
    return Scale(float(np.mean(middles)), float(np.mean(spreads)))


def _around(catalogue: list[Known], before: Scales) -> Surroundings:
    some = spread(np.arange(len(catalogue)), SAMPLE)
    return Surroundings([catalogue[i].look for i in some], before)


def table(made: MadeSet, before: Scales) -> Table:
    """The terms of a set; `before` is what is usual."""
    around = _around(made.catalogue, before)
    vectors = np.stack([query.look.vectors[0] for query in made.queries])
    colours = np.stack([query.look.colours[0] for query in made.queries])
    alike = likenesses(vectors, colours, [photo.look for photo in made.catalogue])
    scales = [around.scales(*pair) for pair in zip(vectors, colours, strict=True)]
    first = [
        _told([getattr(s, each) for s in scales], getattr(alike, each)) for each in _LIKENESSES
    ]
    points = np.zeros(alike.whole.shape)
    for row, (query, score) in enumerate(zip(made.queries, np.sum(first, axis=0), strict=True)):
        best = np.argsort(-score)[:LOOKED_AT]
        points[row, best] = counted(np.array([_agreeing(query, made.catalogue[i]) for i in best]))
    return Table(made.name, np.stack([*first, points], axis=-1).astype(np.float64), made.right)


def _told(scales: list[Scale], alike: NDArray[np.float32]) -> NDArray[np.float32]:
    """Likenesses (q, n), each query's on its own scale."""
    return np.stack([scale.told(row) for scale, row in zip(scales, alike, strict=True)])


def _agreeing(query: Known, other: Known) -> int:
    one, two = query.gathered.points, other.gathered.points
    return len(agree(one, two).points) if one is not None and two is not None else 0
