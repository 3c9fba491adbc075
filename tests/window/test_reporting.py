"""Help > Report a problem in the real window: gathered in the background, read, copied, saved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from core import folders
from desktop import program
from desktop.app import Vitrine
from tests.window.conftest import WORKER_MS, drop

pytestmark = pytest.mark.slow

SECRET = "Sac secret d’Ann"


@pytest.fixture
def text(qtbot: QtBot, vitrine: Vitrine, tmp_path: Path) -> Callable[[], str]:
    """Opens the dialog after a folder of a telling name was refused; then what the report says."""
    folder = tmp_path / "Nos modèles" / SECRET
    folder.mkdir(parents=True)
    drop(vitrine.window, folder)
    qtbot.waitUntil(lambda: SECRET in log(), timeout=WORKER_MS)
    vitrine.window.menus.report.trigger()
    return lambda: box(vitrine).toPlainText()


def log() -> str:
    return folders.log_file().read_text(encoding="utf-8")


def dialog(vitrine: Vitrine) -> QDialog:
    return vitrine.window.findChild(QDialog, "report_dialog")


def box(vitrine: Vitrine) -> QPlainTextEdit:
    return vitrine.window.findChild(QPlainTextEdit, "report_text")


def button(vitrine: Vitrine, name: str) -> QPushButton:
    return vitrine.window.findChild(QPushButton, name)


def test_a_report_is_gathered_without_holding_up_the_window_and_tells_no_names(
    qtbot: QtBot, vitrine: Vitrine, text: Callable[[], str], tmp_path: Path
) -> None:
    assert dialog(vitrine).isVisible()
    assert not button(vitrine, "report_copy").isEnabled()
    since, longest = QElapsedTimer(), [0]
    since.start()
    beat = QTimer(vitrine.window, interval=10)
    beat.timeout.connect(lambda: longest.append(since.restart()))
    beat.start()
    qtbot.waitUntil(lambda: bool(text()), timeout=WORKER_MS)
    beat.stop()
    assert max(longest) < 500  # all of the machine's cores are at work meanwhile
    said = text()
    assert said.startswith("Vitrine ")
    assert "ok      query" in said
    assert "PySide6" in said
    assert "no-photos" in said
    assert "secret" not in said
    assert "modèles" not in said
    assert str(tmp_path) not in said
    assert box(vitrine).isReadOnly()


def test_it_is_copied_and_saved_by_the_keyboard_and_a_refusal_is_one_sentence(
    qtbot: QtBot, vitrine: Vitrine, text: Callable[[], str], tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: bool(text()), timeout=WORKER_MS)
    qtbot.keyClick(button(vitrine, "report_copy"), Qt.Key.Key_Space)
    assert QApplication.clipboard().text() == text()
    outcome = dialog(vitrine).findChild(QLabel, "report_outcome")
    assert outcome.text() == "The report is copied."
    qtbot.keyClick(button(vitrine, "report_save"), Qt.Key.Key_Space)
    chooser = dialog(vitrine).findChild(QFileDialog, "dialog_report")
    chooser.findChild(QLineEdit).setText(str(tmp_path / "report.jpg"))
    chooser.accept()
    saved = tmp_path / "report.jpg.txt"
    qtbot.waitUntil(lambda: saved.name in outcome.text(), timeout=WORKER_MS)
    assert saved.read_text(encoding="utf-8") == text()
    dialog(vitrine).save_requested.emit(text(), tmp_path / "missing" / "report.txt")
    qtbot.waitUntil(lambda: "cannot be written" in outcome.text(), timeout=WORKER_MS)
    vitrine.window.menus.report.trigger()
    qtbot.keyClick(dialog(vitrine), Qt.Key.Key_Escape)
    assert not dialog(vitrine).isVisible()


def test_a_self_check_that_cannot_be_started_is_told_of(
    qtbot: QtBot,
    vitrine: Vitrine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    qtbot.waitUntil(lambda: vitrine.worker.is_ready, timeout=WORKER_MS)
    monkeypatch.setattr(program, "command", lambda *_arguments: [str(tmp_path / "gone")])
    vitrine.window.menus.report.trigger()
    qtbot.waitUntil(lambda: bool(box(vitrine).toPlainText()), timeout=WORKER_MS)
    *_version, why = box(vitrine).toPlainText().split("\n\n")
    assert why
    assert str(tmp_path) not in why


def test_closing_the_window_ends_a_report_that_is_under_way(qtbot: QtBot, vitrine: Vitrine) -> None:
    vitrine.window.menus.report.trigger()
    dialog(vitrine).close()
    vitrine.window.close()
    assert not vitrine.window.isVisible()
