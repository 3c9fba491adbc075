"""Index through the menu, drop a photo, see the product; and what happens when things go wrong."""

import os
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableView
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from desktop.app import Vitrine
from desktop.main_window import MainWindow
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of

pytestmark = pytest.mark.slow

IndexByMenu = Callable[[MainWindow, Path], None]


@pytest.fixture
def bags(tmp_path: Path) -> Path:
    """Six photos of the sample's bags in a folder of their own."""
    folder = tmp_path / "photos" / "Bags"
    folder.mkdir(parents=True)
    for photo in sorted((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg"))[:6]:
        shutil.copy(photo, folder)
    return folder


def ready(vitrine: Vitrine, photos: int) -> Callable[[], bool]:
    """Whether the status line says that so many photos are ready."""

    def check() -> bool:
        text = text_of(vitrine.window, "status_text")
        return text.startswith("Ready") and f"{photos} photo" in text

    return check


def matches(vitrine: Vitrine) -> int:
    """How many matches are listed."""
    return int(vitrine.window.matches_view.model.rowCount())


def test_a_dropped_photo_finds_its_product(
    qtbot: QtBot,
    vitrine: Vitrine,
    bags: Path,
    truth: list[tuple[Path, Path]],
    index_by_menu: IndexByMenu,
) -> None:
    index_by_menu(vitrine.window, bags)
    qtbot.waitUntil(ready(vitrine, 6), timeout=WORKER_MS)
    query, match = next((q, m) for q, m in truth if (bags / m.name).exists())
    drop(vitrine.window, query)
    qtbot.waitUntil(lambda: matches(vitrine) > 0, timeout=WORKER_MS)
    view = vitrine.window.query_pane.view
    best = vitrine.window.matches_view.model.index(0).data(Qt.ItemDataRole.DisplayRole)
    assert match.name.startswith(best)
    qtbot.waitUntil(lambda: "Background removed" in text_of(vitrine.window, "photo_state"))
    qtbot.waitUntil(lambda: view.is_compared, timeout=WORKER_MS)
    left = view.divider
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.divider < left


def test_a_killed_worker_comes_back_and_the_run_completes(
    qtbot: QtBot, vitrine: Vitrine, bags: Path, index_by_menu: IndexByMenu
) -> None:
    index_by_menu(vitrine.window, bags)
    store = vitrine.controller.catalogue

    def some_done() -> bool:
        text = text_of(vitrine.window, "status_count")
        return any(text.startswith(f"{n} of 6") for n in (1, 2, 3, 4))

    qtbot.waitUntil(some_done, timeout=WORKER_MS)
    first = vitrine.worker.process_id
    with qtbot.waitSignal(vitrine.worker.lost, timeout=WORKER_MS):
        os.kill(first, signal.SIGKILL)
    assert "started again" in text_of(vitrine.window, "status_text")
    qtbot.waitUntil(ready(vitrine, 6), timeout=WORKER_MS)
    assert vitrine.worker.process_id not in (0, first)
    info = Catalogue(store).info()
    assert (info.photos, info.embedded, info.set_aside) == (6, 6, 0)


def test_bad_files_are_set_aside_with_their_reasons(
    qtbot: QtBot, vitrine: Vitrine, bags: Path, index_by_menu: IndexByMenu
) -> None:
    whole = next(bags.iterdir()).read_bytes()
    (bags / "half.jpg").write_bytes(whole[: len(whole) // 2])
    (bags / "words.jpg").write_text("no picture at all")
    (bags / "nothing.jpg").touch()
    index_by_menu(vitrine.window, bags)
    qtbot.waitUntil(ready(vitrine, 6), timeout=WORKER_MS)
    link = vitrine.window.findChild(QPushButton, "status_set_aside")
    assert "3" in link.text()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    table = vitrine.window.findChild(QTableView, "set_aside_table")
    qtbot.waitUntil(lambda: table.isVisible() and table.model().rowCount() == 3, timeout=WORKER_MS)
    reasons = [table.model().index(row, 2).data() for row in range(3)]
    assert [
        name in reason for name, reason in zip(("half", "nothing", "words"), reasons, strict=True)
    ]
    assert "incomplete" in reasons[0]
    assert "empty" in reasons[1]
    assert "not a picture" in reasons[2]


def test_a_photo_that_cannot_be_read_says_so_and_the_next_one_is_found(
    qtbot: QtBot, vitrine: Vitrine, bags: Path, tmp_path: Path, index_by_menu: IndexByMenu
) -> None:
    index_by_menu(vitrine.window, bags)
    qtbot.waitUntil(ready(vitrine, 6), timeout=WORKER_MS)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not a photo")
    drop(vitrine.window, broken)
    qtbot.waitUntil(
        lambda: "broken.png" in text_of(vitrine.window, "photo_error"), timeout=WORKER_MS
    )
    drop(vitrine.window, next(bags.iterdir()))
    qtbot.waitUntil(lambda: matches(vitrine) > 0, timeout=WORKER_MS)


def test_a_folder_without_photos_is_one_sentence(
    qtbot: QtBot, vitrine: Vitrine, tmp_path: Path, index_by_menu: IndexByMenu
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    index_by_menu(vitrine.window, empty)
    qtbot.waitUntil(
        lambda: "no photos" in text_of(vitrine.window, "notice_text"), timeout=WORKER_MS
    )


def test_cancel_keeps_what_was_done(
    qtbot: QtBot, vitrine: Vitrine, tmp_path: Path, index_by_menu: IndexByMenu
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        Image.new("RGB", (200, 200), (number, 100, 100)).save(folder / f"item{number:03}x.jpg")
    index_by_menu(vitrine.window, folder)
    cancel = vitrine.window.findChild(QPushButton, "status_cancel")
    some = re.compile(r"(?!60)[1-9]\d* of 60")  # all 60 are listed first
    qtbot.waitUntil(
        lambda: bool(some.match(text_of(vitrine.window, "status_count"))), timeout=WORKER_MS
    )
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: text_of(vitrine.window, "status_text").startswith("Ready"), timeout=WORKER_MS
    )
    info = Catalogue(vitrine.controller.catalogue).info()
    assert 1 <= info.embedded < 60
    assert info.photos == 60


def test_the_window_says_which_encoder_and_why(qtbot: QtBot, vitrine: Vitrine) -> None:
    qtbot.waitUntil(
        lambda: (
            "EfficientNet-Lite2, which came with Vitrine" in text_of(vitrine.window, "notice_text")
        ),
        timeout=WORKER_MS,
    )
    assert vitrine.window.findChild(QPushButton, "notice_fetch").isVisible()
    assert vitrine.window.findChild(QPushButton, "notice_choose").isVisible()
