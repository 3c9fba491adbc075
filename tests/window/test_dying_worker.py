"""Workers that crash and hang: what was in hand is tried again, then given up; the rest goes on."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from desktop import watch
from desktop import worker as worker_module
from desktop.app import Vitrine
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of
from tests.window.test_whole_job import IndexByMenu, matches, ready

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL"),
]

# The real worker, but for photos and folders of certain names.
WORKER = """
import os, signal, sys, time
from pathlib import Path
from core import heartbeat, intake, pipeline
from desktop.worker_role import run_worker

heartbeat.Heartbeat.__init__.__defaults__ = (0.5,)
read, list_folder = intake.read, pipeline.list_folder

def caught(path):
    if path.stem == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    while path.stem == "hang":
        time.sleep(1)

def read_or_die(path):
    caught(path)
    return read(path)

def list_or_die(catalogue, root):
    yield from list_folder(catalogue, root)
    caught(root)

intake.read, pipeline.list_folder = read_or_die, list_or_die
run_worker(Path(sys.argv[1]))
"""


@pytest.fixture
def mortal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies of photos and folders called “crash”, and hangs in those called “hang”."""
    monkeypatch.setattr(worker_module, "BACKOFF_MS", (1,) * 4)
    monkeypatch.setattr(
        worker_module,
        "worker_command",
        lambda scratch: [sys.executable, "-c", WORKER, str(scratch)],
    )


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """A folder with one bag."""
    folder = tmp_path / "photos"
    folder.mkdir()
    shutil.copy(min((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg")), folder)
    return folder


@pytest.fixture
def lost(vitrine: Vitrine) -> list[int]:
    """One entry for each worker that has been lost."""
    found: list[int] = []
    vitrine.worker.lost.connect(lambda: found.append(len(found)))
    return found


def says(vitrine: Vitrine, name: str, words: str) -> Callable[[], bool]:
    return lambda: words in text_of(vitrine.window, name)


@pytest.mark.parametrize("fate", ["crash", "hang"])
def test_a_photo_that_ends_the_worker_is_asked_twice_and_the_next_is_answered(
    qtbot: QtBot,
    mortal: None,
    vitrine: Vitrine,
    lost: list[int],
    bag: Path,
    tmp_path: Path,
    index_by_menu: IndexByMenu,
    monkeypatch: pytest.MonkeyPatch,
    fate: str,
) -> None:
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(ready(vitrine, 1), timeout=WORKER_MS)
    photo = tmp_path / f"{fate}.jpg"
    shutil.copy(next(bag.iterdir()), photo)
    if fate == "hang":
        monkeypatch.setattr(watch, "MOST_STUCK", 4)
    error = vitrine.window.findChild(QLabel, "photo_error")
    for times in (2, 4, 6):
        drop(vitrine.window, next(bag.iterdir()))
        drop(vitrine.window, photo)
        qtbot.waitUntil(lambda: not error.isVisible())
        qtbot.waitUntil(error.isVisible, timeout=WORKER_MS)
        assert f"“{fate}.jpg” could not be read" in error.text()
        assert "stopped the program twice" in error.text()
        assert len(lost) == times
        if fate == "hang":
            monkeypatch.setattr(watch, "MOST_STUCK", 180)
            break
    drop(vitrine.window, next(bag.iterdir()))
    qtbot.waitUntil(lambda: matches(vitrine) == 1, timeout=WORKER_MS)


@pytest.mark.parametrize("others", [0, 20])
def test_a_photo_that_ends_every_worker_of_a_run_is_set_aside_and_the_rest_is_done(
    qtbot: QtBot,
    mortal: None,
    vitrine: Vitrine,
    lost: list[int],
    bag: Path,
    index_by_menu: IndexByMenu,
    others: int,
) -> None:
    photo = next(bag.iterdir())
    for number in range(others):
        shutil.copy(photo, bag / f"B{number:02}_front.jpg")
    shutil.copy(photo, bag / "crash.jpg")
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(ready(vitrine, others + 1), timeout=WORKER_MS)
    with closing(Catalogue(vitrine.controller.catalogue, writable=False)) as catalogue:
        aside = [(photo.path.name, photo.reason) for photo in catalogue.photos_aside()]
        assert catalogue.info().embedded == others + 1
    assert aside == [("crash.jpg", "crashed")]
    assert len(lost) == 3
    assert "is given up" not in text_of(vitrine.window, "notice_text")


def test_a_job_that_ends_every_worker_is_given_up_and_queries_are_answered(
    qtbot: QtBot,
    mortal: None,
    vitrine: Vitrine,
    lost: list[int],
    bag: Path,
    tmp_path: Path,
    index_by_menu: IndexByMenu,
) -> None:
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(ready(vitrine, 1), timeout=WORKER_MS)
    deadly = tmp_path / "crash"
    shutil.copytree(bag, deadly)
    index_by_menu(vitrine.window, deadly)
    drop(vitrine.window, next(bag.iterdir()))
    qtbot.waitUntil(says(vitrine, "notice_text", "is given up"), timeout=WORKER_MS)
    assert f"“{deadly}”" in text_of(vitrine.window, "notice_text")
    assert len(lost) == 4
    qtbot.waitUntil(lambda: matches(vitrine) == 1, timeout=WORKER_MS)
    qtbot.waitUntil(ready(vitrine, 2), timeout=WORKER_MS)
    assert len(lost) == 4
    assert not vitrine.window.findChild(QPushButton, "status_cancel").isVisible()


def test_a_worker_that_beats_no_more_is_started_again(
    qtbot: QtBot,
    vitrine: Vitrine,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
    first = vitrine.worker.process_id
    monkeypatch.setattr(watch, "MOST_SILENT", 5)
    with qtbot.waitSignal(vitrine.worker.lost, timeout=WORKER_MS):
        os.kill(first, signal.SIGSTOP)
    assert "it has not beaten for 5 s" in caplog.text
    qtbot.waitUntil(lambda: vitrine.worker.is_ready, timeout=WORKER_MS)
    assert vitrine.worker.process_id not in (0, first)


OTHER = """
import sys
from core import wire
hello = {"protocol": wire.PROTOCOL + 1, "version": "99"}
with open(sys.argv[1], "ab") as heard:
    sys.stdout.buffer.write(wire.encode_reply(0, "hello", hello))
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        heard.write(line)
        heard.flush()
"""


def test_a_worker_of_another_version_is_not_talked_to(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    heard, real = tmp_path / "heard", worker_module.worker_command
    monkeypatch.setattr(
        worker_module, "worker_command", lambda scratch: [sys.executable, "-c", OTHER, str(heard)]
    )
    vitrine = request.getfixturevalue("vitrine")
    qtbot.waitUntil(says(vitrine, "notice_text", "of another version"), timeout=WORKER_MS)
    assert not vitrine.worker.is_ready
    assert heard.read_bytes() == b""
    monkeypatch.setattr(worker_module, "worker_command", real)
    again = vitrine.window.findChild(QPushButton, "notice_restart")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)


def test_work_in_the_window_is_told_to_a_worker_that_has_a_job(
    qtbot: QtBot,
    vitrine: Vitrine,
    tmp_path: Path,
    index_by_menu: IndexByMenu,
) -> None:
    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
    asked: list[str] = []
    ask = vitrine.worker.ask
    vitrine.worker.ask = lambda do, *rest, **wishes: asked.append(do) or ask(do, *rest, **wishes)
    handle = vitrine.window.windowHandle()
    qtbot.keyClick(handle, Qt.Key.Key_Shift)
    assert "busy" not in asked
    qtbot.wait(2100)
    index_by_menu(vitrine.window, SAMPLE / "catalogue" / "Bags")
    for _stroke in range(5):
        qtbot.keyClick(handle, Qt.Key.Key_Shift)
    assert asked.count("busy") == 1
    qtbot.wait(2100)
    qtbot.mouseMove(handle, vitrine.window.rect().center())
    qtbot.waitUntil(lambda: asked.count("busy") == 2)
