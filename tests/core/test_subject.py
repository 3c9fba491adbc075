"""What of a network's mask is the product."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from core import subject

SIZE = (200, 160)
Box = tuple[int, int, int, int]


def mask_of(*boxes: Box) -> Image.Image:
    mask = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(mask)
    for left, top, right, bottom in boxes:
        pen.rectangle((left, top, right - 1, bottom - 1), fill=255)
    return mask


def grid(columns: int, rows: int, side: int) -> list[Box]:
    """Squares in rows that do not touch."""
    step = side + 3
    corners = [(4 + x * step, 4 + y * step) for x in range(columns) for y in range(rows)]
    return [(left, top, left + side, top + side) for left, top in corners]


@pytest.mark.parametrize(
    "boxes",
    [
        [(20, 20, 120, 120)],
        [(20, 20, 90, 120), (100, 20, 170, 118)],
        grid(4, 2, 30),
        [(0, 0, 200, 60)],
        [(0, 0, 200, 155)],
    ],
    ids=["one piece", "a pair", "a set of eight", "on the border", "nearly all of it"],
)
def test_a_coherent_subject_is_left_as_it_is(boxes: list[Box]) -> None:
    mask = mask_of(*boxes)
    found = subject.coherent(mask)
    assert found is not None
    assert found.tobytes() == mask.tobytes()


@pytest.mark.parametrize(
    "mask",
    [
        Image.new("L", SIZE, 0),
        Image.new("L", SIZE, 255),
        Image.new("L", SIZE, 127),
        mask_of((50, 40, 51, 41)),
        mask_of((0, 0, 200, 160)),
        mask_of(*grid(5, 4, 20)),
        mask_of((20, 20, 50, 50), *grid(18, 16, 6)),
        mask_of((20, 20, 120, 120)).point(lambda v: v * 3 // 5),
        Image.fromarray(np.random.default_rng(3).integers(0, 256, SIZE[::-1], dtype=np.uint8)),
    ],
    ids=["empty", "full", "grey", "a point", "all", "a pattern", "mostly specks", "doubt", "noise"],
)
def test_where_there_is_no_coherent_subject_none_is_made_up(mask: Image.Image) -> None:
    assert subject.coherent(mask) is None


def test_the_largest_subject_wins_over_specks_and_their_halos() -> None:
    product, speck = (60, 30, 160, 130), (10, 10, 18, 18)
    mask = mask_of(product, speck)
    mask.paste(90, (18, 10, 22, 18))
    mask.paste(90, (160, 30, 164, 130))
    found = subject.coherent(mask)
    assert found is not None
    assert found.getbbox() == (60, 30, 164, 130)
    assert found.getpixel((161, 60)) == 90


CORNERS = st.tuples(st.integers(0, 190), st.integers(0, 150), st.integers(1, 90))


@given(st.lists(CORNERS, max_size=6))
def test_nothing_is_ever_added(corners: list[tuple[int, int, int]]) -> None:
    mask = mask_of(*((x, y, x + side, y + side) for x, y, side in corners))
    found = subject.coherent(mask)
    if found is not None:
        assert (np.asarray(found) <= np.asarray(mask)).all()
        assert subject.coherent(found) is not None
