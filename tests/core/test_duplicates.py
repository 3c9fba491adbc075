"""Exact and near duplicates, as groups."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core import compact, duplicates
from core.catalogue import Catalogue
from core.duplicates import exact, near
from core.jobs import result
from core.recipe import Recipe
from core.records import DuplicateGroup, FileStamp


def names(groups: list[DuplicateGroup]) -> list[list[str]]:
    return [[photo.photo_path.name for photo in group.photos] for group in groups]


@pytest.fixture
def filled(catalogue: Catalogue, fill, recipe: Recipe) -> Catalogue:
    """P0 and P1 are one file, P2 is nearly P0, P3 nearly P4, P5 alone."""
    vectors = np.array(
        [[1, 0, 0], [1, 0, 0], [1, 0.05, 0], [0, 1, 0], [0, 1, 0.05], [0, 0, 1]], np.float32
    )
    fill(catalogue, vectors)
    catalogue.set_recipe("active", recipe)
    with catalogue.database.write():
        catalogue.database.execute("UPDATE photo SET digest = path WHERE path > '/made/P1.jpg'")
    return catalogue


def test_the_same_file_twice_is_one_group(filled: Catalogue) -> None:
    (group,) = exact(filled)
    assert group.exact
    assert names([group]) == [["P0.jpg", "P1.jpg"]]
    assert group.photos[0].reference == "P0"


def test_near_ones_are_groups_by_their_likeness(filled: Catalogue) -> None:
    assert names(result(near(filled))) == [["P0.jpg", "P1.jpg", "P2.jpg"], ["P3.jpg", "P4.jpg"]]
    assert names(result(near(filled, 0.99999))) == []  # P0 and P1 are told of as exact
    assert not any(group.exact for group in result(near(filled)))


def test_photos_that_are_gone_are_in_no_group(filled: Catalogue) -> None:
    filled.mark_missing(["/made/P1.jpg", "/made/P3.jpg"])
    assert exact(filled) == []
    assert names(result(near(filled))) == [["P0.jpg", "P2.jpg"]]


def test_an_empty_catalogue_has_none(catalogue: Catalogue, recipe: Recipe) -> None:
    assert exact(catalogue) == result(near(catalogue)) == []
    catalogue.set_recipe("active", recipe)
    assert result(near(catalogue)) == []


def plain(vectors: np.ndarray, threshold: float) -> set[frozenset[int]]:
    """Rows that a chain of cosines joins, each compared with each in full."""
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    joined = {row: {row} for row in range(len(units))}
    for one, other in np.argwhere(units @ units.T >= threshold).tolist():
        if joined[one] is not joined[other]:
            joined[one] |= joined[other]
            joined.update(dict.fromkeys(joined[other], joined[one]))
    return {frozenset(rows) for rows in joined.values() if len(rows) > 1}


def found(folder: Path, vectors: np.ndarray, threshold: float) -> set[frozenset[int]]:
    """The same by `near`: a catalogue whose photos have these vectors, and no file twice."""
    with closing(Catalogue(folder)) as catalogue:
        root, stamps = Path("/made"), [Path(f"/made/{row}.jpg") for row in range(len(vectors))]
        catalogue.add_files(
            catalogue.root_id(root), root, [FileStamp(path, 1, 1) for path in stamps]
        )
        made = Recipe(encoder="made", encoder_digest="", removal="none", removal_digest="")
        catalogue.set_recipe("active", made)
        with catalogue.database.write():
            catalogue.database.execute(
                "INSERT INTO recipe VALUES (?, ?)", [made.embedding_id, made.to_json()]
            )
            for photo, vector in enumerate(vectors, start=1):
                catalogue.database.execute(
                    "INSERT INTO vector(photo_id, recipe_id, data) VALUES (?, ?, ?)",
                    [photo, made.embedding_id, compact.pack(vector)],
                )
        groups = result(near(catalogue, threshold))
        return {frozenset(int(p.photo_path.stem) for p in group.photos) for group in groups}


def stored(vectors: np.ndarray) -> np.ndarray:
    """Vectors as the catalogue gives them back."""
    rows = [(row, compact.pack(vector)) for row, vector in enumerate(vectors)]
    return compact.unpack(rows, len(rows))[1]


@given(
    arrays(
        np.float32, st.tuples(st.integers(1, 12), st.just(3)), elements=st.sampled_from([0, 1, 3])
    ),
    st.sampled_from([0.5, 0.9, 0.99]),
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
)
def test_blocks_make_no_difference(
    vectors: np.ndarray, threshold: float, block: tuple[int, int]
) -> None:
    vectors = stored(vectors + np.float32(0.25))
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(duplicates, "_ROWS_A_BLOCK", block[0])
        patch.setattr(duplicates, "_COLUMNS_A_BLOCK", block[1])
        assert found(Path(folder), vectors, threshold) == plain(vectors, threshold)


@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.6, 0.9, 0.98, 0.999]), st.floats(0, 8))
def test_components_lose_no_pair(seed: int, threshold: float, offset: float) -> None:
    """1,100 vectors of 300 components, some of them nearly others, with a mean or without."""
    drawn = np.random.default_rng(seed)
    spread = (np.arange(1, 301) ** -drawn.uniform(0, 1)).astype(np.float32)
    vectors = drawn.standard_normal((1100, 300), dtype=np.float32) * spread
    vectors[:, 0] += np.float32(offset)
    copies = drawn.integers(0, 1100, (150, 2))
    away = drawn.standard_normal((150, 300), dtype=np.float32) * spread
    vectors[copies[:, 0]] = vectors[copies[:, 1]] + away * drawn.uniform(0, 0.7, (150, 1))
    vectors = stored(vectors.astype(np.float32))
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assume(np.abs(units @ units.T - threshold).min() > 1e-6)
    with TemporaryDirectory() as folder:
        assert found(Path(folder), vectors, threshold) == plain(vectors, threshold)


def test_it_says_how_far_it_is_and_can_be_left_off(filled: Catalogue) -> None:
    job = near(filled)
    assert {progress.total for progress in job} == {6}
    job = near(filled)
    next(job)
    job.close()


@pytest.mark.parametrize("step", [1, 2])
def test_photos_that_go_meanwhile_are_left_out(filled: Catalogue, step: int) -> None:
    """Before their vectors are read, or between that and the comparison in full."""
    job = near(filled)
    for _ in range(step):
        next(job)
    filled.mark_missing(["/made/P2.jpg", "/made/P3.jpg"])
    assert names(result(job)) == []
