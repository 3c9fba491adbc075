"""Recent photos in the File menu, and what is pasted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from core import folders
from desktop.main_window import MainWindow
from desktop.query.recent import MOST
from desktop.settings import Settings
from tests.widgets.test_drops import DATA_URI, PNG, mime
from tests.widgets.test_main_window import action, notice

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def closed(window: MainWindow) -> Iterator[None]:
    yield
    window.arrivals.close()
    QApplication.clipboard().clear()


def listed(window: MainWindow) -> list[str]:
    menu: QMenu = window.findChild(QMenu, "menu_recent")
    return [
        act.text() for act in menu.actions() if act.text() and act.objectName() != "clear_recent"
    ]


def test_the_newest_is_first_and_each_is_there_once(window: MainWindow) -> None:
    for name in ("a.jpg", "b.jpg", "a & c.jpg", "b.jpg"):
        window.recent.note((Path("/photos") / name,))
    assert listed(window) == ["&1 b.jpg", "&2 a && c.jpg", "&3 a.jpg"]
    window.recent.forget(Path("/photos/a.jpg"))
    assert listed(window) == ["&1 b.jpg", "&2 a && c.jpg"]


def test_ten_are_kept_with_a_key_each(window: MainWindow) -> None:
    for number in range(MOST + 5):
        window.recent.note((Path(f"/photos/{number}.jpg"), Path("/photos/back.jpg")))
    assert len(listed(window)) == MOST
    assert listed(window)[0] == "&1 14.jpg and 1 more"
    assert listed(window)[-1] == "1&0 5.jpg and 1 more"


def test_one_is_chosen_and_the_list_is_cleared(qtbot: QtBot, window: MainWindow) -> None:
    menu: QMenu = window.findChild(QMenu, "menu_recent")
    assert not menu.isEnabled()
    photos = (Path("/photos/a.jpg"),)
    window.recent.note(photos)
    assert menu.isEnabled()
    with qtbot.waitSignal(window.recent.chosen) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args == [photos]
    with qtbot.waitSignal(window.recent.changed):
        window.findChild(QAction, "clear_recent").trigger()
    assert (listed(window), menu.isEnabled()) == ([], False)


def test_thumbnails_are_asked_for_when_the_menu_opens(
    qtbot: QtBot, window: MainWindow, photo: Write
) -> None:
    menu: QMenu = window.findChild(QMenu, "menu_recent")
    window.recent.note((photo(colour="red"),))
    assert menu.actions()[0].icon().isNull()
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: not menu.actions()[0].icon().isNull())
    assert menu.actions()[0].icon().pixmap(16).toImage().pixelColor(4, 4).red() > 200


def test_what_was_recent_is_so_after_the_next_start(window: MainWindow, tmp_path: Path) -> None:
    queries = [(Path("/a/été.jpg"),), (Path("/b.jpg"), Path("/c.jpg"))]
    Settings(tmp_path / "settings.ini").recent = queries
    kept = Settings(tmp_path / "settings.ini").recent
    assert kept == queries
    window.recent.restore(kept)
    assert window.recent.queries == queries


@pytest.mark.parametrize("damaged", ["{", "3", '[3, "a"]', "null", "[[1]]"])
def test_damaged_settings_are_no_list(tmp_path: Path, damaged: str) -> None:
    settings = Settings(tmp_path / "settings.ini")
    settings._values.setValue("recent", damaged)
    assert Settings(tmp_path / "settings.ini").recent == [] or damaged == '[3, "a"]'


def test_a_copied_picture_is_pasted(qtbot: QtBot, window: MainWindow) -> None:
    QApplication.clipboard().setImage(QImage.fromData(PNG))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.photos_chosen, timeout=5000) as chosen:
        qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert chosen.args[0][0].parent.parent == folders.queries_folder()


@pytest.mark.parametrize("form", ["file", "text", "html"])
def test_a_file_or_a_picture_in_an_address_is_pasted(
    qtbot: QtBot, window: MainWindow, photo: Write, form: str
) -> None:
    path = photo()
    data = {
        "file": QMimeData(),
        "text": mime(text=DATA_URI),
        "html": mime(html=f'<img src="{DATA_URI}">'),
    }[form]
    if form == "file":
        data.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(window.photos_chosen, timeout=5000) as chosen:
        action(window, "action_paste").trigger()
    assert (chosen.args[0][0] == path) == (form == "file")


def test_a_web_address_is_asked_about(window: MainWindow) -> None:
    QApplication.clipboard().setText("https://shop.example/bag.jpg")
    action(window, "action_paste").trigger()
    assert notice(window) == "Fetch the picture from shop.example?"


@pytest.mark.parametrize("by_menu", [False, True])
def test_in_a_field_text_is_pasted(qtbot: QtBot, window: MainWindow, by_menu: bool) -> None:
    QApplication.clipboard().setText("https://shop.example/red bag")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field = window.findChild(QLineEdit, "describe_words")
    window.set_catalogue("Autumn", 3, 3)
    window.offer_words("CLIP")
    window.workspace.describe()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    if by_menu:
        action(window, "action_paste").trigger()
    else:
        qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "https://shop.example/red bag"
    assert not window.notice_bar.isVisible()


def test_an_empty_clipboard_is_told(window: MainWindow) -> None:
    QApplication.clipboard().clear()
    action(window, "action_paste").trigger()
    assert "There is no picture" in notice(window)
