"""Matches are confirmed and refused by keys and buttons, kept in the catalogue, and undone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from core.confirmed import verdicts
from core.records import Match
from desktop.matches.matches_model import SAID_ROLE
from desktop.matches.matches_pane import Asked, Standing
from desktop.matches.verdicts_desk import VerdictsDesk
from desktop.workspace import CATALOGUE, MATCHES
from tests.widgets.catalogues import Tended

MakeMatch = Callable[..., Match]
QUERY = Asked(Path("/queries/q.jpg"), "d" * 64)


@pytest.fixture
def judged(tended: Tended, match: MakeMatch) -> Tended:
    """A window with three matches of a photo, which are products of its catalogue."""
    VerdictsDesk(tended.window, tended.tending.edits)
    ids = tended.view.model.ids
    matches = tuple(replace(match(n), product_id=i) for n, i in enumerate(ids[:3], start=1))
    tended.window.workspace.show_view(MATCHES)
    tended.window.matches_view.set_matches(matches, standing=Standing(asked=QUERY))
    tended.window.activateWindow()
    tended.qtbot.waitUntil(tended.window.matches_view.list_view.hasFocus)
    return tended


def rows(judged: Tended) -> list[str]:
    """What is listed."""
    return [match.reference for match in judged.window.matches_view.model.matches]


def said(judged: Tended, row: int) -> str:
    model = judged.window.matches_view.model
    return str(model.index(row).data(SAID_ROLE))


def stored(judged: Tended) -> list[bool]:
    """What the catalogue says of the products, by id."""
    judged.settle()
    catalogue = Catalogue(judged.folder)
    found = sorted(verdicts(catalogue, QUERY.digest).items())
    catalogue.close()
    return [is_right for _, is_right in found]


def test_a_match_is_confirmed_by_its_key_told_in_words_and_undone(
    qtbot: QtBot, judged: Tended
) -> None:
    view = judged.window.matches_view
    qtbot.keyClick(view.list_view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert said(judged, 0) == "Confirmed by you"
    assert judged.child(QLabel, "sheet_said_words").text() == "Confirmed by you"
    assert judged.child(QLabel, "sheet_said_words").isVisible()
    spoken = view.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("Confirmed by you")
    assert judged.window.match_actions.confirm.isChecked()
    assert stored(judged) == [True]
    assert "This is it: REF-1" in judged.window.history.undoText()
    judged.window.history.undo()
    assert stored(judged) == []
    judged.window.history.redo()
    assert stored(judged) == [True]


def test_confirming_once_more_takes_it_back(qtbot: QtBot, judged: Tended) -> None:
    button = judged.child(QPushButton, "sheet_match_confirm")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stored(judged) == [True]
    assert button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stored(judged) == []
    assert not button.isChecked()
    assert said(judged, 0) == "Best match"


def test_delete_leaves_a_product_out_and_goes_on_to_the_next(qtbot: QtBot, judged: Tended) -> None:
    view = judged.window.matches_view
    view.list_view.setCurrentIndex(view.model.index(1))
    qtbot.keyClick(view.list_view, Qt.Key.Key_Delete)
    assert rows(judged) == ["REF-1", "REF-3"]
    assert view.pane.current is not None
    assert view.pane.current.reference == "REF-3"
    qtbot.keyClick(view.list_view, Qt.Key.Key_Delete)
    assert rows(judged) == ["REF-1"]
    assert stored(judged) == [False, False]
    line, link = (
        judged.child(QLabel, "matches_left_out"),
        judged.child(QPushButton, "matches_left_out_link"),
    )
    assert line.text().startswith("2 products left out")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert rows(judged) == ["REF-1", "REF-2", "REF-3"]
    assert said(judged, 1) == "Not this, you said"
    view.list_view.setCurrentIndex(view.model.index(1))
    judged.window.match_actions.reject.trigger()
    assert stored(judged) == [False]
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert rows(judged) == ["REF-1", "REF-2"]


def test_all_of_them_may_be_left_out(qtbot: QtBot, judged: Tended) -> None:
    view = judged.window.matches_view
    for _ in range(3):
        qtbot.keyClick(view.list_view, Qt.Key.Key_Delete)
    assert rows(judged) == []
    assert not judged.window.product_sheet.isVisible()
    assert not judged.window.match_actions.reject.isEnabled()
    assert stored(judged) == [False] * 3


def test_what_cannot_be_kept_is_said_and_taken_back(qtbot: QtBot, judged: Tended) -> None:
    judged.librarian.open(judged.folder, writable=False)
    view = judged.window.matches_view
    qtbot.keyClick(view.list_view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: rows(judged) == ["REF-1", "REF-2", "REF-3"])
    assert "open in another Vitrine" in judged.says("notice_text")
    assert not judged.window.history.canUndo()


def test_the_commands_are_there_for_matches_of_a_photo_alone(
    qtbot: QtBot, judged: Tended, match: MakeMatch
) -> None:
    actions = judged.window.match_actions
    assert actions.confirm.isEnabled()
    judged.window.workspace.show_view(CATALOGUE)
    assert not actions.confirm.isEnabled()
    judged.window.workspace.show_view(MATCHES)
    judged.window.matches_view.set_matches((match(1),))
    assert not actions.confirm.isEnabled()
    judged.window.matches_view.show_hint("Nothing")
    assert not actions.reject.isEnabled()
