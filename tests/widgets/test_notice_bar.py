"""The notice bar says one thing, offers actions, and goes away when told to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.widgets.notice_bar import NoticeBar


@pytest.fixture
def bar(window: MainWindow) -> NoticeBar:
    """The window's notice bar."""
    return window.notice_bar


def test_it_is_hidden_until_there_is_something_to_say(bar: NoticeBar) -> None:
    assert not bar.isVisible()
    bar.show_notice("Weights are missing", [])
    assert bar.isVisible()
    assert bar.findChild(QLabel, "notice_text").text() == "Weights are missing"


@pytest.mark.parametrize("kind", ["info", "warning", "error"])
def test_each_kind_has_its_picture(bar: NoticeBar, kind: str) -> None:
    bar.show_notice("Same words", [])
    plain = bar.grab().toImage()
    bar.show_notice("Same words", [], kind)
    assert (bar.grab().toImage() == plain) == (kind == "info")


def test_actions_tell_their_id(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice("Weights are missing", [("fetch", "&Fetch"), ("choose", "&Choose a file…")])
    button = bar.findChild(QPushButton, "notice_choose")
    with qtbot.waitSignal(bar.action_triggered) as triggered:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert triggered.args == ["choose"]


def test_a_new_notice_replaces_the_old_actions(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice("One", [("fetch", "Fetch")])
    bar.show_notice("Two", [("retry", "Retry")])
    qtbot.waitUntil(lambda: bar.findChild(QPushButton, "notice_fetch") is None)
    assert bar.findChild(QPushButton, "notice_retry").isVisible()


def test_the_cross_dismisses_it(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice("One", [])
    qtbot.mouseClick(bar.findChild(QToolButton, "notice_close"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_escape_dismisses_it_from_anywhere_in_the_window(
    qtbot: QtBot, window: MainWindow, bar: NoticeBar
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button: QWidget = window.query_pane.findChild(QPushButton, "open_photo_button")
    button.setFocus()
    bar.show_notice("One", [])
    qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert not bar.isVisible()
