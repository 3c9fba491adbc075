"""The dialog for encoders, what the window says of them, and weights carried in and out."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QMenu, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from core.errors import WeightsError, WeightsReason
from core.model_records import HandedOver, Refusal
from core.models import Model
from core.records import EncoderState, Progress, Stage
from core.weights import EMBEDDED_ENCODER
from core.wire import Request
from desktop.main_window import MainWindow
from desktop.models.encoder_desk import EncoderDesk
from desktop.models.handover_desk import HandoverDesk
from desktop.models.model_dialog import ModelDialog

SMALL = Model(EMBEDDED_ENCODER, "Small", "encoder", "small.pth", 25_000_000, "", "MIT", True, ())
MAIN = replace(SMALL, id="main", title="Main", size=103_000_000, embedded=False)
SPEAKING = replace(MAIN, id="speaking", title="Speaking", size=605_000_000, needs=1_500_000_000)
MODELS = [SMALL, MAIN, SPEAKING]
STATE = EncoderState(SMALL.id, SMALL.id, "missing", MAIN.size, (SMALL.id,), ("speaking",))


@pytest.fixture
def desk(window: MainWindow) -> EncoderDesk:
    """The small encoder is in use, because the main one's weights are missing."""
    made = EncoderDesk(window, MODELS, "main")
    made.show(1, STATE)
    return made


def notice(window: MainWindow) -> str:
    label: QLabel = window.notice_bar.findChild(QLabel, "notice_text")
    return label.text() if window.notice_bar.isVisible() else ""


def opened(window: MainWindow) -> ModelDialog:
    """The dialog, by its menu."""
    window.menus.encoder.trigger()
    dialog: ModelDialog = window.findChild(ModelDialog, "encoder_dialog")
    return dialog


def radio(dialog: ModelDialog, encoder: str) -> QRadioButton:
    found: QRadioButton = dialog.findChild(QRadioButton, f"encoder_{encoder}")
    return found


def press(dialog: ModelDialog, name: str) -> None:
    dialog.findChild(QPushButton, name).click()


def test_the_dialog_tells_size_place_licence_and_who_understands_words(
    window: MainWindow, desk: EncoderDesk
) -> None:
    dialog = opened(window)
    assert radio(dialog, SMALL.id).isChecked()
    assert "on this computer" in radio(dialog, SMALL.id).accessibleDescription()
    told = radio(dialog, "speaking").accessibleDescription()
    assert "605" in told
    assert "to be fetched" in told
    assert "Needs 1.5 GB of memory. MIT" in told
    assert "by words" in told
    assert "memory" not in radio(dialog, "main").accessibleDescription()
    assert "by words" not in radio(dialog, "main").accessibleDescription()
    assert not dialog.findChild(QPushButton, "encoder_apply").isEnabled()


def test_with_keys_another_is_chosen_fetched_and_changed_to(
    qtbot: QtBot, window: MainWindow, desk: EncoderDesk
) -> None:
    dialog = opened(window)
    dialog.activateWindow()
    qtbot.waitUntil(radio(dialog, SMALL.id).hasFocus)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
    with qtbot.waitSignal(desk.asked) as asked:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert asked.args == ["fetch", "", "speaking"]
    job = Request(7, "fetch", model="speaking")
    desk.work.follow(job, Progress(Stage.FETCHING, 10_000_000, 605_000_000, a_second=2e6))
    assert "10.0 MB of 605.0 MB" in dialog.findChild(QLabel, "progress_count").text()
    assert "2.0 MB/s" in dialog.findChild(QLabel, "progress_count").text()
    with qtbot.waitSignal(window.cancel_requested):
        press(dialog, "progress_cancel")
    desk.work.finish(job)
    assert dialog.isVisible()
    press(dialog, "encoder_apply")
    desk.show(7, replace(STATE, wanted="speaking", here=(SMALL.id, "speaking")))
    desk.work.follow(job, Progress(Stage.EMBEDDING, 1, 9))
    assert not dialog.isVisible()
    assert "Changing to Speaking; Small answers" in notice(window)
    assert not window.menus.describe.isEnabled()
    desk.show(7, replace(STATE, in_use="speaking", wanted="speaking"))
    assert notice(window) == "", "whoever chose it knows that the main one is not here"
    assert window.menus.describe.isEnabled()
    desk.forget()
    assert not window.menus.describe.isEnabled()


def test_what_is_here_is_applied_and_a_failure_is_said_in_the_dialog(
    qtbot: QtBot, window: MainWindow, desk: EncoderDesk
) -> None:
    desk.show(1, replace(STATE, here=(SMALL.id, "speaking")))
    dialog = opened(window)
    radio(dialog, "speaking").click()
    with qtbot.waitSignal(desk.asked) as asked:
        press(dialog, "encoder_apply")
    assert asked.args == ["encoder", "", "speaking"]
    job = Request(8, "encoder", model="speaking")
    error = WeightsError("speaking.pth", WeightsReason.WRONG_DIGEST)
    assert desk.work.fail(job, error)
    assert "SHA-256" in dialog.findChild(QLabel, "encoder_word").text()
    assert dialog.findChild(QPushButton, "encoder_apply").text().startswith("&Fetch")
    assert desk.actions(job) == []
    assert [name for name, _ in desk.actions(Request(9, "fetch", model="main"))] == [
        "fetch",
        "choose",
    ]


def test_an_encoder_that_was_made_is_offered_and_one_that_went_is_not(
    qtbot: QtBot, window: MainWindow, desk: EncoderDesk
) -> None:
    dialog = opened(window)
    dialog.activateWindow()
    qtbot.waitUntil(radio(dialog, SMALL.id).hasFocus)
    made = replace(SMALL, id="small+2026-11-26", title="Small, of ours")
    height = dialog.height()
    desk.offer([*MODELS, made], (SMALL.id, made.id))
    assert (taller := dialog.height()) > height
    assert radio(dialog, SMALL.id).isChecked()
    qtbot.waitUntil(radio(dialog, SMALL.id).hasFocus)
    assert "on this computer" in radio(dialog, made.id).accessibleDescription()
    assert "by words" in radio(dialog, "speaking").accessibleDescription()
    radio(dialog, made.id).click()
    with qtbot.waitSignal(desk.asked) as asked:
        press(dialog, "encoder_apply")
    assert asked.args == ["encoder", "", made.id]
    job = Request(9, "encoder", model=made.id)
    assert desk.work.owns(job)
    desk.work.finish(job)
    radio(dialog, made.id).click()
    desk.offer(MODELS, (SMALL.id,))
    assert dialog.height() < taller
    assert dialog.findChild(QRadioButton, f"encoder_{made.id}") is None
    assert radio(dialog, SMALL.id).isChecked()
    assert not dialog.findChild(QPushButton, "encoder_apply").isEnabled()


def test_the_missing_default_is_told_once_and_again_in_another_catalogue(
    qtbot: QtBot, window: MainWindow, desk: EncoderDesk, tmp_path: Path
) -> None:
    said = "Small, which came with Vitrine, compares photos: Main is not on this machine."
    assert notice(window) == said
    with qtbot.waitSignal(desk.asked) as asked:
        window.findChild(QPushButton, "notice_fetch").click()
    assert asked.args == ["fetch", "", "main"]
    window.findChild(QPushButton, "notice_choose").click()
    path = tmp_path / "main.pth"
    path.touch()
    chooser = window.findChild(QFileDialog, "dialog_weights")
    chooser.findChild(QLineEdit).setText(str(path))
    with qtbot.waitSignal(desk.asked) as asked:
        chooser.accept()
    assert asked.args == ["adopt", path, "main"]
    window.notice_bar.show_notice("Now on this computer: Speaking.", [])
    desk.show(1, replace(STATE, here=(SMALL.id, "speaking")))
    assert notice(window) == "Now on this computer: Speaking."
    desk.forget()
    desk.show(1, STATE)
    assert notice(window) == said


def test_what_the_worker_says_late_forgets_no_encoder_that_was_offered(
    window: MainWindow, desk: EncoderDesk
) -> None:
    made = replace(SMALL, id="made", title="Made")
    desk.offer([*MODELS, made], {SMALL.id, "made"})
    desk.show(2, STATE)
    assert "on this computer" in radio(opened(window), "made").accessibleDescription()


def ways(window: MainWindow) -> dict[str, QAction]:
    menu = window.findChild(QMenu, "menu_matching")
    return {action.data(): action for action in menu.actions()}


def test_how_photos_are_compared_is_chosen_in_the_menu(
    qtbot: QtBot, window: MainWindow, desk: EncoderDesk
) -> None:
    assert list(ways(window)) == ["best", "fast", "plain", "study"]
    desk.show(1, replace(STATE, preset="plain"))
    assert [name for name, way in ways(window).items() if way.isChecked()] == ["plain"]
    menu = window.findChild(QMenu, "menu_matching")
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    with qtbot.waitSignal(desk.asked) as asked:
        qtbot.keyClick(menu, Qt.Key.Key_T)
    assert asked.args == ["preset", "best", ""]
    assert ways(window)["plain"].isChecked()
    desk.show(2, replace(STATE, preset="best"))
    assert [name for name, way in ways(window).items() if way.isChecked()] == ["best"]
    with qtbot.assertNotEmitted(desk.asked):
        ways(window)["best"].trigger()
    assert ways(window)["best"].isChecked()


@pytest.mark.parametrize(
    ("preset", "offered"), [("plain", True), ("study", True), ("fast", False), ("best", False)]
)
def test_who_compares_by_likeness_alone_is_offered_more(
    qtbot: QtBot, window: MainWindow, desk: EncoderDesk, preset: str, offered: bool
) -> None:
    link = window.findChild(QPushButton, "matches_far_link")
    desk.show(1, replace(STATE, preset=preset))
    assert link.isHidden() != offered
    if offered:
        with qtbot.waitSignal(desk.asked) as asked:
            link.click()
        assert asked.args == ["preset", "best", ""]
    desk.forget()
    assert link.isHidden()


def test_a_way_without_a_name_is_not_marked_and_without_a_catalogue_there_is_none(
    window: MainWindow, desk: EncoderDesk
) -> None:
    desk.show(1, STATE)
    assert not any(way.isChecked() for way in ways(window).values())
    assert all(way.isEnabled() for way in ways(window).values())
    desk.forget()
    assert not any(way.isEnabled() for way in ways(window).values())


@pytest.mark.parametrize("do", ["import", "export"])
def test_weights_are_carried_by_folder(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, do: str
) -> None:
    desk = HandoverDesk(window, MODELS)
    getattr(window.menus, f"{do}_models").trigger()
    dialog = window.findChild(QFileDialog, "dialog_models")
    dialog.findChild(QLineEdit).setText(str(tmp_path))
    with qtbot.waitSignal(desk.asked) as asked:
        dialog.accept()
    assert asked.args == [do, tmp_path]
    folder = tmp_path if do == "export" else None
    desk.take(1, HandedOver(("main", "speaking"), (), folder))
    assert "Main, Speaking." in notice(window)
    assert (str(tmp_path) in notice(window)) == (do == "export")


def test_what_did_not_come_through_is_named(window: MainWindow) -> None:
    desk = HandoverDesk(window, MODELS)
    refused = tuple(Refusal(f"/usb/{n}.onnx", "wrong-digest") for n in range(3))
    desk.take(1, HandedOver((), refused))
    assert notice(window).startswith("“0.onnx” is not the weights file")
    assert notice(window).endswith("2 more were refused: Help > Open log says why.")
    desk.take(1, HandedOver(("main",), refused[:1]))
    assert notice(window).startswith("Now on this computer: Main. “0.onnx”")
