"""Describing products in words: the field, and what the panes show; the worker is not started."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.errors import RequestError, RequestReason
from core.records import Answer, Background, Match, WordsAnswer
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.lookup import Lookup
from desktop.query.words_field import WordsField
from desktop.worker import Worker
from desktop.workspace import CATALOGUE, MATCHES

MakeMatch = Callable[..., Match]


@pytest.fixture
def worker(window: MainWindow, tmp_path: Path) -> Iterator[Worker]:
    """Not started yet."""
    made = Worker(tmp_path, tmp_path / "log", window)
    yield made
    made.close()


@pytest.fixture
def lookup(window: MainWindow, loader: ThumbnailLoader, worker: Worker) -> Lookup:
    """An encoder with text answers, in a catalogue of ten products; requests count from 1."""
    made = Lookup(window, loader, worker)
    window.workspace.words_field.changed.connect(made.describe)
    window.set_catalogue("Autumn", 10, 10)
    window.offer_words("CLIP")
    return made


def field(window: MainWindow) -> QLineEdit:
    found: QLineEdit = window.findChild(QLineEdit, "describe_words")
    return found


def text(window: MainWindow, name: str) -> str:
    label: QLabel = window.findChild(QLabel, name)
    return label.text()


def describe(qtbot: QtBot, window: MainWindow, words: str) -> None:
    field(window).setText(words)
    qtbot.keyClick(field(window), Qt.Key.Key_Return)


def test_it_is_hidden_and_out_of_reach_where_the_encoder_has_no_text(window: MainWindow) -> None:
    assert not field(window).isVisible()
    assert not window.menus.describe.isEnabled()
    assert "CLIP" in window.menus.describe.toolTip()
    window.set_catalogue("Autumn", 10, 10)
    window.offer_words("CLIP ViT-B/32")
    assert field(window).isVisible()
    assert window.menus.describe.isEnabled()
    assert "CLIP ViT-B/32" in field(window).toolTip()
    assert "Search products" in field(window).toolTip()
    assert field(window).accessibleName() == "Describe the product"
    window.set_catalogue("Empty", 0, 0)
    assert not field(window).isEnabled()


def test_the_command_leads_to_it_from_the_other_view(
    qtbot: QtBot, window: MainWindow, lookup: Lookup
) -> None:
    window.workspace.show_view(CATALOGUE)
    window.menus.describe.trigger()
    assert window.workspace.view == MATCHES
    window.activateWindow()
    qtbot.waitUntil(field(window).hasFocus)


def test_words_are_told_after_a_pause_or_at_once_on_enter_and_once(qtbot: QtBot) -> None:
    made = WordsField()
    qtbot.addWidget(made)
    made.set_encoder("CLIP")
    heard: list[str] = []
    made.changed.connect(heard.append)
    line: QLineEdit = made.findChild(QLineEdit)
    with qtbot.waitSignal(made.changed):
        qtbot.keyClicks(line, " red  bag ")
    assert heard == ["red bag"]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClicks(line, "x")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard == ["red bag", "red bag x"]
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert heard[2:] == [""]
    assert line.text() == ""
    line.setText("y" * 400)
    assert len(line.text()) == 300
    made.set_encoder("")
    qtbot.wait(500)
    assert heard[3:] == []


def test_words_alone_rank_and_emptied_the_invitation_is_back(
    qtbot: QtBot, window: MainWindow, lookup: Lookup, match: MakeMatch
) -> None:
    describe(qtbot, window, "red bag")
    assert "Looking for the product" in text(window, "matches_hint")
    lookup.show_words_answer(1, WordsAnswer("red bag", (match(1), match(2)), "clip", 0.1))
    assert text(window, "matches_count") == "2 products · by words"
    window.set_catalogue("Autumn", 12, 12)
    window.activateWindow()
    field(window).setFocus()
    qtbot.waitUntil(field(window).hasFocus)
    describe(qtbot, window, "red boot")
    assert text(window, "matches_count") == "Looking…"
    lookup.show_words_answer(1, WordsAnswer("red bag", (match(3),), "clip", 0.1))
    assert window.matches_view.model.rowCount() == 2, "stale"
    lookup.show_words_answer(2, WordsAnswer("red boot", (match(3),), "clip", 0.1))
    assert window.matches_view.model.rowCount() == 1
    assert field(window).hasFocus(), "whoever types goes on typing"
    qtbot.keyClick(field(window), Qt.Key.Key_Escape)
    assert window.matches_view.model.rowCount() == 0
    assert "12 products" in text(window, "matches_hint")
    assert not lookup.is_asked
    lookup.show_words_answer(2, WordsAnswer("red boot", (match(3),), "clip", 0.1))
    assert window.matches_view.model.rowCount() == 0


def test_beside_a_photo_words_count_too_and_say_so(
    qtbot: QtBot,
    window: MainWindow,
    lookup: Lookup,
    match: MakeMatch,
    photo: Callable[..., Path],
    answer: Callable[..., Answer],
) -> None:
    alone = field(window).placeholderText()
    lookup.begin([photo()])
    assert "differs" in field(window).placeholderText() != alone
    seen = answer(Background.KEPT)
    for request, words, note in ((1, "", ""), (2, "red", " · by photo and words"), (3, "", "")):
        describe(qtbot, window, words)
        found = Answer(
            *(seen.photo, seen.size, seen.crop, seen.background, (match(request),), "clip", 0.1)
        )
        lookup.show_answer(request, found)
        assert text(window, "matches_count") == f"1 product{note}"
        assert window.query_pane.view.isVisible()
    lookup.forget()
    assert field(window).placeholderText() == alone


def test_a_change_to_an_encoder_without_text_takes_the_words_back(
    qtbot: QtBot, window: MainWindow, lookup: Lookup, match: MakeMatch
) -> None:
    describe(qtbot, window, "red bag")
    lookup.show_words_answer(1, WordsAnswer("red bag", (match(1),), "clip", 0.1))
    window.offer_words("")
    assert not lookup.is_asked
    assert window.matches_view.model.rowCount() == 0


def test_what_cannot_be_answered_is_said_where_the_matches_would_be(
    qtbot: QtBot, window: MainWindow, lookup: Lookup
) -> None:
    describe(qtbot, window, "red bag")
    assert lookup.fail(1, RequestError("resnet50", RequestReason.NO_TEXT))
    assert "understands no words" in text(window, "matches_hint")
    describe(qtbot, window, "red shoe")
    lookup.give_up()
    assert "“red shoe”" in text(window, "matches_hint")


def test_words_that_end_two_workers_are_not_asked_again(
    qtbot: QtBot, deadly: None, window: MainWindow, worker: Worker, lookup: Lookup
) -> None:
    worker.ready.connect(lookup.ask_again)
    describe(qtbot, window, "red boot")
    worker.start()
    qtbot.waitUntil(lambda: "“red boot”" in text(window, "matches_hint"), timeout=60_000)
    assert worker.is_ready
