"""The row under the photo switches, adds and leaves out."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core.records import MOST_QUERY_PHOTOS
from desktop.query.photo_row import PhotoRow

FRONT, BACK, SIDE = (Path(f"/photos/{name}.jpg") for name in ("front", "back", "side"))


@pytest.fixture
def row(qtbot: QtBot) -> PhotoRow:
    made = PhotoRow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def views(row: PhotoRow) -> list[QToolButton]:
    found = row.findChildren(QToolButton)
    return [button for button in found if button.isVisible() and button.isCheckable()]


def action(row: PhotoRow, name: str) -> QAction:
    found: QAction = row.findChild(QAction, name)
    return found


def test_one_photo_needs_no_buttons_but_may_get_another(qtbot: QtBot, row: PhotoRow) -> None:
    assert not action(row, "add_view").isEnabled()
    add = row.findChild(QToolButton, "add_view_button")
    row.show_photos((FRONT,), FRONT)
    assert views(row) == []
    assert add.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert not action(row, "leave_out").isEnabled()
    with qtbot.waitSignal(row.add_requested):
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)


def test_each_of_several_is_seen_at_a_click_or_key(qtbot: QtBot, row: PhotoRow) -> None:
    row.show_photos((FRONT, BACK, SIDE), BACK)
    buttons = views(row)
    add = row.findChild(QToolButton, "add_view_button")
    assert add.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert [button.isChecked() for button in buttons] == [False, True, False]
    assert buttons[2].accessibleName() == "side.jpg, 3 of 3"
    with qtbot.waitSignal(row.chosen) as chosen:
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert chosen.args == [FRONT]
    with qtbot.waitSignal(row.chosen) as chosen:
        qtbot.keyClick(buttons[2], Qt.Key.Key_Space)
    assert chosen.args == [SIDE]


def test_the_one_that_is_seen_is_left_out(qtbot: QtBot, row: PhotoRow) -> None:
    row.show_photos((FRONT, BACK), BACK)
    with qtbot.waitSignal(row.left_out) as gone:
        qtbot.keyClick(views(row)[1], Qt.Key.Key_Delete)
    assert gone.args == [BACK]
    row.show_photos((FRONT,), FRONT)
    assert views(row) == []


def test_thumbnails_come_to_their_photos(row: PhotoRow) -> None:
    row.show_photos((FRONT, BACK), FRONT)
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    row.set_thumbnail(1, image)
    row.set_thumbnail(7, image)
    assert [button.icon().isNull() for button in views(row)] == [True, False]


def test_there_is_an_end_to_adding(row: PhotoRow) -> None:
    row.show_photos([Path(f"/{number}.jpg") for number in range(MOST_QUERY_PHOTOS)], Path("/0.jpg"))
    assert not action(row, "add_view").isEnabled()
