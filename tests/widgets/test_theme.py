"""Both schemes are readable, and everything follows when the scheme changes."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.records import Match
from desktop import theme
from desktop.icons import app_icon, icon
from desktop.main_window import MainWindow
from desktop.theme import DARK, LIGHT, Tones


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours."""

    def luminance(colour: str) -> float:
        parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_every_ground(tones: Tones) -> None:
    for ground in (tones.window, tones.base, tones.raised, tones.wash):
        assert contrast(tones.text, ground) >= 7
        assert contrast(tones.quiet, ground) >= 4.5
        assert contrast(tones.accent, ground) >= 4.5
    assert contrast(tones.on_accent, tones.accent) >= 4.5


@pytest.mark.parametrize(("scheme", "tones"), [("light", LIGHT), ("dark", DARK)])
def test_a_chosen_scheme_dresses_the_application(
    qapp: QApplication, scheme: str, tones: Tones
) -> None:
    theme.apply(qapp, scheme)
    assert qapp.palette().window().color().name() == tones.window
    assert qapp.palette().accent().color().name() == tones.accent


def test_an_open_window_follows_the_scheme(
    qapp: QApplication, window: MainWindow, match: Callable[..., Match]
) -> None:
    window.matches_view.set_matches((match(1),))
    for scheme, tones in (("dark", DARK), ("light", LIGHT)):
        theme.apply(qapp, scheme)
        qapp.processEvents()
        shot = window.grab().toImage()
        assert shot.pixelColor(4, window.height() // 2).name() == tones.window
        label = window.findChild(QLabel, "sheet_reference")
        assert label.palette().color(QPalette.ColorRole.WindowText).name() == tones.text


def test_what_belongs_to_a_window_follows_the_scheme(
    qapp: QApplication, qtbot: QtBot, undressed: None
) -> None:
    """A dialog that is open, one that is made later, and a window that is."""
    window = QWidget()
    qtbot.addWidget(window)
    theme.dress(window)
    early = QDialog(window)
    for scheme, tones in (("dark", DARK), ("light", LIGHT)):
        theme.apply(qapp, scheme)
        later, other = QDialog(window), QWidget()
        qtbot.addWidget(other)
        theme.dress(other)
        for owner in (early, later, other):
            assert _border(QLineEdit(owner)) == tones.line


def _border(field: QLineEdit) -> str:
    """What only the sheet gives a field."""
    field.resize(80, 30)
    return field.grab().toImage().pixelColor(40, 0).name()


@pytest.fixture
def undressed(qapp: QApplication) -> Iterator[None]:
    """The application wears no sheet, as it is outside tests."""
    worn = qapp.styleSheet()
    qapp.setStyleSheet("")
    yield
    qapp.setStyleSheet(worn)


def test_icons_take_the_colour_of_the_scheme(qapp: QApplication, qtbot: QtBot) -> None:
    drawn = icon("close")
    seen = []
    for scheme, tones in (("light", LIGHT), ("dark", DARK)):
        theme.apply(qapp, scheme)
        image = drawn.pixmap(QSize(48, 48), 1.0).toImage()
        assert image.pixelColor(24, 24).name() == tones.text
        assert image.pixelColor(2, 24).alpha() == 0
        seen.append(image)
    assert seen[0] != seen[1]


@pytest.mark.parametrize(("scheme", "tones"), [("light", LIGHT), ("dark", DARK)])
def test_a_ticked_box_stands_out_in_the_accent(
    qapp: QApplication, qtbot: QtBot, scheme: str, tones: Tones
) -> None:
    theme.apply(qapp, scheme)
    box = QCheckBox("Watch")
    qtbot.addWidget(box)
    theme.dress(box)
    box.setChecked(True)
    image = box.grab().toImage()
    near = [image.pixelColor(x, y).name() for x in range(18) for y in range(image.height())]
    assert near.count(tones.accent) > 50
    assert tones.on_accent in near  # the tick


def test_icons_are_sharp_on_a_fine_screen(qapp: QApplication) -> None:
    pixmap = icon("photo").pixmap(QSize(24, 24), 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (48, 2.0)
    assert not app_icon().pixmap(QSize(256, 256)).isNull()
