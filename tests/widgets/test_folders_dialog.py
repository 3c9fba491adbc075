"""The dialog of the indexed folders, alone and with a real catalogue."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from core.indexed_folders import IndexedFolder, watched_in
from core.records import FileStamp
from desktop.folders.folders_desk import FoldersDesk
from desktop.folders.folders_dialog import FoldersDialog
from desktop.folders.folders_model import WATCH, FoldersModel

FOLDERS = [
    IndexedFolder(Path("/photos/Été 2026"), 234, is_there=True, is_watched=True),
    IndexedFolder(Path("/media/usb/old"), 5, is_there=False, is_watched=False),
]


@pytest.fixture
def dialog(qtbot: QtBot) -> FoldersDialog:
    """The dialog, shown, with two folders."""
    made = FoldersDialog()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.set_folders(FOLDERS)
    return made


def table(dialog: FoldersDialog) -> QTableView:
    found: QTableView = dialog.findChild(QTableView, "folders_table")
    return found


def button(dialog: FoldersDialog, name: str) -> QPushButton:
    found: QPushButton = dialog.findChild(QPushButton, name)
    return found


def box(view: QTableView, index: QModelIndex) -> QRect:
    """Where the check box of a cell is."""
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = view.visualRect(index)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    style = view.style()
    return style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, view)


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = FoldersModel()
    model.set_folders(FOLDERS)
    qtmodeltester.check(model)


def test_each_folder_has_photos_and_state(dialog: FoldersDialog) -> None:
    model = dialog.model
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(2)]
    assert cells == [
        [str(Path("/photos/Été 2026")), "234", "There"],
        [str(Path("/media/usb/old")), "5", "Away"],
    ]
    tip = model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == str(Path("/media/usb/old"))
    assert "lost" in model.index(1, 2).data(Qt.ItemDataRole.ToolTipRole)
    spoken = [model.index(row, WATCH).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert spoken == ["Watched", "Not watched"]


def test_a_box_is_checked_by_mouse_and_by_keyboard(qtbot: QtBot, dialog: FoldersDialog) -> None:
    view = table(dialog)
    here = box(view, dialog.model.index(1, WATCH)).center()
    with qtbot.waitSignal(dialog.switched) as switched:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=here)
    assert switched.args == [FOLDERS[1].path, True]
    view.selectRow(0)
    with qtbot.waitSignal(dialog.switched) as switched:
        qtbot.keyClick(view, Qt.Key.Key_Space)
    assert switched.args == [FOLDERS[0].path, False]
    with qtbot.waitSignal(dialog.switched) as switched:
        qtbot.keyClick(view, Qt.Key.Key_Space)
    assert switched.args == [FOLDERS[0].path, True]


def test_a_folder_that_is_there_can_be_indexed_again(qtbot: QtBot, dialog: FoldersDialog) -> None:
    again = button(dialog, "folders_index")
    with qtbot.waitSignal(dialog.index_requested) as asked:
        qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert asked.args == [FOLDERS[0].path]
    qtbot.keyClick(table(dialog), Qt.Key.Key_Down)
    assert not again.isEnabled()


def test_what_is_chosen_stays_so_while_the_list_changes(dialog: FoldersDialog) -> None:
    table(dialog).selectRow(1)
    dialog.set_folders([*FOLDERS, IndexedFolder(Path("/more"), 1, True, True)])
    assert table(dialog).currentIndex().row() == 1
    dialog.set_folders(FOLDERS[:1])
    assert table(dialog).currentIndex().row() == 0


def test_without_folders_it_says_how_to_get_one(dialog: FoldersDialog) -> None:
    dialog.set_folders([])
    nothing = dialog.findChild(QLabel, "folders_nothing")
    assert nothing.isVisible()
    assert "Index folder" in nothing.text()
    assert not button(dialog, "folders_index").isEnabled()


def test_every_button_has_name_and_tooltip_and_escape_closes(
    qtbot: QtBot, dialog: FoldersDialog
) -> None:
    for one in dialog.findChildren(QAbstractButton):
        if one.objectName().startswith("folders_"):
            assert "&" in one.text()
            assert one.toolTip()
            assert one.accessibleName()
    qtbot.keyClick(table(dialog), Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """An indexed folder of the catalogue `tmp_path/catalogue`."""
    root = tmp_path / "photos"
    root.mkdir()
    with closing(Catalogue(tmp_path / "catalogue")) as catalogue:
        stamps = [FileStamp(root / name, 1, 1) for name in ("A.jpg", "B.jpg")]
        catalogue.add_files(catalogue.root_id(root), root, stamps)
    return root


@pytest.fixture
def desk(
    qtbot: QtBot, dialog: FoldersDialog, tmp_path: Path, photos: Path
) -> Iterator[FoldersDesk]:
    made = FoldersDesk(dialog)
    made.open(tmp_path / "catalogue")
    made.show()
    qtbot.waitUntil(lambda: made.dialog.model.rowCount() == 1)
    yield made
    made.close()


def test_what_is_switched_is_kept_and_told(
    qtbot: QtBot, desk: FoldersDesk, photos: Path, tmp_path: Path
) -> None:
    assert desk.dialog.model.index(0, 1).data() == "2"
    with qtbot.waitSignal(desk.switched) as switched:
        qtbot.keyClick(table(desk.dialog), Qt.Key.Key_Space)
    assert switched.args == [photos]
    assert watched_in(tmp_path / "catalogue") == []
    with qtbot.waitSignal(desk.switched):
        qtbot.keyClick(table(desk.dialog), Qt.Key.Key_Space)
    assert watched_in(tmp_path / "catalogue") == [photos]


def test_what_cannot_be_switched_is_said_and_the_box_goes_back(
    qtbot: QtBot, desk: FoldersDesk, tmp_path: Path
) -> None:
    desk.open(tmp_path / "catalogue", writable=False)
    desk.show()
    qtbot.waitUntil(lambda: desk.dialog.model.rowCount() == 1)
    qtbot.keyClick(table(desk.dialog), Qt.Key.Key_Space)
    word = desk.dialog.findChild(QLabel, "folders_word")
    qtbot.waitUntil(lambda: "another Vitrine" in word.text())
    qtbot.waitUntil(lambda: desk.dialog.model.folder(0).is_watched)


def test_it_follows_what_is_indexed_and_what_goes_away(
    qtbot: QtBot, desk: FoldersDesk, photos: Path, tmp_path: Path
) -> None:
    photos.rmdir()
    with closing(Catalogue(tmp_path / "catalogue")) as catalogue:
        catalogue.root_id(tmp_path)
    desk.refresh_soon()
    qtbot.waitUntil(lambda: desk.dialog.model.rowCount() == 2)
    states = [desk.dialog.model.index(row, 2).data() for row in range(2)]
    assert states == ["Away", "There"]
    desk.open(None)
    assert not desk.dialog.isVisible()
