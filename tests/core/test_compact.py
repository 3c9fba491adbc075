"""Vectors in 16 bits: what is lost, what is refused, and catalogues from before."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from core import compact
from core.catalogue import Catalogue
from core.recipe import Recipe


def vectors_of(count: int, dimension: int) -> np.ndarray:
    vectors = np.random.default_rng(4).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("count", [1, 1023, 1024, 1025, 2500])
def test_what_is_packed_comes_back_within_half_a_step(count: int) -> None:
    vectors = vectors_of(count, 7)
    rows = [(i + 3, compact.pack(vector)) for i, vector in enumerate(vectors)]
    ids, back = compact.unpack(iter(rows), count + 10)
    assert ids.tolist() == [row[0] for row in rows]
    step = np.abs(vectors).max(axis=1, keepdims=True) / 32767
    assert (np.abs(back - vectors) <= 0.51 * step).all()
    assert back.dtype == np.float32
    assert len(rows[0][1]) == 4 + 2 * 7


def test_no_more_rows_are_taken_than_asked_for() -> None:
    rows = [(i, compact.pack(vector)) for i, vector in enumerate(vectors_of(9, 3))]
    assert compact.unpack(rows, 4)[0].tolist() == [0, 1, 2, 3]
    assert compact.unpack([], 4)[1].shape == (0, 0)
    assert compact.unpack(rows, 0)[1].shape == (0, 0)


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, 1e-45])
def test_a_vector_that_means_nothing_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="a vector must"):
        compact.pack(np.full(4, value, np.float32))


@pytest.mark.parametrize("scale", [1e-30, 1, 1e30])
def test_any_scale_is_kept(scale: float) -> None:
    vector = np.float32([1, -0.5, 0]) * np.float32(scale)
    back = compact.unpack([(1, compact.pack(vector))], 1)[1][0]
    assert back == pytest.approx(vector, rel=1e-4)


def test_vectors_of_the_first_tables_are_converted(
    tmp_path: Path, recipe: Recipe, fill: Callable[..., list[Path]]
) -> None:
    vectors = vectors_of(30, 24)
    with closing(Catalogue(tmp_path)) as made:
        fill(made, vectors)
    with closing(sqlite3.connect(tmp_path / "catalogue.db")) as raw, raw:
        for number, vector in enumerate(vectors, start=1):
            data = vector.astype("<f4").tobytes()
            raw.execute("UPDATE vector SET data = ? WHERE id = ?", [data, number])
        raw.execute("ALTER TABLE generation DROP COLUMN projection")
        raw.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_compact_vectors'")
    with closing(Catalogue(tmp_path)) as again:
        ids, back = again.vectors(recipe.embedding_id)
    assert ids.tolist() == list(range(1, 31))
    assert back == pytest.approx(vectors, abs=2e-5)
