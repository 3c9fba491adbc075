"""Where a cut-out is saved: the dialog proposes, completes, and writes over nothing unasked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from core.removal_records import Ground
from desktop.file_dialogs import ask_cutout
from desktop.main_window import MainWindow

Chosen = list[tuple[Path, Ground]]
TRANSPARENT, WHITE = range(2)


@pytest.fixture
def ask(window: MainWindow, tmp_path: Path) -> tuple[Chosen, Callable[[], QFileDialog]]:
    """What was chosen so far, and what opens the dialog."""
    chosen: Chosen = []

    def open_dialog() -> QFileDialog:
        ask_cutout(window, tmp_path / "bag-cutout.png", lambda *choice: chosen.append(choice))
        dialog = window.findChild(QFileDialog, "dialog_cutout")
        assert isinstance(dialog, QFileDialog)
        return dialog

    return chosen, open_dialog


def test_the_suggested_name_is_taken_with_transparency(
    ask: tuple[Chosen, Callable[[], QFileDialog]], tmp_path: Path
) -> None:
    chosen, open_dialog = ask
    dialog = open_dialog()
    assert dialog.findChild(QLineEdit).text() == "bag-cutout.png"
    assert len(dialog.nameFilters()) == 2
    dialog.accept()
    assert chosen == [(tmp_path / "bag-cutout.png", Ground.TRANSPARENT)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("one", "one.png"), ("two.PNG", "two.PNG"), ("three.jpg", "three.jpg.png")],
)
def test_the_second_kind_is_on_white_and_a_name_is_completed(
    ask: tuple[Chosen, Callable[[], QFileDialog]], tmp_path: Path, typed: str, name: str
) -> None:
    chosen, open_dialog = ask
    dialog = open_dialog()
    dialog.selectNameFilter(dialog.nameFilters()[WHITE])
    dialog.findChild(QLineEdit).setText(typed)
    dialog.accept()
    assert chosen == [(tmp_path / name, Ground.WHITE)]


def test_a_completed_name_that_is_taken_is_asked_about(
    qtbot: QtBot,
    window: MainWindow,
    ask: tuple[Chosen, Callable[[], QFileDialog]],
    tmp_path: Path,
) -> None:
    chosen, open_dialog = ask
    (tmp_path / "bag.jpg.png").touch()
    dialog = open_dialog()
    dialog.findChild(QLineEdit).setText("bag.jpg")
    dialog.accept()
    assert chosen == []
    box = window.findChild(QMessageBox, "dialog_replace")
    assert "bag.jpg.png" in box.text()
    replace = next(b for b in box.findChildren(QPushButton) if "Replace" in b.text())
    replace.click()
    assert chosen == [(tmp_path / "bag.jpg.png", Ground.TRANSPARENT)]
