"""The laboratory with the real worker: measured, the worker killed meanwhile, a recipe used."""

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from core.laboratory_records import CellResult
from desktop.app import Vitrine
from desktop.laboratory.laboratory_view import LaboratoryView
from desktop.laboratory.new_set_dialog import NewSetDialog
from desktop.main_window import MainWindow
from desktop.workspace import LABORATORY
from tests.window.conftest import WORKER_MS, text_of

pytestmark = pytest.mark.slow


def view_of(vitrine: Vitrine) -> LaboratoryView:
    return vitrine.window.workspace.laboratory_view


@pytest.fixture
def with_set(
    qtbot: QtBot,
    vitrine: Vitrine,
    tmp_path: Path,
    truth: list[tuple[Path, Path]],
    index_by_menu: Callable[[MainWindow, Path], None],
) -> Vitrine:
    """Three photos, a test set of them made from a folder, and two recipes checked."""
    photos, queries = tmp_path / "photos", tmp_path / "queries"
    photos.mkdir()
    queries.mkdir()
    for query, match in truth[:3]:
        shutil.copy(match, photos / f"{match.stem.split('_')[0]}{match.suffix}")
        shutil.copy(query, queries / f"{match.stem.split('_')[0]}{query.suffix}")
    index_by_menu(vitrine.window, photos)
    qtbot.waitUntil(lambda: "3 photos" in text_of(vitrine.window, "status_text"), timeout=WORKER_MS)
    vitrine.window.workspace.show_view(LABORATORY)
    vitrine.window.findChild(QAction, "laboratory_new_folder").trigger()
    dialog = vitrine.window.findChild(QFileDialog, "dialog_queries_folder")
    dialog.findChild(QLineEdit).setText(str(queries))
    dialog.accept()
    vitrine.window.findChild(NewSetDialog).accept()
    view = view_of(vitrine)
    qtbot.waitUntil(lambda: view.sets.current is not None, timeout=WORKER_MS)
    for title in ("Encoders", "Copies in the gallery", "Metric"):
        (group,) = view.choices.findItems(title, Qt.MatchFlag.MatchExactly)
        for row in range(1, group.childCount()):
            group.child(row).setCheckState(0, Qt.CheckState.Unchecked)
    run = vitrine.window.findChild(QPushButton, "laboratory_run")
    qtbot.waitUntil(run.isEnabled, timeout=WORKER_MS)
    assert text_of(vitrine.window, "laboratory_word").startswith("2 recipes")
    return vitrine


def measured(view: LaboratoryView) -> list[CellResult]:
    return [line.result for line in view.results.model.lines if line.figures]


def press(qtbot: QtBot, vitrine: Vitrine, name: str) -> None:
    button = vitrine.window.findChild(QPushButton, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_run_survives_its_worker_and_its_recipe_is_used(qtbot: QtBot, with_set: Vitrine) -> None:
    view, worker = view_of(with_set), with_set.worker
    first = worker.process_id
    press(qtbot, with_set, "laboratory_run")
    qtbot.waitUntil(
        lambda: text_of(with_set.window, "status_text") == "Looking at photos", timeout=WORKER_MS
    )
    assert with_set.window.findChild(QPushButton, "laboratory_stop").isEnabled()
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: len(measured(view)) == 2, timeout=WORKER_MS)
    assert worker.process_id not in (0, first)
    stop = with_set.window.findChild(QPushButton, "laboratory_stop")
    qtbot.waitUntil(lambda: not stop.isEnabled(), timeout=WORKER_MS)
    assert not with_set.window.findChild(QPushButton, "laboratory_run").isEnabled()
    other = next(each for each in measured(view) if each.cell.plain_ground is False)
    view.results.choose(other.cell)
    press(qtbot, with_set, "laboratory_use")
    store = with_set.controller.catalogue
    assert store is not None

    def is_used() -> bool:
        with closing(Catalogue(store)) as catalogue:
            active = catalogue.recipe("active")
        return active is not None and active.base.to_json() == other.recipe

    qtbot.waitUntil(is_used, timeout=WORKER_MS)
    qtbot.waitUntil(lambda: view.results.model.base == other.cell, timeout=WORKER_MS)
