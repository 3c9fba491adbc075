"""The filter: by keyboard, in words, for both views."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.product_records import EVERYTHING, Choices, Filter, ProductChanges
from desktop.catalogue.filter_bar import FilterBar
from tests.widgets.catalogues import Tended

CHOICES = Choices(
    categories=("Bags", "Shoes"),
    tags=("Cuir",),
    roots=(Path("/photos"),),
    folders=(Path("/photos"), Path("/photos/Bags"), Path("/photos/Shoes/Low")),
    products=76,
)


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[FilterBar]:
    made = FilterBar()
    qtbot.addWidget(made)
    made.set_choices(CHOICES)
    made.show()
    qtbot.waitExposed(made)
    return made


def field(bar: FilterBar) -> QLineEdit:
    found: QLineEdit = bar.findChild(QLineEdit, "filter_words")
    return found


def box(bar: FilterBar, name: str) -> QComboBox:
    found: QComboBox = bar.findChild(QComboBox, name)
    return found


def test_words_are_told_once_after_a_pause(qtbot: QtBot, bar: FilterBar) -> None:
    heard: list[Filter] = []
    bar.changed.connect(heard.append)
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClicks(field(bar), "sac cuir")
    qtbot.wait(400)
    assert heard == [Filter(words="sac cuir")]


def test_a_choice_is_told_at_once_together_with_the_words(qtbot: QtBot, bar: FilterBar) -> None:
    qtbot.keyClicks(field(bar), "sac")
    with qtbot.waitSignal(bar.changed) as heard:
        qtbot.keyClick(box(bar, "filter_category"), Qt.Key.Key_Down)
    assert heard.args == [Filter(words="sac", category="Bags")]


def test_folders_are_told_as_paths_and_those_below_are_indented(
    qtbot: QtBot, bar: FilterBar
) -> None:
    folders = box(bar, "filter_folder")
    texts = [folders.itemText(i) for i in range(folders.count())]
    assert [text.strip() for text in texts] == [
        *("All folders", "photos", "Bags", str(Path("Shoes/Low"))),
    ]
    assert texts[2].startswith(" ")
    with qtbot.waitSignal(bar.changed) as heard:
        folders.setCurrentIndex(2)
    assert heard.args == [Filter(folder=Path("/photos/Bags"))]


def test_escape_empties_the_words_and_clear_everything(qtbot: QtBot, bar: FilterBar) -> None:
    clear = bar.findChild(QPushButton, "filter_clear")
    assert not clear.isEnabled()
    box(bar, "filter_tag").setCurrentIndex(1)
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClicks(field(bar), "sac")
    with qtbot.waitSignal(bar.changed) as heard:
        qtbot.keyClick(field(bar), Qt.Key.Key_Escape)
    assert heard.args == [Filter(tag="Cuir")]
    with qtbot.waitSignal(bar.changed) as heard:
        qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert heard.args == [EVERYTHING]
    assert not clear.isEnabled()


def test_the_bar_says_how_many_are_left(bar: FilterBar) -> None:
    said = bar.findChild(QLabel, "filter_found")
    bar.set_found(76, 76)
    assert said.text() == "76 products"
    box(bar, "filter_category").setCurrentIndex(1)
    bar.set_found(12, 76)
    assert said.text() == "12 of 76 products"
    assert said.property("role") == "accent"


def test_a_choice_stays_when_the_catalogue_has_it_no_more(qtbot: QtBot, bar: FilterBar) -> None:
    categories = box(bar, "filter_category")
    categories.setCurrentIndex(2)
    with qtbot.assertNotEmitted(bar.changed):
        bar.set_choices(Choices(categories=("Bags",), products=4))
    assert bar.wanted == Filter(category="Shoes")
    assert categories.currentText() == "Shoes"
    bar.clear()
    bar.set_choices(Choices(categories=("Bags",), products=4))
    assert categories.count() == 2


def test_the_grid_is_narrowed_and_let_go(qtbot: QtBot, tended: Tended) -> None:
    tended.window.menus.find.trigger()
    words = tended.child(QLineEdit, "filter_words")
    qtbot.keyClicks(words, "s")
    tended.shows("S1", "S2")
    assert tended.says("filter_found") == "2 of 4 products"
    qtbot.keyClick(words, Qt.Key.Key_Escape)
    tended.shows("B1", "B2", "S1", "S2")
    tended.child(QComboBox, "filter_category").setCurrentIndex(1)
    tended.shows("B1", "B2")


def test_a_product_that_is_filtered_out_leaves_the_sheet(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1", "S1")
    tended.child(QComboBox, "filter_category").setCurrentIndex(2)
    tended.shows("S1", "S2")
    qtbot.waitUntil(lambda: [p.reference for p in tended.view.editor.products] == ["S1"])


def test_a_tag_that_is_entered_can_be_filtered_by(qtbot: QtBot, tended: Tended) -> None:
    tags = tended.child(QComboBox, "filter_tag")
    assert not tags.isEnabled()
    tended.choose("B2")
    tended.view.editor.edited.emit(tended.view.editor.ids, ProductChanges(add_tags=("Cuir",)))
    qtbot.waitUntil(tags.isEnabled)
    tags.setCurrentIndex(1)
    tended.shows("B2")


def test_an_empty_catalogue_has_nothing_to_filter(qtbot: QtBot, tended: Tended) -> None:
    bar = tended.window.workspace.filter_bar
    assert bar.isEnabled()
    box(bar, "filter_category").setCurrentIndex(1)
    tended.tending.open(None)
    assert not bar.isEnabled()
    assert bar.wanted == EVERYTHING
    tended.tending.open(tended.folder)
    qtbot.waitUntil(bar.isEnabled)
