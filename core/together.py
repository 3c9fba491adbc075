"""Products near several photos of one product: its front, its back, a detail.

Each query photo is compared with the product's photo that is nearest to it, a front with a front.
Not the mean of these cosines counts but their soft maximum, between mean and maximum: a detail that
any product might have takes little from what the others tell, and no photo decides alone. (The mean
of the queries' vectors would be nearest to a photo that is neither front nor back.)
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from core.catalogue import Catalogue
from core.database import listed
from core.distance import Neighbour, distance
from core.product_records import Filter
from core.recipe import Metric, Recipe
from core.search import Selection

# How much the higher cosine counts: 5 to 20 measured alike; 0 is the mean, infinity the maximum.
_SHARPNESS = 10.0


def nearest_together(
    catalogue: Catalogue,
    recipe: Recipe,
    queries: NDArray[np.float32],
    products: Iterable[int],
    wanted: Filter,
) -> list[Neighbour]:
    """Of each product one photo, of those that pass a filter: the nearest to any of `queries`
    (q, d), with the soft maximum of the product's cosines, by which the nearest comes first, in
    whatever metric. The distance is one less that, or the mean in other metrics.
    """
    rows = catalogue.database.rows(
        "SELECT vector.id, product_id FROM photo JOIN vector ON photo_id = photo.id "
        "WHERE product_id IN (SELECT value FROM json_each(?)) AND recipe_id = ?",
        [listed(products), recipe.embedding_id],
    )
    product_of = dict(rows)
    ids = np.array(sorted(product_of), dtype=np.int64)
    passing = Selection(catalogue, recipe.embedding_id, wanted).among(ids)
    ids, vectors = catalogue.vectors_by_id(np.sort(passing))
    if not len(ids):
        return []
    cosines = queries @ vectors.T
    rows_of: dict[int, list[int]] = {}
    for row, vector_id in enumerate(ids.tolist()):
        rows_of.setdefault(product_of[vector_id], []).append(row)
    found = []
    for held in rows_of.values():
        nearest = held[int(cosines[:, held].max(axis=0).argmax())]
        cosine = soft_maximum(cosines[:, held].max(axis=1))
        away = _distance(vectors[held], queries, recipe.metric, cosine)
        found.append(Neighbour(int(ids[nearest]), away, cosine))
    return sorted(found, key=lambda near: (-near.cosine, near.vector_id))


def soft_maximum(cosines: NDArray[np.float32]) -> float:
    """A number between the mean and the maximum of cosines (q,)."""
    whole = _SHARPNESS * cosines.astype(np.float64)
    return float((logsumexp(whole) - np.log(len(cosines))) / _SHARPNESS)


def _distance(
    vectors: NDArray[np.float32], queries: NDArray[np.float32], metric: Metric, cosine: float
) -> float:
    if metric == "cosine":
        return 1 - cosine
    return float(np.mean([distance(vectors, query, metric).min() for query in queries]))
