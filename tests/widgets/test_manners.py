"""What a desktop program is expected to do: preferences, catalogues, recent things, messages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QSlider,
    QSystemTrayIcon,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core import folders
from core.catalogue import Catalogue
from core.records import Progress, Stage
from core.thumbnail_store import ThumbnailStore
from desktop.catalogues.catalogues_desk import CataloguesDesk
from desktop.main_window import MainWindow
from desktop.notifier import Notifier
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.preferences.preferences_dialog import PreferencesDialog
from desktop.settings import MOST_RECENT, Settings
from desktop.work_details import WorkDetails
from tests.widgets.catalogues import Tended


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home / "settings.ini")


@pytest.fixture
def desk(window: MainWindow, settings: Settings) -> CataloguesDesk:
    return CataloguesDesk(window, settings)


def action(window: MainWindow, name: str) -> QAction:
    found: QAction = window.findChild(QAction, name)
    return found


def notice(window: MainWindow) -> str:
    label: QLabel = window.notice_bar.findChild(QLabel, "notice_text")
    return label.text() if window.notice_bar.isVisible() else ""


def choose(qtbot: QtBot, box: QComboBox, text: str) -> None:
    """By the keyboard, as in the open list."""
    box.setFocus()
    while box.currentText() != text:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down if box.findText(text) > before else Qt.Key.Key_Up)
        assert box.currentIndex() != before


def test_a_preference_is_in_force_as_soon_as_it_is_chosen(
    qtbot: QtBot, window: MainWindow, settings: Settings
) -> None:
    dialog = PreferencesDialog(window, settings)
    dialog.show()
    language = dialog.findChild(QComboBox, "preferences_language")
    assert language.currentText() == "As the system"
    chosen: list[str] = []
    dialog.language_chosen.connect(chosen.append)
    dialog.theme_chosen.connect(chosen.append)
    choose(qtbot, language, "Français")
    choose(qtbot, dialog.findChild(QComboBox, "preferences_theme"), "Light")
    assert chosen == ["en", "fr", "light"]
    for name, signal in (
        ("preferences_motion", dialog.motion_chosen),
        ("preferences_toolbar", dialog.toolbar_chosen),
    ):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(dialog.findChild(QWidget, name), Qt.Key.Key_Space)
    assert settings.notifies
    qtbot.keyClick(dialog.findChild(QWidget, "preferences_notifies"), Qt.Key.Key_Space)
    assert not settings.notifies
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_is_chosen_is_there_at_the_next_start(home: Path) -> None:
    settings = Settings(home / "settings.ini")
    settings.language, settings.theme = "fr", "dark"
    settings.notifies, settings.reduces_motion, settings.shows_toolbar = False, True, False
    settings.catalogue = Path("/é/Autumn")
    settings.remember_folder(Path("/photos, 1"))
    again = Settings(home / "settings.ini")
    assert (again.language, again.theme) == ("fr", "dark")
    assert (again.notifies, again.reduces_motion, again.shows_toolbar) == (False, True, False)
    assert again.catalogues == [Path("/é/Autumn")]
    assert again.folders == [Path("/photos, 1")]


def test_of_recent_things_the_last_comes_first_once_and_few_are_kept(settings: Settings) -> None:
    for number in range(MOST_RECENT + 3):
        settings.remember_folder(Path(f"/{number}"))
    settings.remember_folder(Path("/5"))
    assert settings.folders[0] == Path("/5")
    assert len(settings.folders) == len(set(settings.folders)) == MOST_RECENT
    settings.forget_folders()
    assert settings.folders == []


def test_the_catalogues_that_were_open_are_in_the_menu(
    qtbot: QtBot, window: MainWindow, desk: CataloguesDesk, settings: Settings, tmp_path: Path
) -> None:
    Catalogue(tmp_path / "Autumn & winter").close()
    settings.catalogue = tmp_path / "Autumn & winter"
    desk.show(tmp_path / "Autumn & winter")
    entries = [a for a in window.menus.catalogues.actions() if a.text()]
    assert [a.text() for a in entries] == ["&1  Autumn && winter", "&2  My catalogue"]
    assert [a.isChecked() for a in entries] == [True, False]
    with qtbot.waitSignal(desk.chosen) as chosen:
        entries[0].trigger()
    assert chosen.args == [tmp_path / "Autumn & winter"]


def test_one_that_is_gone_is_told_and_leaves_the_menu(
    qtbot: QtBot, window: MainWindow, desk: CataloguesDesk, settings: Settings, tmp_path: Path
) -> None:
    settings.catalogue = tmp_path / "Gone"
    desk.show(tmp_path / "Gone")
    with qtbot.assertNotEmitted(desk.chosen):
        window.menus.catalogues.actions()[0].trigger()
    assert "There is no catalogue in" in notice(window)
    assert settings.catalogues == []
    assert not (tmp_path / "Gone").exists()


@pytest.mark.parametrize(
    ("name", "is_possible"),
    [
        ("Été 2027", True),
        ("", False),
        ("a/b", False),
        ("..", False),
        ("  x ", True),
        ("a:b", False),
    ],
)
def test_a_new_catalogue_has_a_name_that_a_folder_can_have(
    qtbot: QtBot,
    window: MainWindow,
    desk: CataloguesDesk,
    name: str,
    is_possible: bool,
) -> None:
    action(window, "action_new_catalogue").trigger()
    dialog = window.findChild(QDialog, "dialog_new_catalogue")
    field = dialog.findChild(QLineEdit)
    field.insert(name)
    accept = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert accept.isEnabled() == is_possible
    assert accept.text() == "&Create"
    if is_possible:
        with qtbot.waitSignal(desk.chosen) as chosen:
            qtbot.keyClick(field, Qt.Key.Key_Return)
        assert chosen.args == [folders.catalogues_folder() / name.strip()]
    else:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_catalogue_elsewhere_is_opened_where_there_is_one(
    qtbot: QtBot, window: MainWindow, desk: CataloguesDesk, tmp_path: Path
) -> None:
    Catalogue(tmp_path / "theirs").close()
    (tmp_path / "none").mkdir()
    for name, is_one in (("theirs", True), ("none", False)):
        chosen: list[Path] = []
        desk.chosen.connect(chosen.append)
        action(window, "action_open_catalogue").trigger()
        dialog = window.findChildren(QFileDialog, "dialog_catalogue")[-1]
        dialog.findChild(QLineEdit).setText(str(tmp_path / name))
        dialog.accept()
        assert chosen == ([tmp_path / name] if is_one else [])
        assert ("There is no catalogue in" in notice(window)) != is_one
        desk.chosen.disconnect(chosen.append)


def test_a_folder_of_late_is_indexed_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    menu = window.menus.recent_folders
    assert not menu.menuAction().isEnabled()
    menu.set_entries([("photos", tmp_path)])
    with qtbot.waitSignal(window.folder_chosen) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args == [tmp_path]
    with qtbot.waitSignal(menu.cleared):
        action(window, "menu_recent_folders_clear").trigger()


def test_the_toolbar_is_shown_and_hidden_by_its_entry(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.findChild(QToolBar, "toolbar")
    action(window, "action_toolbar").setChecked(bar.isVisible())
    with qtbot.waitSignal(window.toolbar_chosen) as chosen:
        action(window, "action_toolbar").trigger()
    assert chosen.args == [False]
    assert not bar.isVisible()
    action(window, "action_toolbar").trigger()
    assert bar.isVisible()
    button = bar.findChild(QToolButton, "toolbar_action_open")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.findChild(QFileDialog, "dialog_photo").isVisible()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages that the system was given; a test's machine shows none."""
    messages: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _tray, _title, text, *_rest: messages.append(text)
    )
    return messages


def test_the_end_of_long_work_is_told_behind_another_window(
    qtbot: QtBot, window: MainWindow, settings: Settings, told: list[str]
) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is other)
    notifier = Notifier(window, settings, long_ms=50)
    notifier.note(True)
    qtbot.wait(80)
    notifier.note(True)
    notifier.tell_ended("Ready: 3 products")
    assert told == ["Ready: 3 products"]
    notifier.note(True)
    notifier.tell_ended("short")
    settings.notifies = False
    notifier.note(True)
    qtbot.wait(80)
    notifier.tell_ended("unwanted")
    settings.notifies = True
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    notifier.note(True)
    qtbot.wait(80)
    notifier.tell_ended("seen")
    assert told == ["Ready: 3 products"]


def test_all_that_is_known_of_the_work_is_there_on_demand(qtbot: QtBot, window: MainWindow) -> None:
    details = WorkDetails(window)
    details.show()

    def says(name: str) -> str:
        label: QLabel = details.findChild(QLabel, name)
        return label.text()

    assert says("work_stage") == "Nothing: all is done"
    details.show_progress(Progress(Stage.EMBEDDING, 12, 48, 3, seconds_left=200, a_second=2.5))
    assert says("work_stage") == "Indexing photos"
    assert says("work_done") == "12 of 48"
    assert says("work_pace") == "2.5 photos/s"
    assert says("work_left") == "about 3 minutes left"
    assert says("work_aside") == "3 photos"
    qtbot.waitUntil(lambda: says("work_elapsed") == "0:01", timeout=3000)
    details.set_busy(False)
    assert says("work_done") == "–"
    qtbot.keyClick(details, Qt.Key.Key_Escape)
    assert not details.isVisible()


def test_products_come_in_the_order_that_is_chosen(qtbot: QtBot, tended: Tended) -> None:
    box = tended.view.arrangement.findChild(QComboBox, "catalogue_order")
    choose(qtbot, box, "Newest first")
    qtbot.waitUntil(lambda: list(tended.view.model.ids) == sorted(tended.view.model.ids)[::-1])
    choose(qtbot, box, "Most photos first")
    tended.shows("B1", "B2", "S1", "S2")


def test_photos_are_as_large_as_wanted(qtbot: QtBot, tended: Tended) -> None:
    grid, slider = tended.view.grid, tended.view.findChild(QSlider, "catalogue_size")
    before = grid.geometry_of_cells.width
    slider.setFocus()
    for _ in range(4):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert grid.geometry_of_cells.width > before
    larger = slider.value()
    middle = QPointF(grid.viewport().rect().center())
    event = QWheelEvent(
        *(middle, middle, QPoint(), QPoint(0, -120)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(grid.viewport(), event)
    assert slider.value() < larger


def test_thumbnails_come_from_disk_at_the_next_start(
    qtbot: QtBot, tmp_path: Path, photo: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = photo("bag.jpg", "red", (900, 600))

    def load() -> QImage:
        loader = ThumbnailLoader(store=ThumbnailStore(tmp_path / "t.db"))
        with qtbot.waitSignal(loader.ready) as ready:
            loader.request(7, path, 120)
        loader.close()
        image: QImage = ready.args[1]
        return image

    first = load()

    def refuse(*_arguments: object) -> QImage:
        raise AssertionError("decoded again")

    monkeypatch.setattr("core.intake.load", refuse)
    again = load()
    assert (again.width(), again.height()) == (first.width(), first.height()) == (120, 80)
    assert again.pixelColor(60, 40).red() > 240
