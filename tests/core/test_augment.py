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


CROPS = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).integers(0, 256, (2, 24, 24, 3), np.uint8)
)


@given(CROPS)
def test_a_flip_of_a_flip_is_the_crop(crops: np.ndarray) -> None:
    for flip in (augment.mirrored, augment.upended):
        assert not np.array_equal(flip(crops), crops)
        assert np.array_equal(flip(flip(crops)), crops)
    both = augment.mirrored(augment.upended(crops))
    assert np.array_equal(both, np.rot90(crops, 2, axes=(1, 2)))


@given(CROPS, st.integers(0, 2**32 - 1))
def test_a_jitter_is_the_same_under_a_seed_wherever_the_crop_stands(
    crops: np.ndarray, seed: int
) -> None:
    found = augment.coloured(crops, seed)
    assert found.shape == crops.shape
    assert found.dtype == np.uint8
    assert np.array_equal(augment.coloured(crops[::-1], seed)[::-1], found)
    mirrored = augment.mirrored(augment.coloured(crops, seed))
    assert np.array_equal(augment.coloured(augment.mirrored(crops), seed), mirrored)


def test_another_seed_gives_other_colours() -> None:
    assert not np.array_equal(augment.coloured(spot(), 1), augment.coloured(spot(), 2))


@given(CROPS, st.floats(0.5, 2))
def test_more_light_is_brighter_everywhere(crops: np.ndarray, factor: float) -> None:
    lit = augment.brightened(crops, factor)
    assert ((lit >= crops) if factor >= 1 else (lit <= crops)).all()
    assert np.array_equal(augment.brightened(crops, 1), crops)


@pytest.mark.parametrize("name", augment.AUGMENTATIONS)
def test_each_copy_is_another_picture_and_always_the_same(name: augment.Augmentation) -> None:
    crops = spot()
    crops[:, 44:50, 8:30] = (0, 90, 200)
    for copy in augment.COPIES[name]:
        made = augment.copy(crops, copy)
        assert made.shape == crops.shape
        assert not np.array_equal(made, crops)
        assert np.array_equal(made, augment.copy(crops, copy))
    assert np.array_equal(augment.copy(crops, augment.AS_IT_IS), crops)
