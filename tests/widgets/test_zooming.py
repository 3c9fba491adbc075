"""Coming nearer to the photo, moving it about, and what its cut-out stands on, by real events."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from core.records import Answer, Background, Box
from desktop.main_window import MainWindow
from desktop.query.backdrops import BOARD
from desktop.query.before_after import BeforeAfterView
from desktop.query.detail_lookup import MOST_PIXELS, detail_side

Picture = Callable[..., QImage]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SIZE = (3200, 1600)


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow, picture: Picture) -> MainWindow:
    """The window with a photo of 3200 x 1600 pixels, its cut-out empty, the keyboard in it."""
    pane = window.query_pane
    pane.show_searching(Path("/photos/query.jpg"))
    pane.show_photo(picture("#336699", 800, 400))
    crop = Box(800, 0, 2400, 1600)
    path = Path("/photos/query.jpg")
    pane.show_answer(Answer(path, SIZE, crop, Background.REMOVED, (), "e", 0.84))
    pane.show_cutout(picture("#00000000", 800, 400))
    window.activateWindow()
    with qtbot.waitActive(window):
        pass
    pane.view.setFocus()
    return window


def view_of(window: MainWindow) -> BeforeAfterView:
    return window.query_pane.view


def wheel(view: BeforeAfterView, at: QPoint, steps: float, keys: Qt.KeyboardModifier) -> None:
    """A turn of the wheel."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, round(120 * steps)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def middle(view: BeforeAfterView) -> tuple[float, float]:
    """The pixel of the photo that is in the middle of the view."""
    pixel = view.viewport.to_photo(view.viewport.room.center())
    return pixel.x(), pixel.y()


def test_ctrl_and_the_wheel_come_nearer_to_what_is_under_the_mouse(shown: MainWindow) -> None:
    view = view_of(shown)
    at = view.photo_area().center() + QPoint(-100, 0)
    before = view.viewport.to_photo(QPointF(at))
    wheel(view, at, 3, CTRL)
    assert view.is_zoomed
    away = view.viewport.to_photo(QPointF(at)) - before
    assert max(abs(away.x()), abs(away.y())) < 1 / view.viewport.scale + 1
    wheel(view, at, -9, CTRL)
    assert not view.is_zoomed


def test_a_pinch_comes_nearer(shown: MainWindow) -> None:
    view = view_of(shown)
    at = QPointF(view.photo_area().center())
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        QPointF(view.mapToGlobal(at)),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(view, pinch)
    assert view.viewport.zoom == pytest.approx(1.5)


def test_keys_zoom_to_all_to_full_size_and_in_steps(qtbot: QtBot, shown: MainWindow) -> None:
    view = view_of(shown)
    fitted = view.viewport.percent
    qtbot.keyClick(view, Qt.Key.Key_1)
    assert view.viewport.percent == 100
    assert "100\u00a0%" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.viewport.percent == fitted
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    near = view.viewport.percent
    assert near > fitted
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert fitted < view.viewport.percent < near


def test_buttons_do_the_same(qtbot: QtBot, shown: MainWindow) -> None:
    view = view_of(shown)
    for name, percent in (("zoom_full", 100), ("zoom_fit", view.viewport.percent)):
        button = shown.findChild(QToolButton, f"look_{name}_button")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert view.viewport.percent == percent


def test_a_photo_that_is_nearer_is_moved_about(qtbot: QtBot, shown: MainWindow) -> None:
    view = view_of(shown)
    qtbot.keyClick(view, Qt.Key.Key_1)
    across, down = middle(view)
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert middle(view)[0] > across
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert middle(view)[1] > down
    assert view.divider == 0.5
    here = middle(view)
    wheel(view, view.rect().center(), 1, Qt.KeyboardModifier.NoModifier)
    assert middle(view)[1] < here[1]
    wheel(view, view.rect().center(), 1, SHIFT)
    assert middle(view)[0] < here[0]


@pytest.mark.parametrize("way", ["middle button", "Space"])
def test_dragging_moves_it_with_the_mouse(qtbot: QtBot, shown: MainWindow, way: str) -> None:
    view = view_of(shown)
    qtbot.keyClick(view, Qt.Key.Key_1)
    across, down = middle(view)
    button = Qt.MouseButton.LeftButton if way == "Space" else Qt.MouseButton.MiddleButton
    if way == "Space":
        qtbot.keyPress(view, Qt.Key.Key_Space)
        assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    start = view.rect().center()
    qtbot.mousePress(view, button, pos=start)
    assert view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    qtbot.mouseMove(view, start + QPoint(40, -30))
    qtbot.mouseRelease(view, button, pos=start + QPoint(40, -30))
    assert middle(view) == pytest.approx((across - 40, down + 30), abs=1.5)
    assert view.divider == 0.5
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert view.cursor().shape() == Qt.CursorShape.SplitHCursor


def test_the_divider_follows_the_mouse_while_it_is_zoomed(qtbot: QtBot, shown: MainWindow) -> None:
    view = view_of(shown)
    qtbot.keyClick(view, Qt.Key.Key_1)
    at = QPoint(view.rect().center().x() + 90, view.rect().center().y())
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    pixel = view.viewport.to_photo(QPointF(at)).x()
    assert view.divider == pytest.approx(pixel / SIZE[0], abs=0.002)
    shot = view.grab().toImage()
    assert shot.pixelColor(at.x() - 40, at.y() + 60).name() == "#336699"
    assert shot.pixelColor(at.x() + 40, at.y() + 60) in BOARD


def test_more_pixels_are_asked_for_once_they_can_be_seen(
    qtbot: QtBot, shown: MainWindow, picture: Picture
) -> None:
    view = view_of(shown)
    with qtbot.assertNotEmitted(view.detail_wanted):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
        qtbot.keyClick(view, Qt.Key.Key_0)
    with qtbot.waitSignal(view.detail_wanted):
        qtbot.keyClick(view, Qt.Key.Key_1)
    view.set_detail(picture("#aa2244", *SIZE))
    assert view.grab().toImage().pixelColor(view.rect().center() - QPoint(90, 60)).name() == (
        "#aa2244"
    )
    with qtbot.assertNotEmitted(view.detail_wanted):
        qtbot.keyClick(view, Qt.Key.Key_Plus)


def test_at_full_size_every_pixel_is_shown_as_it_is(qtbot: QtBot, shown: MainWindow) -> None:
    view = view_of(shown)
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (SIZE[1], SIZE[0], 4), np.uint8)
    pixels[..., 3] = 255
    detail = QImage(pixels.data, *SIZE, SIZE[0] * 4, QImage.Format.Format_RGB32).copy()
    view.divider = 1.0
    qtbot.keyClick(view, Qt.Key.Key_1)
    view.set_detail(detail)
    shot = view.grab().toImage()
    for offset in (QPoint(-60, -50), QPoint(33, 41), QPoint(80, -20)):
        at = view.rect().center() + offset
        pixel = view.viewport.to_photo(QPointF(at))
        expected = detail.pixelColor(round(pixel.x()), round(pixel.y()))
        assert shot.pixelColor(at) == expected


def test_a_photo_that_is_made_smaller_is_soon_scaled_well(qtbot: QtBot, shown: MainWindow) -> None:
    view = view_of(shown)
    lines = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    lines[:, ::2] = lines[..., 3:] = 255
    view.set_detail(QImage(lines.data, *SIZE, SIZE[0] * 4, QImage.Format.Format_RGB32).copy())
    view.divider = 1.0
    at = view.rect().center() - QPoint(60, 60)

    def is_even() -> bool:
        shot = view.grab(view.rect().adjusted(200, 200, -200, -200)).toImage()
        greys = [shot.pixelColor(x, 20).lightness() for x in range(20)]
        return all(100 < grey < 155 for grey in greys)

    qtbot.waitUntil(is_even)
    assert 100 < view.grab().toImage().pixelColor(at).lightness() < 155


def test_a_photo_of_any_size_is_held_with_a_bounded_number_of_pixels() -> None:
    for size in ((100, 50), (9000, 12000), (30000, 500)):
        side = detail_side(QSize(*size))
        assert side <= max(size)
        assert size[0] * size[1] * (side / max(size)) ** 2 <= MOST_PIXELS
    assert detail_side(QSize(6000, 4000)) == 6000


def test_the_ground_of_the_cutout_is_chosen_by_key_and_by_button(
    qtbot: QtBot, shown: MainWindow
) -> None:
    view, chosen = view_of(shown), []
    shown.query_pane.desk.backdrop_chosen.connect(chosen.append)
    at = view.photo_area().center() + QPoint(60, 40)

    def ground() -> QColor:
        return view.grab().toImage().pixelColor(at)

    assert ground() in BOARD
    for name, colour in (("white", "#ffffff"), ("black", "#000000")):
        qtbot.keyClick(view, Qt.Key.Key_G)
        assert ground().name() == colour
        assert shown.findChild(QToolButton, f"backdrop_{name}_button").isChecked()
    board = shown.findChild(QToolButton, "backdrop_board_button")
    qtbot.mouseClick(board, Qt.MouseButton.LeftButton)
    assert ground() in BOARD
    assert chosen == ["white", "black", "board"]
    shown.query_pane.show_searching(Path("next.jpg"))
    assert board.isChecked()


def test_a_ground_of_another_version_is_the_first_one(shown: MainWindow) -> None:
    desk = shown.query_pane.desk
    desk.set_backdrop("white")
    desk.set_backdrop("plaid")
    assert shown.findChild(QToolButton, "backdrop_board_button").isChecked()


def test_the_next_photo_is_seen_whole(qtbot: QtBot, shown: MainWindow, picture: Picture) -> None:
    qtbot.keyClick(view_of(shown), Qt.Key.Key_1)
    shown.query_pane.show_searching(Path("next.jpg"))
    shown.query_pane.show_photo(picture("#112233", 300, 300))
    assert not view_of(shown).is_zoomed
