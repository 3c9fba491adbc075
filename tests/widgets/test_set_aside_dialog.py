"""The list of photos that could not be used."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.set_aside_dialog import SetAsideDialog, SetAsideModel

ITEMS = [
    (Path("/photos/Bags/wb01.jpg"), "The file is empty."),
    (Path("/photos/Été/ü 2.jpg"), "This is not an image."),
]


@pytest.fixture
def dialog(qtbot: QtBot) -> SetAsideDialog:
    """The dialog, shown, without items."""
    made = SetAsideDialog()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = SetAsideModel()
    model.set_items(ITEMS)
    qtmodeltester.check(model)


def test_each_photo_has_name_folder_and_reason(dialog: SetAsideDialog) -> None:
    dialog.set_items(ITEMS)
    model = dialog.model
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(2)]
    assert cells == [
        ["wb01.jpg", str(Path("/photos/Bags")), "The file is empty."],
        ["ü 2.jpg", str(Path("/photos/Été")), "This is not an image."],
    ]
    assert dialog.findChild(QTableView, "set_aside_table").isVisible()


def test_a_list_that_grows_keeps_its_chosen_row(dialog: SetAsideDialog) -> None:
    table = dialog.findChild(QTableView, "set_aside_table")
    dialog.set_items(ITEMS)
    assert table.currentIndex().row() == 0
    table.selectRow(1)
    dialog.set_items([*ITEMS, (Path("/photos/c.jpg"), "The file is empty.")])
    assert dialog.model.rowCount() == 3
    assert table.currentIndex().row() == 1
    dialog.set_items(ITEMS[:1])
    assert dialog.model.rowCount() == 1
    assert table.currentIndex().row() == 0


def test_without_photos_it_says_so_and_offers_nothing(dialog: SetAsideDialog) -> None:
    assert dialog.findChild(QLabel, "set_aside_nothing").isVisible()
    for name in ("set_aside_copy", "set_aside_show"):
        assert not dialog.findChild(QPushButton, name).isEnabled()


def test_it_leaves_the_window_usable(dialog: SetAsideDialog) -> None:
    assert not dialog.isModal()


def test_the_list_is_copied_as_a_table(qtbot: QtBot, dialog: SetAsideDialog) -> None:
    dialog.set_items(ITEMS)
    button = dialog.findChild(QPushButton, "set_aside_copy")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    assert lines[0].split("\t")[0::2] == ["wb01.jpg", "The file is empty."]


def test_the_folder_of_the_chosen_photo_is_shown(
    qtbot: QtBot, dialog: SetAsideDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "desktop.set_aside_dialog.QDesktopServices.openUrl",
        lambda url: opened.append(Path(url.toLocalFile())),
    )
    dialog.set_items(ITEMS)
    button = dialog.findChild(QPushButton, "set_aside_show")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog.findChild(QTableView, "set_aside_table").selectRow(1)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened == [Path("/photos/Bags"), Path("/photos/Été")]
