"""What hasty people type is never lost nor given to another product, whatever comes in between."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core import database, products
from core.catalogue import Catalogue
from core.product_records import ProductChanges
from desktop.catalogue.fields import TextField
from desktop.catalogue.notes_field import NotesField
from desktop.catalogue.own_columns import OwnColumns
from tests.widgets.catalogues import ENTER, Tended, field, retype


class Lock:
    """Another program that writes to the catalogue, and takes its time."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "catalogue.db")

    def take(self) -> None:
        """Nobody else can write until it is released."""
        self._connection.execute("BEGIN IMMEDIATE")

    def release(self) -> None:
        """Let others write; more than once does no harm."""
        self._connection.close()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wants to write waits for a moment only."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.3)


@pytest.fixture
def lock(tended: Tended) -> Iterator[Lock]:
    made = Lock(tended.folder)
    yield made
    made.release()


def turn_to(tended: Tended, reference: str) -> None:
    """Choose a product as a click does, and wait for nothing."""
    row = tended.references().index(reference)
    tended.view.grid.setCurrentIndex(tended.view.model.index(row, 0))


def test_all_fields_that_were_refused_come_back(qtbot: QtBot, tended: Tended, lock: Lock) -> None:
    tended.choose("B1")
    first = tended.view.editor.ids
    lock.take()
    retype(tended, "edit_name", "Petit sac")
    retype(tended, "edit_category", "Totes")
    turn_to(tended, "S1")
    name, category = field(tended, "edit_name"), field(tended, "edit_category")
    qtbot.waitUntil(lambda: bool(category.property("refused")))
    assert tended.view.editor.ids == first
    assert (name.text(), category.text()) == ("Petit sac", "Totes")


def test_a_refusal_does_not_replace_what_has_been_typed_since(
    qtbot: QtBot, tended: Tended, lock: Lock
) -> None:
    tended.choose("B1")
    lock.take()
    name = retype(tended, "edit_name", "Petit")
    qtbot.keyClicks(name, " sac noir")
    qtbot.waitUntil(tended.window.notice_bar.isVisible)
    assert name.text() == "Petit sac noir"


def test_undo_waits_for_the_change_that_is_under_way(
    qtbot: QtBot, tended: Tended, lock: Lock
) -> None:
    tended.choose("B1")
    retype(tended, "edit_name", "Un")
    tended.settle()
    lock.take()
    retype(tended, "edit_name", "Deux")
    tended.action("action_undo").trigger()
    lock.release()
    assert tended.stored()["B1"].name == "Un"
    tended.action("action_undo").trigger()
    assert tended.stored()["B1"].name == ""


def test_refused_notes_do_not_hold_the_sheet(qtbot: QtBot, tended: Tended, lock: Lock) -> None:
    tended.choose("B1")
    first = tended.view.editor.ids
    lock.take()
    notes = tended.child(NotesField, "edit_notes")
    notes.setFocus()
    qtbot.keyClicks(notes, "half a sentence")
    tended.window.menus.save.trigger()
    qtbot.waitUntil(tended.window.notice_bar.isVisible)
    turn_to(tended, "S1")
    qtbot.waitUntil(lambda: tended.view.editor.ids != first)
    qtbot.wait(1000)
    assert tended.view.editor.ids != first


def test_refused_text_is_there_when_its_product_is_shown_again(
    qtbot: QtBot, tended: Tended, lock: Lock
) -> None:
    tended.choose("B1")
    lock.take()
    name = retype(tended, "edit_name", "Petit sac")
    qtbot.waitUntil(lambda: bool(name.property("refused")))
    tended.choose("S1")
    assert name.text() == ""
    tended.choose("B1")
    assert name.text() == "Petit sac"
    lock.release()
    qtbot.keyClick(name, ENTER)
    assert tended.stored()["B1"].name == "Petit sac"


def test_a_tag_can_be_given_other_capitals(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_tags", "cuir, Noir")
    tended.settle()
    retype(tended, "edit_tags", "Cuir, Noir")
    assert tended.stored()["B1"].tags == ("Cuir", "Noir")
    tended.action("action_undo").trigger()
    assert tended.stored()["B1"].tags == ("cuir", "Noir")


def test_tags_typed_twice_while_the_catalogue_is_busy(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_tags", "Cuir")
    retype(tended, "edit_tags", "Noir")
    assert tended.stored()["B1"].tags == ("Noir",)


@pytest.mark.parametrize(
    ("name", "pasted", "text"),
    [
        ("edit_name", "Petit\nsac\r\nnoir", "Petit sac noir"),
        ("edit_reference", "\nB1\tx\n", "B1 x"),
    ],
)
def test_lines_that_are_pasted_into_one_line_become_one(
    qtbot: QtBot, tended: Tended, name: str, pasted: str, text: str
) -> None:
    tended.choose("B1")
    edited = field(tended, name)
    edited.setFocus()
    edited.selectAll()
    QGuiApplication.clipboard().setText(pasted)
    edited.paste()
    qtbot.keyClick(edited, ENTER)
    found = next(p for p in tended.stored().values() if p.id == 1)
    assert getattr(found, name.removeprefix("edit_")) == text


def test_lines_pasted_as_tags_are_tags(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    edited = field(tended, "edit_tags")
    edited.setFocus()
    QGuiApplication.clipboard().setText("Cuir\r\nNoir\nPromo")
    edited.paste()
    qtbot.keyClick(edited, ENTER)
    assert tended.stored()["B1"].tags == ("Cuir", "Noir", "Promo")


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "👜👩🏽‍🦱", "حقيبة جلدية", "a\u202eb", "'; --\"%_*"]
)
def test_any_text_is_kept_as_it_is(qtbot: QtBot, tended: Tended, text: str) -> None:
    tended.choose("B1")
    edited = field(tended, "edit_name")
    edited.setFocus()
    edited.setText(text)
    edited.setModified(True)
    qtbot.keyClick(edited, ENTER)
    assert tended.stored()["B1"].name == text
    tended.settle()
    assert edited.text() == text


def test_half_a_column_stays_with_no_other_product(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    qtbot.mouseClick(tended.child(QPushButton, "add_column"), Qt.MouseButton.LeftButton)
    retype(tended, "new_column_text", "FW26", None)
    tended.choose("S1")
    qtbot.mouseClick(tended.child(QPushButton, "add_column"), Qt.MouseButton.LeftButton)
    retype(tended, "new_column_name", "Season")
    tended.view.editor.flush()
    assert tended.stored()["S1"].columns == {}


def test_text_for_a_column_that_is_there_already_is_kept(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    tended.view.editor.edited.emit((3,), ProductChanges(columns={"Season": "SS27"}))
    qtbot.waitUntil(lambda: tended.child(TextField, "column_season") is not None)
    qtbot.mouseClick(tended.child(QPushButton, "add_column"), Qt.MouseButton.LeftButton)
    retype(tended, "new_column_text", "FW26", None)
    retype(tended, "new_column_name", "season", None)
    tended.choose("S1")
    assert tended.stored()["B1"].columns == {"Season": "FW26"}


def test_a_column_is_called_what_it_is_called(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    tended.view.editor.edited.emit((1,), ProductChanges(columns={"<b>a</b> & b": "x"}))
    columns = tended.child(OwnColumns, "own_columns")
    qtbot.waitUntil(lambda: bool(columns.findChildren(QLabel)))
    caption = columns.findChild(QLabel)
    assert caption.textFormat() == Qt.TextFormat.PlainText


def test_a_refused_change_leaves_nothing_to_undo(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_name", "Un")
    retype(tended, "edit_reference", "B2")
    retype(tended, "edit_category", "Totes")
    tended.settle()
    qtbot.waitUntil(lambda: bool(field(tended, "edit_reference").property("refused")))
    undo = tended.action("action_undo")
    undo.trigger()
    tended.settle()
    qtbot.waitUntil(lambda: undo.text().endswith("change of name"))
    undo.trigger()
    assert (tended.stored()["B1"].name, tended.stored()["B1"].category) == ("", "Bags")
    assert not undo.isEnabled()


def test_undo_leaves_what_a_table_has_brought_since(qtbot: QtBot, tended: Tended) -> None:
    tended.choose("B1")
    retype(tended, "edit_name", "Un")
    tended.settle()
    catalogue = Catalogue(tended.folder)
    products.change(catalogue, [1], ProductChanges(name="Deux", notes="from the table"))
    catalogue.close()
    tended.action("action_undo").trigger()
    assert tended.stored()["B1"].name == "Deux"
    qtbot.waitUntil(tended.window.notice_bar.isVisible)
    assert "changed by a table" in tended.says("notice_text")


def test_what_was_refused_in_one_catalogue_is_not_shown_in_another(
    qtbot: QtBot, tended: Tended, lock: Lock
) -> None:
    tended.choose("B1")
    lock.take()
    name = retype(tended, "edit_name", "Petit sac")
    qtbot.waitUntil(lambda: bool(name.property("refused")))
    tended.tending.open(tended.folder)
    tended.shows("B1", "B2", "S1", "S2")
    tended.choose("B1")
    assert name.text() == ""


def test_saving_tries_once_more(qtbot: QtBot, tended: Tended, lock: Lock) -> None:
    tended.choose("B1")
    lock.take()
    notes = tended.child(NotesField, "edit_notes")
    notes.setPlainText("one\ntwo")
    tended.window.menus.save.trigger()
    qtbot.waitUntil(lambda: bool(notes.property("refused")))
    lock.release()
    tended.window.menus.save.trigger()
    assert tended.stored()["B1"].notes == "one\ntwo"
    tended.settle()
    assert not notes.property("refused")


def test_what_could_not_be_saved_in_a_catalogue_that_was_left_is_told(
    qtbot: QtBot, tended: Tended, lock: Lock
) -> None:
    tended.choose("B1")
    lock.take()
    retype(tended, "edit_name", "Petit sac", None)
    tended.tending.open(None)
    qtbot.waitUntil(tended.window.notice_bar.isVisible)
    assert "catalogue" in tended.says("notice_text")


@pytest.mark.parametrize("way", ["undo", "redo"])
def test_a_step_that_was_in_the_way_of_another_program_can_be_tried_again(
    qtbot: QtBot, tended: Tended, lock: Lock, way: str
) -> None:
    tended.choose("B1")
    retype(tended, "edit_name", "Un")
    tended.settle()
    if way == "redo":
        tended.action("action_undo").trigger()
        tended.settle()
    lock.take()
    action = tended.action(f"action_{way}")
    action.trigger()
    qtbot.waitUntil(tended.window.notice_bar.isVisible)
    lock.release()
    assert action.isEnabled()
    action.trigger()
    assert tended.stored()["B1"].name == ("" if way == "undo" else "Un")
