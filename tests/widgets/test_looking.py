"""Cropping by hand, turning and keeping the background in the left pane, by real events."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from core.query_records import AS_IT_IS, Look
from core.records import Answer, Background, Box, Match
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.before_after import BeforeAfterView
from desktop.query.look_desk import PAUSE_MS
from desktop.query.lookup import Lookup
from desktop.worker import Worker

Picture = Callable[..., QImage]
PHOTO = Path("/photos/query.jpg")
SIZE = (1200, 800)
FOUND = Box(400, 200, 800, 600)
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Asked:
    """What the window has asked of its worker, and answers in its place."""

    def __init__(self, window: MainWindow, lookup: Lookup, worker: Worker) -> None:
        self.window, self.lookup, self.worker = window, lookup, worker
        self.pane, self.view = window.query_pane, window.query_pane.view
        self.looks: list[Look] = []
        self.pane.desk.changed.connect(self.looks.append)

    def answer(self, picture: Picture, size: tuple[int, int] = SIZE, found: Box = FOUND) -> None:
        """The newest question is answered, and its cut-out is there."""
        background = Background.REMOVED if self.pane.desk.look.removes else Background.KEPT
        answer = Answer(PHOTO, size, found, background, (), "e", 0.84)
        self.pane.show_answer(answer)
        if background == Background.REMOVED and not self.pane.desk.is_cropping:
            self.pane.show_cutout(picture("#00000000", size[0] // 4, size[1] // 4))

    def on_screen(self, box: Box) -> QRectF:
        rect = QRectF(box.left, box.top, box.width, box.height)
        return self.view.viewport.to_widget(rect)


@pytest.fixture
def asked(
    qtbot: QtBot, window: MainWindow, loader: ThumbnailLoader, tmp_path: Path, picture: Picture
) -> Iterator[Asked]:
    """A photo of 1200 x 800 pixels that is answered, the keyboard in it; no process answers."""
    worker = Worker(tmp_path, tmp_path / "worker.log")
    lookup = Lookup(window, loader, worker)
    made = Asked(window, lookup, worker)
    made.pane.show_searching(PHOTO)
    made.pane.show_photo(picture("#336699", 600, 400))
    made.answer(picture)
    window.activateWindow()
    with qtbot.waitActive(window):
        pass
    made.view.setFocus()
    yield made
    worker.close()


def drag(qtbot: QtBot, view: BeforeAfterView, start: QPoint, *stops: QPoint) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for stop in stops:
        qtbot.mouseMove(view, stop)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=stops[-1])


def is_near(box: Box | None, expected: Box, by: int = 8) -> bool:
    return box is not None and all(
        abs(getattr(box, edge) - getattr(expected, edge)) <= by
        for edge in ("left", "top", "right", "bottom")
    )


def test_cropping_begins_with_the_square_that_was_found_and_asks_nothing_by_itself(
    qtbot: QtBot, asked: Asked
) -> None:
    assert asked.view.is_compared
    qtbot.keyClick(asked.view, Qt.Key.Key_C)
    assert asked.view.tool.square == FOUND
    assert not asked.view.is_compared
    assert "400" in asked.view.accessibleDescription()
    assert asked.window.look_actions.crop.isChecked()
    qtbot.keyClick(asked.view, Qt.Key.Key_Return)
    assert asked.view.is_compared
    assert asked.looks == []
    assert asked.pane.desk.look == AS_IT_IS


def test_a_square_is_moved_resized_and_drawn_anew_by_mouse(qtbot: QtBot, asked: Asked) -> None:
    crop = asked.window.findChild(QToolButton, "look_crop_button")
    qtbot.mouseClick(crop, Qt.MouseButton.LeftButton)
    view, scale = asked.view, asked.view.viewport.scale
    shown = asked.on_screen(FOUND)
    middle = shown.center().toPoint()
    by = QPoint(round(100 * scale), round(-50 * scale))
    drag(qtbot, view, middle, middle + by / 2, middle + by)
    assert is_near(view.tool.square, Box(500, 150, 900, 550))
    shown = asked.on_screen(view.tool.square)
    corner = shown.bottomRight().toPoint()
    drag(qtbot, view, corner, corner + QPoint(round(100 * scale), 3))
    assert is_near(view.tool.square, Box(500, 150, 1000, 650))
    outside = asked.on_screen(Box(50, 50, 250, 250))
    drag(qtbot, view, outside.topLeft().toPoint(), outside.bottomRight().toPoint())
    assert is_near(view.tool.square, Box(50, 50, 250, 250))
    qtbot.waitUntil(lambda: asked.looks[-1].square == view.tool.square)


def test_a_click_beside_the_square_leaves_it(qtbot: QtBot, asked: Asked) -> None:
    qtbot.keyClick(asked.view, Qt.Key.Key_C)
    beside = asked.on_screen(Box(50, 50, 60, 60)).center().toPoint()
    qtbot.mouseClick(asked.view, Qt.MouseButton.LeftButton, pos=beside)
    assert asked.view.tool.square == FOUND


def test_a_square_is_moved_and_resized_by_keys(qtbot: QtBot, asked: Asked) -> None:
    qtbot.keyClick(asked.view, Qt.Key.Key_C)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(asked.view, key)
    assert asked.view.tool.square == Box(412, 224, 812, 624)
    qtbot.keyClick(asked.view, Qt.Key.Key_Up, SHIFT)
    assert asked.view.tool.square == Box(400, 212, 824, 636)
    qtbot.keyClick(asked.view, Qt.Key.Key_Left, SHIFT)
    qtbot.keyClick(asked.view, Qt.Key.Key_Return)
    assert asked.pane.desk.look == Look(square=Box(412, 224, 812, 624))
    assert asked.looks[-1] == asked.pane.desk.look
    assert asked.view.divider == 0.5


def test_while_it_is_dragged_the_square_is_asked_for_now_and_then_and_at_the_end(
    qtbot: QtBot, asked: Asked
) -> None:
    qtbot.keyClick(asked.view, Qt.Key.Key_C)
    start = asked.on_screen(FOUND).center().toPoint()
    qtbot.mousePress(asked.view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(30):
        qtbot.mouseMove(asked.view, start + QPoint(step, 0))
    assert len(asked.looks) <= 2
    qtbot.mouseRelease(asked.view, Qt.MouseButton.LeftButton, pos=start + QPoint(29, 0))
    qtbot.waitUntil(lambda: asked.looks[-1].square == asked.view.tool.square)
    qtbot.wait(2 * PAUSE_MS)
    assert len(asked.looks) <= 4
    assert asked.looks[-1] == asked.pane.desk.look


def test_an_answer_that_comes_while_cropping_leaves_the_square_in_hand(
    qtbot: QtBot, asked: Asked, picture: Picture
) -> None:
    qtbot.keyClick(asked.view, Qt.Key.Key_C)
    qtbot.keyClick(asked.view, Qt.Key.Key_Right)
    square = asked.view.tool.square
    asked.answer(picture, found=Box(450, 250, 750, 550))
    assert asked.view.tool.square == square
    qtbot.keyClick(asked.view, Qt.Key.Key_Right)
    assert asked.view.tool.square != square


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_the_square_is_found_by_itself_again(qtbot: QtBot, asked: Asked, way: str) -> None:
    automatic = asked.window.findChild(QToolButton, "look_automatic_button")
    assert not automatic.isEnabled()
    qtbot.keyClick(asked.view, Qt.Key.Key_C)
    qtbot.keyClick(asked.view, Qt.Key.Key_Down)
    if way == "Escape":
        qtbot.keyClick(asked.view, Qt.Key.Key_Escape)
    else:
        qtbot.keyClick(asked.view, Qt.Key.Key_Return)
        assert automatic.isEnabled()
        qtbot.mouseClick(automatic, Qt.MouseButton.LeftButton)
    assert asked.looks[-1] == AS_IT_IS
    assert not asked.pane.desk.is_cropping
    assert not automatic.isEnabled()


def test_the_photo_turns_at_once_and_its_answer_follows(
    qtbot: QtBot, asked: Asked, picture: Picture
) -> None:
    asked.view.divider = 0.3
    qtbot.keyClick(asked.view, Qt.Key.Key_R)
    area = asked.view.photo_area()
    assert area.height() > area.width()
    assert asked.looks == [Look(turns=1)]
    assert not asked.view.is_compared
    asked.answer(picture, (800, 1200), Box(200, 400, 600, 800))
    assert asked.view.is_compared
    assert asked.view.divider == pytest.approx(0.3)
    qtbot.keyClick(asked.view, Qt.Key.Key_R, SHIFT)
    qtbot.waitUntil(lambda: asked.looks[-1] == AS_IT_IS)
    left = asked.window.findChild(QToolButton, "look_turn_left_button")
    qtbot.mouseClick(left, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asked.looks[-1] == Look(turns=3))


def test_a_square_turns_with_its_photo(qtbot: QtBot, asked: Asked) -> None:
    qtbot.keyClick(asked.view, Qt.Key.Key_C)
    qtbot.keyClick(asked.view, Qt.Key.Key_Right)
    assert asked.view.tool.square == Box(412, 200, 812, 600)
    qtbot.keyClick(asked.view, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    assert asked.view.tool.square == Box(200, 412, 600, 812)
    shown = asked.on_screen(Box(0, 0, 800, 1200))
    assert shown.height() / shown.width() == pytest.approx(1.5)


def test_the_background_is_kept_where_that_is_wished(
    qtbot: QtBot, asked: Asked, picture: Picture
) -> None:
    remove = asked.window.look_actions.remove
    assert remove.isChecked()
    qtbot.keyClick(asked.view, Qt.Key.Key_B)
    assert asked.looks == [Look(removes=False)]
    asked.answer(picture)
    assert not asked.view.is_compared
    state: QLabel = asked.pane.findChild(QLabel, "photo_state")
    assert state.text().startswith("Background kept, as you chose")
    qtbot.keyClick(asked.view, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: asked.looks[-1] == AS_IT_IS)
    asked.answer(picture)
    assert asked.view.is_compared


def test_all_of_it_is_forgotten_with_the_next_photo(
    qtbot: QtBot, asked: Asked, picture: Picture
) -> None:
    for key in (Qt.Key.Key_B, Qt.Key.Key_R, Qt.Key.Key_C, Qt.Key.Key_Right):
        qtbot.keyClick(asked.view, key)
    asked.pane.show_searching(Path("next.jpg"))
    heard = len(asked.looks)
    asked.pane.show_photo(picture("#112233", 600, 400))
    assert asked.pane.desk.look == AS_IT_IS
    assert asked.window.look_actions.remove.isChecked()
    assert not asked.window.look_actions.crop.isChecked()
    assert asked.view.photo_area().width() > asked.view.photo_area().height()
    qtbot.wait(2 * PAUSE_MS)
    assert len(asked.looks) == heard


def test_nothing_can_be_done_without_a_photo(asked: Asked) -> None:
    asked.pane.show_empty()
    looks = asked.window.look_actions
    assert not any(action.isEnabled() for action in (*looks.looks, *looks.zooms))


def test_a_photo_of_the_catalogue_is_only_seen(
    asked: Asked, match: Callable[..., Match], picture: Picture
) -> None:
    asked.pane.show_like(match(1))
    asked.pane.show_photo(picture("#112233", 600, 400))
    looks = asked.window.look_actions
    assert not any(action.isEnabled() for action in looks.looks)
    assert all(action.isEnabled() for action in looks.zooms)


def test_letters_that_are_typed_elsewhere_are_letters(qtbot: QtBot, asked: Asked) -> None:
    asked.window.workspace.filter_bar.setEnabled(True)
    asked.window.menus.find.trigger()
    typed = asked.window.focusWidget()
    assert isinstance(typed, QLineEdit)
    for key in (Qt.Key.Key_R, Qt.Key.Key_B, Qt.Key.Key_C, Qt.Key.Key_1):
        qtbot.keyClick(typed, key)
    assert asked.looks == []
    assert not asked.pane.desk.is_cropping


def test_the_cutout_of_a_square_is_shown_where_it_was_taken(
    qtbot: QtBot, asked: Asked, picture: Picture
) -> None:
    qtbot.keyClick(asked.view, Qt.Key.Key_C)
    qtbot.keyClick(asked.view, Qt.Key.Key_Right)
    qtbot.keyClick(asked.view, Qt.Key.Key_Return)
    square = asked.pane.desk.look.square
    assert square is not None
    asked.answer(picture, found=square)
    asked.pane.show_cutout(picture("#d02060", 400, 400))
    asked.view.divider = 0.0
    shot, shown = asked.view.grab().toImage(), asked.on_screen(square)
    assert shot.pixelColor(shown.center().toPoint() + QPoint(40, 40)).name() == "#d02060"
    outside = shown.topRight().toPoint() + QPoint(12, 40)
    assert shot.pixelColor(outside).name() != "#d02060"
