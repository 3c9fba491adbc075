"""Variations of crops: the product stays in the middle, the ground is white."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import augment


def spot(side: int = 64) -> np.ndarray:
    """One crop with a dark square in the middle and a red one above it."""
    crop = np.full((1, side, side, 3), 255, np.uint8)
    crop[:, 24:40, 24:40] = 20
    crop[:, 4:12, 28:36] = (200, 0, 0)
    return crop


def dark(crops: np.ndarray) -> int:
    return int((crops[0].max(axis=-1) < 100).sum())


def test_a_quarter_of_a_circle_would_be_two_eighths() -> None:
    twice = augment.rotated(augment.rotated(spot(), 45), 45)
    red = (twice[0, ..., 0] > 150) & (twice[0, ..., 1] < 100)
    rows, columns = np.nonzero(red)
    assert 26 < rows.mean() < 38
    assert columns.mean() < 14  # counterclockwise: what was above is on the left


def test_corners_are_white() -> None:
    black = np.zeros((2, 64, 64, 3), np.uint8)
    for crops in (augment.rotated(black, 20), augment.rescaled(black, 0.8)):
        assert crops.shape == black.shape
        assert crops.dtype == np.uint8
        assert (crops[:, [0, 0, -1, -1], [0, -1, 0, -1]] == 255).all()
        assert (crops[:, 30:34, 30:34] == 0).all()


@pytest.mark.parametrize("scale", [0.5, 0.8, 1.25, 2.0])
def test_a_scale_changes_the_area_by_its_square(scale: float) -> None:
    assert dark(augment.rescaled(spot(), scale)) == pytest.approx(256 * scale**2, rel=0.12)


def test_what_changes_nothing_leaves_each_pixel() -> None:
    assert np.array_equal(augment.rotated(spot(), 0), spot())
    assert np.array_equal(augment.rescaled(spot(), 1), spot())


@given(
    st.integers(1, 3),
    st.lists(st.floats(-45, 45), max_size=3),
    st.lists(st.floats(0.5, 2), max_size=3),
    st.booleans(),
)
def test_each_variant_is_there_once_and_mirrored_once(
    count: int, rotations: list[float], scales: list[float], flip: bool
) -> None:
    crops = np.concatenate([spot(32 + 32)] * count)
    shown = augment.variants(crops, rotations, scales, flip=flip)
    half = count * (1 + len(rotations) + len(scales))
    assert shown.shape == (half * (1 + flip), 64, 64, 3)
    assert np.array_equal(shown[:count], crops)
    if flip:
        assert np.array_equal(shown[half:], shown[:half, :, ::-1])
