"""Matches are listed best first, with their photos when these arrive."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core.records import Match
from desktop.matches import match_delegate
from desktop.matches.match_delegate import BEST_SIDE, SIDE, measure
from desktop.matches.matches_model import MATCH_ROLE, PHOTO_ROLE, MatchesModel
from desktop.matches.matches_view import MatchesView
from desktop.photos.photo_actions import PhotoActions
from desktop.photos.thumbnails import ThumbnailLoader

MakeMatch = Callable[..., Match]
Picture = Callable[..., QImage]


@pytest.fixture
def view(qtbot: QtBot, loader: ThumbnailLoader) -> MatchesView:
    """An empty matches view with actions of its own."""
    actions = PhotoActions()
    made = MatchesView(loader, actions)
    actions.setParent(made)
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_model_keeps_qts_rules(
    qtmodeltester: ModelTester, match: MakeMatch, picture: Picture
) -> None:
    model = MatchesModel()
    qtmodeltester.check(model)
    model.set_matches((match(1), match(2), match(3)))
    model.set_thumbnail(102, picture())
    model.set_matches((match(2),))
    qtmodeltester.check(model)


def test_the_model_gives_record_reference_and_a_spoken_line(match: MakeMatch) -> None:
    model = MatchesModel()
    first = match(1, likeness=0.874, reference="WB01-BLACK")
    model.set_matches((first, match(2)))
    index = model.index(0)
    assert index.data(MATCH_ROLE) is first
    assert index.data() == "WB01-BLACK"
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1: WB01-BLACK, Bags, 87\u00a0% alike"


def test_a_thumbnail_changes_only_its_row(qtbot: QtBot, match: MakeMatch, picture: Picture) -> None:
    model = MatchesModel()
    model.set_matches((match(1), match(2), match(3)))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.set_thumbnail(102, picture())
    top, bottom, roles = changed.args
    assert (top.row(), bottom.row(), roles) == (1, 1, [PHOTO_ROLE])
    assert [model.index(row).data(PHOTO_ROLE) is None for row in range(3)] == [True, False, True]


def test_a_stale_thumbnail_is_dropped(qtbot: QtBot, match: MakeMatch, picture: Picture) -> None:
    model = MatchesModel()
    model.set_matches((match(1),))
    model.set_matches((match(2),))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_thumbnail(101, picture())
    model.set_matches((match(1),))
    assert model.index(0).data(PHOTO_ROLE) is None


def test_matches_arrive_with_the_first_one_chosen_and_their_photos_follow(
    qtbot: QtBot, view: MatchesView, match: MakeMatch
) -> None:
    matches = tuple(match(number) for number in (1, 2, 3))
    with qtbot.waitSignal(view.chosen) as chosen:
        view.set_matches(matches)
    assert chosen.args == [matches[0]]
    assert view.findChild(QLabel, "matches_count").text() == "3 products"
    rows = range(3)
    qtbot.waitUntil(lambda: all(view.model.index(row).data(PHOTO_ROLE) for row in rows))


def test_new_matches_choose_their_first_even_when_it_is_the_same_product(
    qtbot: QtBot, view: MatchesView, match: MakeMatch
) -> None:
    view.set_matches((match(1), match(2)))
    view.list_view.setCurrentIndex(view.model.index(1))
    with qtbot.waitSignal(view.chosen) as chosen:
        view.set_matches((match(1), match(2)))
    assert chosen.args[0].product_id == 1


def test_matches_that_are_looked_for_anew_keep_the_chosen_product_and_the_keyboard(
    qtbot: QtBot, view: MatchesView, match: MakeMatch
) -> None:
    view.set_matches((match(1), match(2), match(3)))
    view.list_view.setCurrentIndex(view.model.index(1))
    view.list_view.clearFocus()
    view.show_searching()
    assert view.findChild(QLabel, "matches_count").text() == "Looking…"
    view.set_matches((match(3), match(2)), filtered=True)
    assert view.list_view.currentIndex().data() == "REF-2"
    assert not view.list_view.hasFocus()
    view.set_matches((match(3), match(2)))
    assert view.list_view.currentIndex().data() == "REF-3"


def test_nothing_under_a_filter_mentions_the_filter(view: MatchesView) -> None:
    view.set_matches((), filtered=True)
    assert "filter" in view.findChild(QLabel, "matches_hint").text()


def test_photos_of_the_last_query_do_not_arrive_any_more(
    qtbot: QtBot, view: MatchesView, loader: ThumbnailLoader, match: MakeMatch
) -> None:
    heard: list[int] = []
    loader.ready.connect(lambda key, image: heard.append(key))
    view.set_matches((match(1),))
    view.set_matches((match(2),))
    qtbot.waitUntil(lambda: view.model.index(0).data(PHOTO_ROLE) is not None)
    assert heard == [102]


def test_keys_walk_and_activate(qtbot: QtBot, view: MatchesView, match: MakeMatch) -> None:
    matches = tuple(match(number) for number in (1, 2, 3))
    view.set_matches(matches)
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.keyClick(view.list_view, Qt.Key.Key_Down)
    assert chosen.args == [matches[1]]
    with qtbot.waitSignal(view.activated) as activated:
        qtbot.keyClick(view.list_view, Qt.Key.Key_Return)
    assert activated.args == [matches[1]]


def test_a_click_chooses_and_a_double_click_activates(
    qtbot: QtBot, view: MatchesView, match: MakeMatch
) -> None:
    matches = (match(1), match(2))
    view.set_matches(matches)
    place = view.list_view.visualRect(view.model.index(1)).center()
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.mouseClick(view.list_view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [matches[1]]
    with qtbot.waitSignal(view.activated) as activated:
        qtbot.mouseDClick(view.list_view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert activated.args == [matches[1]]


def test_hints_and_the_first_run_page_replace_the_list(
    qtbot: QtBot, view: MatchesView, match: MakeMatch
) -> None:
    view.set_matches((match(1),))
    with qtbot.waitSignal(view.emptied):
        view.show_hint("Nothing yet")
    hint = view.findChild(QLabel, "matches_hint")
    assert hint.isVisible()
    assert hint.text() == "Nothing yet"
    assert view.model.rowCount() == 0
    view.show_welcome()
    assert not hint.isVisible()
    for name, signal in (
        ("welcome_index", view.index_requested),
        ("welcome_sample", view.sample_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(view.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_no_match_is_said(view: MatchesView) -> None:
    view.set_matches(())
    assert "resembles" in view.findChild(QLabel, "matches_hint").text()


def test_the_context_menu_acts_on_the_chosen_match(qtbot: QtBot, match: MakeMatch) -> None:
    actions = PhotoActions()
    assert not any(action.isEnabled() for action in actions.all())
    actions.set_photo(match(1, reference="WB01"))
    with qtbot.waitSignal(actions.copied) as copied:
        actions.copy.trigger()
    assert copied.args == ["WB01"]
    assert QGuiApplication.clipboard().text() == "WB01"


def test_showing_opens_the_folder_and_opening_the_photo(
    qtbot: QtBot, match: MakeMatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "desktop.photos.photo_actions.QDesktopServices.openUrl",
        lambda url: opened.append(Path(url.toLocalFile())) or True,
    )
    actions = PhotoActions()
    shown = match(1)
    actions.set_photo(shown)
    actions.show.trigger()
    actions.open.trigger()
    assert opened == [shown.photo_path.parent, shown.photo_path]


def test_a_vanished_photo_is_told_instead_of_opened(qtbot: QtBot, match: MakeMatch) -> None:
    actions = PhotoActions()
    shown = match(1)
    shown.photo_path.unlink()
    actions.set_photo(shown)
    for action in (actions.show, actions.open):
        with qtbot.waitSignal(actions.vanished) as vanished:
            action.trigger()
        assert vanished.args == [shown.photo_path]


@pytest.mark.parametrize("best", [True, False])
@pytest.mark.parametrize("width", [320, 500, 1400])
def test_the_parts_of_a_row_keep_apart(width: int, best: bool) -> None:
    height = (BEST_SIDE if best else SIDE) + 2 * match_delegate.PADDING
    parts = measure(QRect(0, 40, width, height), best)
    across = [parts.rank, parts.photo, parts.reference, parts.likeness]
    for left, right in pairwise(across):
        assert left.right() < right.left()
    assert parts.card.contains(parts.likeness)
    assert parts.card.contains(parts.photo)
    assert not parts.reference.intersects(parts.category)
    assert not parts.likeness.intersects(parts.bar)


def test_the_best_match_is_drawn_larger(view: MatchesView, match: MakeMatch) -> None:
    view.set_matches((match(1), match(2), match(3)))
    heights = [view.list_view.visualRect(view.model.index(row)).height() for row in range(3)]
    assert heights[0] > heights[1] == heights[2]


def test_the_bar_is_as_long_as_the_likeness(view: MatchesView, match: MakeMatch) -> None:
    view.set_matches((match(1, likeness=1.0), match(2, likeness=0.25)))
    accent = view.palette().accent().color().name()
    shot = view.list_view.viewport().grab().toImage()
    bar = measure(view.list_view.visualRect(view.model.index(1)), best=False).bar
    y = bar.top() + bar.height() // 2
    lit = [shot.pixelColor(x, y).name() == accent for x in range(bar.left(), bar.right() + 1)]
    assert sum(lit) / len(lit) == pytest.approx(0.25, abs=0.04)
