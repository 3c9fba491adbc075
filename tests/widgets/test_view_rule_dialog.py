"""The dialog that says how photos become products, alone and with a real catalogue."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core import language, views
from core.catalogue import Catalogue
from core.records import FileStamp
from core.view_rule import ViewRule
from core.views import Example, ViewReport
from desktop.catalogue.view_rule_desk import ViewRuleDesk
from desktop.catalogue.view_rule_dialog import ViewRuleDialog
from desktop.librarian import Librarian

ROOT = Path("/photos")
LETTERS = ViewRule(words=("a", "b"))
TOGETHER = (Example("BG1", "Bags", (ROOT / "BG1_a.jpg", ROOT / "BG1_b.jpg")),)
APART = (Example("SH3", "Shoes", (ROOT / "SH3.jpg", ROOT / "SH3_back.jpg")),)


@pytest.fixture
def dialog(qtbot: QtBot) -> ViewRuleDialog:
    """The dialog, shown, with the default rule."""
    made = ViewRuleDialog()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.show_rule(ViewRule())
    return made


def words(dialog: ViewRuleDialog) -> QLineEdit:
    return dialog.findChild(QLineEdit, "view_words")


def counts(dialog: ViewRuleDialog) -> str:
    return dialog.findChild(QLabel, "view_counts").text()


def lines(dialog: ViewRuleDialog) -> list[str]:
    examples = dialog.findChild(QListWidget, "view_examples")
    return [examples.item(row).text() for row in range(examples.count())]


def button(dialog: ViewRuleDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, f"view_rule_{name}")


def type_over(qtbot: QtBot, dialog: ViewRuleDialog, text: str) -> None:
    words(dialog).selectAll()
    qtbot.keyClicks(words(dialog), text)


def test_what_is_typed_is_tried_out_once_typing_pauses(
    qtbot: QtBot, dialog: ViewRuleDialog
) -> None:
    asked: list[ViewRule] = []
    dialog.preview_requested.connect(asked.append)
    with qtbot.waitSignal(dialog.preview_requested):
        type_over(qtbot, dialog, "a, b")
    assert asked == [LETTERS]
    dialog.show_preview(ViewReport(LETTERS, 76, 61, 30, TOGETHER, APART))
    assert counts(dialog) == "76 products → 61 products"
    assert lines(dialog) == [
        "Come together, for example:",
        "BG1_a.jpg + BG1_b.jpg → BG1",
        "Come apart, for example:",
        "SH3 → SH3.jpg + SH3_back.jpg",
    ]


def test_an_answer_about_an_earlier_rule_is_passed_over(
    qtbot: QtBot, dialog: ViewRuleDialog
) -> None:
    dialog.show_preview(ViewReport(ViewRule(), 76, 76, 0, (), ()))
    assert counts(dialog) == "76 products, as before"
    with qtbot.waitSignal(dialog.preview_requested):
        type_over(qtbot, dialog, "a")
    dialog.show_preview(ViewReport(LETTERS, 76, 61, 30, TOGETHER, APART))
    assert counts(dialog) == "Counting…"
    assert lines(dialog) == []


def test_every_part_of_a_rule_is_shown_and_edited(qtbot: QtBot, dialog: ViewRuleDialog) -> None:
    rule = ViewRule(
        words=("été", "b"), numbers=False, brackets=False, highest=12, separators="+._", runs=True
    )
    dialog.show_rule(rule)
    assert not button(dialog, "apply").isEnabled()
    for name in ("numbers", "brackets", "hyphen", "underscore", "space", "dot", "runs"):
        box = dialog.findChild(QCheckBox, f"view_{name}")
        assert box.isChecked() == (name in ("underscore", "dot", "runs"))
        qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.findChild(QSpinBox, "view_highest"), Qt.Key.Key_Up)
    with qtbot.waitSignal(dialog.applied) as applied:
        button(dialog, "apply").click()
    (changed,) = applied.args
    assert changed == ViewRule(words=("été", "b"), highest=13, separators="+- ", runs=False)


def test_something_must_stand_before_words_and_numbers(
    qtbot: QtBot, dialog: ViewRuleDialog
) -> None:
    for name in ("hyphen", "underscore", "space"):
        dialog.findChild(QCheckBox, f"view_{name}").click()
    qtbot.waitUntil(lambda: counts(dialog).startswith("Choose what may stand"))
    assert not button(dialog, "apply").isEnabled()
    button(dialog, "default").click()
    assert words(dialog).text().startswith("front, back")
    assert not button(dialog, "apply").isEnabled()  # it is the catalogue's already


def test_the_keyboard_does_it_all(qtbot: QtBot, dialog: ViewRuleDialog) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(lambda: words(dialog).hasFocus())
    reached = []
    for _ in range(16):
        reached.append(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert reached[:9] == [
        *("view_words", "view_numbers", "view_brackets", "view_highest", "view_hyphen"),
        *("view_underscore", "view_space", "view_dot", "view_runs"),
    ]
    assert {"view_examples", "view_rule_default", "view_rule_cancel"} <= set(reached)
    type_over(qtbot, dialog, "a,b")
    with qtbot.waitSignal(dialog.applied) as applied:
        qtbot.keyClick(words(dialog), Qt.Key.Key_Return)
    assert applied.args == [LETTERS]
    assert counts(dialog) == "Filing the photos…"
    assert not words(dialog).isEnabled()
    dialog.show_failure("The disk is full.")
    assert counts(dialog) == "The disk is full."
    assert words(dialog).isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_no_two_controls_share_a_letter(qtbot: QtBot, spoken: str) -> None:
    language.use(spoken)
    made = ViewRuleDialog()
    qtbot.addWidget(made)
    texts = [
        widget.text()
        for kind in (QPushButton, QCheckBox, QLabel)
        for widget in made.findChildren(kind)
    ]
    letters = Counter(m[1].lower() for text in texts if (m := re.search(r"&(\w)", text)))
    assert [letter for letter, times in letters.items() if times > 1] == []
    assert len(letters) == 12


def test_controls_have_names_to_be_read_out(dialog: ViewRuleDialog) -> None:
    for widget in dialog.findChildren(QWidget):
        if (
            widget.objectName().startswith("view_")
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            labels = [label for label in dialog.findChildren(QLabel) if label.buddy() is widget]
            assert widget.accessibleName() or labels or widget.text()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    catalogue = Catalogue(tmp_path / "catalogue")
    stamps = [FileStamp(ROOT / f"Bags/BG1_{view}.jpg", 1, 1) for view in "ab"]
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, stamps)
    catalogue.close()
    return catalogue.folder


@pytest.fixture
def librarian(folder: Path) -> Iterator[Librarian]:
    made = Librarian()
    made.open(folder)
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, librarian: Librarian) -> ViewRuleDesk:
    made = ViewRuleDesk(librarian)
    qtbot.addWidget(made.dialog)
    made.open()
    qtbot.waitUntil(lambda: counts(made.dialog) == "2 products, as before")
    return made


def test_a_rule_is_tried_out_and_applied_to_the_open_catalogue(
    qtbot: QtBot, librarian: Librarian, desk: ViewRuleDesk, folder: Path
) -> None:
    type_over(qtbot, desk.dialog, "a, b")
    qtbot.waitUntil(lambda: counts(desk.dialog) == "2 products → 1 product")
    assert lines(desk.dialog)[1] == "BG1_a.jpg + BG1_b.jpg → BG1"
    with qtbot.waitSignal(librarian.changed):
        qtbot.keyClick(words(desk.dialog), Qt.Key.Key_Return)
    assert not desk.dialog.isVisible()
    catalogue = Catalogue(folder)
    assert views.rule(catalogue) == LETTERS
    catalogue.close()
    desk.open()
    qtbot.waitUntil(lambda: counts(desk.dialog) == "1 product, as before")
    assert words(desk.dialog).text() == "a, b"


def test_a_catalogue_that_refuses_is_said_in_the_dialog(
    qtbot: QtBot, desk: ViewRuleDesk, folder: Path
) -> None:
    catalogue = Catalogue(folder)
    with catalogue.database.write():
        catalogue.database.execute("INSERT INTO setting(key, value) VALUES ('views', '{}x')")
    catalogue.close()
    type_over(qtbot, desk.dialog, "a, b")
    qtbot.keyClick(words(desk.dialog), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: counts(desk.dialog).startswith("The rule “views”"))
    assert words(desk.dialog).isEnabled()
