"""What is known of made queries and of their catalogues, as tables of terms."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.weighing.sets import Known, MadeSet
from core.agreement import agree
from core.evidence import joined
from core.rows import spread
from core.surroundings import SAMPLE, Scales, surroundings
from core.weighing import LOOKED_AT, counted

TERMS = ("whole", "regions", "colours", "windows", "points")
_LIKENESSES = TERMS[:-1]


@dataclass(frozen=True, slots=True)
class Table:
    """Terms (q, n, 5) of queries against a catalogue, and where each query's product is (q,).

    The last photos of the catalogue are `twins` of others.
    """

    name: str
    terms: NDArray[np.float64]
    right: NDArray[np.intp]
    twins: int = 0

    @property
    def alone(self) -> "Table":
        """The same queries against the catalogue without its twins."""
        return replace(self, terms=self.terms[:, : self.terms.shape[1] - self.twins], twins=0)


def table(made: MadeSet, usual: Scales) -> Table:
    """The terms of a set; `usual` are the scales of a small catalogue."""
    looks = joined([photo.look for photo in made.catalogue])
    sample = spread(np.arange(len(looks)), SAMPLE)
    around = surroundings(joined([made.catalogue[i].look for i in sample]), usual)
    terms = np.zeros((len(made.queries), len(looks), len(TERMS)))
    for row, query in enumerate(made.queries):
        alike = around.likenesses(query.look.vectors, query.look.colours, looks)
        terms[row, :, :-1] = np.stack([getattr(alike, name) for name in _LIKENESSES], axis=1)
        best = np.argsort(-terms[row].sum(axis=1))[:LOOKED_AT]
        found = np.array([_agreeing(query, made.catalogue[i]) for i in best])
        terms[row, best, -1] = counted(found)
    return Table(made.name, terms, made.right, made.twins)


def _agreeing(query: Known, other: Known) -> int:
    one, two = query.gathered.points, other.gathered.points
    return len(agree(one, two).points) if one is not None and two is not None else 0
