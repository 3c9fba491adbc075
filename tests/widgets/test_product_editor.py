"""Products are corrected on their sheet: by keyboard, many at once, never losing what was typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from core import products
from core.catalogue import Catalogue
from core.product_records import ProductChanges
from desktop.catalogue.fields import TextField
from desktop.catalogue.notes_field import NotesField
from desktop.widgets.choice_box import ChoiceBox
from desktop.workspace import MATCHES
from tests.widgets.catalogues import ENTER, Tended, field, retype

TAB, ESC = Qt.Key.Key_Tab, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier


def notice(tended: Tended) -> str:
    assert tended.window.notice_bar.isVisible()
    return tended.says("notice_text")


def test_the_sheet_shows_what_is_known(tended: Tended) -> None:
    hint = tended.child(QLabel, "editor_hint")
    assert hint.isVisible()
    tended.choose("B1")
    assert not hint.isVisible()
    assert tended.says("editor_title") == "B1"
    assert tended.says("editor_about") == "2 photos"
    assert field(tended, "edit_category").text() == "Bags"
    names = [photo.photo_path.name for photo in tended.view.editor.strip.model().shown]
    assert names == ["B1_back.jpg", "B1_front.jpg"]


def test_a_reference_is_changed_by_keyboard(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    tended.window.menus.reference.trigger()
    edited = field(tended, "edit_reference")
    assert edited.selectedText() == "B1"
    qtbot.keyClicks(edited, "Bag 1")
    qtbot.keyClick(edited, ENTER)
    tended.shows("B2", "Bag 1", "S1", "S2")
    assert tended.says("editor_title") == "Bag 1"


@pytest.mark.parametrize("leave", ["tab", "choose", "save", "view"])
def test_what_was_typed_is_saved_however_the_field_is_left(
    qtbot: QtBot, tended: Tended, leave: str
) -> None:
    tended.choose("B1")
    edited = retype(tended, "edit_name", "Petit sac", None)
    if leave == "tab":
        qtbot.keyClick(edited, TAB)
        edited.editingFinished.emit()  # without a window manager no widget has the focus
    elif leave == "choose":
        tended.choose("S1")
    elif leave == "save":
        tended.window.menus.save.trigger()
    else:
        tended.window.workspace.show_view(MATCHES)
    assert tended.stored()["B1"].name == "Petit sac"


def test_tags_are_a_line_with_commas(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_tags", "Cuir, Noir ,, cuir")
    assert tended.stored()["B1"].tags == ("Cuir", "Noir")
    qtbot.waitUntil(lambda: field(tended, "edit_tags").text() == "Cuir, Noir")
    retype(tended, "edit_tags", "Noir")
    assert tended.stored()["B1"].tags == ("Noir",)


def test_tags_are_completed_after_the_last_comma(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_tags", "Cuir")
    qtbot.waitUntil(lambda: "Cuir" in tended.view.editor.products[0].tags)
    tended.choose("B2")
    completer = field(tended, "edit_tags").completer()
    assert completer.splitPath("Noir, cu") == ["cu"]
    field(tended, "edit_tags").setText("Noir, cu")
    completer.setCompletionPrefix("cu")
    assert completer.completionCount() == 1
    assert completer.pathFromIndex(completer.currentIndex()) == "Noir, Cuir"


def test_notes_take_several_lines(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    notes = tended.child(NotesField, "edit_notes")
    notes.setFocus()
    qtbot.keyClicks(notes, "one")
    qtbot.keyClick(notes, ENTER)
    qtbot.keyClicks(notes, "two")
    tended.window.menus.save.trigger()
    assert tended.stored()["B1"].notes == "one\ntwo"


def test_a_column_is_added_and_is_there_for_every_product(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    qtbot.mouseClick(tended.child(QPushButton, "add_column"), Qt.MouseButton.LeftButton)
    retype(tended, "new_column_name", "Season", TAB)
    retype(tended, "new_column_text", "FW26")
    assert tended.stored()["B1"].columns == {"Season": "FW26"}
    qtbot.waitUntil(lambda: tended.child(TextField, "column_season") is not None)
    assert field(tended, "column_season").text() == "FW26"
    tended.choose("S1")
    retype(tended, "column_season", "SS27")
    assert tended.stored()["S1"].columns == {"Season": "SS27"}


def test_a_column_that_is_there_is_gone_to_instead(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    tended.view.editor.edited.emit(tended.view.editor.ids, ProductChanges(columns={"Prix": "3"}))
    qtbot.waitUntil(lambda: tended.child(TextField, "column_prix") is not None)
    qtbot.mouseClick(tended.child(QPushButton, "add_column"), Qt.MouseButton.LeftButton)
    retype(tended, "new_column_name", "PRIX")
    assert not field(tended, "new_column_name").text()
    assert tended.stored()["B1"].columns == {"Prix": "3"}


def test_of_many_only_what_was_touched_is_changed(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_tags", "Cuir")
    retype(tended, "edit_name", "Sac")
    tended.settle()
    tended.choose("B1", "S1")
    assert tended.says("editor_title") == "2 products"
    assert not field(tended, "edit_reference").isEnabled()
    for name in ("edit_reference", "edit_category", "edit_name"):
        assert field(tended, name).placeholderText() == "various"
        assert not field(tended, name).text()
    assert "Cuir" in tended.says("some_tags")
    retype(tended, "edit_tags", "Promo")
    retype(tended, "edit_category", "", TAB)
    tended.view.editor.flush()
    stored = tended.stored()
    assert (stored["B1"].tags, stored["S1"].tags) == (("Cuir", "Promo"), ("Promo",))
    assert (stored["B1"].name, stored["S1"].name) == ("Sac", "")
    assert (stored["B1"].category, stored["S1"].category) == ("Bags", "Shoes")
    retype(tended, "edit_category", "Sale")
    stored = tended.stored()
    assert (stored["B1"].category, stored["S1"].category) == ("Sale", "Sale")
    assert stored["B2"].category == "Bags"


def test_undo_and_redo_walk_through_the_changes(qtbot: QtBot, tended: Tended) -> None:
    undo, redo = tended.action("action_undo"), tended.action("action_redo")
    assert not undo.isEnabled()
    tended.choose("B1")
    retype(tended, "edit_reference", "Bag 1")
    retype(tended, "edit_tags", "Cuir")
    qtbot.waitUntil(lambda: tended.window.history.count() == 2)
    assert undo.text().endswith("change of tags")
    undo.trigger()
    undo.trigger()
    tended.shows("B1", "B2", "S1", "S2")
    assert tended.stored()["B1"].tags == ()
    qtbot.waitUntil(lambda: field(tended, "edit_reference").text() == "B1")
    redo.trigger()
    redo.trigger()
    assert tended.stored()["Bag 1"].tags == ("Cuir",)
    undo.trigger()
    assert tended.stored()["Bag 1"].tags == ()


def test_undo_of_many_gives_each_its_own_back(tended: Tended) -> None:
    tended.choose("B1", "S1")
    retype(tended, "edit_category", "Sale")
    tended.settle()
    tended.action("action_undo").trigger()
    stored = tended.stored()
    assert (stored["B1"].category, stored["S1"].category) == ("Bags", "Shoes")


def test_an_undo_that_is_not_possible_any_more_is_told(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_reference", "Bag 1")
    tended.settle()
    catalogue = Catalogue(tended.folder)
    products.change(catalogue, [2], ProductChanges(reference="B1"))
    catalogue.close()
    tended.action("action_undo").trigger()
    qtbot.waitUntil(tended.window.notice_bar.isVisible)
    assert "already the reference" in notice(tended)
    assert not tended.action("action_undo").isEnabled()


def test_a_refused_reference_stays_in_its_field_until_it_is_mended(
    qtbot: QtBot, tended: Tended
) -> None:
    tended.choose("B1")
    edited = retype(tended, "edit_reference", "B2")
    qtbot.waitUntil(tended.window.notice_bar.isVisible)
    assert "“B2” is already the reference" in notice(tended)
    assert (edited.text(), edited.property("refused")) == ("B2", True)
    retype(tended, "edit_name", "Sac")
    assert tended.stored()["B1"].name == "Sac"
    assert edited.text() == "B2"
    tended.settle()
    retype(tended, "edit_reference", "B3")
    tended.shows("B2", "B3", "S1", "S2")
    assert not edited.property("refused")
    qtbot.waitUntil(lambda: not tended.window.notice_bar.isVisible())


def test_a_refusal_is_told_on_the_sheet_it_belongs_to(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_reference", "B2", None)
    first = tended.view.editor.ids
    tended.view.grid.setCurrentIndex(tended.view.model.index(3, 0))
    edited = field(tended, "edit_reference")
    qtbot.waitUntil(lambda: bool(edited.property("refused")))
    assert (tended.view.editor.ids, edited.text()) == (first, "B2")
    qtbot.waitUntil(lambda: tended.view.grid.selected_rows() == [0])
    qtbot.keyClick(edited, ESC)
    assert edited.text() == "B1"
    assert not edited.property("refused")


def test_a_product_keeps_a_reference(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    edited = retype(tended, "edit_reference", " ")
    assert "needs a reference" in notice(tended)
    assert edited.text() == "B1"


def test_a_refresh_leaves_what_is_being_typed(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    edited = retype(tended, "edit_name", "Peti", None)
    notes = tended.child(QPlainTextEdit, "edit_notes")
    notes.setPlainText("half a sen")
    catalogue = Catalogue(tended.folder)
    products.change(catalogue, [1], ProductChanges(name="Sac", category="Totes"))
    catalogue.close()
    tended.tending.browser.refresh()
    qtbot.waitUntil(lambda: field(tended, "edit_category").text() == "Totes")
    assert edited.text() == "Peti"
    assert notes.toPlainText() == "half a sen"


def test_a_product_that_is_gone_leaves_the_sheet(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    catalogue = Catalogue(tended.folder)
    products.merge(catalogue, 2, [1])
    catalogue.close()
    tended.tending.browser.refresh()
    qtbot.waitUntil(tended.child(QLabel, "editor_hint").isVisible)
    tended.shows("B2", "S1", "S2")


def test_several_products_become_one(qtbot: QtBot, tended: Tended) -> None:
    assert not tended.window.menus.merge.isEnabled()
    tended.choose("B1", "S2")
    tended.window.menus.merge.trigger()
    dialog = tended.child(QDialog, "merge_dialog")
    kept = dialog.findChild(ChoiceBox, "merge_kept")
    assert [kept.itemText(i) for i in range(kept.count())] == ["B1 · Bags", "S2 · Shoes"]
    qtbot.keyClick(kept, Qt.Key.Key_Down)
    qtbot.keyClick(dialog, ENTER)
    tended.shows("B2", "S1", "S2")
    assert len(tended.stored()["S2"].photos) == 3
    qtbot.waitUntil(lambda: tended.says("editor_title") == "S2")
    qtbot.waitUntil(lambda: tended.child(QDialog, "merge_dialog") is None)


def test_a_cancelled_merge_changes_nothing(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1", "S2")
    tended.window.menus.merge.trigger()
    qtbot.keyClick(tended.child(QDialog, "merge_dialog"), ESC)
    assert len(tended.stored()) == 4


def test_a_photo_becomes_a_product_of_its_own(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B2")
    assert not tended.window.menus.split.isEnabled()
    tended.choose("B1")
    qtbot.waitUntil(tended.window.menus.split.isEnabled)
    tended.window.menus.split.trigger()
    dialog = tended.child(QDialog, "split_dialog")
    reference = dialog.findChild(QLineEdit, "split_reference")
    assert reference.text() == "B1_back"
    reference.setText("B2")
    qtbot.keyClick(dialog, ENTER)
    refusal = dialog.findChild(QLabel, "regroup_refusal")
    qtbot.waitUntil(refusal.isVisible)
    assert reference.text() == "B2"
    reference.setText("B9")
    qtbot.keyClick(dialog, ENTER)
    tended.shows("B1", "B2", "B9", "S1", "S2")
    qtbot.waitUntil(lambda: tended.says("editor_title") == "B9")
    assert [path.name for path in tended.stored()["B9"].photos] == ["B1_back.jpg"]


def test_commands_for_a_photo_act_on_the_one_in_the_strip(qtbot: QtBot, tended: Tended) -> None:
    copy = tended.window.photo_actions.copy
    assert not copy.isEnabled()
    tended.choose("S1")
    qtbot.waitUntil(copy.isEnabled)
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "S1"
    tended.window.workspace.show_view(MATCHES)
    assert not copy.isEnabled()


def test_the_commands_belong_to_the_catalogue_view(tended: Tended) -> None:
    menus = tended.window.menus
    tended.choose("B1", "B2")
    assert menus.merge.isEnabled()
    tended.window.workspace.show_view(MATCHES)
    commands = (menus.merge, menus.split, menus.reference, menus.save, menus.select_all)
    assert not any(command.isEnabled() for command in commands)


def test_the_view_rule_is_reached_from_the_menu(qtbot: QtBot, tended: Tended) -> None:
    tended.window.menus.view_rule.trigger()
    dialog = tended.child(QDialog, "view_rule_dialog")
    assert dialog.isVisible()
    tended.tending.open(None)
    assert not dialog.isVisible()
    assert not tended.window.menus.view_rule.isEnabled()
    tended.tending.open(tended.folder)
    tended.shows("B1", "B2", "S1", "S2")


def test_what_a_person_means_is_what_is_chosen_or_what_is_shown(tended: Tended) -> None:
    assert list(tended.tending.shown()) == list(tended.view.model.ids)
    tended.choose("B1", "S2")
    assert tended.tending.shown() == tended.view.editor.ids
