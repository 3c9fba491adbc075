"""Candidates by their vectors alone put in the order of all that is known of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core import evidence, evidence_table, local_features
from core.catalogue import Catalogue
from core.evidence import Looks
from core.recipe import Recipe
from core.rows import spread
from core.surroundings import SAMPLE, Surroundings, surroundings
from core.weighing import (
    LOOKED_AT,
    Seen,
    Weights,
    agreeing,
    by_vector,
    counted,
    first_scores,
    level,
)

# Candidates that are weighed, by their vectors: reading and comparing them takes some 30 ms.
CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate's score, and how many of its points agree with the query's."""

    score: float
    agreeing: int = 0


class Reranker:
    """Of one catalogue under one recipe; belongs to the catalogue's thread."""

    def __init__(self, catalogue: Catalogue, recipe: Recipe, weights: Weights) -> None:
        self._database = catalogue.database
        self._embedding_id = recipe.base.embedding_id
        self.weights = weights
        self._around = self._surroundings()

    def refresh(self) -> None:
        """See what was indexed meanwhile."""
        self._around = self._surroundings()

    def score(self, seen: Seen, cosines: dict[int, float]) -> dict[int, Scored]:
        """The scores of photos whose vectors have these cosines with the query's, by photo id.

        A photo without evidence goes by its cosine alone.
        """
        scored = {
            photo_id: Scored(by_vector(cosine, self._around, self.weights))
            for photo_id, cosine in cosines.items()
        }
        return scored | self._known(seen, cosines)

    def level(self, seen: Seen) -> float:
        """The score of what is near a query without being it."""
        return level(seen, self._around, self.weights)

    def _known(self, seen: Seen, photo_ids: Iterable[int]) -> dict[int, Scored]:
        found = evidence_table.looks(self._database, self._embedding_id, photo_ids)
        if not found:
            return {}
        ids = np.array([photo_id for photo_id, _data in found])
        looks = evidence.unpack_all([data for _photo_id, data in found])
        scores = first_scores(seen, looks, self._around, self.weights)
        counts = np.zeros(len(ids), np.intp)
        best = np.sort(np.argsort(-scores, kind="stable")[:LOOKED_AT])
        if seen.gathered.points is not None and self.weights.points:
            packed = evidence_table.points(self._database, self._embedding_id, ids[best])
            points = [local_features.unpack(data) for _photo_id, data in packed if data]
            if len(points) == len(best):
                counts[best] = agreeing(seen, points)
        scores = scores + self.weights.points * counted(counts)
        rows = zip(ids.tolist(), scores.tolist(), counts.tolist(), strict=True)
        return {photo_id: Scored(score, count) for photo_id, score, count in rows}

    def _surroundings(self) -> Surroundings:
        ids = evidence_table.photo_ids(self._database, self._embedding_id)
        return surroundings(self._looks(spread(ids, SAMPLE)), self.weights.scales)

    def _looks(self, photo_ids: Iterable[int]) -> Looks | None:
        rows = evidence_table.looks(self._database, self._embedding_id, photo_ids)
        return evidence.unpack_all([data for _photo_id, data in rows]) if rows else None
