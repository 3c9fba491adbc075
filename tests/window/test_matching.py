"""Matches in the whole program: confirmed and refused ones are known again; others like one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Vitrine
from desktop.compare.compare_window import CompareWindow
from desktop.main_window import MainWindow
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of

pytestmark = pytest.mark.slow

IndexByMenu = Callable[[MainWindow, Path], None]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Five bags of the sample."""
    folder = tmp_path / "photos" / "Bags"
    folder.mkdir(parents=True)
    for photo in sorted((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg"))[:5]:
        shutil.copy(photo, folder)
    return tmp_path / "photos"


def listed(window: MainWindow) -> list[str]:
    """The references of the matches, best first."""
    return [match.reference for match in window.matches_view.model.matches]


def test_what_is_said_of_matches_counts_when_the_photo_comes_again(
    qtbot: QtBot, vitrine: Vitrine, photos: Path, tmp_path: Path, index_by_menu: IndexByMenu
) -> None:
    window = vitrine.window
    index_by_menu(window, photos)
    qtbot.waitUntil(
        lambda: text_of(window, "status_text").startswith("Ready: 5"), timeout=WORKER_MS
    )
    query = next((photos / "Bags").iterdir())
    drop(window, query)
    qtbot.waitUntil(lambda: len(listed(window)) == 5, timeout=WORKER_MS)
    first, second, third, *_rest = listed(window)
    view, actions = window.matches_view, window.match_actions

    view.list_view.setCurrentIndex(view.model.index(0))
    actions.reject.trigger()
    assert listed(window)[0] == second
    view.list_view.setCurrentIndex(view.model.index(1))
    actions.confirm.trigger()
    qtbot.waitUntil(lambda: listed(window)[:2] == [third, second], timeout=WORKER_MS)
    assert view.pane.current is not None
    assert view.pane.current.reference == third, "it stays chosen"

    another = shutil.copy(query, tmp_path / "from a mail.jpg")
    drop(window, Path(another))
    qtbot.waitUntil(lambda: len(listed(window)) == 4, timeout=WORKER_MS)
    assert listed(window)[:2] == [third, second]
    assert text_of(window, "matches_left_out").startswith("1 product left out")
    window.history.undo()
    qtbot.waitUntil(lambda: listed(window)[0] == second, timeout=WORKER_MS)
    window.history.undo()
    qtbot.waitUntil(lambda: listed(window)[0] == first, timeout=WORKER_MS)

    view.list_view.setCurrentIndex(view.model.index(0))
    window.photo_actions.like.trigger()
    qtbot.waitUntil(
        lambda: text_of(window, "matches_count") == f"4 products · like {first}", timeout=WORKER_MS
    )
    assert first not in listed(window)
    assert text_of(window, "photo_name") == first
    actions.back.trigger()
    qtbot.waitUntil(lambda: listed(window)[:1] == [first], timeout=WORKER_MS)

    qtbot.waitUntil(actions.compare.isEnabled, timeout=WORKER_MS)
    actions.compare.trigger()
    compared = window.findChild(CompareWindow)
    qtbot.waitUntil(lambda: bool(compared.view.lines()), timeout=WORKER_MS)
    assert "points of the two photos agree" in text_of(window, "compare_why")
    qtbot.keyClick(compared.view, Qt.Key.Key_Escape)
    assert not compared.isVisible()
