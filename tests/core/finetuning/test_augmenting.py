"""Made views: of the same shape, the same under a seed, and still the product."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.finetuning.augmenting import photographed


def crop(side: int = 96) -> np.ndarray:
    shown = np.full((side, side, 3), 255, np.uint8)
    shown[side // 3 : -side // 3, side // 3 : -side // 3] = (180, 20, 20)
    return shown


@settings(max_examples=40)
@given(st.integers(0, 2**31), st.integers(96, 200))
def test_a_view_is_the_same_under_a_seed_and_shows_the_product(seed: int, side: int) -> None:
    given_crop = crop(side)
    before = given_crop.copy()
    view = photographed(given_crop, (seed, 1))
    assert (view.shape, view.dtype) == (given_crop.shape, np.uint8)
    assert np.array_equal(view, photographed(given_crop, (seed, 1)))
    assert np.array_equal(given_crop, before)
    redness = view[..., 0].astype(int) - view[..., 1]
    red = redness - np.median(redness[[0, -1]]) > 25
    assert 0.02 < red.mean() < 0.7


def test_other_seeds_give_other_views() -> None:
    views = [photographed(crop(), (0, number)) for number in range(6)]
    assert len({view.tobytes() for view in views}) == 6
