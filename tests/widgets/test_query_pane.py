"""The query pane says what became of the photo, in whatever order the answers arrive."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from core.records import Answer, Background
from desktop.query.cutout_actions import CutoutActions
from desktop.query.look_actions import LookActions
from desktop.query.query_pane import QueryPane

Picture = Callable[..., QImage]
MakeAnswer = Callable[..., Answer]


@pytest.fixture
def actions(qapp: QApplication) -> CutoutActions:
    """What can be done with the cut-out of the pane."""
    return CutoutActions()


@pytest.fixture
def pane(qtbot: QtBot, actions: CutoutActions) -> QueryPane:
    """A pane without a photo."""
    made = QueryPane(actions, LookActions())
    qtbot.addWidget(made)
    made.resize(500, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def text(pane: QueryPane, name: str) -> str:
    """What the label of that name says."""
    label: QLabel = pane.findChild(QLabel, name)
    assert label.isVisible()
    return label.text()


@pytest.mark.parametrize("name", ["open_photo_button", "open_another_button"])
def test_a_photo_can_be_opened_from_both_pages(qtbot: QtBot, pane: QueryPane, name: str) -> None:
    if name == "open_another_button":
        pane.show_searching(Path("a.jpg"))
    with qtbot.waitSignal(pane.open_requested):
        qtbot.mouseClick(pane.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_the_empty_pane_is_a_drop_target(pane: QueryPane) -> None:
    target = pane.findChild(QFrame, "drop_target")
    assert target.isVisible()
    pane.show_searching(Path("a.jpg"))
    assert not target.isVisible()
    pane.show_empty()
    assert target.isVisible()


def test_dragging_lights_the_target(pane: QueryPane) -> None:
    target = pane.findChild(QFrame, "drop_target")
    before = target.grab().toImage()
    pane.set_drag_active(True)
    assert target.grab().toImage() != before
    pane.set_drag_active(False)
    assert target.grab().toImage() == before


def test_searching_names_the_photo_and_moves(pane: QueryPane) -> None:
    pane.show_searching(Path("/photos/IMG 12 ü.jpg"))
    assert text(pane, "photo_name") == "IMG 12 ü.jpg"
    busy = pane.findChild(QProgressBar, "photo_busy")
    assert busy.isVisible()
    assert busy.maximum() == 0


def test_an_answer_ends_the_search_and_tells_the_background(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_searching(Path("query.jpg"))
    pane.show_photo(picture())
    pane.show_answer(answer())
    assert text(pane, "photo_state").startswith("Background removed")
    assert "0.8" in text(pane, "photo_state")
    assert pane.findChild(QProgressBar, "photo_busy").isVisible()
    assert not pane.view.is_compared
    pane.show_cutout(picture("#00000000"))
    assert not pane.findChild(QProgressBar, "photo_busy").isVisible()
    assert pane.view.is_compared


def test_the_square_is_shown_before_the_cutout_and_stays_without_it(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_photo(picture("#336699", 200, 100))
    whole = pane.view.grab().toImage()
    pane.show_answer(answer())
    with_square = pane.view.grab().toImage()
    assert with_square != whole
    pane.show_cutout(None)
    assert pane.view.grab().toImage() == with_square
    assert text(pane, "photo_state").startswith("Background removed")
    assert not pane.findChild(QProgressBar, "photo_busy").isVisible()


def test_the_same_photo_answered_again_keeps_its_cutout_and_its_divider(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_photo(picture())
    pane.show_answer(answer())
    pane.show_cutout(picture("#00000000"))
    pane.view.divider = 0.8
    shown = pane.view.grab().toImage()
    pane.show_answer(answer())
    assert pane.view.grab().toImage() == shown
    pane.show_cutout(picture("#11000000"))
    assert pane.view.divider == 0.8
    pane.show_answer(answer(Background.KEPT))
    assert not pane.view.is_compared


def test_what_can_be_done_with_a_cutout_needs_one(
    qtbot: QtBot,
    pane: QueryPane,
    actions: CutoutActions,
    picture: Picture,
    answer: MakeAnswer,
) -> None:
    button = pane.findChild(QToolButton, "save_cutout_button")

    def enabled() -> list[bool]:
        return [*(action.isEnabled() for action in actions.all()), button.isEnabled()]

    pane.show_searching(Path("query.jpg"))
    pane.show_photo(picture())
    pane.show_answer(answer())
    assert not any(enabled())
    pane.show_cutout(picture("#00000000"))
    assert all(enabled())
    assert button.accessibleName() == "Save cut-out"
    assert "Ctrl+Shift+S" in button.toolTip()
    assert [action.objectName() for action in pane.view.actions()] == ["save_cutout", "copy_cutout"]
    with qtbot.waitSignal(actions.save_requested) as asked:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.args == [Path("/photos/query.jpg")]
    pane.show_error("Sorry.")
    assert not any(enabled())


def test_a_copied_cutout_keeps_its_transparency(
    qtbot: QtBot, pane: QueryPane, actions: CutoutActions, picture: Picture, answer: MakeAnswer
) -> None:
    cutout = picture("#00000000")
    cutout.setPixelColor(50, 50, QColor("#c81428"))
    pane.show_answer(answer())
    pane.show_cutout(cutout)
    with qtbot.waitSignal(actions.copied):
        actions.copy.trigger()
    pasted = QApplication.clipboard().image()
    assert pasted.pixelColor(50, 50) == QColor("#c81428")
    assert pasted.pixelColor(0, 0).alpha() == 0


def test_a_kept_background_is_said_and_shown_whole(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_photo(picture())
    pane.show_answer(answer(Background.KEPT))
    assert text(pane, "photo_state").startswith("Background kept: no clear product found")
    assert not pane.view.is_compared


def test_an_answer_that_comes_before_the_photo_is_not_lost(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_searching(Path("query.jpg"))
    pane.show_answer(answer())
    pane.show_cutout(picture("#00000000"))
    pane.show_photo(picture())
    assert pane.view.is_compared


def test_the_last_answer_does_not_touch_the_next_photo(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_photo(picture())
    pane.show_answer(answer())
    pane.show_cutout(picture("#00000000"))
    pane.show_searching(Path("next.jpg"))
    pane.show_photo(picture())
    assert not pane.view.is_compared


def test_the_square_is_scaled_from_the_photo_to_its_smaller_image(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_photo(picture("#336699", 200, 100))
    pane.show_answer(answer(Background.KEPT))
    shot = pane.view.grab().toImage()
    area: QRect = pane.view.photo_area()
    x, y = area.left() + area.width() // 4, area.center().y()
    around = [shot.pixelColor(x + step, y).lightness() for step in range(-3, 4)]
    assert max(around) > 200
    assert shot.pixelColor(area.center()).name() == "#336699"


def test_an_error_is_a_sentence_in_place_of_the_photo(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_searching(Path("a.jpg"))
    pane.show_error("a.jpg is empty.")
    assert text(pane, "photo_error") == "a.jpg is empty."
    assert not pane.view.isVisible()
    pane.show_searching(Path("b.jpg"))
    assert pane.view.isVisible()
    assert not pane.findChild(QLabel, "photo_error").isVisible()


def test_a_very_long_name_neither_widens_the_pane_nor_is_lost(
    pane: QueryPane, answer: MakeAnswer
) -> None:
    width = pane.minimumSizeHint().width()
    pane.show_answer(answer(name="x" * 300 + ".jpg"))
    assert pane.minimumSizeHint().width() == width
    assert pane.findChild(QLabel, "photo_name").toolTip().endswith("x.jpg")


def test_markup_in_a_name_is_shown_as_it_is(pane: QueryPane) -> None:
    pane.show_searching(Path("<b>&amp;.jpg"))
    label: QLabel = pane.findChild(QLabel, "photo_name")
    assert label.textFormat() == Qt.TextFormat.PlainText
