"""The divider follows mouse and keys, and the two sides show what they should."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from core.records import Box
from desktop.query.backdrops import BOARD
from desktop.query.before_after import BeforeAfterView

Picture = Callable[..., QImage]


@pytest.fixture
def view(qtbot: QtBot, picture: Picture) -> BeforeAfterView:
    """A photo of one colour whose cut-out is entirely transparent."""
    made = BeforeAfterView()
    qtbot.addWidget(made)
    made.resize(424, 324)
    made.set_photo(picture("#336699", 400, 300))
    made.set_answer(picture("#00000000", 400, 300), None)
    made.show()
    qtbot.waitExposed(made)
    return made


def at(view: BeforeAfterView, share: float, height: float = 0.25) -> QPoint:
    """The point of the widget at a share of the photo."""
    area = view.photo_area()
    return QPoint(
        area.left() + round(area.width() * share), area.top() + round(area.height() * height)
    )


def colour(view: BeforeAfterView, share: float, height: float = 0.25) -> QColor:
    """What is painted there."""
    shot = view.grab().toImage()
    ratio = shot.devicePixelRatio()
    return shot.pixelColor(at(view, share, height) * ratio)


def test_the_photo_is_left_and_the_cutout_right(view: BeforeAfterView) -> None:
    assert colour(view, 0.3).name() == "#336699"
    assert colour(view, 0.7) in BOARD


def test_dragging_moves_the_divider(qtbot: QtBot, view: BeforeAfterView) -> None:
    moved: list[float] = []
    view.divider_moved.connect(moved.append)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at(view, 0.5))
    qtbot.mouseMove(view, at(view, 0.6))
    qtbot.mouseMove(view, at(view, 0.8))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(view, 0.8))
    assert moved[-1] == view.divider == pytest.approx(0.8, abs=0.01)
    assert colour(view, 0.7).name() == "#336699"


def test_the_divider_stays_on_the_photo(qtbot: QtBot, view: BeforeAfterView) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(0, 100))
    assert view.divider == 0.0
    outside = QPoint(view.width() + 50, 100)
    qtbot.mouseMove(view, outside)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=outside)
    assert view.divider == 1.0


def test_hovering_moves_nothing(qtbot: QtBot, view: BeforeAfterView) -> None:
    qtbot.mouseMove(view, at(view, 0.2))
    assert view.divider == 0.5


def test_keys_move_the_divider(qtbot: QtBot, view: BeforeAfterView) -> None:
    for key, expected in (
        (Qt.Key.Key_Left, 0.48),
        (Qt.Key.Key_Right, 0.5),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_Left, 0.0),
        (Qt.Key.Key_End, 1.0),
    ):
        qtbot.keyClick(view, key)
        assert view.divider == pytest.approx(expected)


def test_a_double_click_centres_the_divider(qtbot: QtBot, view: BeforeAfterView) -> None:
    view.divider = 0.9
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(view, 0.2))
    assert view.divider == 0.5


def test_screen_readers_hear_where_the_divider_is(view: BeforeAfterView) -> None:
    view.divider = 0.25
    assert "25" in view.accessibleDescription()
    assert view.accessibleName()


def test_without_a_cutout_the_whole_photo_is_shown_and_nothing_moves(
    qtbot: QtBot, view: BeforeAfterView
) -> None:
    view.set_answer(None, None)
    assert colour(view, 0.9).name() == "#336699"
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 0.2))
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.divider == 0.5


def test_the_square_is_drawn_on_the_photo_where_it_was_taken(
    view: BeforeAfterView, picture: Picture
) -> None:
    view.set_answer(None, Box(100, 60, 300, 260))
    assert colour(view, 0.5, 60 / 300).lightness() < 80
    assert colour(view, 0.5, 61 / 300).lightness() > 200
    assert colour(view, 0.5, 100 / 300).name() == "#336699"


def test_the_photo_fits_the_widget(view: BeforeAfterView, picture: Picture) -> None:
    view.set_photo(picture("red", 100, 1000))
    area = view.photo_area()
    assert view.rect().contains(area)
    assert area.width() * 10 == pytest.approx(area.height(), abs=10)


def test_a_new_photo_forgets_the_last_answer(view: BeforeAfterView, picture: Picture) -> None:
    view.divider = 0.1
    view.set_photo(picture("#112233", 400, 300))
    assert not view.is_compared
    assert colour(view, 0.9).name() == "#112233"


def test_another_cutout_of_the_same_photo_leaves_the_divider_where_it_is(
    view: BeforeAfterView, picture: Picture
) -> None:
    view.divider = 0.2
    view.set_answer(picture("#ff993366", 400, 300), None)
    assert view.divider == 0.2
    assert colour(view, 0.5).name() == "#993366"


def test_nothing_is_painted_after_clear(view: BeforeAfterView) -> None:
    view.clear()
    assert colour(view, 0.3) == colour(view, 0.7)
    assert colour(view, 0.3).name() != "#336699"
