"""Two windows on one catalogue, each with its worker: one works on it, the other reads it."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core import products
from core.catalogue import Catalogue
from core.product_records import ProductChanges
from desktop.app import Vitrine
from desktop.settings import Settings
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of
from tests.window.test_whole_job import IndexByMenu, matches, ready

pytestmark = pytest.mark.slow

IN_USE = "is open in another Vitrine; here it can be looked at and searched, but not changed."


@pytest.fixture
def bags(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for photo in sorted((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg"))[:2]:
        shutil.copy(photo, folder)
    return folder


@pytest.fixture
def second(vitrine: Vitrine, tmp_path: Path) -> Iterator[Vitrine]:
    """Another window; it has opened nothing yet."""
    made = Vitrine(Settings(tmp_path / "home" / "second.ini"))
    made.show()
    made.worker.start()
    yield made
    made.window.close()


def says(vitrine: Vitrine, words: str) -> Callable[[], bool]:
    bar = vitrine.window.notice_bar
    return lambda: bar.isVisible() and words in text_of(vitrine.window, "notice_text")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith("-shm")
    }


def change_first(vitrine: Vitrine, name: str) -> None:
    """Corrects a product as the sheet does."""

    def job(catalogue: Catalogue) -> None:
        products.change(catalogue, [1], ProductChanges(name=name))

    vitrine.librarian.change(job, lambda _: None, vitrine.librarian.lost.emit)


def test_the_second_reads_and_works_once_the_first_is_closed(
    qtbot: QtBot, vitrine: Vitrine, second: Vitrine, bags: Path, index_by_menu: IndexByMenu
) -> None:
    index_by_menu(vitrine.window, bags)
    qtbot.waitUntil(ready(vitrine, 2), timeout=WORKER_MS)
    folder = vitrine.controller.catalogue
    before = contents(folder)
    second.controller.open_catalogue(folder)
    qtbot.waitUntil(says(second, IN_USE), timeout=WORKER_MS)
    assert str(folder) in text_of(second.window, "notice_text")
    qtbot.waitUntil(ready(second, 2), timeout=WORKER_MS)
    drop(second.window, next(bags.iterdir()))
    qtbot.waitUntil(lambda: matches(second) == 2, timeout=WORKER_MS)
    assert says(second, IN_USE)()

    second.window.notice_bar.hide_notice()
    index_by_menu(second.window, bags)
    qtbot.waitUntil(says(second, IN_USE), timeout=WORKER_MS)
    second.window.notice_bar.hide_notice()
    change_first(second, "Refused")
    qtbot.waitUntil(says(second, IN_USE), timeout=WORKER_MS)
    assert contents(folder) == before

    change_first(vitrine, "Corrected")
    vitrine.window.close()
    qtbot.waitUntil(lambda: not second.window.findChild(QPushButton, "status_cancel").isVisible())
    second.window.notice_bar.hide_notice()
    index_by_menu(second.window, bags)
    qtbot.waitUntil(says(second, IN_USE), timeout=WORKER_MS)
    again = second.window.findChild(QPushButton, "notice_reopen")
    assert again
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(ready(second, 2), timeout=WORKER_MS)
    assert not says(second, IN_USE)()
    with qtbot.waitSignal(second.librarian.changed, timeout=WORKER_MS):
        change_first(second, "Ours now")
    shutil.copy(next(bags.iterdir()), bags / "third.jpg")
    index_by_menu(second.window, bags)
    qtbot.waitUntil(ready(second, 3), timeout=WORKER_MS)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_worker_that_was_killed_works_on_its_catalogue_again(
    qtbot: QtBot, vitrine: Vitrine, second: Vitrine, bags: Path, index_by_menu: IndexByMenu
) -> None:
    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
    with qtbot.waitSignal(vitrine.worker.ready, timeout=WORKER_MS):
        os.kill(vitrine.worker.process_id, signal.SIGKILL)
    index_by_menu(vitrine.window, bags)
    qtbot.waitUntil(ready(vitrine, 2), timeout=WORKER_MS)
    second.controller.open_catalogue(vitrine.controller.catalogue)
    qtbot.waitUntil(says(second, IN_USE), timeout=WORKER_MS)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_window_whose_catalogue_was_taken_over_meanwhile_reads_it(
    qtbot: QtBot, vitrine: Vitrine, second: Vitrine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop import worker as worker_module

    qtbot.waitUntil(ready(vitrine, 0), timeout=WORKER_MS)
    monkeypatch.setattr(worker_module, "BACKOFF_MS", (20_000,))
    with qtbot.waitSignal(vitrine.worker.lost, timeout=WORKER_MS):
        os.kill(vitrine.worker.process_id, signal.SIGKILL)
    second.controller.open_catalogue(vitrine.controller.catalogue)
    qtbot.waitUntil(ready(second, 0), timeout=WORKER_MS)
    qtbot.waitUntil(says(vitrine, IN_USE), timeout=WORKER_MS)
    assert not says(second, IN_USE)()
    vitrine.window.notice_bar.hide_notice()
    change_first(vitrine, "Refused")
    qtbot.waitUntil(says(vitrine, IN_USE), timeout=WORKER_MS)
