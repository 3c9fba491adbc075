"""The photo with all its pixels: read when it is come nearer to, dropped when it has turned."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.records import Answer, Background, Box
from desktop.main_window import MainWindow
from desktop.photos.reading import read_photo
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.detail_lookup import DetailLookup

SIZE = (2400, 1800)


@pytest.fixture
def shown(
    window: MainWindow, loader: ThumbnailLoader, photo: Callable[..., Path]
) -> tuple[MainWindow, Path]:
    """A photo of 2400 x 1800 pixels, shown with 800 of them."""
    path, pane = photo("large.png", "#336699", SIZE), window.query_pane
    DetailLookup(pane, loader).begin(path)
    pane.show_searching(path)
    pane.show_photo(read_photo(path, 800))
    answer = Answer(path, SIZE, Box(0, 0, 1800, 1800), Background.KEPT, (), "e", 0.1)
    pane.show_answer(answer)
    return window, path


def test_it_is_read_once_it_is_wanted(
    qtbot: QtBot, shown: tuple[MainWindow, Path], loader: ThumbnailLoader
) -> None:
    view, heard = shown[0].query_pane.view, []
    loader.photo_ready.connect(lambda _token, image: heard.append(image.size().toTuple()))
    view.show_pixels()
    view.zoom_by(1)
    qtbot.waitUntil(lambda: heard == [SIZE])
    view.zoom_by(1)
    qtbot.wait(100)
    assert heard == [SIZE]


def test_what_comes_after_the_photo_has_turned_is_dropped(
    qtbot: QtBot, shown: tuple[MainWindow, Path], loader: ThumbnailLoader
) -> None:
    window, _path = shown
    view, heard = window.query_pane.view, []
    loader.photo_ready.connect(lambda _token, image: heard.append(image.size().toTuple()))
    with qtbot.waitSignal(loader.photo_ready):
        view.show_pixels()
        window.look_actions.turn_right.trigger()
    shape = view.photo_area()
    assert shape.height() > shape.width()
    view.show_pixels()
    qtbot.waitUntil(lambda: SIZE[::-1] in heard)


def test_a_photo_that_has_vanished_stays_as_it_is_shown(
    qtbot: QtBot, shown: tuple[MainWindow, Path], loader: ThumbnailLoader
) -> None:
    window, path = shown
    path.unlink()
    with qtbot.waitSignal(loader.photo_failed):
        window.query_pane.view.show_pixels()
    shot = window.query_pane.view.grab().toImage()
    assert shot.pixelColor(shot.rect().center()).name() == "#336699"
    assert window.query_pane.view.isVisible()
