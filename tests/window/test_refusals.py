"""Catalogues that cannot be used: one sentence each, and the program goes on."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from core.records import FileStamp
from desktop import worker as worker_module
from desktop.app import Vitrine
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of
from tests.window.test_whole_job import IndexByMenu, matches, ready

pytestmark = pytest.mark.slow

ROOT = Path("/photos")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The folder of a catalogue with some photos."""
    folder = tmp_path / "Whole"
    with closing(Catalogue(folder)) as made:
        stamps = [FileStamp(ROOT / f"{n}.jpg", 1, 1) for n in range(300)]
        made.add_files(made.root_id(ROOT), ROOT, stamps)
    return folder


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 4096)


def noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(1).bytes(path.stat().st_size))


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE bookmark (name TEXT)")


def of_a_newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) "
            "VALUES ('vitrine', 'm999_of_tomorrow', '2099-01-01')"
        )


REFUSED = {
    truncated: "is damaged: restore a copy",
    noise: "is damaged: restore a copy",
    of_another_program: "belongs to another program: choose another folder",
    of_a_newer_version: "was made by a newer Vitrine: update Vitrine",
}


def says(vitrine: Vitrine, words: str) -> Callable[[], bool]:
    return lambda: words in text_of(vitrine.window, "notice_text")


def rests(vitrine: Vitrine) -> Callable[[], bool]:
    cancel = vitrine.window.findChild(QPushButton, "status_cancel")
    return lambda: not cancel.isVisible()


def try_again(qtbot: QtBot, vitrine: Vitrine) -> None:
    qtbot.waitUntil(rests(vitrine), timeout=WORKER_MS)
    button = vitrine.window.findChild(QPushButton, "notice_reopen")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_cannot_be_opened_is_one_sentence_and_opens_once_it_is_restored(
    qtbot: QtBot, vitrine: Vitrine, whole: Path, tmp_path: Path
) -> None:
    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
    worker = vitrine.worker.process_id
    for damage, words in REFUSED.items():
        folder = tmp_path / damage.__name__
        shutil.copytree(whole, folder)
        damage(folder / "catalogue.db")
        vitrine.controller.open_catalogue(folder)
        qtbot.waitUntil(says(vitrine, words), timeout=WORKER_MS)
        assert str(folder) in text_of(vitrine.window, "notice_text")
        qtbot.waitUntil(rests(vitrine), timeout=WORKER_MS)
        assert words in text_of(vitrine.window, "notice_text")
        shutil.copy(whole / "catalogue.db", folder)
        try_again(qtbot, vitrine)
        qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
        assert not says(vitrine, words)()
    assert vitrine.worker.process_id == worker


HOLD = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process has the database to itself."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout.readline()
    yield
    child.communicate()


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    shutil.copy(min((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg")), folder)
    return folder


def test_a_database_that_another_process_holds_is_told_and_used_afterwards(
    qtbot: QtBot, vitrine: Vitrine, tmp_path: Path, bag: Path, index_by_menu: IndexByMenu
) -> None:
    worker = vitrine.worker.process_id
    folder = tmp_path / "Held"
    folder.mkdir()
    with held(folder / "catalogue.db"):
        vitrine.controller.open_catalogue(folder)
        qtbot.waitUntil(says(vitrine, "is in use by another program"), timeout=WORKER_MS)
    try_again(qtbot, vitrine)
    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(ready(vitrine, 1), timeout=WORKER_MS)
    shutil.copy(next(bag.iterdir()), bag / "another.jpg")
    with held(folder / "catalogue.db"):
        index_by_menu(vitrine.window, bag)
        qtbot.waitUntil(says(vitrine, "is in use by another program"), timeout=WORKER_MS)
        drop(vitrine.window, next(bag.iterdir()))
        qtbot.waitUntil(lambda: matches(vitrine) == 1, timeout=WORKER_MS)
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(ready(vitrine, 2), timeout=WORKER_MS)
    assert worker in (0, vitrine.worker.process_id)


def behind(mounts: str, *folders: Path) -> Callable[[Path], list[str]]:
    """A worker that sees other disks: `mounts` are shell commands about the folders $1, $2…"""
    script = f'{mounts} && exec "$0" -m desktop --worker "$SCRATCH"'

    def command(scratch: Path) -> list[str]:
        inside = f'SCRATCH="{scratch}"; {script}'
        return ["unshare", "--mount", "sh", "-c", inside, sys.executable, *map(str, folders)]

    return command


@pytest.fixture
def disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: Path) -> Path:
    """For the worker, `Whole` cannot be written and `Small` is a disk of its own of 3 MB."""
    small = tmp_path / "Small"
    small.mkdir()
    mounts = (
        'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" '
        '&& mount -t tmpfs -o size=3m tmpfs "$2"'
    )
    command = behind(mounts, whole, small)
    if shutil.which("unshare") is None or os.name != "posix":
        pytest.skip("other disks need unshare")
    trial = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mounts, "sh", whole, small],
        capture_output=True,
        check=False,
    )
    if trial.returncode:
        pytest.skip("this machine does not let us mount")
    monkeypatch.setattr(worker_module, "worker_command", command)
    return small


def test_disks_that_are_full_or_cannot_be_written_are_told(
    qtbot: QtBot, disks: Path, vitrine: Vitrine, whole: Path, bag: Path, index_by_menu: IndexByMenu
) -> None:
    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
    worker = vitrine.worker.process_id
    vitrine.controller.open_catalogue(whole)
    qtbot.waitUntil(says(vitrine, "cannot be written: check that"), timeout=WORKER_MS)
    vitrine.controller.open_catalogue(disks)
    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
    ballast = Path(f"/proc/{worker}/root{disks}") / "ballast"
    fill(ballast)
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(says(vitrine, "is full: what was indexed is kept"), timeout=WORKER_MS)
    ballast.unlink()
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(ready(vitrine, 1), timeout=WORKER_MS)
    assert vitrine.worker.process_id == worker


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


def test_a_log_that_is_gone_costs_what_was_in_it_and_nothing_else(
    qtbot: QtBot, vitrine: Vitrine, tmp_path: Path, bag: Path, index_by_menu: IndexByMenu
) -> None:
    """As after a crash of everything, when somebody has tidied up the file beside the database."""
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(ready(vitrine, 1), timeout=WORKER_MS)
    lost = tmp_path / "Lost"
    lost.mkdir()
    shutil.copy(vitrine.controller.catalogue / "catalogue.db", lost)
    vitrine.controller.open_catalogue(lost)
    qtbot.waitUntil(rests(vitrine), timeout=WORKER_MS)
    index_by_menu(vitrine.window, bag)
    qtbot.waitUntil(ready(vitrine, 1), timeout=WORKER_MS)
    drop(vitrine.window, next(bag.iterdir()))
    qtbot.waitUntil(lambda: matches(vitrine) == 1, timeout=WORKER_MS)
