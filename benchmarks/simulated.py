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
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import compact
from core.catalogue import Catalogue
from core.recipe import NO_REMOVAL, Recipe
from core.records import FileStamp

DIMENSION = 1280
CATEGORIES = 10
_MEAN, _SPREAD, _FALL = 0.672, 0.548, 1.05
_BETWEEN, _STYLE, _PHOTOS_A_STYLE = 0.36, 0.25, 3
_BLOCK = 4096
ROOT = Path("/simulated")
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
    """A catalogue of `count` simulated photos, and `queries.npy` and `categories.npy` beside it."""
    world = Simulation(count)
    catalogue = Catalogue(folder)
    root_id = catalogue.root_id(ROOT)
    stamps = (FileStamp(ROOT / f"P{i}.jpg", 1, 1) for i in range(count))
    catalogue.add_files(root_id, ROOT, stamps)
    catalogue.close()
    known: list[NDArray[np.int64]] = []
    with sqlite3.connect(folder / "catalogue.db") as db:
        db.execute("INSERT INTO recipe VALUES (?, ?)", [RECIPE.embedding_id, RECIPE.to_json()])
        for rows in _rows(world, count, known):
            db.executemany("INSERT INTO vector(photo_id, recipe_id, data) VALUES (?, ?, ?)", rows)
    db.close()
    np.save(folder / "categories.npy", np.concatenate(known))
    np.save(folder / "queries.npy", world.draw(queries)[1])


def _rows(
    world: Simulation, count: int, known: list[NDArray[np.int64]]
) -> Iterator[list[tuple[int, str, bytes]]]:
    for start in range(0, count, _BLOCK):
        categories, vectors = world.draw(min(_BLOCK, count - start))
        known.append(categories)
        yield [
            (photo, RECIPE.embedding_id, compact.pack(vector))
            for photo, vector in enumerate(vectors, start + 1)
        ]
