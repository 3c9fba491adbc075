"""The catalogue as a grid: what is asked for, what stays, what is said when there is nothing."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core import products
from core.catalogue import Catalogue
from core.product_records import Card, ProductChanges
from core.records import FileStamp
from desktop.catalogue import catalogue_delegate
from desktop.catalogue.catalogue_model import CARD_ROLE, LOST_ROLE, PHOTO_ROLE, CatalogueModel
from desktop.catalogue.catalogue_view import PAGE
from desktop.catalogue.grid_geometry import GridGeometry
from desktop.photos.thumbnails import ThumbnailLoader
from tests.widgets import catalogues
from tests.widgets.catalogues import Tended

MANY = 50_000
Tend = Callable[[Path], Tended]


def card(number: int, photos: int = 1) -> Card:
    return Card(number, f"REF{number}", "Bags", "Sac", photos, 100 + number, Path("/p.jpg"))


def test_the_model_keeps_qts_rules(
    qtmodeltester: ModelTester, picture: Callable[..., QImage]
) -> None:
    model = CatalogueModel()
    model.set_ids([3, 1, 2])
    model.set_cards([card(1), card(3)])
    model.set_thumbnail(101, picture())
    qtmodeltester.check(model)
    model.set_ids([2])
    qtmodeltester.check(model)


def test_answers_are_placed_by_id_whatever_the_rows_are_by_then(
    picture: Callable[..., QImage],
) -> None:
    model = CatalogueModel()
    model.set_ids([1, 2, 3])
    model.set_ids([3, 2])
    model.set_cards([card(1), card(2), card(3)])
    model.set_thumbnail(103, picture())
    model.set_thumbnail(101, picture())
    assert [model.index(row).data() for row in range(2)] == ["REF3", "REF2"]
    assert model.index(0).data(PHOTO_ROLE) is not None
    assert model.index(1).data(PHOTO_ROLE) is None
    assert model.index(0).data(CARD_ROLE) == card(3)
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "REF2, Sac, Bags, 1 photo"


def test_a_photo_that_cannot_be_read_is_told_from_one_that_is_on_its_way(
    qtbot: QtBot, tended: Tended, tend: Tend, tmp_path: Path
) -> None:
    model = tended.view.model
    qtbot.waitUntil(lambda: model.index(1).data(PHOTO_ROLE) is not None)
    assert model.index(1).data(LOST_ROLE) is False
    tend(catalogues.make(tmp_path / "lost", tmp_path / "nowhere", ("A.jpg",)))
    qtbot.waitUntil(lambda: model.index(0).data(LOST_ROLE) is True)
    assert model.index(0).data(PHOTO_ROLE) is None


def test_of_fifty_thousand_products_those_in_sight_are_read(
    qtbot: QtBot, tend: Tend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos: list[int] = []
    request = ThumbnailLoader.request

    def count(self: ThumbnailLoader, key: int, path: Path, side: int) -> None:
        photos.append(key)
        request(self, key, path, side)

    monkeypatch.setattr(ThumbnailLoader, "request", count)
    folder = catalogues.make_many(tmp_path / "many", MANY)
    tended = tend(folder)
    asked: list[int] = []
    tended.view.cards_wanted.connect(asked.extend)
    grid, model = tended.view.grid, tended.view.model
    qtbot.waitUntil(lambda: len(model.ids) == MANY and model.card(0) is not None)
    qtbot.wait(100)
    in_sight = len(grid.rows_in_sight())
    assert 0 < in_sight < PAGE
    assert len(asked) <= 2 * PAGE
    assert 0 < len(set(photos)) <= in_sight
    bar = grid.verticalScrollBar()
    for step in range(40):  # a drag through the whole catalogue, faster than anybody reads
        bar.setValue(bar.maximum() * step // 40)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: model.card(MANY - 1) is not None)
    qtbot.wait(100)
    assert len(asked) <= 5 * PAGE
    assert len(set(photos)) <= 3 * in_sight


def test_the_catalogue_grows_under_a_scrolled_grid_with_a_choice(
    qtbot: QtBot, tend: Tend, tmp_path: Path
) -> None:
    tended = tend(catalogues.make_many(tmp_path / "many", 400))
    grid, model = tended.view.grid, tended.view.model
    qtbot.waitUntil(lambda: len(model.ids) == 400)
    grid.verticalScrollBar().setValue(1000)
    first = grid.rows_in_sight().start
    grid.setCurrentIndex(model.index(first + 7, 0))
    qtbot.waitUntil(lambda: bool(tended.view.editor.ids))
    chosen, top = model.ids[first + 7], model.ids[first]
    place = grid.visualRect(model.index(first, 0)).top()
    catalogue = Catalogue(tended.folder)
    stamps = [FileStamp(Path(f"/photos/A{n}.jpg"), 1, 1) for n in range(10)]
    catalogue.add_files(catalogue.root_id(Path("/photos")), Path("/photos"), stamps)
    catalogue.close()
    with qtbot.assertNotEmitted(tended.view.chosen):
        for _ in range(5):
            tended.tending.browser.refresh_soon()
        qtbot.waitUntil(lambda: len(model.ids) == 410)
    assert [model.ids[row] for row in grid.selected_rows()] == [chosen]
    assert grid.currentIndex().row() == model.row_of(chosen)
    assert tended.view.editor.ids == (chosen,)
    row = model.row_of(top)
    assert row is not None
    cells = grid.geometry_of_cells
    assert grid.visualRect(model.index(row, 0)).top() == place
    assert row // cells.columns in range(grid.rows_in_sight().start // cells.columns, 10**6)


def test_many_refreshes_within_a_moment_are_one(
    qtbot: QtBot, tended: Tended, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    follow = tended.librarian.ask
    monkeypatch.setattr(
        tended.librarian, "ask", lambda *args: (asked.append(args), follow(*args))[1]
    )
    for _ in range(50):
        tended.tending.browser.refresh_soon()
    qtbot.wait(1000)
    assert 1 <= len(asked) <= 3  # ids, and cards of those in sight


def test_empty_and_nothing_found_are_said(tended: Tended, tend: Tend, tmp_path: Path) -> None:
    tended.window.workspace.filter_bar.type_on("nowhere")
    hint = tended.child(QLabel, "catalogue_hint")
    tended.qtbot.waitUntil(hint.isVisible)
    assert "clear the filter" in hint.text()
    assert tended.says("filter_found") == "0 of 4 products"
    tend(catalogues.make(tmp_path / "empty", tmp_path, ()))
    assert "Opening" in hint.text()
    tended.qtbot.waitUntil(lambda: "index a folder" in hint.text())


def test_keys_walk_choose_and_open(
    qtbot: QtBot, tended: Tended, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "desktop.photos.photo_actions.QDesktopServices.openUrl",
        lambda url: opened.append(Path(url.toLocalFile())) or True,
    )
    grid, editor = tended.view.grid, tended.view.editor
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: editor.ids == (tended.view.model.ids[1],))
    qtbot.waitUntil(lambda: editor.strip.current is not None)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert [path.name for path in opened] == ["B2.jpg"]
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selected_rows() == [1, 2]
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert grid.selected_rows() == [0, 1, 2, 3]
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.selected_rows() == [3]
    qtbot.waitUntil(lambda: len(editor.ids) == 1)


def test_the_mouse_chooses_one_several_and_a_rectangle(qtbot: QtBot, tended: Tended) -> None:
    grid, model = tended.view.grid, tended.view.model
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier

    def middle(row: int) -> QPoint:
        return grid.visualRect(model.index(row, 0)).center()

    qtbot.mouseClick(grid.viewport(), left, pos=middle(0))
    assert grid.selected_rows() == [0]
    qtbot.mouseClick(grid.viewport(), left, keys.ControlModifier, pos=middle(2))
    assert grid.selected_rows() == [0, 2]
    qtbot.mouseClick(grid.viewport(), left, pos=middle(3))
    qtbot.mouseClick(grid.viewport(), left, keys.ShiftModifier, pos=middle(1))
    assert grid.selected_rows() == [1, 2, 3]
    beside = QPoint(grid.viewport().width() // 2, grid.viewport().height() - 2)
    qtbot.mouseClick(grid.viewport(), left, pos=beside)
    assert grid.selected_rows() == []


def test_typing_in_the_grid_searches(qtbot: QtBot, tended: Tended) -> None:
    qtbot.keyClick(tended.view.grid, Qt.Key.Key_S)
    qtbot.keyClick(tended.view.grid, Qt.Key.Key_2)
    tended.shows("S2")


def test_what_another_process_changes_is_shown_at_the_next_refresh(tended: Tended) -> None:
    catalogue = Catalogue(tended.folder)
    products.change(catalogue, [tended.view.model.ids[0]], ProductChanges(reference="B1 new"))
    catalogue.close()
    tended.tending.browser.refresh()
    tended.shows("B1 new", "B2", "S1", "S2")


@pytest.mark.parametrize("count", [0, 1, 7, 23, 100_000])
@pytest.mark.parametrize("columns", [1, 5])
def test_every_cell_is_found_where_it_lies(count: int, columns: int) -> None:
    cells = GridGeometry(count, columns, 170, 210)
    for row in {0, 1, count // 2, count - 1} & set(range(count)):
        area = cells.cell(row)
        assert cells.row_at(area.center()) == row
        assert not cells.is_beside(area.topLeft())
        assert row in cells.rows_between(area.top(), area.bottom() + 1)
        assert cells.rows_touched(area) == [range(row, row + 1)]
    assert cells.is_beside(QPoint(5, cells.lines * 210))
    assert cells.is_beside(QPoint(columns * 170, 5))
    assert len(cells.rows_between(-500, 10**9)) == count


@pytest.mark.parametrize("width", [168, 200, 333])
def test_the_parts_of_a_cell_keep_apart(qapp: object, width: int) -> None:
    cell = QRect(0, 40, width, catalogue_delegate.height_of(width))
    parts = catalogue_delegate.measure(cell)
    for above, below in pairwise((parts.photo, parts.reference, parts.first, parts.second)):
        assert above.bottom() < below.top()
        assert parts.card.contains(above)
        assert parts.card.contains(below)


def test_more_like_the_chosen_photo_is_asked_for_by_its_key(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B2")
    qtbot.waitUntil(lambda: tended.view.editor.strip.current is not None)
    tended.window.activateWindow()
    tended.view.grid.setFocus()
    qtbot.waitUntil(tended.view.grid.hasFocus)
    with qtbot.waitSignal(tended.window.photo_actions.like_wanted) as wanted:
        qtbot.keyClick(tended.view.grid, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args[0].photo_path.name == "B2.jpg"
    assert tended.window.photo_actions.like in tended.view.grid.actions()
