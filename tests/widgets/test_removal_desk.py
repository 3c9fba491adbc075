"""What the window says of background removal, and what it asks for."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.errors import CatalogueError, CatalogueReason, WeightsError, WeightsReason
from core.records import Progress, Stage
from core.removal_records import Removal, RemovalState
from core.wire import Request
from desktop.main_window import MainWindow
from desktop.models.model_dialog import ModelDialog
from desktop.models.removal_desk import RemovalDesk
from tests.widgets.test_removal_dialog import LARGE, SMALL, button, radio, word

SMALL_NOW = Removal("small", plain_ground=True)
LARGE_NOW = Removal("large", plain_ground=True)
STATE = RemovalState(SMALL_NOW, SMALL_NOW, ("small",))


@pytest.fixture
def desk(window: MainWindow) -> RemovalDesk:
    """The small network is in use."""
    made = RemovalDesk(window, [SMALL, LARGE])
    made.show(1, STATE)
    return made


def notice(window: MainWindow) -> str:
    label: QLabel = window.notice_bar.findChild(QLabel, "notice_text")
    return label.text() if window.notice_bar.isVisible() else ""


def press(qtbot: QtBot, window: MainWindow, name: str) -> None:
    qtbot.mouseClick(window.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_a_change_is_told_while_it_lasts(
    qtbot: QtBot, window: MainWindow, desk: RemovalDesk
) -> None:
    assert notice(window) == ""
    with qtbot.assertNotEmitted(desk.changed):
        desk.show(1, replace(STATE, wanted=LARGE_NOW))
    assert "removal is changing" in notice(window)
    with qtbot.waitSignal(desk.changed):
        desk.show(1, RemovalState(LARGE_NOW, LARGE_NOW, ("small", "large")))
    assert notice(window) == ""


def test_what_others_say_is_not_taken_back(window: MainWindow, desk: RemovalDesk) -> None:
    desk.show(1, replace(STATE, wanted=LARGE_NOW))
    window.notice_bar.show_notice("Saved", [])
    desk.show(1, STATE)
    assert notice(window) == "Saved"


@pytest.mark.parametrize(
    ("reason", "words"), [("missing", "are not on this machine"), ("cut-short", "is damaged")]
)
def test_weights_that_are_missing_are_told_and_can_be_had(
    qtbot: QtBot, window: MainWindow, desk: RemovalDesk, tmp_path: Path, reason: str, words: str
) -> None:
    desk.show(1, replace(STATE, missing="large", why=reason))
    assert "Small cuts products out" in notice(window)
    assert "Large & good" in notice(window)
    assert words in notice(window)
    with qtbot.waitSignal(desk.asked) as fetched:
        press(qtbot, window, "notice_fetch_removal")
    assert fetched.args == ["fetch", "", "large", None]
    press(qtbot, window, "notice_choose_removal")
    dialog = window.findChild(QFileDialog, "dialog_weights")
    path = tmp_path / "large.onnx"
    path.touch()
    dialog.findChild(QLineEdit).setText(str(path))
    with qtbot.waitSignal(desk.asked) as adopted:
        dialog.accept()
    assert adopted.args == ["adopt", path, "large", None]


def test_a_network_that_is_in_no_list_any_more_is_named_and_not_offered(
    window: MainWindow, desk: RemovalDesk
) -> None:
    desk.show(1, replace(STATE, missing="of-old", why="unknown"))
    assert "of-old" in notice(window)
    assert window.findChild(QPushButton, "notice_fetch_removal") is None


def test_the_menu_opens_the_dialog_and_what_it_applies_is_asked_for(
    qtbot: QtBot, window: MainWindow, desk: RemovalDesk
) -> None:
    window.menus.removal.trigger()
    dialog = window.findChild(ModelDialog, "removal_dialog")
    radio(dialog, "large").click()
    with qtbot.waitSignal(desk.asked) as asked:
        button(dialog, "removal_apply").click()
    assert asked.args == ["fetch", "", "large", True]
    job = Request(7, "fetch", model="large")
    encoder = Request(8, "fetch", model="resnet50")
    desk.work.follow(job, Progress(Stage.FETCHING, 1, 2))
    desk.work.follow(encoder, Progress(Stage.EMBEDDING, 1, 2))
    desk.work.finish(encoder)
    desk.work.finish(None)
    assert not radio(dialog, "large").isEnabled()
    with qtbot.waitSignal(window.cancel_requested):
        button(dialog, "progress_cancel").click()
    error = WeightsError("Large", WeightsReason.DOWNLOAD_FAILED)
    assert not desk.work.fail(encoder, error)
    assert desk.work.fail(job, error)
    assert "could not be fetched" in word(dialog)
    full = CatalogueError("/cat", CatalogueReason.FULL_DISK)
    assert not desk.work.fail(job, full), "that is about the catalogue"
    dialog.reject()
    assert not desk.work.fail(job, error)
