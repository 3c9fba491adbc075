"""Groups of duplicates, in the window."""

import gc
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core import products
from core.catalogue import Catalogue
from core.records import DuplicateGroup, Shown
from desktop.librarian import Librarian
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.tools.duplicates_dialog import DuplicatesDialog
from desktop.tools.duplicates_model import PHOTO_ROLE, DuplicatesModel
from desktop.tools.duplicates_tree import DuplicatesTree
from desktop.tools.progress_panel import ProgressPanel
from tests.widgets.tool_catalogue import make

NAMES = ["A1.jpg", "A2.jpg", "B1.jpg", "B1_back.jpg", "C1.jpg"]
VECTORS = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0.1], [0, 1, 0], [0, 0, 1]])


@pytest.fixture
def folder(tmp_path: Path, photo: Callable[..., Path]) -> Path:
    """A1 and A2 are one file, B1 and its back nearly alike, C1 alone."""
    paths = [photo(name) for name in NAMES]
    return make(tmp_path / "catalogue", paths, VECTORS, ["a", "a", "b", "c", "d"])


@pytest.fixture
def dialog(
    qtbot: QtBot, librarians: tuple[Librarian, Librarian], loader: ThumbnailLoader
) -> DuplicatesDialog:
    """The dialog, shown, with what it has found."""
    made = DuplicatesDialog(*librarians, loader)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    compare(qtbot, made)
    return made


def compare(qtbot: QtBot, dialog: DuplicatesDialog) -> None:
    dialog.compare()
    qtbot.waitUntil(lambda: not dialog.findChild(ProgressPanel).isVisible())


def tree(dialog: DuplicatesDialog) -> DuplicatesTree:
    return dialog.findChild(DuplicatesTree)


def shown(dialog: DuplicatesDialog) -> list[tuple[str, list[tuple[str, str]]]]:
    model = tree(dialog).model()
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        (
            group.data(),
            [
                (model.index(row, 0, group).data(), model.index(row, 1, group).data())
                for row in range(model.rowCount(group))
            ],
        )
        for group in groups
    ]


def choose(dialog: DuplicatesDialog, group: int, photo: int) -> None:
    model = tree(dialog).model()
    tree(dialog).setCurrentIndex(model.index(photo, 0, model.index(group, 0)))


def button(dialog: DuplicatesDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, f"duplicates_{name}_button")


def text(dialog: DuplicatesDialog, name: str) -> str:
    return dialog.findChild(QLabel, f"duplicates_{name}").text()


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = DuplicatesModel()
    photos = tuple(Shown(n, Path(f"/p/{n}.jpg"), n, f"R{n}", "") for n in range(1, 4))
    model.set_groups([DuplicateGroup(True, photos[:2])])
    model.add_groups([DuplicateGroup(False, photos)])
    qtmodeltester.check(model)


def test_thousands_of_groups_come_page_by_page(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    def group(number: int) -> DuplicateGroup:
        pair = (2 * number, 2 * number + 1)
        return DuplicateGroup(
            True, tuple(Shown(n, Path(f"/p/{n}.jpg"), n, f"R{n}", "") for n in pair)
        )

    model = DuplicatesModel()
    view = DuplicatesTree(model, loader)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    qtbot.waitExposed(view)
    gc.collect()
    gc.freeze()  # what other tests have left is not looked through meanwhile
    began = time.thread_time()
    model.set_groups([group(n) for n in range(50)])
    model.add_groups([group(n) for n in range(50, 1000)])
    qtbot.wait(1)
    took = time.thread_time() - began
    gc.unfreeze()
    assert took < 0.2
    assert model.rowCount() < 500
    seen = 0
    while model.rowCount() > seen:
        seen = model.rowCount()
        view.scrollToBottom()
        qtbot.wait(1)
    assert model.rowCount() == 1000
    last = model.index(999, 0)
    assert view.isExpanded(last)
    assert last.data() == "The same file 2 times · 2 products"
    model.make_one(group(999).photos[0], [2 * 999 + 1])
    assert last.data() == "The same file 2 times"


def test_exact_and_near_ones_are_groups(dialog: DuplicatesDialog) -> None:
    assert shown(dialog) == [
        ("The same file 2 times · 2 products", [("A1.jpg", "A1"), ("A2.jpg", "A2")]),
        ("2 photos nearly alike", [("B1.jpg", "B1"), ("B1_back.jpg", "B1")]),
    ]
    assert text(dialog, "summary") == (
        "1 file is there more than once, 1 group of photos nearly alike"
    )
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(line.startswith("Vitrine deletes nothing") for line in said)


def test_thumbnails_come(qtbot: QtBot, dialog: DuplicatesDialog) -> None:
    model = tree(dialog).model()
    first = model.index(0, 0, model.index(0, 0))

    def colour() -> str:
        icon = first.data(Qt.ItemDataRole.DecorationRole)
        return icon.pixmap(56, 56).toImage().pixelColor(28, 28).name()

    qtbot.waitUntil(lambda: colour() in ("#fe0000", "#ff0000"))


def test_how_near_is_for_a_person_to_say(qtbot: QtBot, dialog: DuplicatesDialog) -> None:
    near = dialog.findChild(QDoubleSpinBox, "duplicates_nearness")
    near.setFocus()
    near.selectAll()
    qtbot.keyClicks(near, "99.9")
    qtbot.keyClick(near, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shown(dialog)) == 1)
    assert shown(dialog)[0][0].startswith("The same file")


def test_a_group_becomes_one_product(
    qtbot: QtBot, dialog: DuplicatesDialog, folder: Path, librarians: tuple[Librarian, Librarian]
) -> None:
    choose(dialog, 1, 0)
    assert not button(dialog, "merge").isEnabled()
    assert text(dialog, "note") == ""
    choose(dialog, 0, 1)
    assert text(dialog, "note") == "As one product: “A2” stays, with all that is known of “A1”."
    tree(dialog).setFocus()
    with qtbot.waitSignal(librarians[0].changed):
        qtbot.keyClick(tree(dialog), Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert shown(dialog)[0] == ("The same file 2 times", [("A1.jpg", "A2"), ("A2.jpg", "A2")])
    assert text(dialog, "note") == "All of this group is “A2” now."
    assert not button(dialog, "merge").isEnabled()
    with closing(Catalogue(folder)) as catalogue:
        first = catalogue.database.one("SELECT id FROM product WHERE reference = 'A2'")
        (one,) = products.products(catalogue, [first])
    assert [path.name for path in one.photos] == ["A1.jpg", "A2.jpg"]
    assert all(path.is_file() for path in one.photos)


def test_a_product_that_is_gone_is_said_so(
    qtbot: QtBot, dialog: DuplicatesDialog, folder: Path
) -> None:
    with closing(Catalogue(folder)) as catalogue:
        products.merge(catalogue, 1, [2])
    choose(dialog, 0, 0)
    qtbot.mouseClick(button(dialog, "merge"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: text(dialog, "note").startswith("There is no product"))


def test_photos_are_opened_shown_and_named_by_the_keyboard(
    qtbot: QtBot, dialog: DuplicatesDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "desktop.photos.photo_actions.QDesktopServices.openUrl",
        lambda url: bool(opened.append(Path(url.toLocalFile())) or True),
    )
    tree(dialog).setFocus()
    choose(dialog, 0, 0)
    qtbot.keyClick(tree(dialog), Qt.Key.Key_Return)
    qtbot.keyClick(tree(dialog), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert opened == [tmp_path / "A1.jpg", tmp_path]
    qtbot.keyClick(tree(dialog), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == str(tmp_path / "A1.jpg")
    (tmp_path / "A1.jpg").unlink()
    qtbot.keyClick(button(dialog, "open"), Qt.Key.Key_Space)
    assert text(dialog, "note").startswith("“A1.jpg” is no longer there")
    assert len(opened) == 2
    tree(dialog).setCurrentIndex(tree(dialog).model().index(0, 0, QModelIndex()))
    assert not button(dialog, "open").isEnabled()
    assert tree(dialog).currentIndex().data(PHOTO_ROLE) is None


def test_without_duplicates_it_says_so(
    qtbot: QtBot, dialog: DuplicatesDialog, folder: Path
) -> None:
    with closing(Catalogue(folder)) as catalogue:
        catalogue.mark_missing([str(path) for path in folder.parent.glob("[AB]1.jpg")])
    compare(qtbot, dialog)
    assert shown(dialog) == []
    assert text(dialog, "nothing") == "No photo is there twice, and none is nearly another."
    assert dialog.findChild(QLabel, "duplicates_nothing").isVisible()


def test_a_comparison_left_off_says_what_is_missing(qtbot: QtBot, dialog: DuplicatesDialog) -> None:
    dialog.compare()
    cancel = dialog.findChild(QPushButton, "progress_cancel")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not dialog.findChild(ProgressPanel).isVisible()
    assert text(dialog, "summary").startswith("The comparison was left off")
    compare(qtbot, dialog)
    assert len(shown(dialog)) == 2


def test_esc_closes_and_leaves_off(qtbot: QtBot, dialog: DuplicatesDialog) -> None:
    dialog.compare()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
