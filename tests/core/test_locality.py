"""An order of vectors in which near ones are near."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import locality


@given(count=st.integers(1, 400), kinds=st.integers(1, 400), seed=st.integers(0, 99))
def test_every_row_is_there_once(count: int, kinds: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(kinds, 3)).astype(np.float32)[rng.integers(0, kinds, count)]
    assert sorted(locality.order(points).tolist()) == list(range(count))


@pytest.mark.parametrize("components", [2, 64])
def test_groups_stay_together(components: int) -> None:
    rng = np.random.default_rng(2)
    groups = rng.integers(0, 8, 2000)
    centres = 20 * rng.normal(size=(8, components))
    points = (centres[groups] + rng.normal(size=(2000, components))).astype(np.float32)
    ordered = groups[locality.order(points)]
    assert np.count_nonzero(np.diff(ordered)) < 24
