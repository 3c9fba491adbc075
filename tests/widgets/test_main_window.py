"""The window turns drops, menus and dialogs into what the person wants."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSplitter,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.records import Match
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.workspace import LABORATORY
from tests.widgets import laboratories

MakeMatch = Callable[..., Match]
HERE = QPointF(600, 400)


def mime(*paths: Path) -> QMimeData:
    """What a file manager hands over."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(window: MainWindow, data: QMimeData) -> QDragEnterEvent:
    """`data` is dragged over the window."""
    event = QDragEnterEvent(
        HERE.toPoint(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)
    return event


def drop(
    window: MainWindow,
    data: QMimeData,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """`data` is dragged over the window and dropped there."""
    assert drag(window, data).isAccepted()
    event = QDropEvent(
        HERE,
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        keys,
    )
    QApplication.sendEvent(window, event)
    assert not veil(window).isVisible()


def veil(window: MainWindow) -> QWidget:
    """The highlight of the whole window."""
    found: QWidget = window.findChild(QWidget, "drop_veil")
    return found


def action(window: MainWindow, name: str) -> QAction:
    """The action of that name."""
    found: QAction = window.findChild(QAction, name)
    return found


def notice(window: MainWindow) -> str:
    """What the notice bar says."""
    assert window.notice_bar.isVisible()
    label: QLabel = window.notice_bar.findChild(QLabel, "notice_text")
    return label.text()


def test_the_keyboard_begins_where_a_photo_is_opened(qtbot: QtBot, window: MainWindow) -> None:
    button = window.findChild(QPushButton, "open_photo_button")
    assert window.focusWidget() is button
    with qtbot.waitSignal(window.query_pane.open_requested):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    window.findChild(QFileDialog).reject()


def test_a_dropped_photo_is_looked_for(
    qtbot: QtBot, window: MainWindow, photo: Callable[..., Path]
) -> None:
    path = photo("été à la plage.jpg")
    with qtbot.waitSignal(window.photos_chosen) as chosen:
        drop(window, mime(path))
    assert chosen.args == [(path,)]
    assert not window.notice_bar.isVisible()


def test_a_dropped_folder_asks_to_be_indexed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.folder_chosen) as chosen:
        drop(window, mime(tmp_path))
    assert chosen.args == [tmp_path]


@pytest.mark.parametrize(
    ("label", "is_indexed", "is_asked"),
    [("&Index anyway", True, False), ("Choose another &folder…", False, True)],
)
def test_before_the_home_folder_is_indexed_it_is_asked_about(
    qtbot: QtBot, window: MainWindow, label: str, is_indexed: bool, is_asked: bool
) -> None:
    chosen: list[Path] = []
    window.folder_chosen.connect(chosen.append)
    drop(window, mime(Path.home()))
    box = window.findChild(QMessageBox, "dialog_unwise")
    assert box.isVisible()
    assert str(Path.home()) in box.text()
    assert chosen == []
    (button,) = [button for button in box.buttons() if button.text() == label]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen == ([Path.home()] if is_indexed else [])
    assert (window.findChild(QFileDialog, "dialog_folder") is not None) == is_asked
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "dialog_unwise") is None)


def test_a_chosen_home_folder_is_asked_about_and_can_be_left(
    qtbot: QtBot, window: MainWindow
) -> None:
    action(window, "action_index").trigger()
    dialog = window.findChild(QFileDialog, "dialog_folder")
    dialog.findChild(QLineEdit).setText(str(Path.home()))
    with qtbot.assertNotEmitted(window.folder_chosen):
        dialog.accept()
        box = window.findChild(QMessageBox, "dialog_unwise")
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "dialog_unwise") is None)


def test_several_files_are_photos_of_one_product(
    qtbot: QtBot, window: MainWindow, photo: Callable[..., Path]
) -> None:
    first, second = photo("first.jpg"), photo("second.jpg")
    with qtbot.waitSignal(window.photos_chosen) as chosen:
        drop(window, mime(first, second))
    assert chosen.args == [(first, second)]
    assert not window.notice_bar.isVisible()


def test_what_is_dropped_with_shift_is_looked_at_too(
    qtbot: QtBot, window: MainWindow, photo: Callable[..., Path]
) -> None:
    with (
        qtbot.waitSignal(window.photos_added) as added,
        qtbot.assertNotEmitted(window.photos_chosen),
    ):
        drop(window, mime(photo("back.jpg")), Qt.KeyboardModifier.ShiftModifier)
    assert added.args == [(photo("back.jpg"),)]


def test_the_whole_window_lights_up_while_a_file_is_dragged(
    window: MainWindow, photo: Callable[..., Path]
) -> None:
    drag(window, mime(photo()))
    assert veil(window).isVisible()
    assert veil(window).size() == window.centralWidget().size()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not veil(window).isVisible()


def test_no_child_swallows_drops(window: MainWindow) -> None:
    takers = [child for child in window.findChildren(QWidget) if child.acceptDrops()]
    assert takers == []


def test_menus_say_what_is_wanted(qtbot: QtBot, window: MainWindow) -> None:
    for name, signal in (
        ("action_sample", window.sample_requested),
        ("action_my_catalogue", window.my_catalogue_requested),
        ("action_encoder", window.encoder_requested),
        ("action_removal", window.removal_requested),
        ("action_import_models", window.import_models_requested),
        ("action_export_models", window.export_models_requested),
        ("action_guide", window.guide_requested),
        ("action_log", window.log_requested),
        ("action_quit", window.closing),
    ):
        with qtbot.waitSignal(signal):
            action(window, name).trigger()


def test_the_panes_hand_their_wishes_on(qtbot: QtBot, window: MainWindow) -> None:
    for inner, outer in (
        (window.status_line.cancel_requested, window.cancel_requested),
        (window.status_line.set_aside_requested, window.set_aside_requested),
        (window.matches_view.sample_requested, window.sample_requested),
    ):
        with qtbot.waitSignal(outer):
            inner.emit()


@pytest.mark.parametrize(
    ("trigger", "dialog_name", "signal"),
    [
        ("action_index", "dialog_folder", "folder_chosen"),
        ("action_open", "dialog_photo", "photos_chosen"),
    ],
)
def test_dialogs_are_driven_without_blocking(
    qtbot: QtBot,
    window: MainWindow,
    photo: Callable[..., Path],
    trigger: str,
    dialog_name: str,
    signal: str,
) -> None:
    path = photo()
    target = path.parent if dialog_name == "dialog_folder" else path
    action(window, trigger).trigger()
    dialog = window.findChild(QFileDialog, dialog_name)
    assert dialog.isVisible()
    dialog.findChild(QLineEdit).setText(str(target))
    with qtbot.waitSignal(getattr(window, signal)) as chosen:
        dialog.accept()
    assert chosen.args == [target if signal == "folder_chosen" else (target,)]


@pytest.mark.parametrize("name", ["folder", "photo"])
def test_what_is_chosen_from_can_be_neither_deleted_nor_moved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str
) -> None:
    (tmp_path / "inside" / "Bags").mkdir(parents=True)
    action(window, {"folder": "action_index", "photo": "action_open"}[name]).trigger()
    dialog = window.findChild(QFileDialog, f"dialog_{name}")
    dialog.setDirectory(str(tmp_path / "inside"))
    tree = dialog.findChild(QTreeView, "treeView")
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.rootIndex()) == 1)
    flags = tree.model().flags(tree.model().index(0, 0, tree.rootIndex()))
    assert not flags & (Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsEditable)
    dialog.reject()


def test_a_cancelled_dialog_chooses_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.ask_photo()
    with qtbot.assertNotEmitted(window.photos_chosen):
        window.findChild(QFileDialog, "dialog_photo").reject()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog, "dialog_photo") is None)


@pytest.mark.parametrize(
    ("keys", "name"),
    [("Ctrl+O", "action_index"), ("Ctrl+Shift+O", "action_open"), ("F1", "action_guide")],
)
def test_shortcuts(window: MainWindow, keys: str, name: str) -> None:
    assert action(window, name).shortcut().toString() == keys
    assert keys in action(window, name).toolTip()


def test_no_two_actions_share_a_shortcut(window: MainWindow) -> None:
    keys = [a.shortcut().toString() for a in window.findChildren(QAction)]
    used = [key for key in keys if key]
    assert len(used) == len(set(used)) >= 7


def test_the_theme_is_chosen_in_the_menu_and_checked_without_choosing(
    qtbot: QtBot, window: MainWindow
) -> None:
    with qtbot.waitSignal(window.theme_chosen) as chosen:
        action(window, "theme_dark").trigger()
    assert chosen.args == ["dark"]
    with qtbot.assertNotEmitted(window.theme_chosen):
        window.set_theme("light")
    assert action(window, "theme_light").isChecked()
    assert not action(window, "theme_dark").isChecked()


def test_the_first_run_page_gives_way_to_an_invitation(window: MainWindow) -> None:
    welcome = window.findChild(QWidget, "welcome")
    assert welcome.isVisible()
    window.set_catalogue("Autumn", 372, 460)
    hint = window.findChild(QLabel, "matches_hint")
    assert not welcome.isVisible()
    assert hint.text().startswith("Drop a photo to see which product it is")
    assert "372 products, 460 photos" in hint.text()
    assert window.windowTitle() == "Autumn – Vitrine"
    window.set_catalogue("Autumn", 0, 0)
    assert welcome.isVisible()


def test_matches_stay_while_their_catalogue_grows_and_go_with_it(
    window: MainWindow, match: MakeMatch
) -> None:
    window.set_catalogue("Autumn", 10, 10)
    window.matches_view.set_matches((match(1), match(2)))
    window.set_catalogue("Autumn", 11, 12)
    assert window.matches_view.model.rowCount() == 2
    assert window.product_sheet.isVisible()
    window.set_catalogue("Sample", 11, 12)
    assert window.matches_view.model.rowCount() == 0
    assert not window.product_sheet.isVisible()


def test_a_growing_catalogue_updates_its_invitation_but_no_other_hint(
    window: MainWindow,
) -> None:
    hint = window.findChild(QLabel, "matches_hint")
    window.set_catalogue("Autumn", 10, 10)
    window.set_catalogue("Autumn", 11, 12)
    assert "11 products" in hint.text()
    window.matches_view.show_hint("Looking…")
    window.set_catalogue("Autumn", 12, 13)
    assert hint.text() == "Looking…"
    window.set_catalogue("Sample", 12, 13)
    assert "12 products" in hint.text()


def test_choosing_a_match_fills_the_sheet(
    qtbot: QtBot, window: MainWindow, match: MakeMatch
) -> None:
    window.matches_view.set_matches((match(1), match(2, reference="SECOND")))
    qtbot.keyClick(window.matches_view.list_view, Qt.Key.Key_Down)
    assert window.product_sheet.findChild(QLabel, "sheet_reference").text() == "SECOND"


def test_activating_a_match_opens_its_photo(
    qtbot: QtBot, window: MainWindow, match: MakeMatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "desktop.photos.photo_actions.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()) or True,
    )
    shown = match(1)
    window.matches_view.set_matches((shown,))
    qtbot.keyClick(window.matches_view.list_view, Qt.Key.Key_Return)
    assert [Path(path) for path in opened] == [shown.photo_path]


def test_a_vanished_photo_is_told_in_the_notice_bar(window: MainWindow, match: MakeMatch) -> None:
    shown = match(1)
    window.matches_view.set_matches((shown,))
    shown.photo_path.unlink()
    action(window, "open_match_photo").trigger()
    assert str(shown.photo_path) in notice(window)


def test_size_and_proportions_come_back(
    qtbot: QtBot, window: MainWindow, loader: ThumbnailLoader
) -> None:
    window.resize(780, 700)
    window.findChild(QWidget, "panes").setSizes([260, 460])
    state = window.save_state()
    another = MainWindow(loader)
    qtbot.addWidget(another)
    another.restore_state(state)
    another.show()
    qtbot.waitExposed(another)
    assert another.size() == window.size()
    sizes = [w.findChild(QWidget, "panes").sizes() for w in (window, another)]
    assert sizes[0] == sizes[1]
    assert sizes[0][0] < 300 < sizes[0][1]


def test_proportions_of_the_laboratory_come_back(
    qtbot: QtBot, window: MainWindow, loader: ThumbnailLoader
) -> None:
    window.resize(780, 740)  # a larger one would be made to fit the screen
    window.workspace.show_view(LABORATORY)
    laboratories.fill(window.workspace.laboratory_view)
    window.findChild(QSplitter, "laboratory_panes").setSizes([560, 620])
    window.findChild(QSplitter, "laboratory_measured").setSizes([150, 400])
    another = MainWindow(loader)
    qtbot.addWidget(another)
    another.restore_state(window.save_state())
    another.show()
    another.workspace.show_view(LABORATORY)
    laboratories.fill(another.workspace.laboratory_view)
    qtbot.waitExposed(another)
    for name in ("laboratory_panes", "laboratory_measured"):
        first, second = (w.findChild(QSplitter, name) for w in (window, another))
        qtbot.waitUntil(lambda one=first, other=second: one.sizes() == other.sizes())


def test_a_state_of_before_the_laboratory_is_taken_up(
    window: MainWindow, loader: ThumbnailLoader, qtbot: QtBot
) -> None:
    state = QByteArray()
    stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
    panes = window.findChild(QSplitter, "panes")
    panes.setSizes([260, 460])
    catalogue = window.findChild(QSplitter, "catalogue_panes")
    stream << panes.saveState() << catalogue.saveState()
    stream.writeInt32(200)
    another = MainWindow(loader)
    qtbot.addWidget(another)
    before = another.findChild(QSplitter, "laboratory_panes").saveState()
    another.workspace.restore_state(state)
    assert another.workspace.catalogue_view.arrangement.width_of_cells == 200
    assert another.findChild(QSplitter, "laboratory_panes").saveState() == before


def test_the_window_fits_a_small_screen(window: MainWindow, match: MakeMatch) -> None:
    window.matches_view.set_matches((match(1),))
    smallest = window.minimumSizeHint()
    assert smallest.width() <= 800
    assert smallest.height() <= 520


@pytest.mark.parametrize("rubbish", [b"", b"\0", b"rubbish of some length"])
def test_a_foreign_state_changes_nothing(window: MainWindow, rubbish: bytes) -> None:
    size = window.size()
    window.restore_state(QByteArray(rubbish))
    assert window.size() == size


def test_about_does_not_block(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "action_about").trigger()
    box = window.findChild(QMessageBox, "about_vitrine")
    assert box.isVisible()
    box.accept()


def test_closing_is_told(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()


def test_every_button_has_name_accessible_name_and_tooltip(
    window: MainWindow, match: MakeMatch
) -> None:
    window.notice_bar.show_notice("Words", [("fetch", "&Fetch")])
    window.status_line.set_set_aside(2)
    window.matches_view.set_matches((match(1),))
    ours = [
        button
        for button in window.findChildren(QAbstractButton)
        if not button.objectName().startswith("qt_")
    ]
    assert len(ours) >= 11
    for button in ours:
        assert button.objectName(), button.text()
        assert button.accessibleName(), button.objectName()
        assert button.toolTip(), button.objectName()
        is_icon = isinstance(button, QToolButton)  # its key is in the tooltip
        assert ("(" in button.toolTip()) if is_icon else ("&" in button.text())


def test_every_command_has_name_mnemonic_and_tooltip(window: MainWindow) -> None:
    for command in window.findChildren(QAction):
        if command.isSeparator() or command.menu() or not command.text():
            continue
        assert command.objectName(), command.text()
        assert command.toolTip()
        assert "&" in command.text()
