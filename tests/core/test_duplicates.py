"""Exact and near duplicates, as groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core import duplicates
from core.catalogue import Catalogue
from core.duplicates import exact, near
from core.recipe import Recipe
from core.records import DuplicateGroup


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
    assert names(near(filled)) == [["P0.jpg", "P1.jpg", "P2.jpg"], ["P3.jpg", "P4.jpg"]]
    assert names(near(filled, 0.99999)) == []  # P0 and P1 are told of as exact
    assert not any(group.exact for group in near(filled))


def test_photos_that_are_gone_are_in_no_group(filled: Catalogue) -> None:
    filled.mark_missing(["/made/P1.jpg", "/made/P3.jpg"])
    assert exact(filled) == []
    assert names(near(filled)) == [["P0.jpg", "P2.jpg"]]


def test_an_empty_catalogue_has_none(catalogue: Catalogue, recipe: Recipe) -> None:
    assert exact(catalogue) == near(catalogue) == []
    catalogue.set_recipe("active", recipe)
    assert near(catalogue) == []


@given(
    arrays(
        np.float32, st.tuples(st.integers(1, 12), st.just(3)), elements=st.sampled_from([0, 1, 3])
    ),
    st.sampled_from([0.5, 0.9, 0.99]),
    st.integers(1, 5),
)
def test_blocks_make_no_difference(vectors: np.ndarray, threshold: float, block: int) -> None:
    vectors = vectors + np.float32(0.25)
    whole = sorted(duplicates._pairs(vectors, threshold))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_ROWS_A_BLOCK", block)
        assert sorted(duplicates._pairs(vectors, threshold)) == whole
