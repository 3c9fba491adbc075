"""The health of a catalogue, in the window."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from core import generation
from core.catalogue import Catalogue
from core.records import Progress, Stage
from desktop.librarian import Librarian
from desktop.tools.check_dialog import CheckDialog
from desktop.tools.progress_panel import ProgressPanel
from tests.widgets.tool_catalogue import RECIPE, make

PATHS = [Path(f"/photos/P{n}.jpg") for n in range(4)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make(tmp_path / "catalogue", PATHS, np.eye(4))
    with closing(Catalogue(made)) as catalogue:
        generation.build(catalogue, RECIPE)
    return made


@pytest.fixture
def librarian(qtbot: QtBot, folder: Path) -> Iterator[Librarian]:
    made = Librarian()
    made.open(folder)
    yield made
    made.close()


@pytest.fixture
def checked(qtbot: QtBot, librarian: Librarian) -> Callable[[], CheckDialog]:
    """The dialog, shown, once it has found what there is."""

    def do() -> CheckDialog:
        dialog = CheckDialog(librarian)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        dialog.check()
        qtbot.waitUntil(lambda: not dialog.findChild(ProgressPanel).isVisible())
        return dialog

    return do


def spoil(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "catalogue.db")) as raw, raw:
        for statement in statements:
            raw.execute(statement)


def text(dialog: CheckDialog, name: str) -> str:
    return dialog.findChild(QLabel, f"check_{name}").text()


def lines(dialog: CheckDialog) -> list[str]:
    found = dialog.findChild(QListWidget, "check_list")
    return [found.item(row).text() for row in range(found.count())]


def button(dialog: CheckDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, f"check_{name}")


def test_a_whole_catalogue_is_called_whole(checked: Callable[[], CheckDialog]) -> None:
    dialog = checked()
    assert text(dialog, "whole") == "The catalogue is whole: nothing is damaged."
    assert dialog.findChild(QLabel, "check_whole").isVisible()
    assert [button(dialog, name).isEnabled() for name in ("repair", "copy", "again")] == [
        *(False, False, True)
    ]


def test_what_is_damaged_is_mended_by_the_keyboard(
    qtbot: QtBot, checked: Callable[[], CheckDialog], folder: Path
) -> None:
    spoil(
        folder,
        "DELETE FROM product_text WHERE rowid = 1",
        "UPDATE vector SET data = zeroblob(length(data)) WHERE id = 2",
    )
    for path in (folder / "index").iterdir():
        path.write_bytes(b"x")
    dialog = checked()
    assert text(dialog, "summary") == (
        "3 things are not as they should be. Repair mends it; what you entered is not touched."
    )
    assert len(lines(dialog)) == 3
    with qtbot.waitSignal(dialog.mended):
        button(dialog, "repair").setFocus()
        qtbot.keyClick(button(dialog, "repair"), Qt.Key.Key_Space)
    assert text(dialog, "summary") == (
        "Everything is mended. Index your folders again: what was removed is made anew."
    )
    assert all(line.startswith("Mended: ") for line in lines(dialog))
    assert not button(dialog, "repair").isEnabled()
    qtbot.keyClick(button(dialog, "copy"), Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text().splitlines() == lines(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_a_person_entered_is_told_of_and_left(
    qtbot: QtBot, checked: Callable[[], CheckDialog], folder: Path
) -> None:
    spoil(
        folder,
        "INSERT INTO tag(product_id, key, name) VALUES (99, 'lost', 'lost')",
        "DELETE FROM product_text WHERE rowid = 1",
    )
    dialog = checked()
    assert text(dialog, "summary").endswith("Repair mends a part; what you entered is not touched.")
    with qtbot.waitSignal(dialog.mended):
        qtbot.mouseClick(button(dialog, "repair"), Qt.MouseButton.LeftButton)
    assert text(dialog, "summary").startswith("Not everything could be mended.")
    assert [line.split(":")[0] for line in lines(dialog)] == ["Mended", "Left"]
    assert not button(dialog, "repair").isEnabled()
    dialog.check()
    qtbot.waitUntil(lambda: len(lines(dialog)) == 1)
    assert text(dialog, "summary").endswith("restore a copy.")


def test_vectors_that_wait_are_no_fault(checked: Callable[[], CheckDialog], folder: Path) -> None:
    spoil(folder, "DELETE FROM setting")
    dialog = checked()
    assert text(dialog, "summary").startswith("The catalogue is whole.")
    assert len(lines(dialog)) == 1
    assert not button(dialog, "repair").isEnabled()


def test_it_can_be_left_off(qtbot: QtBot, checked: Callable[[], CheckDialog]) -> None:
    dialog = checked()
    dialog.check()
    panel = dialog.findChild(ProgressPanel)
    assert panel.isVisible()
    qtbot.mouseClick(panel.findChild(QPushButton, "progress_cancel"), Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    assert text(dialog, "whole").startswith("The check was left off")
    assert button(dialog, "again").isEnabled()


def test_a_catalogue_that_cannot_be_asked_is_one_sentence(
    qtbot: QtBot, checked: Callable[[], CheckDialog], librarian: Librarian, folder: Path
) -> None:
    page = (folder / "catalogue.db").read_bytes()
    librarian.open(None)
    dialog = checked()
    assert text(dialog, "whole").startswith("Something unexpected")
    assert page  # nothing was written to find that out
    assert not button(dialog, "repair").isEnabled()


def test_progress_is_said_in_words(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    panel.show_progress(Progress(Stage.CHECKING, 100, 500))
    assert panel.findChild(QLabel, "progress_text").text() == "Checking the catalogue"
    assert panel.findChild(QLabel, "progress_count").text() == "100 of 500"
