"""The query pane says what became of the photo, in whatever order the answers arrive."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from core.records import Answer, Background
from desktop.query.query_pane import QueryPane

Picture = Callable[..., QImage]
MakeAnswer = Callable[..., Answer]


@pytest.fixture
def pane(qtbot: QtBot) -> QueryPane:
    """A pane without a photo."""
    made = QueryPane()
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
    pane.show_answer(answer(), picture("#00000000"))
    assert text(pane, "photo_state").startswith("Background removed")
    assert "0.8" in text(pane, "photo_state")
    assert not pane.findChild(QProgressBar, "photo_busy").isVisible()
    assert pane.view.is_compared


def test_a_kept_background_is_said_and_shown_whole(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_photo(picture())
    pane.show_answer(answer(Background.KEPT), None)
    assert text(pane, "photo_state").startswith("Background kept: no clear product found")
    assert not pane.view.is_compared


def test_an_answer_that_comes_before_the_photo_is_not_lost(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_searching(Path("query.jpg"))
    pane.show_answer(answer(), picture("#00000000"))
    pane.show_photo(picture())
    assert pane.view.is_compared


def test_the_last_answer_does_not_touch_the_next_photo(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_photo(picture())
    pane.show_answer(answer(), picture("#00000000"))
    pane.show_searching(Path("next.jpg"))
    pane.show_photo(picture())
    assert not pane.view.is_compared


def test_the_square_is_scaled_from_the_photo_to_its_smaller_image(
    pane: QueryPane, picture: Picture, answer: MakeAnswer
) -> None:
    pane.show_photo(picture("#336699", 200, 100))
    pane.show_answer(answer(Background.KEPT), None)
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
    pane.show_answer(answer(name="x" * 300 + ".jpg"), None)
    assert pane.minimumSizeHint().width() == width
    assert pane.findChild(QLabel, "photo_name").toolTip().endswith("x.jpg")


def test_markup_in_a_name_is_shown_as_it_is(pane: QueryPane) -> None:
    pane.show_searching(Path("<b>&amp;.jpg"))
    label: QLabel = pane.findChild(QLabel, "photo_name")
    assert label.textFormat() == Qt.TextFormat.PlainText
