"""The tools of the menu Catalogue, with their librarians, file dialogs and the notice bar."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core import products
from core.catalogue import Catalogue
from core.sheets import read
from desktop.librarian import Librarian
from desktop.tools.tools import Tools
from desktop.widgets.notice_bar import NoticeBar
from tests.widgets.tool_catalogue import make


@dataclass
class Desk:
    """A window with the tools of a catalogue of three photos."""

    window: QMainWindow
    tools: Tools
    librarian: Librarian
    folder: Path
    ids: list[int] = field(default_factory=list)

    def dialog(self, name: str) -> QDialog:
        (found,) = [d for d in self.window.findChildren(QDialog, name) if d.isVisible()]
        return found

    def notice(self) -> str:
        return self.window.findChild(QLabel, "notice_text").text()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, photo: Callable[..., Path]) -> Iterator[Desk]:
    paths = [photo(name) for name in ("A1.jpg", "B2.jpg", "C3.jpg")]
    folder = make(tmp_path / "catalogue", paths, np.eye(3))
    window, inside, bar = QMainWindow(), QWidget(), NoticeBar()
    QVBoxLayout(inside).addWidget(bar)
    window.setCentralWidget(inside)
    librarian = Librarian()
    ids = [1, 2, 3]
    tools = Tools(window, librarian, bar, lambda: ids)
    window.menuBar().addMenu("Catalogue").addActions(tools.all())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    librarian.open(folder)
    tools.open(folder)
    yield Desk(window, tools, librarian, folder, ids)
    tools.close()
    librarian.close()


def choose(qtbot: QtBot, desk: Desk, name: str, path: Path) -> QFileDialog:
    """Type a file's name and press Enter, as a person without a mouse does."""
    dialog = desk.dialog(name)
    assert isinstance(dialog, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.setText(str(path))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    return dialog


def test_without_a_catalogue_there_is_nothing_to_do(desk: Desk) -> None:
    assert all(action.isEnabled() for action in desk.tools.all())
    desk.tools.open(None)
    assert not any(action.isEnabled() for action in desk.tools.all())


def test_a_table_is_imported_and_said_so(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("ref;nom\nA1;Cabas\nXX;y\n")
    qtbot.keyClick(desk.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    choose(qtbot, desk, "dialog_sheet", table)
    dialog = desk.dialog("import_dialog")
    button = dialog.findChild(QPushButton, "import_import")
    qtbot.waitUntil(button.isEnabled)
    with qtbot.waitSignal(desk.librarian.changed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.notice() == "“names.csv”: 1 product was changed, 1 row matches no product."
    with closing(Catalogue(desk.folder)) as catalogue:
        assert products.products(catalogue, [1])[0].name == "Cabas"


def test_a_bad_table_is_one_sentence(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"\0\0")
    desk.tools.import_sheet.trigger()
    choose(qtbot, desk, "dialog_sheet", tmp_path / "bad.csv")
    qtbot.waitUntil(lambda: desk.notice().startswith("“bad.csv” is no table"))
    assert not [d for d in desk.window.findChildren(QDialog, "import_dialog") if d.isVisible()]


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("out.csv", 0, "out.csv"),
        ("out.XLSX", 1, "out.XLSX"),
        ("out", 0, "out.xlsx"),
        ("out", 1, "out.csv"),
        ("Collection 1.2", 0, "Collection 1.2.xlsx"),
        ("out.txt", 1, "out.txt.csv"),
    ],
)
def test_products_are_exported_under_a_name_that_tells_the_kind(
    qtbot: QtBot, desk: Desk, tmp_path: Path, typed: str, kind: int, written: str
) -> None:
    desk.ids[:] = [2, 1]
    desk.tools.export.trigger()
    dialog = desk.dialog("dialog_export")
    assert isinstance(dialog, QFileDialog)
    chosen = dialog.nameFilters()[kind]
    dialog.selectNameFilter(chosen)
    dialog.filterSelected.emit(chosen)
    choose(qtbot, desk, "dialog_export", tmp_path / typed)
    said = f"2 products are written to “{tmp_path / written}”."
    qtbot.waitUntil(lambda: desk.notice() == said)
    assert {row.cells[0] or row.cells[1] for row in read(tmp_path / written).rows} == {"A1", "B2"}
    assert not [d for d in desk.window.findChildren(QDialog, "progress_dialog") if d.isVisible()]
    assert desk.tools.export.isEnabled()


@pytest.mark.parametrize("answer", ["replace", "keep"])
def test_a_completed_name_that_is_taken_is_asked_about(
    qtbot: QtBot, desk: Desk, tmp_path: Path, answer: str
) -> None:
    (tmp_path / "out.1.xlsx").write_text("mine")
    desk.tools.export.trigger()
    choose(qtbot, desk, "dialog_export", tmp_path / "out.1")
    box = desk.dialog("dialog_replace")
    assert isinstance(box, QMessageBox)
    if answer == "keep":
        qtbot.keyClick(box, Qt.Key.Key_Escape)
        assert (tmp_path / "out.1.xlsx").read_text() == "mine"
        assert desk.tools.export.isEnabled()
        return
    (button,) = [b for b in box.buttons() if b.text() == "&Replace"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.notice().startswith("3 products are written"))


def test_an_export_that_is_left_off_leaves_nothing(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    desk.ids[:] = [1, 2, 3] * 3000  # long enough to be left off
    desk.tools.export.trigger()
    choose(qtbot, desk, "dialog_export", tmp_path / "out.xlsx")
    dialog = desk.dialog("progress_dialog")
    text = dialog.findChild(QLabel, "progress_text")
    qtbot.waitUntil(lambda: text.text() == "Writing products")
    assert not desk.tools.export.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert desk.tools.export.isEnabled()
    qtbot.waitUntil(lambda: not list(tmp_path.glob("out*")))


def test_a_folder_that_refuses_is_said_so(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "out.xlsx.part").mkdir()
    desk.tools.export.trigger()
    choose(qtbot, desk, "dialog_export", tmp_path / "out.xlsx")
    qtbot.waitUntil(lambda: "cannot be written" in desk.notice())
    assert desk.tools.export.isEnabled()


def test_nothing_in_sight_is_nothing_to_export(desk: Desk) -> None:
    desk.ids.clear()
    desk.tools.export.trigger()
    assert desk.notice() == "There is no product to export."


@pytest.mark.parametrize("name", ["duplicates", "check"])
def test_a_dialog_is_opened_once(qtbot: QtBot, desk: Desk, name: str) -> None:
    action = getattr(desk.tools, name)
    action.trigger()
    first = desk.dialog(f"{name}_dialog")
    action.trigger()
    assert desk.dialog(f"{name}_dialog") is first
    first.reject()
    action.trigger()
    assert desk.dialog(f"{name}_dialog") is not first


def test_another_catalogue_closes_what_was_open(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.tools.check.trigger()
    desk.tools.duplicates.trigger()
    other = make(tmp_path / "other", [tmp_path / "D4.jpg"], np.eye(1))
    desk.tools.open(other)
    assert not [d for d in desk.window.findChildren(QDialog) if d.isVisible()]
    desk.tools.check.trigger()
    word = desk.dialog("check_dialog").findChild(QLabel, "check_whole")
    qtbot.waitUntil(lambda: word.text().startswith("The catalogue is whole"))
