"""Saving a cut-out, as far as it goes without the worker's process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.errors import PhotoError, PhotoReason
from core.records import Background
from core.removal_records import Cutout
from desktop.main_window import MainWindow
from desktop.query.cutout_desk import CutoutDesk
from desktop.worker import Worker

FIRST = 1


@pytest.fixture
def worker(window: MainWindow, tmp_path: Path) -> Iterator[Worker]:
    """Not started yet."""
    made = Worker(tmp_path, tmp_path / "log", window)
    yield made
    made.close()


@pytest.fixture
def desk(
    window: MainWindow, worker: Worker, tmp_path: Path, picture: Callable[..., QImage]
) -> CutoutDesk:
    """A cut-out is shown, its saving is asked for; the worker has not started yet."""
    made = CutoutDesk(window, worker)
    made.begin_in(tmp_path)
    window.cutout_actions.set_cutout(Path("/photos/bag 1.jpg"), picture())
    window.cutout_actions.save.trigger()
    dialog = window.findChild(QFileDialog, "dialog_cutout")
    assert dialog.findChild(QLineEdit).text() == "bag 1-cutout.png"
    dialog.accept()
    return made


def notice(window: MainWindow) -> str:
    assert window.notice_bar.isVisible()
    label: QLabel = window.notice_bar.findChild(QLabel, "notice_text")
    return label.text()


def test_it_says_that_it_saves_and_where_it_has_saved(
    qtbot: QtBot,
    window: MainWindow,
    desk: CutoutDesk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Saving “bag 1-cutout.png”" in notice(window)
    path = tmp_path / "bag 1-cutout.png"
    assert not desk.take(99, Cutout(path, Background.REMOVED)), "another's"
    path.touch()
    assert desk.take(FIRST, Cutout(path, Background.REMOVED))
    assert notice(window) == f"Saved as “{path}”"
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    show = window.findChild(QPushButton, "notice_show_cutout")
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert opened == [str(tmp_path)]
    path.unlink()
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert "no longer where it was" in notice(window)


def test_a_photo_without_a_product_any_more_is_told(
    window: MainWindow, desk: CutoutDesk, tmp_path: Path
) -> None:
    assert desk.take(FIRST, Cutout(tmp_path / "out.png", Background.KEPT))
    assert "was not saved" in notice(window)


def test_a_failure_is_told_once(window: MainWindow, desk: CutoutDesk) -> None:
    error = PhotoError("/photos/bag 1.jpg", PhotoReason.VANISHED)
    assert desk.fail(FIRST, error)
    assert "“bag 1.jpg” is no longer there" in notice(window)
    assert not desk.fail(FIRST, error)


def test_a_photo_that_ends_two_workers_is_given_up(
    qtbot: QtBot, deadly: None, window: MainWindow, worker: Worker, desk: CutoutDesk
) -> None:
    lost: list[str] = []
    worker.ready.connect(desk.ask_again)
    worker.lost.connect(lambda: lost.append(notice(window)))
    worker.start()
    qtbot.waitUntil(lambda: "stopped the program twice" in notice(window), timeout=60_000)
    assert lost == ["Saving “bag 1-cutout.png”…"] * 2
    assert worker.is_ready


def test_with_no_worker_to_come_nothing_is_promised(window: MainWindow, desk: CutoutDesk) -> None:
    desk.give_up()
    assert "could not be compared" not in notice(window)
    assert not desk.fail(FIRST, PhotoError("", PhotoReason.FAILED))


def test_the_folder_that_was_used_is_told(
    qtbot: QtBot, window: MainWindow, desk: CutoutDesk, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    window.cutout_actions.save.trigger()
    dialog = [d for d in window.findChildren(QFileDialog, "dialog_cutout") if d.isVisible()][-1]
    dialog.findChild(QLineEdit).setText(str(other / "x.png"))
    with qtbot.waitSignal(desk.folder_used) as used:
        dialog.accept()
    assert used.args == [other]
