"""The gallery as one cell sees it: a catalogue for a while, ranked by the product's own code.

Its copies of photos are photos of their own there, of the same products.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import colour_look, compact, evidence
from core.augment import AS_IT_IS
from core.catalogue import Catalogue
from core.embedding import query_vectors, query_views, unit_of
from core.evidence import Gathered, Look
from core.laboratory.needs import (
    evidence_part,
    mask_part,
    shown_copies,
    vector_part,
    views_of,
)
from core.laboratory.parts import Parts
from core.laboratory.stand import known_by
from core.local_features import unpack
from core.product_records import EVERYTHING
from core.ranking import Ranking
from core.recipe import Recipe
from core.records import Embedded
from core.weighing import Seen

Vector = NDArray[np.float32]
# Photos and copies that are stored at a time.
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class GalleryPhoto:
    """A photo of the catalogue: its file's digest (`core.laboratory.stand.known_by`), its product.

    `root` is the indexed folder that it came with.
    """

    id: int
    path: Path
    root: Path
    digest: str
    product_id: int
    category: str


def photos(catalogue: Catalogue) -> list[GalleryPhoto]:
    """The photos that can be found, by path; the digest of those that are not embedded is empty."""
    rows = catalogue.database.rows(
        "SELECT photo.id, photo.path, root.path, coalesce(digest, ''), product_id, category "
        "FROM photo JOIN root ON root.id = root_id JOIN product ON product.id = product_id "
        "WHERE status = 'present' ORDER BY photo.path"
    )
    return [GalleryPhoto(row[0], Path(row[1]), Path(row[2]), *row[3:]) for row in rows]


def hashed(photo: GalleryPhoto) -> GalleryPhoto:
    """The photo with its digest, made of its file where it has none."""
    return photo if photo.digest else replace(photo, digest=known_by(photo.path))


def vector_of(recipe: Recipe, parts: Parts, copy: str = AS_IT_IS) -> Vector:
    """The vector (d,) that the recipe gives a copy of a photo, as `Embedder.embed` has it."""
    return _mean(recipe, parts, views_of(recipe, parts), copy)


def vectors_of_query(recipe: Recipe, parts: Parts) -> Vector:
    """The vectors (1 or 2, d) that the recipe gives a query, as `Embedder.see` has them."""
    asked, data = recipe.of_query, parts[mask_part(recipe)].data
    views = views_of(asked, parts)
    if not recipe.asks_whole:
        return _mean(asked, parts, views, AS_IT_IS)[np.newaxis]
    if data:
        mask = Image.open(BytesIO(data))
        views = query_views(recipe, mask, mask)
    return query_vectors([_mean(asked, parts, (view,), AS_IT_IS) for view in views], recipe)


def _mean(recipe: Recipe, parts: Parts, views: Iterable[str], copy: str) -> Vector:
    rows = [
        parts[vector_part(recipe, view, shown)].values
        for shown in shown_copies(recipe, copy)
        for view in views
    ]
    return unit_of(np.mean(rows, axis=0))


def gathered_of(recipe: Recipe, parts: Parts) -> Gathered | None:
    """What a query under the recipe is compared by beside its vector."""
    if not recipe.evidence:
        return None
    none = np.empty((0, 0, 0, 3), np.uint8)
    points = (
        unpack(parts[evidence_part(recipe, "points")].data) if "points" in recipe.evidence else None
    )
    return Gathered(none, _colours(recipe, parts), points)


def embedded(
    recipe: Recipe, parts: Parts, photo_id: int, vector: Vector, *, is_copy: bool
) -> Embedded:
    """What the gallery keeps of a photo; of a copy that is the vector alone."""
    if is_copy or not recipe.evidence:
        return Embedded(photo_id, vector, "", (1, 1))
    rows = [vector[np.newaxis]]
    if "regions" in recipe.evidence:
        rows.append(parts[evidence_part(recipe, "regions")].values)
    look = evidence.pack(Look(np.concatenate(rows), _colours(recipe, parts)))
    return Embedded(photo_id, vector, "", (1, 1), look, _points(recipe, parts))


class Gallery:
    """Photos and copies in a catalogue of their own, filled anew for each cell."""

    def __init__(self, catalogue: Catalogue, step: int) -> None:
        self._catalogue, self._step = catalogue, step

    def id_of(self, photo: GalleryPhoto, copy: int) -> int:
        """The id of a photo's copy, the photo itself being 0."""
        return photo.id + copy * self._step

    def fill(self, recipe: Recipe, made: Iterable[Embedded]) -> Generator[None, None, float]:
        """Hold these photos and copies under a recipe, with a turn every `_BLOCK`.

        It comes to the bytes that they take.
        """
        database, size = self._catalogue.database, 0
        with database.write():
            for table in ("vector", "evidence"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608  names of ours
        rows = iter(made)
        while block := list(islice(rows, _BLOCK)):
            self._catalogue.store(recipe, block)
            size += sum(map(_size, block))
            yield
        return float(size)

    def ranking(self, recipe: Recipe) -> Ranking:
        """What ranks the products that are held."""
        return Ranking(self._catalogue, recipe)

    def first(
        self, ranking: Ranking, vectors: Vector, gathered: Gathered | None, count: int
    ) -> list[tuple[int, int]]:
        """The product and the photo of the `count` best matches of a query, best first."""
        asked = ranking.asked([vectors[0]], EVERYTHING, with_words=False)
        if gathered is not None:
            asked = ranking.with_known(asked, [Seen(vectors, gathered)])
        matches = ranking.nearest(asked, count)
        return [(match.product_id, match.photo_id % self._step) for match in matches]


def _size(row: Embedded) -> int:
    """Bytes in the catalogue."""
    return len(compact.pack(row.vector)) + len(row.look) + len(row.points)


@contextmanager
def gallery(shown: Mapping[int, GalleryPhoto], copies: int) -> Iterator[Gallery]:
    """A gallery for these photos, by id, and up to so many copies of each, for a while."""
    step = max(shown, default=0) + 1
    with TemporaryDirectory(prefix="vitrine-", ignore_cleanup_errors=True) as folder:
        catalogue = Catalogue(Path(folder))
        try:
            root = catalogue.root_id(Path(folder))
            database = catalogue.database
            with database.write():
                for product_id in sorted({photo.product_id for photo in shown.values()}):
                    database.execute(
                        "INSERT INTO product(id, reference) VALUES (?1, ?1)", [product_id]
                    )
                for photo in shown.values():
                    for copy in range(copies + 1):
                        number = photo.id + copy * step
                        database.execute(
                            "INSERT INTO photo(id, root_id, path, product_id) VALUES (?, ?, ?, ?)",
                            [number, root, str(number), photo.product_id],
                        )
            yield Gallery(catalogue, step)
        finally:
            catalogue.close()


def _colours(recipe: Recipe, parts: Parts) -> Vector:
    if "colour" not in recipe.evidence:
        return np.empty((0, colour_look.COUNT), np.float32)
    return parts[evidence_part(recipe, "colour")].values


def _points(recipe: Recipe, parts: Parts) -> bytes:
    return parts[evidence_part(recipe, "points")].data if "points" in recipe.evidence else b""
