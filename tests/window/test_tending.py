"""The catalogue in the whole program: searched, corrected, undone, merged, and matched under it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core import products
from core.catalogue import Catalogue
from core.product_records import ProductChanges
from core.search import search
from desktop.app import Vitrine
from desktop.main_window import MainWindow
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of

pytestmark = pytest.mark.slow

IndexByMenu = Callable[[MainWindow, Path], None]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Four bags and two shoes of the sample."""
    for category, pattern, count in (("Bags", "*_front.jpg", 4), ("Shoes", "*_01.jpg", 2)):
        folder = tmp_path / "photos" / category
        folder.mkdir(parents=True)
        for photo in sorted((SAMPLE / "catalogue" / category).glob(pattern))[:count]:
            shutil.copy(photo, folder)
    return tmp_path / "photos"


def references(vitrine: Vitrine) -> list[str]:
    """What the grid shows, as far as it has been read."""
    model = vitrine.window.workspace.catalogue_view.model
    cards = [model.card(row) for row in range(len(model.ids))]
    return [card.reference for card in cards if card]


def listed(vitrine: Vitrine) -> list[str]:
    """The categories of the matches, best first."""
    model = vitrine.window.matches_view.model
    return [
        model.index(row).data(Qt.ItemDataRole.UserRole + 1).category
        for row in range(model.rowCount())
    ]


def choose_row(vitrine: Vitrine, *rows: int) -> None:
    view = vitrine.window.workspace.catalogue_view
    view.grid.setCurrentIndex(view.model.index(rows[0], 0))
    view.grid.select_rows(list(rows))


def test_search_correct_undo_and_merge(
    qtbot: QtBot, vitrine: Vitrine, photos: Path, index_by_menu: IndexByMenu
) -> None:
    window = vitrine.window
    workspace = window.workspace
    view, editor = workspace.catalogue_view, workspace.catalogue_view.editor
    window.findChild(QAction, "view_catalogue_action").trigger()
    assert view.isVisible()
    qtbot.waitUntil(
        lambda: "no products yet" in text_of(window, "catalogue_hint"), timeout=WORKER_MS
    )
    index_by_menu(window, photos)
    qtbot.waitUntil(lambda: len(references(vitrine)) == 6, timeout=WORKER_MS)
    assert text_of(window, "filter_found") == "6 products"
    first = references(vitrine)[0]

    words = window.findChild(QLineEdit, "filter_words")
    qtbot.keyClicks(words, first[:-1])
    qtbot.waitUntil(lambda: first in references(vitrine) and len(references(vitrine)) < 6)
    qtbot.keyClick(words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(references(vitrine)) == 6)

    choose_row(vitrine, 0)
    qtbot.waitUntil(lambda: editor.ids == (view.model.ids[0],))
    tags = window.findChild(QLineEdit, "edit_tags")
    qtbot.keyClicks(tags, "Icon")
    qtbot.keyClick(tags, Qt.Key.Key_Return)
    box = window.findChild(QComboBox, "filter_tag")
    qtbot.waitUntil(lambda: box.count() == 2)
    box.setCurrentIndex(1)
    qtbot.waitUntil(lambda: references(vitrine) == [first])
    assert text_of(window, "filter_found") == "1 of 6 products"
    qtbot.mouseClick(window.findChild(QPushButton, "filter_clear"), Qt.MouseButton.LeftButton)
    window.history.undo()
    qtbot.waitUntil(lambda: box.count() == 1)
    qtbot.waitUntil(lambda: not tags.text())

    qtbot.waitUntil(lambda: len(references(vitrine)) == 6)
    choose_row(vitrine, 0, 1)
    qtbot.waitUntil(window.menus.merge.isEnabled)
    window.menus.merge.trigger()
    qtbot.keyClick(window.findChild(QDialog, "merge_dialog"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(view.model.ids) == 5)
    qtbot.waitUntil(lambda: text_of(window, "editor_about") == "2 photos")


def test_a_photo_is_looked_for_among_the_products_that_pass_the_filter(
    qtbot: QtBot, vitrine: Vitrine, photos: Path, index_by_menu: IndexByMenu
) -> None:
    window = vitrine.window
    index_by_menu(window, photos)
    qtbot.waitUntil(
        lambda: text_of(window, "status_text").startswith("Ready: 6"), timeout=WORKER_MS
    )
    window.workspace.show_view(1)
    drop(window, next((photos / "Bags").iterdir()))
    assert window.matches_view.isVisible()
    qtbot.waitUntil(lambda: len(listed(vitrine)) == 6, timeout=WORKER_MS)
    assert listed(vitrine)[0] == "Bags"
    box = window.findChild(QComboBox, "filter_category")
    box.setCurrentText("Shoes")
    qtbot.waitUntil(lambda: listed(vitrine) == ["Shoes"] * 2, timeout=WORKER_MS)
    assert text_of(window, "filter_found") == "2 of 6 products"
    state = window.findChild(QLabel, "photo_state")
    qtbot.waitUntil(lambda: "Background" in state.text(), timeout=WORKER_MS)
    words = window.findChild(QLineEdit, "filter_words")
    qtbot.keyClicks(words, "nothing")
    hint = window.findChild(QLabel, "matches_hint")
    qtbot.waitUntil(lambda: "passes the filter" in hint.text(), timeout=WORKER_MS)
    qtbot.mouseClick(window.findChild(QPushButton, "filter_clear"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(listed(vitrine)) == 6, timeout=WORKER_MS)


def test_what_is_typed_when_the_window_closes_is_saved(
    qtbot: QtBot, vitrine: Vitrine, photos: Path, index_by_menu: IndexByMenu
) -> None:
    window = vitrine.window
    window.workspace.show_view(1)
    index_by_menu(window, photos)
    qtbot.waitUntil(lambda: len(references(vitrine)) == 6, timeout=WORKER_MS)
    view = window.workspace.catalogue_view
    choose_row(vitrine, 0)
    qtbot.waitUntil(lambda: bool(view.editor.ids))
    qtbot.keyClicks(window.findChild(QLineEdit, "edit_name"), "Petit sac")
    folder = vitrine.controller.catalogue
    window.close()
    assert folder is not None
    catalogue = Catalogue(folder)
    found = products.products(catalogue, search(catalogue))
    assert "Petit sac" in [product.name for product in found]


def test_a_correction_is_seen_in_the_matches(
    qtbot: QtBot, vitrine: Vitrine, photos: Path, index_by_menu: IndexByMenu
) -> None:
    window = vitrine.window
    index_by_menu(window, photos)
    qtbot.waitUntil(
        lambda: text_of(window, "status_text").startswith("Ready: 6"), timeout=WORKER_MS
    )
    drop(window, next((photos / "Bags").iterdir()))
    qtbot.waitUntil(lambda: len(listed(vitrine)) == 6, timeout=WORKER_MS)
    editor = window.workspace.catalogue_view.editor
    best = window.product_sheet.match
    assert best is not None
    editor.edited.emit((best.product_id,), ProductChanges(category="Totes"))
    qtbot.waitUntil(lambda: listed(vitrine)[:1] == ["Totes"], timeout=WORKER_MS)
