"""Photos of one product, dropped together, added, switched and left out, in the whole program."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from core.records import Answer
from desktop.app import Vitrine
from tests.window.conftest import SAMPLE, drop, text_of
from tests.window.test_whole_job import IndexByMenu, matches, ready

pytestmark = pytest.mark.slow
WAIT_MS = 120_000


@pytest.fixture
def asked(qtbot: QtBot, vitrine: Vitrine, tmp_path: Path, index_by_menu: IndexByMenu) -> Vitrine:
    """The program with four photos indexed."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for photo in sorted((SAMPLE / "catalogue" / "Bags").glob("*"))[:4]:
        shutil.copy(photo, folder)
    index_by_menu(vitrine.window, folder)
    qtbot.waitUntil(ready(vitrine, 4), timeout=WAIT_MS)
    return vitrine


@pytest.fixture
def answers(asked: Vitrine) -> list[Answer]:
    """What the worker answers from now on."""
    heard: list[Answer] = []
    asked.worker.replied.connect(
        lambda reply: heard.append(reply.record) if reply.event == "answer" else None
    )
    return heard


def let_go(vitrine: Vitrine, *paths: Path, shift: bool = False) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys = Qt.KeyboardModifier
    middle = vitrine.window.rect().center()
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = keys.ShiftModifier if shift else keys.NoModifier
    QApplication.sendEvent(vitrine.window, QDragEnterEvent(middle, copy, mime, left, held))
    QApplication.sendEvent(vitrine.window, QDropEvent(QPointF(middle), copy, mime, left, held))


def views(vitrine: Vitrine) -> list[QToolButton]:
    row = vitrine.window.query_pane.row
    found = row.findChildren(QToolButton)
    return [button for button in found if button.isVisible() and button.isCheckable()]


def test_photos_of_one_product_are_one_query_that_can_be_changed(
    qtbot: QtBot, asked: Vitrine, answers: list[Answer]
) -> None:
    window = asked.window
    first, second, third = (SAMPLE / "queries" / f"q0{n}.jpg" for n in (1, 2, 3))
    let_go(asked, first, second)
    qtbot.waitUntil(lambda: len(answers) == 1, timeout=WAIT_MS)
    assert (answers[0].photo, answers[0].others) == (first, (second,))
    assert [button.isChecked() for button in views(asked)] == [True, False]
    assert text_of(window, "photo_name") == first.name
    ranked = [match.product_id for match in answers[0].matches]

    qtbot.mouseClick(views(asked)[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=WAIT_MS)
    assert (answers[1].photo, answers[1].others) == (second, (first,))
    assert [match.product_id for match in answers[1].matches] == ranked
    assert text_of(window, "photo_name") == second.name
    assert matches(asked) > 0
    qtbot.waitUntil(
        lambda: window.query_pane.view.is_compared or "kept" in text_of(window, "photo_state"),
        timeout=WAIT_MS,
    )

    let_go(asked, third, shift=True)
    qtbot.waitUntil(lambda: len(answers) == 3, timeout=WAIT_MS)
    assert answers[2].others == (first, third)
    assert [button.isChecked() for button in views(asked)] == [False, True, False]
    assert window.recent.queries[0] == (first, second, third)

    qtbot.keyClick(views(asked)[1], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(answers) == 4, timeout=WAIT_MS)
    assert (answers[3].photo, answers[3].others) == (first, (third,))
    drop(window, second)
    qtbot.waitUntil(lambda: len(answers) == 5, timeout=WAIT_MS)
    assert answers[4].others == ()
    assert views(asked) == []


@pytest.mark.parametrize("is_first", [True, False])
def test_a_bad_one_is_told_and_left_out(
    qtbot: QtBot, asked: Vitrine, answers: list[Answer], tmp_path: Path, is_first: bool
) -> None:
    good, bad = SAMPLE / "queries" / "q01.jpg", tmp_path / "notes.txt"
    bad.write_text("no picture at all, only words about one" * 20)
    let_go(asked, *((bad, good) if is_first else (good, bad)))
    qtbot.waitUntil(lambda: len(answers) >= 1, timeout=WAIT_MS)
    assert (answers[-1].photo, answers[-1].others) == (good, ())
    assert "notes.txt" in text_of(asked.window, "notice_text")
    assert text_of(asked.window, "photo_name") == good.name


def test_a_recent_photo_that_is_gone_is_told_and_leaves_the_list(
    qtbot: QtBot, asked: Vitrine, answers: list[Answer], tmp_path: Path
) -> None:
    photo = tmp_path / "mine.jpg"
    shutil.copy(SAMPLE / "queries" / "q01.jpg", photo)
    drop(asked.window, photo)
    qtbot.waitUntil(lambda: len(answers) == 1, timeout=WAIT_MS)
    assert asked.window.recent.queries == [(photo,)]
    photo.unlink()
    asked.window.menus.recent.actions()[0].trigger()
    qtbot.waitUntil(lambda: asked.window.recent.queries == [], timeout=WAIT_MS)
    assert "mine.jpg” is no longer there" in text_of(asked.window, "photo_error")
