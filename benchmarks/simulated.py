"""Vectors with the structure of real ones, as many as wanted, and catalogues of them.

The numbers were read off 372 clothes photos in 10 categories (EfficientNet-Lite2, 1280
components): the mean has the length .672; the deviations from it have the mean square .548; their
variance falls over the principal components as i ** -1.05 (fitted to components 1 to 64); .36 of
it lies between the categories. .25 is given to styles of three photos each, so that 372 simulated
vectors have neighbours as near as the real: median cosine to the nearest .82 (real .83), to the
tenth .71 (.74), of two arbitrary ones .48 (.46). Real ones vary more: nine in ten nearest lie
between .65 and .92, simulated ones between .75 and .88. All parts are Gaussian, along axes that a
random rotation has mixed.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import compact, products
from core.catalogue import Catalogue
from core.database import FILE_NAME
from core.product_records import ProductChanges
from core.recipe import NO_REMOVAL, Recipe
from core.records import FileStamp

DIMENSION = 1280
CATEGORIES = 10
_MEAN, _SPREAD, _FALL = 0.672, 0.548, 1.05
_BETWEEN, _STYLE, _PHOTOS_A_STYLE = 0.36, 0.25, 3
_BLOCK = 4096
ROOT = Path("/simulated")
HALF = ROOT / "half"
TAG, TAGGED = "drawn", 0.01
RECIPE = Recipe(encoder="simulated", encoder_digest="", removal=NO_REMOVAL, removal_digest="")


class Simulation:
    """A world of categories and styles that photos are drawn from; the same for the same size."""

    def __init__(self, count: int) -> None:
        """`count` photos will be drawn, which sets the number of styles."""
        self._rng = np.random.default_rng(7)
        falling = np.arange(1, DIMENSION + 1) ** -_FALL
        self._deviations = np.sqrt(_SPREAD * falling / falling.sum()).astype(np.float32)
        self._rotation = np.linalg.qr(self._normal(DIMENSION))[0]
        self._mean = np.full(DIMENSION, _MEAN / DIMENSION**0.5, np.float32)
        self._centres = self._normal(CATEGORIES) * self._deviations * _BETWEEN**0.5
        self._styles = max(1, count // _PHOTOS_A_STYLE)

    def draw(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Categories (n,) and vectors (n, `DIMENSION`) of unit length."""
        styles = self._rng.integers(0, self._styles, count)
        categories = styles % CATEGORIES
        own = self._normal(count) * self._deviations * (1 - _BETWEEN - _STYLE) ** 0.5
        parts = self._centres[categories] + self._style(styles) + own
        vectors = self._mean + parts @ self._rotation
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return categories, vectors

    def _style(self, styles: NDArray[np.int64]) -> NDArray[np.float32]:
        """A style's own deviation is drawn again from its number: a million would not fit."""
        drawn = [
            np.random.default_rng((11, style)).standard_normal(DIMENSION, dtype=np.float32)
            for style in styles.tolist()
        ]
        found: NDArray[np.float32] = np.stack(drawn) * self._deviations * np.float32(_STYLE**0.5)
        return found

    def _normal(self, count: int) -> NDArray[np.float32]:
        return self._rng.standard_normal((count, DIMENSION), dtype=np.float32)


def fill(folder: Path, count: int, queries: int) -> None:
    """A catalogue of `count` simulated photos, and `queries.npy` beside it.

    Photos lie in a folder of their category, `C0` to `C9`; those of the first five categories lie
    in `HALF`, the others beside it. One product in a hundred, drawn at random, has the tag `TAG`.
    """
    world = Simulation(count)
    catalogue = Catalogue(folder)
    root_id = catalogue.root_id(ROOT)
    done = 0
    while done < count:
        categories, vectors = world.draw(min(_BLOCK, count - done))
        numbered = enumerate(categories.tolist(), done)
        paths = [_folder(category) / f"P{i}.jpg" for i, category in numbered]
        catalogue.add_files(root_id, ROOT, [FileStamp(path, 1, 1) for path in paths])
        add_vectors(folder, done, vectors)
        done += len(vectors)
    drawn = np.random.default_rng(3).random(count) < TAGGED
    tagged = np.flatnonzero(drawn) + 1
    products.change(catalogue, tagged.tolist(), ProductChanges(add_tags=(TAG,)))
    catalogue.close()
    np.save(folder / "queries.npy", world.draw(queries)[1])


def _folder(category: int) -> Path:
    return (HALF if category < CATEGORIES // 2 else ROOT / "other") / f"C{category}"


def add_vectors(folder: Path, done: int, vectors: NDArray[np.float32]) -> None:
    """Simulated vectors of the photos after the first `done`."""
    add_vectors_of(folder, RECIPE, done + 1, vectors)


def add_vectors_of(folder: Path, recipe: Recipe, first: int, vectors: NDArray[np.float32]) -> None:
    """Vectors of the photos from `first` on, as `Catalogue.store` does, in one transaction."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as db, db:
        db.execute(
            "INSERT OR IGNORE INTO recipe VALUES (?, ?)", [recipe.embedding_id, recipe.to_json()]
        )
        db.executemany(
            "INSERT INTO vector(photo_id, recipe_id, data) VALUES (?, ?, ?)",
            [
                (photo, recipe.embedding_id, compact.pack(vector))
                for photo, vector in enumerate(vectors, first)
            ],
        )
