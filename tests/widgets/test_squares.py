"""A square that is moved, resized and drawn anew stays a square of the photo."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSize

from core.query_records import LEAST_SIDE
from core.records import Box
from desktop.query import squares

PHOTO = QSize(1200, 800)
WAYS = st.floats(-3000, 3000)
GRIPS = [(h, v) for h in (-1, 0, 1) for v in (-1, 0, 1) if (h, v) != squares.INSIDE]


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    start = QPointF(draw(st.floats(0, 1200)), draw(st.floats(0, 800)))
    return squares.drawn(start, QPointF(draw(WAYS), draw(WAYS)), PHOTO)


def is_of_the_photo(box: Box) -> bool:
    middle = QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    on_it = QRectF(-1, -1, PHOTO.width() + 2, PHOTO.height() + 2).contains(middle)
    return box.width == box.height and LEAST_SIDE <= box.width <= PHOTO.width() and on_it


@given(boxes(), WAYS, WAYS, st.sampled_from(GRIPS), st.floats(-500, 500))
def test_whatever_is_done_to_it_it_is_a_square_of_the_photo(
    box: Box, x: float, y: float, grip: squares.Grip, by: float
) -> None:
    assert is_of_the_photo(box)
    assert is_of_the_photo(squares.moved(box, QPointF(x, y), PHOTO))
    assert is_of_the_photo(squares.resized(box, grip, QPointF(x, y), PHOTO))
    assert is_of_the_photo(squares.grown(box, by, PHOTO))


def test_a_moved_square_keeps_its_size() -> None:
    box = squares.moved(Box(100, 100, 300, 300), QPointF(40, -30), PHOTO)
    assert box == Box(140, 70, 340, 270)


def test_the_sides_across_from_a_handle_stay() -> None:
    box = Box(400, 300, 600, 500)
    assert squares.resized(box, (1, 1), QPointF(700, 560), PHOTO) == Box(400, 300, 700, 600)
    assert squares.resized(box, (-1, -1), QPointF(350, 300), PHOTO) == Box(350, 250, 600, 500)
    assert squares.resized(box, (1, 0), QPointF(640, 0), PHOTO) == Box(400, 280, 640, 520)
    assert squares.resized(box, (0, -1), QPointF(0, 340), PHOTO) == Box(420, 340, 580, 500)


def test_a_square_is_drawn_in_any_direction() -> None:
    start = QPointF(500, 400)
    assert squares.drawn(start, QPointF(600, 450), PHOTO) == Box(500, 400, 600, 500)
    assert squares.drawn(start, QPointF(400, 390), PHOTO) == Box(400, 300, 500, 400)


def test_a_press_takes_the_nearest_handle_the_square_or_nothing() -> None:
    shown = QRectF(100, 100, 200, 200)
    for grip, place in squares.handles(shown).items():
        assert squares.grip_at(shown, place + QPointF(3, -3), 10) == grip
    assert squares.grip_at(shown, QPointF(200, 200), 10) == squares.INSIDE
    assert squares.grip_at(shown, QPointF(50, 200), 10) is None
    small = QRectF(100, 100, 12, 12)
    assert squares.grip_at(small, QPointF(106, 106), 10) == squares.INSIDE
