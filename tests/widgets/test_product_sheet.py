"""The sheet shows the chosen product and hands its actions on."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from core.records import Match
from desktop.matches.match_actions import MatchActions
from desktop.matches.product_sheet import ProductSheet
from desktop.photos.photo_actions import PhotoActions
from desktop.photos.photo_tile import LARGEST_SIDE, SMALLEST_SIDE, PhotoTile
from desktop.photos.thumbnails import ThumbnailLoader

MakeMatch = Callable[..., Match]


@pytest.fixture
def sheet(qtbot: QtBot, loader: ThumbnailLoader) -> ProductSheet:
    """An empty sheet."""
    actions, commands = PhotoActions(), MatchActions()
    made = ProductSheet(loader, actions, commands)
    for owned in (actions, commands):
        owned.setParent(made)
    qtbot.addWidget(made)
    return made


def label(sheet: ProductSheet, name: str) -> QLabel:
    """The sheet's label of that name."""
    found: QLabel = sheet.findChild(QLabel, name)
    return found


def tile(sheet: ProductSheet) -> PhotoTile:
    """The sheet's photo."""
    found: PhotoTile = sheet.findChild(PhotoTile, "sheet_photo")
    return found


def test_the_sheet_tells_all_about_a_match(
    qtbot: QtBot, sheet: ProductSheet, match: MakeMatch
) -> None:
    shown = match(1, likeness=0.4, reference="WB01")
    sheet.show_match(shown)
    assert sheet.isVisible()
    assert label(sheet, "sheet_reference").text() == "WB01"
    assert label(sheet, "sheet_category").text() == "Bags"
    assert label(sheet, "sheet_likeness").text() == "40\u00a0% alike"
    assert label(sheet, "sheet_meaning").text().startswith("0\u00a0%: no more alike")
    assert label(sheet, "sheet_path").text() == str(shown.photo_path)
    assert label(sheet, "sheet_path").toolTip() == str(shown.photo_path)
    qtbot.waitUntil(lambda: tile(sheet).image_width > 0)


def test_the_sheet_tells_what_a_share_means(sheet: ProductSheet, match: MakeMatch) -> None:
    sheet.show_match(replace(match(1, likeness=0.7), is_share=True))
    assert label(sheet, "sheet_likeness").text() == "70\u00a0% likely"
    assert "about 70 are the product" in label(sheet, "sheet_meaning").text()


def test_a_photo_of_another_product_is_not_taken(
    sheet: ProductSheet, loader: ThumbnailLoader, match: MakeMatch, picture: Callable[..., QImage]
) -> None:
    sheet.show_match(match(2))
    loader.ready.emit(101, picture())
    assert tile(sheet).image_width == 0


def test_a_small_thumbnail_does_not_replace_the_large_photo(
    sheet: ProductSheet, loader: ThumbnailLoader, match: MakeMatch, picture: Callable[..., QImage]
) -> None:
    sheet.show_match(match(2))
    for colour, width, expected in (
        ("#ff0000", 60, "#ff0000"),
        ("#00ff00", 160, "#00ff00"),
        ("#0000ff", 60, "#00ff00"),
    ):
        loader.ready.emit(102, picture(colour, width, width))
        shot = tile(sheet).grab().toImage()
        assert shot.pixelColor(shot.rect().center()).name() == expected


def test_clearing_hides_the_sheet_and_its_actions(sheet: ProductSheet, match: MakeMatch) -> None:
    sheet.show_match(match(1))
    copy = sheet.findChild(QToolButton, "sheet_copy_reference")
    assert copy.isEnabled()
    sheet.clear()
    assert not sheet.isVisible()
    assert not copy.isEnabled()


def test_the_copy_button_copies(qtbot: QtBot, sheet: ProductSheet, match: MakeMatch) -> None:
    sheet.show_match(match(1, reference="WB01-BLACK"))
    button = sheet.findChild(QToolButton, "sheet_copy_reference")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "WB01-BLACK"


@pytest.mark.parametrize("height", [240, 330, 900])
def test_the_photo_is_a_square_within_the_sheets_height(
    qtbot: QtBot, sheet: ProductSheet, match: MakeMatch, height: int
) -> None:
    sheet.show_match(match(1))
    sheet.resize(640, height)
    qtbot.waitUntil(lambda: tile(sheet).width() == tile(sheet).height())
    assert SMALLEST_SIDE <= tile(sheet).height() <= LARGEST_SIDE
    assert tile(sheet).height() < height - 60


def test_a_long_reference_does_not_widen_the_sheet(sheet: ProductSheet, match: MakeMatch) -> None:
    sheet.show_match(match(1))
    width = sheet.minimumSizeHint().width()
    sheet.show_match(match(2, reference="M" * 200))
    assert sheet.minimumSizeHint().width() == width
    assert label(sheet, "sheet_reference").toolTip() == "M" * 200
