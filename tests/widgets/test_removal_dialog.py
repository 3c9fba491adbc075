"""The dialog for background removal: what it offers, asks for, and says."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from core.models import Model
from core.records import Progress, Stage
from core.removal_records import Removal, RemovalState
from desktop.models.dialogs import removal_dialog
from desktop.models.model_dialog import ModelDialog

SMALL = Model("small", "Small", "removal", "small.onnx", 5_000_000, "", "MIT", True, ())
LARGE = replace(
    SMALL,
    id="large",
    title="Large & good",
    size=176_000_000,
    licence="MIT; trained on data whose terms are long, " + "and go on, " * 12 + "to the end",
    embedded=False,
)
NOW = Removal("small", plain_ground=True)
STATE = RemovalState(NOW, NOW, ("small",))


class Asked:
    """What the dialog has asked for."""

    def __init__(self, dialog: ModelDialog) -> None:
        self.all: list[tuple[str, object, Removal]] = []
        dialog.applied.connect(lambda *request: self.all.append(request))


@pytest.fixture
def dialog(qtbot: QtBot) -> ModelDialog:
    """Two networks, the small one here and in use."""
    made = removal_dialog([SMALL, LARGE])
    qtbot.addWidget(made)
    made.show_state(STATE)
    made.begin()
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def asked(dialog: ModelDialog) -> Asked:
    """The ear at its signal."""
    return Asked(dialog)


def radio(dialog: ModelDialog, network: str) -> QRadioButton:
    found: QRadioButton = dialog.findChild(QRadioButton, f"removal_{network}")
    return found


def button(dialog: ModelDialog, name: str) -> QPushButton:
    found: QPushButton = dialog.findChild(QPushButton, name)
    return found


def plain(dialog: ModelDialog) -> QCheckBox:
    found: QCheckBox = dialog.findChild(QCheckBox, "removal_plain")
    return found


def word(dialog: ModelDialog) -> str:
    found: QLabel = dialog.findChild(QLabel, "removal_word")
    return found.text()


def test_it_shows_what_is_in_use_and_has_nothing_to_apply(dialog: ModelDialog) -> None:
    assert radio(dialog, "small").isChecked()
    assert plain(dialog).isChecked()
    assert not button(dialog, "removal_apply").isEnabled()
    assert not button(dialog, "removal_file").isEnabled()
    assert "on this computer" in radio(dialog, "small").accessibleDescription()
    assert "to be fetched" in radio(dialog, "large").accessibleDescription()
    assert "176" in radio(dialog, "large").accessibleDescription()
    assert "all photos again" in word(dialog)


def test_with_keys_alone_the_plain_grounds_are_switched_and_applied(
    qtbot: QtBot, dialog: ModelDialog, asked: Asked
) -> None:
    qtbot.keyClick(plain(dialog), Qt.Key.Key_Space)
    assert button(dialog, "removal_apply").isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert asked.all == [("removal", "", Removal("small", plain_ground=False))]
    dialog.show_progress(Progress(Stage.EMBEDDING, 0, 9))
    assert not dialog.isVisible()


def test_arrows_choose_and_without_a_network_no_ground_is_plain(
    qtbot: QtBot, dialog: ModelDialog, asked: Asked
) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert radio(dialog, "small").hasFocus()
    for chosen in ("large", "none"):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        assert radio(dialog, chosen).isChecked()
    assert not plain(dialog).isEnabled()
    button(dialog, "removal_apply").click()
    assert asked.all == [("removal", "", Removal("none", plain_ground=False))]


def test_what_is_not_here_is_fetched_with_progress_and_can_be_cancelled(
    qtbot: QtBot, dialog: ModelDialog, asked: Asked
) -> None:
    radio(dialog, "large").click()
    apply = button(dialog, "removal_apply")
    assert apply.text() == "&Fetch (176 MB) and apply"
    apply.click()
    assert asked.all == [("fetch", "", Removal("large", plain_ground=True))]
    assert not radio(dialog, "small").isEnabled()
    QApplication.processEvents()
    assert radio(dialog, "small").height() >= radio(dialog, "small").sizeHint().height()
    dialog.show_progress(Progress(Stage.FETCHING, 10_000_000, 176_000_000))
    assert "10.0 MB of 176.0 MB" in dialog.findChild(QLabel, "progress_count").text()
    with qtbot.waitSignal(dialog.cancel_requested):
        button(dialog, "progress_cancel").click()
    dialog.show_state(STATE)
    dialog.finish()
    assert dialog.isVisible()
    assert radio(dialog, "small").isEnabled()
    assert radio(dialog, "large").isChecked()
    assert apply.isEnabled()


def test_once_fetched_it_closes_and_the_change_goes_on_alone(dialog: ModelDialog) -> None:
    radio(dialog, "large").click()
    button(dialog, "removal_apply").click()
    dialog.show_progress(Progress(Stage.FETCHING, 10, 10))
    dialog.show_progress(Progress(Stage.DONE, 10, 10))
    assert dialog.isVisible()
    dialog.show_state(RemovalState(NOW, Removal("large", plain_ground=True), ("small", "large")))
    dialog.show_progress(Progress(Stage.EMBEDDING, 1, 10))
    assert not dialog.isVisible()
    dialog.begin()
    assert radio(dialog, "large").isChecked()
    assert "under way" in word(dialog)


def test_a_change_with_nothing_to_embed_closes_it_too(dialog: ModelDialog) -> None:
    radio(dialog, "none").click()
    button(dialog, "removal_apply").click()
    kept = Removal("none", plain_ground=False)
    dialog.show_state(RemovalState(kept, kept, ("small",)))
    dialog.finish()
    assert not dialog.isVisible()


def test_a_failure_is_a_sentence_and_the_network_can_be_fetched_again(
    dialog: ModelDialog, asked: Asked
) -> None:
    dialog.show_state(replace(STATE, here=("small", "large")))
    radio(dialog, "large").click()
    apply = button(dialog, "removal_apply")
    assert apply.text() == "&Apply"
    apply.click()
    dialog.show_failure("large", "The file is damaged.")
    assert word(dialog) == "The file is damaged."
    assert apply.text().startswith("&Fetch")
    apply.click()
    assert [request[0] for request in asked.all] == ["removal", "fetch"]


def test_a_file_can_be_chosen_instead(dialog: ModelDialog, asked: Asked, tmp_path: Path) -> None:
    path = tmp_path / "large.onnx"
    path.touch()
    radio(dialog, "large").click()
    button(dialog, "removal_file").click()
    chooser = dialog.findChild(QFileDialog, "dialog_weights")
    chooser.findChild(QLineEdit).setText(str(path))
    chooser.accept()
    assert asked.all == [("adopt", path, Removal("large", plain_ground=True))]


def test_what_a_person_has_chosen_survives_what_is_told_meanwhile(dialog: ModelDialog) -> None:
    radio(dialog, "large").click()
    dialog.show_state(replace(STATE, here=("small", "large")))
    assert radio(dialog, "large").isChecked()
    assert button(dialog, "removal_apply").text() == "&Apply"
    dialog.reject()
    dialog.begin()
    assert radio(dialog, "small").isChecked()


def test_without_an_open_catalogue_nothing_can_be_chosen(dialog: ModelDialog) -> None:
    dialog.forget()
    assert not radio(dialog, "large").isEnabled()
    assert not button(dialog, "removal_apply").isEnabled()


def test_a_long_licence_is_whole_and_widens_nothing(dialog: ModelDialog) -> None:
    licence: QLabel = dialog.findChild(QLabel, "licence_large")
    assert licence.text().endswith("to the end")
    assert licence.height() >= licence.heightForWidth(licence.width())
    assert dialog.width() <= 700
