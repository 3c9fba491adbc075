"""Matches are listed best first, with their photos when these arrive."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSlider, QToolButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core.records import Match
from desktop.matches import match_geometry
from desktop.matches.look import LARGEST, SMALLEST, STEP, Look
from desktop.matches.match_actions import MatchActions
from desktop.matches.match_geometry import measure, measure_cell, pixels_inside, row_height
from desktop.matches.matches_model import MATCH_ROLE, PHOTO_ROLE, SAID_ROLE, MatchesModel
from desktop.matches.matches_pane import Standing
from desktop.matches.matches_view import MatchesView
from desktop.photos.photo_actions import PhotoActions
from desktop.photos.thumbnails import ThumbnailLoader

MakeMatch = Callable[..., Match]
Picture = Callable[..., QImage]


@pytest.fixture
def view(qtbot: QtBot, loader: ThumbnailLoader) -> MatchesView:
    """An empty matches view with actions of its own."""
    actions, commands = PhotoActions(), MatchActions()
    made = MatchesView(loader, actions, commands)
    for owned in (actions, commands):
        owned.setParent(made)
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


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("best", [True, False])
@pytest.mark.parametrize("side", [SMALLEST, 80, LARGEST])
@pytest.mark.parametrize("width", [320, 500, 1400])
def test_the_parts_of_a_row_keep_apart(width: int, side: int, best: bool, tagged: bool) -> None:
    row = QRect(0, 40, width, row_height(side, best, width))
    parts = measure(row, best, side, tagged=tagged)
    across = [parts.rank, parts.photo, parts.reference, parts.likeness]
    for left, right in pairwise(across):
        assert left.right() < right.left()
    for part in (parts.likeness, parts.photo, parts.reference, parts.category):
        assert parts.card.contains(part)
    assert parts.reference.width() >= 40
    assert not parts.reference.intersects(parts.category)
    assert not parts.likeness.intersects(parts.bar)
    assert not (tagged and parts.tag.intersects(parts.reference))


@pytest.mark.parametrize("rank", [1, 200])
@pytest.mark.parametrize("width", [SMALLEST, 90, 180, 400])
def test_the_parts_of_a_cell_keep_apart(width: int, rank: int) -> None:
    cell = QRect(10, 40, width, match_geometry.cell_height(width))
    parts = measure_cell(cell, rank)
    down = [parts.photo, parts.tag, parts.reference, parts.category, parts.likeness, parts.bar]
    for above, below in pairwise(down):
        assert above.bottom() < below.top()
    for part in (*down, parts.rank):
        assert parts.card.contains(part)
    assert parts.rank.right() < parts.reference.left()


def test_the_best_match_is_drawn_larger(view: MatchesView, match: MakeMatch) -> None:
    view.set_matches((match(1), match(2), match(3)))
    heights = [view.list_view.visualRect(view.model.index(row)).height() for row in range(3)]
    assert heights[0] > heights[1] == heights[2]


def test_the_bar_is_as_long_as_the_likeness(view: MatchesView, match: MakeMatch) -> None:
    view.set_matches((match(1, likeness=1.0), match(2, likeness=0.25)))
    accent = view.palette().accent().color().name()
    shot = view.list_view.viewport().grab().toImage()
    index = view.model.index(1)
    bar = view.list_view.itemDelegate().measure(view.list_view.visualRect(index), index).bar
    y = bar.top() + bar.height() // 2
    lit = [shot.pixelColor(x, y).name() == accent for x in range(bar.left(), bar.right() + 1)]
    assert sum(lit) / len(lit) == pytest.approx(0.25, abs=0.04)


@pytest.fixture
def many(match: MakeMatch) -> tuple[Match, ...]:
    return tuple(match(number, likeness=1 - number / 100) for number in range(1, 61))


def test_list_and_grid_keep_what_is_chosen_and_all_arrow_keys_walk_the_grid(
    qtbot: QtBot, view: MatchesView, many: tuple[Match, ...]
) -> None:
    view.set_matches(many)
    qtbot.keyClick(view.list_view, Qt.Key.Key_Down)
    looks: list[Look] = []
    view.look_changed.connect(looks.append)
    button = view.findChild(QToolButton, "matches_as_grid_button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [look.is_grid for look in looks] == [True]
    assert view.list_view.currentIndex().row() == 1
    first, second = (view.list_view.visualRect(view.model.index(row)) for row in (0, 1))
    assert first.top() == second.top()
    assert first.size() == second.size()
    columns = view.list_view.viewport().width() // first.width()
    assert columns > 1
    qtbot.keyClick(view.list_view, Qt.Key.Key_Down)
    assert view.list_view.currentIndex().row() == 1 + columns
    qtbot.keyClick(view.list_view, Qt.Key.Key_Left)
    assert view.list_view.currentIndex().row() == columns


def test_cells_fill_the_width_whatever_it_is(
    qtbot: QtBot, view: MatchesView, many: tuple[Match, ...]
) -> None:
    view.set_matches(many)
    view.set_look(Look(is_grid=True))
    for width in (360, 500, 777):
        view.resize(width, 600)
        port = view.list_view.viewport()

        def beyond(port: QWidget = port) -> int:
            cell = view.list_view.visualRect(view.model.index(0)).width()
            return port.width() - port.width() // cell * cell

        qtbot.waitUntil(lambda: beyond() < 5)
        assert not view.list_view.horizontalScrollBar().isVisible()


def test_the_slider_the_wheel_and_the_keys_change_how_large_photos_are(
    qtbot: QtBot, view: MatchesView, many: tuple[Match, ...]
) -> None:
    view.resize(900, 600)
    view.set_matches(many)
    slider = view.findChild(QSlider, "matches_size")
    slider.setFocus()
    before = view.look.side
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert view.look.side == before + STEP
    turn = QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.list_view.viewport(), turn)
    assert view.look.side == before - STEP
    assert slider.value() == view.look.side
    slider.setValue(slider.maximum())
    assert view.list_view.visualRect(view.model.index(1)).height() >= LARGEST
    slider.setValue(slider.minimum())
    assert view.look.side == SMALLEST


@pytest.mark.parametrize("is_grid", [False, True])
@pytest.mark.parametrize("side", [SMALLEST, 208])
def test_photos_are_read_as_large_as_they_are_drawn(
    qtbot: QtBot, view: MatchesView, photo: Callable[..., Path], side: int, is_grid: bool
) -> None:
    large = photo("large.jpg", size=(900, 600))
    view.resize(900, 600)
    view.set_look(Look(is_grid, list_side=side, grid_side=side))
    view.set_matches((Match(1, "R", "", 101, large, 0.5, 0.5, 0.5),))

    def is_sharp() -> bool:
        drawn = pixels_inside(view.list_view.photo_side(0), view.devicePixelRatioF())
        shown = view.model.index(0).data(PHOTO_ROLE)
        return shown is not None and shown.width() == drawn

    qtbot.waitUntil(is_sharp)
    view.set_look(view.look.enlarged(2))
    qtbot.waitUntil(is_sharp)


def test_only_photos_near_the_sight_are_read_and_kept(
    qtbot: QtBot, view: MatchesView, many: tuple[Match, ...]
) -> None:
    view.set_matches(many)

    def read() -> list[int]:
        return [row for row in range(60) if view.model.has_photo(many[row].photo_id)]

    qtbot.waitUntil(lambda: 0 in read())
    qtbot.wait(100)
    assert max(read()) < 40
    view.list_view.scrollToBottom()
    qtbot.waitUntil(lambda: 59 in read())
    assert 0 not in read()


def test_more_is_asked_for_at_the_end_once_and_only_where_there_is_more(
    qtbot: QtBot, view: MatchesView, many: tuple[Match, ...]
) -> None:
    more = view.findChild(QPushButton, "matches_more")
    view.set_matches(many[:20])
    assert not more.isVisible()
    with qtbot.assertNotEmitted(view.more_wanted):
        view.list_view.scrollToBottom()
    view.set_matches(many[:20], standing=Standing(can_grow=True))
    assert more.isVisible()
    asked: list[None] = []
    view.more_wanted.connect(lambda: asked.append(None))
    qtbot.keyClick(view.list_view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: bool(asked))
    view.list_view.scrollToTop()
    view.list_view.scrollToBottom()
    assert len(asked) == 1
    view.show_searching()
    place = view.list_view.verticalScrollBar().value()
    view.set_matches(many, standing=Standing(can_grow=True))
    assert view.model.rowCount() == 60
    assert view.list_view.verticalScrollBar().value() == place
    assert view.list_view.currentIndex().row() == 19
    with qtbot.waitSignal(view.more_wanted):
        qtbot.mouseClick(more, Qt.MouseButton.LeftButton)


def test_a_better_match_that_a_filter_hides_is_told(
    qtbot: QtBot, view: MatchesView, match: MakeMatch
) -> None:
    better = match(9, likeness=0.9, reference="WB09")
    view.set_matches((match(1),), filtered=True, standing=Standing(hidden=better))
    line = view.findChild(QLabel, "matches_hidden")
    assert line.isVisible()
    assert "WB09" in line.text()
    with qtbot.waitSignal(view.hidden_wanted):
        link = view.findChild(QPushButton, "matches_hidden_link")
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    view.set_matches((better,))
    assert not line.isVisible()


def test_no_confident_match_is_said_in_words_and_the_nearest_are_below(
    view: MatchesView, match: MakeMatch
) -> None:
    view.set_matches((match(1), match(2)), standing=Standing(is_far=True))
    line = view.findChild(QLabel, "matches_far")
    assert line.isVisible()
    assert "No confident match" in line.text()
    assert view.model.index(0).data(SAID_ROLE) == "Nearest"
    view.set_matches((match(1), match(2)))
    assert not line.isVisible()
    assert view.model.index(0).data(SAID_ROLE) == "Best match"


def test_where_no_match_is_confident_more_thorough_comparing_is_offered(
    qtbot: QtBot, view: MatchesView, match: MakeMatch
) -> None:
    view.set_matches((match(1), match(2)), standing=Standing(is_far=True))
    link = view.findChild(QPushButton, "matches_far_link")
    assert not link.isVisible()
    view.offer_thorough(True)
    assert link.isVisible()
    with qtbot.waitSignal(view.thorough_wanted):
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    view.offer_thorough(False)
    assert not link.isVisible()


def test_a_match_is_dragged_out_as_a_copy_of_its_file(match: MakeMatch) -> None:
    model = MatchesModel()
    model.set_matches((match(1), match(2)))
    index = model.index(1)
    assert index.flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert model.supportedDragActions() == Qt.DropAction.CopyAction
    data = model.mimeData([index])
    assert [Path(url.toLocalFile()) for url in data.urls()] == [match(2).photo_path]
