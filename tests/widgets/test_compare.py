"""Two photos side by side: one zoom for both, other matches by keys, and why they agree."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.errors import PhotoError, PhotoReason
from core.records import Agreement, Answer, Background, Match
from desktop.compare.compare_desk import CompareDesk
from desktop.compare.compare_window import CompareWindow
from desktop.compare.pair_view import PairView
from desktop.compare.sight import LEAST, MOST, Sight
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.lookup import Lookup
from desktop.worker import Worker

MakeMatch = Callable[..., Match]

SHARES = st.floats(0, 1)


@given(x=SHARES, y=SHARES, zoom=st.floats(LEAST, MOST), factor=st.floats(0.1, 10))
def test_the_point_under_the_pointer_stays_and_photos_fill_what_they_can(
    x: float, y: float, zoom: float, factor: float
) -> None:
    area, size = QRectF(10, 20, 300, 200), QSizeF(1200, 800)
    sight = Sight(zoom, x, y).kept_inside()
    before = sight.place(size, area)
    assert before.adjusted(-0.01, -0.01, 0.01, 0.01).contains(area)
    point = QPointF(area.left() + 300 * y, area.top() + 200 * x)
    nearer = sight.zoomed_at(factor, point, before)
    assert LEAST <= nearer.zoom <= MOST
    after = nearer.place(size, area)
    assert after.adjusted(-0.01, -0.01, 0.01, 0.01).contains(area)
    if nearer.zoom > sight.zoom:
        share = (point.x() - before.left()) / before.width()
        assert after.left() + share * after.width() == pytest.approx(point.x(), abs=0.01)


@given(sight=st.builds(Sight, st.floats(LEAST, MOST), SHARES, SHARES))
def test_a_narrow_photo_is_whole_in_the_middle_without_zoom(sight: Sight) -> None:
    area = QRectF(0, 0, 300, 200)
    whole = Sight().place(QSizeF(100, 400), area)
    assert (whole.width(), whole.height(), whole.center()) == (50, 200, area.center())
    assert sight.kept_inside() == sight.kept_inside().kept_inside()
    assert Sight().place(QSizeF(), area).isEmpty()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    """A worker that is never started: its requests are numbered from 1 all the same."""
    made = Worker(tmp_path, tmp_path / "log")
    yield made
    made.close()


@pytest.fixture
def desk(
    window: MainWindow,
    loader: ThumbnailLoader,
    worker: Worker,
    match: MakeMatch,
    tmp_path: Path,
    answer: Callable[..., Answer],
) -> CompareDesk:
    """Three matches of a large photo; what comes next is request 2."""
    query = tmp_path / "query.jpg"
    Image.new("RGB", (2400, 1600), "red").save(query)
    lookup = Lookup(window, loader, worker)
    made = CompareDesk(window, loader.branch(), worker, lookup)
    lookup.begin([query])
    found = replace(answer(Background.KEPT), matches=(match(1), match(2), match(3)))
    lookup.show_answer(1, found)
    window.activateWindow()
    return made


def dialog(window: MainWindow) -> CompareWindow:
    found: CompareWindow = window.findChild(CompareWindow)
    return found


def says(window: MainWindow, name: str) -> str:
    found: QLabel = dialog(window).findChild(QLabel, name)
    return found.text()


def opened(qtbot: QtBot, window: MainWindow) -> PairView:
    """Compare is chosen by its key; both photos arrive."""
    qtbot.waitUntil(window.matches_view.list_view.hasFocus)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    view = dialog(window).view
    qtbot.waitUntil(lambda: bool(view.pixels(0) and view.pixels(1)))
    qtbot.waitExposed(dialog(window))
    return view


def test_query_and_match_are_seen_under_one_zoom_by_wheel_drag_and_keys(
    qtbot: QtBot, window: MainWindow, desk: CompareDesk
) -> None:
    view = opened(qtbot, window)
    assert says(window, "compare_left") == "query.jpg · your photo"
    assert says(window, "compare_right").startswith("REF-1 · ")
    assert not dialog(window).isModal()
    point = QPointF(view.area(0).center())
    turn = QWheelEvent(
        point,
        point,
        QPoint(),
        QPoint(0, 360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, turn)
    zoom = view.sight.zoom
    assert zoom > 1.5
    before = view.sight.x
    middle = view.area(1).center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(view, middle + QPoint(40, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    assert view.sight.x < before
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.sight.x > before - 0.2
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.sight.zoom > zoom
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.sight == Sight()
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.sight.zoom == 1


def test_full_photos_are_read_when_they_are_looked_at_closely(
    qtbot: QtBot, window: MainWindow, desk: CompareDesk
) -> None:
    view = opened(qtbot, window)
    whole = view.place(0)
    assert view.pixels(0) < 1200
    view.set_sight(Sight(zoom=8))
    qtbot.waitUntil(lambda: view.pixels(0) == 2400)
    view.set_sight(Sight())
    assert view.place(0).height() == pytest.approx(whole.height(), rel=0.01)


def test_keys_go_through_the_matches_and_the_list_goes_along(
    qtbot: QtBot, window: MainWindow, desk: CompareDesk
) -> None:
    view = opened(qtbot, window)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert says(window, "compare_right").startswith("REF-2 · ")
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert says(window, "compare_right").startswith("REF-3 · ")
    assert window.matches_view.list_view.currentIndex().row() == 2
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert says(window, "compare_right").startswith("REF-3 · "), "the last one"
    button = dialog(window).findChild(QPushButton, "compare_before")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert says(window, "compare_right").startswith("REF-2 · ")


def test_two_chosen_matches_are_compared(
    qtbot: QtBot, window: MainWindow, desk: CompareDesk
) -> None:
    view = window.matches_view.list_view
    place = view.visualRect(window.matches_view.model.index(2)).center()
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place
    )
    opened(qtbot, window)
    assert says(window, "compare_left").startswith("REF-1 · ")
    assert says(window, "compare_right").startswith("REF-3 · ")


def test_why_they_agree_is_drawn_and_said_and_stale_answers_are_dropped(
    qtbot: QtBot, window: MainWindow, desk: CompareDesk
) -> None:
    view = opened(qtbot, window)
    assert "Looking" in says(window, "compare_why")
    points = ((0.0, 0.0, 30.0, 20.0), (600.0, 400.0, 0.0, 0.0))
    desk.take(2, Agreement(points, (1200, 800), (60, 40)))
    assert says(window, "compare_why") == "2 points of the two photos agree."
    (one, two), (three, _four) = view.lines()
    assert one == view.place(0).topLeft()
    assert two == view.place(1).center()
    assert three == view.place(0).center()
    box = dialog(window).findChild(QCheckBox, "compare_lines")
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert view.lines() == []
    qtbot.keyClick(view, Qt.Key.Key_Down)
    desk.take(2, Agreement(points, (1200, 800), (60, 40)))
    assert "Looking" in says(window, "compare_why"), "stale"
    desk.take(3, Agreement((), (1200, 800), (60, 40)))
    assert says(window, "compare_why").startswith("No detail of the two photos agrees")
    assert not box.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert not desk.fail(3, PhotoError("x", PhotoReason.FAILED))
    assert desk.fail(4, PhotoError("bag.jpg", PhotoReason.FAILED))
    assert "bag.jpg" in says(window, "compare_why")


def test_there_is_nothing_to_compare_without_matches(window: MainWindow, desk: CompareDesk) -> None:
    assert window.match_actions.compare.isEnabled()
    window.matches_view.show_hint("Nothing")
    assert not window.match_actions.compare.isEnabled()
