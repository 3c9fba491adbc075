"""Products near several photos of one product: its front, its back, a detail.

Each query photo is compared with the product's photo that is nearest to it, a front with a front,
and the mean of that counts. The mean of the queries' vectors would be nearest to a photo that is
neither; where products have one photo each both say the same.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.database import listed
from core.distance import Neighbour, distance
from core.product_records import Filter
from core.recipe import Recipe
from core.search import Selection


def nearest_together(
    catalogue: Catalogue,
    recipe: Recipe,
    queries: NDArray[np.float32],
    products: Iterable[int],
    wanted: Filter,
) -> list[Neighbour]:
    """Of each product one photo, of those that pass a filter: the nearest to any of `queries`
    (q, d), with the product's mean distance and cosine. The nearest product comes first.
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
    apart = np.stack([distance(vectors, query, recipe.metric) for query in queries])
    cosines = queries @ vectors.T
    rows_of: dict[int, list[int]] = {}
    for row, vector_id in enumerate(ids.tolist()):
        rows_of.setdefault(product_of[vector_id], []).append(row)
    found = [_mean(ids, apart, cosines, held) for held in rows_of.values()]
    return sorted(found, key=lambda near: (near.distance, near.vector_id))


def _mean(
    ids: NDArray[np.int64],
    apart: NDArray[np.float32],
    cosines: NDArray[np.float32],
    rows: list[int],
) -> Neighbour:
    """One product, whose photos are in these rows; `apart` and `cosines` are (q, n)."""
    nearest = rows[int(apart[:, rows].min(axis=0).argmin())]
    best = apart[:, rows].min(axis=1).mean()
    return Neighbour(int(ids[nearest]), float(best), float(cosines[:, rows].max(axis=1).mean()))
