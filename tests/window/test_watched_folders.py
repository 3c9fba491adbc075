"""The whole program: what is copied into an indexed folder can be found, without any click."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableView
from pytestqt.qtbot import QtBot

from core.indexed_folders import watched_in
from desktop.app import Vitrine
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of
from tests.window.test_whole_job import IndexByMenu, matches, ready

pytestmark = pytest.mark.slow
# Longer than a burst is gathered and a folder listed.
QUIET_MS = 6000


@pytest.fixture
def bags(tmp_path: Path) -> Path:
    folder = (tmp_path / "photos").resolve()
    folder.mkdir()
    for photo in fronts()[:2]:
        shutil.copy(photo, folder)
    return folder


def fronts() -> list[Path]:
    return sorted((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg"))


def in_catalogue(vitrine: Vitrine, count: int) -> Callable[[], bool]:
    return lambda: vitrine.window.workspace.catalogue_view.model.rowCount() == count


def test_a_photo_that_is_copied_into_an_indexed_folder_is_found(
    qtbot: QtBot, vitrine: Vitrine, bags: Path, index_by_menu: IndexByMenu
) -> None:
    index_by_menu(vitrine.window, bags)
    qtbot.waitUntil(ready(vitrine, 2), timeout=WORKER_MS)
    third = fronts()[2]
    notice = text_of(vitrine.window, "notice_text")
    shutil.copy(third, bags)
    qtbot.waitUntil(ready(vitrine, 3), timeout=WORKER_MS)
    qtbot.waitUntil(in_catalogue(vitrine, 3), timeout=WORKER_MS)
    assert text_of(vitrine.window, "notice_text") == notice
    cancel = vitrine.window.findChild(QPushButton, "status_cancel")
    qtbot.waitUntil(lambda: not cancel.isVisible(), timeout=WORKER_MS)
    drop(vitrine.window, third)
    qtbot.waitUntil(lambda: matches(vitrine) == 3, timeout=WORKER_MS)
    best = vitrine.window.matches_view.model.index(0).data(Qt.ItemDataRole.DisplayRole)
    assert third.name.startswith(best)


def test_a_folder_is_switched_off_and_indexed_again_in_the_dialog(
    qtbot: QtBot, vitrine: Vitrine, bags: Path, index_by_menu: IndexByMenu
) -> None:
    index_by_menu(vitrine.window, bags)
    qtbot.waitUntil(ready(vitrine, 2), timeout=WORKER_MS)
    vitrine.window.menus.folders.trigger()
    dialog = vitrine.folders.dialog
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    with qtbot.waitSignal(vitrine.folders.switched):
        qtbot.keyClick(dialog.findChild(QTableView, "folders_table"), Qt.Key.Key_Space)
    assert watched_in(vitrine.controller.catalogue) == []
    shutil.copy(fronts()[2], bags)
    qtbot.wait(QUIET_MS)
    assert ready(vitrine, 2)()
    again = dialog.findChild(QPushButton, "folders_index")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(ready(vitrine, 3), timeout=WORKER_MS)
    qtbot.waitUntil(lambda: dialog.model.index(0, 1).data() == "3")
    shutil.copy(fronts()[3], bags)
    with qtbot.waitSignal(vitrine.folders.switched):
        qtbot.keyClick(dialog.findChild(QTableView, "folders_table"), Qt.Key.Key_Space)
    qtbot.waitUntil(ready(vitrine, 4), timeout=WORKER_MS)
