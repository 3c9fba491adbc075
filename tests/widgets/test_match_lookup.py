"""From a question to its matches: more of them, others like one, and the way back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.errors import RequestError, RequestReason
from core.records import Answer, Background, LikeAnswer, Match, Shown
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.lookup import MATCHES_SHOWN, Lookup
from desktop.worker import Worker

MakeMatch = Callable[..., Match]
MakeAnswer = Callable[..., Answer]
MakePhoto = Callable[..., Path]


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    """A worker that is never started: its requests are numbered from 1 all the same."""
    made = Worker(tmp_path, tmp_path / "log")
    yield made
    made.close()


@pytest.fixture
def lookup(window: MainWindow, loader: ThumbnailLoader, worker: Worker) -> Lookup:
    made = Lookup(window, loader, worker)
    window.photo_actions.like_wanted.connect(made.begin_like)
    return made


def text(window: MainWindow, name: str) -> str:
    found: QLabel = window.findChild(QLabel, name)
    return found.text()


def answer_to(answer: MakeAnswer, matches: tuple[Match, ...], **more: object) -> Answer:
    return replace(answer(Background.KEPT), matches=matches, **more)


def like_answer(match: Match, *matches: Match) -> LikeAnswer:
    shown = Shown(
        match.photo_id, match.photo_path, match.product_id, match.reference, match.category
    )
    return LikeAnswer(shown, matches, "e", 0.1)


def test_more_matches_come_in_steps_and_the_next_photo_begins_anew(
    window: MainWindow, lookup: Lookup, match: MakeMatch, answer: MakeAnswer, photo: MakePhoto
) -> None:
    lookup.begin([photo()])
    more = window.findChild(QLabel, "matches_count")
    view = window.matches_view
    all_matches = tuple(match(number) for number in range(1, 201))
    for request, count in enumerate(MATCHES_SHOWN, start=1):
        lookup.show_answer(request, answer_to(answer, all_matches[:count]))
        assert view.model.rowCount() == count
        assert more.text() == f"{count} products"
        view.pane.list.ended.emit()
    lookup.begin([photo("second.jpg")])
    lookup.show_answer(4, answer_to(answer, all_matches[:20]))
    assert view.model.rowCount() == 20
    view.pane.list.ended.emit()
    assert more.text() == "Looking…"
    lookup.show_answer(5, answer_to(answer, all_matches[:25]))
    assert view.model.rowCount() == 25
    view.pane.list.ended.emit()
    assert more.text() == "25 products", "there were no more"


def test_what_the_answer_says_of_itself_is_shown(
    window: MainWindow, lookup: Lookup, match: MakeMatch, answer: MakeAnswer, photo: MakePhoto
) -> None:
    lookup.begin([photo()])
    hidden = match(9, likeness=0.9, reference="WB09")
    found = answer_to(answer, (match(1),), is_confident=False, hidden=hidden)
    lookup.show_answer(1, found)
    assert "No confident match" in text(window, "matches_far")
    assert "WB09" in text(window, "matches_hidden")


def test_more_like_a_match_shows_its_photo_and_the_way_leads_back(
    qtbot: QtBot,
    window: MainWindow,
    lookup: Lookup,
    match: MakeMatch,
    answer: MakeAnswer,
    photo: MakePhoto,
) -> None:
    back = window.match_actions.back
    first = photo("first.jpg")
    lookup.begin([first])
    assert not back.isEnabled()
    lookup.show_answer(1, answer_to(answer, (match(1), match(2))))
    window.activateWindow()
    qtbot.waitUntil(window.matches_view.list_view.hasFocus)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert text(window, "photo_name") == "REF-1"
    assert "catalogue" in text(window, "photo_state")
    lookup.show_like_answer(2, like_answer(match(1), match(3)))
    assert text(window, "matches_count") == "1 product · like REF-1"
    assert window.matches_view.pane.query is None
    looks = window.look_actions
    qtbot.waitUntil(lambda: all(zoom.isEnabled() for zoom in looks.zooms), timeout=20_000)
    assert not any(action.isEnabled() for action in looks.looks), "there is nothing to look for"
    assert lookup.photos == ()
    lookup.show_answer(1, answer_to(answer, (match(1), match(2))))
    assert window.matches_view.model.rowCount() == 1, "stale"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert lookup.photos == (first,)
    assert not back.isEnabled()
    lookup.show_answer(3, answer_to(answer, (match(1), match(2))))
    assert window.matches_view.model.rowCount() == 2


def test_like_a_photo_that_is_not_compared_says_so(
    window: MainWindow, lookup: Lookup, match: MakeMatch
) -> None:
    lookup.begin_like(match(1))
    assert lookup.fail(1, RequestError("101", RequestReason.NOT_COMPARED))
    assert "not compared yet" in text(window, "photo_error")


def test_the_way_back_ends_with_its_catalogue(
    window: MainWindow, lookup: Lookup, match: MakeMatch
) -> None:
    lookup.begin_like(match(1))
    lookup.begin_like(match(2))
    assert window.match_actions.back.isEnabled()
    lookup.forget()
    assert not window.match_actions.back.isEnabled()


def test_a_photo_is_copied_as_a_picture_and_its_path_as_text(
    qtbot: QtBot, window: MainWindow, match: MakeMatch
) -> None:
    shown = match(1)
    window.matches_view.set_matches((shown,))
    window.photo_actions.copy_picture.trigger()
    qtbot.waitUntil(lambda: "product-1.jpg" in text(window, "status_text"))
    assert QGuiApplication.clipboard().image().width() == 60
    window.photo_actions.copy_path.trigger()
    assert QGuiApplication.clipboard().text() == str(shown.photo_path)
    shown.photo_path.unlink()
    window.photo_actions.copy_picture.trigger()
    qtbot.waitUntil(window.notice_bar.isVisible)
    assert "no longer there" in text(window, "notice_text")
