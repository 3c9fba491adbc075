"""A worker that cannot live: the window says so, goes on, and can try again."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import worker as worker_module
from desktop.app import MINE, SAMPLE, Vitrine
from tests.window.conftest import WORKER_MS, drop, text_of

pytestmark = pytest.mark.slow


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes every worker die at once from now on; undone by calling what it returns."""
    real = worker_module.worker_command
    monkeypatch.setattr(worker_module, "BACKOFF_MS", (1, 1))
    monkeypatch.setattr(
        worker_module,
        "worker_command",
        lambda scratch: [sys.executable, "-c", "raise SystemExit(3)"],
    )
    return lambda: monkeypatch.setattr(worker_module, "worker_command", real)


def test_it_is_given_up_in_words_and_tried_again_when_asked(
    qtbot: QtBot, dying: Callable[[], None], vitrine: Vitrine, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.touch()
    drop(vitrine.window, photo)
    qtbot.waitUntil(
        lambda: "keeps stopping" in text_of(vitrine.window, "notice_text"), timeout=WORKER_MS
    )
    assert "photo.jpg" in text_of(vitrine.window, "photo_error")
    assert not vitrine.window.findChild(QPushButton, "status_cancel").isVisible()
    dying()
    again = vitrine.window.findChild(QPushButton, "notice_restart")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: text_of(vitrine.window, "status_text").startswith("Ready"), timeout=WORKER_MS
    )


@pytest.mark.parametrize("is_there", [False, True])
def test_a_worker_program_that_is_missing_or_may_not_be_run_is_given_up_too(
    qtbot: QtBot,
    dying: Callable[[], None],
    vitrine: Vitrine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    is_there: bool,
) -> None:
    program = tmp_path / "program"
    if is_there:
        program.write_text("#!/bin/sh\n")
    monkeypatch.setattr(worker_module, "worker_command", lambda scratch: [str(program)])
    qtbot.waitUntil(
        lambda: "cannot be started" in text_of(vitrine.window, "notice_text"), timeout=WORKER_MS
    )
    assert vitrine.window.findChild(QPushButton, "notice_restart").isVisible()


def test_a_catalogue_that_cannot_be_opened_says_why(
    qtbot: QtBot, vitrine: Vitrine, tmp_path: Path
) -> None:
    broken = tmp_path / "Broken"
    broken.mkdir()
    (broken / "catalogue.db").write_bytes(b"no database" * 500)
    vitrine.controller.open_catalogue(broken)
    qtbot.waitUntil(
        lambda: "is damaged" in text_of(vitrine.window, "notice_text"), timeout=WORKER_MS
    )
    qtbot.waitUntil(
        lambda: not vitrine.window.findChild(QPushButton, "status_cancel").isVisible(),
        timeout=WORKER_MS,
    )
    assert "is damaged" in text_of(vitrine.window, "notice_text")


def test_the_house_s_photos_never_go_into_the_sample(
    qtbot: QtBot, vitrine: Vitrine, tmp_path: Path
) -> None:
    vitrine.window.sample_requested.emit()
    assert vitrine.controller.catalogue.name == SAMPLE
    (tmp_path / "house").mkdir()
    drop(vitrine.window, tmp_path / "house")
    assert vitrine.controller.catalogue.name == MINE
