"""A table joined with the products, in the window."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core import language, products
from core.catalogue import Catalogue
from core.errors import RequestReason
from core.sheets import JoinReport, Row, Sheet, Target, Unmatched
from desktop.librarian import Librarian
from desktop.tools.import_dialog import ImportDialog
from desktop.tools.sheet_models import SheetModel, UnmatchedModel
from tests.widgets.tool_catalogue import make

ROOT = Path("/photos")
TABLE = "ref;Désignation;Titre;Prix\nA1;Cabas;Sac;9\nB2;Montre;Or;\nXX;x;y;z\n;;;7\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "catalogue", [ROOT / "A1.jpg", ROOT / "B2.jpg"], np.eye(2))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def show(qtbot: QtBot, librarians: tuple[Librarian, Librarian]) -> Callable[[Path], ImportDialog]:
    def do(path: Path) -> ImportDialog:
        dialog = ImportDialog(*librarians)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        dialog.read(path)
        return dialog

    return do


def effect(dialog: ImportDialog) -> str:
    return dialog.findChild(QLabel, "import_effect").text()


def column(dialog: ImportDialog, number: int) -> QComboBox:
    (found,) = [
        box for box in dialog.findChildren(QComboBox, f"column_{number}") if box.isVisible()
    ]
    return found


def button(dialog: ImportDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, f"import_{name}")


def of(folder: Path, product: int) -> products.Product:
    catalogue = Catalogue(folder)
    (found,) = products.products(catalogue, [product])
    catalogue.close()
    return found


@pytest.mark.parametrize("model", [SheetModel(), UnmatchedModel()])
def test_the_models_keep_qts_rules(
    qtmodeltester: ModelTester, model: SheetModel | UnmatchedModel
) -> None:
    if isinstance(model, SheetModel):
        model.set_sheet(Sheet(Path("a"), ("x", ""), (Row(2, ("1",)), Row(4, ("1", "2", "3")))))
    else:
        model.set_rows((Unmatched(2, "XX"), Unmatched(5, "")))
    qtmodeltester.check(model)


def test_it_says_what_will_come_of_a_table(
    qtbot: QtBot, show: Callable[[Path], ImportDialog], table: Path
) -> None:
    dialog = show(table)
    told = "4 rows: 2 products will be changed, 2 rows match no product."
    qtbot.waitUntil(lambda: effect(dialog) == told)
    assert [column(dialog, n).currentText() for n in range(4)] == [
        *("Reference", "Name", "Own column", "Own column")
    ]
    rows = dialog.findChild(QTableView, "import_table").model()
    assert [rows.index(0, n).data() for n in range(4)] == ["A1", "Cabas", "Sac", "9"]
    qtbot.mouseClick(button(dialog, "copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "4\tXX\n5\t"
    lost = dialog.findChild(QTableView, "import_unmatched").model()
    assert [lost.index(n, 1).data() for n in range(2)] == ["XX", "(none)"]


def test_the_keyboard_alone_imports(
    qtbot: QtBot, show: Callable[[Path], ImportDialog], table: Path, folder: Path
) -> None:
    dialog = show(table)
    qtbot.waitUntil(lambda: button(dialog, "import").isEnabled())
    assert column(dialog, 0).hasFocus()
    qtbot.keyClick(column(dialog, 0), Qt.Key.Key_Tab)
    qtbot.keyClick(column(dialog, 1), Qt.Key.Key_Tab)
    assert column(dialog, 2).hasFocus()
    qtbot.keyClicks(column(dialog, 2), "Name")  # it takes the place of the other name
    assert column(dialog, 1).currentText() == "Not imported"
    qtbot.waitUntil(lambda: button(dialog, "import").isEnabled())
    with qtbot.waitSignal(dialog.imported) as told:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert told.args == [JoinReport(4, (1, 2), (Unmatched(4, "XX"), Unmatched(5, "")))]
    assert not dialog.isVisible()
    assert (of(folder, 1).name, dict(of(folder, 1).columns)) == ("Sac", {"Prix": "9"})


def test_without_a_reference_nothing_is_imported(
    qtbot: QtBot, show: Callable[[Path], ImportDialog], table: Path
) -> None:
    dialog = show(table)
    qtbot.waitUntil(lambda: button(dialog, "import").isEnabled())
    qtbot.keyClicks(column(dialog, 0), "Notes")
    assert effect(dialog) == "Choose which column holds the reference."
    assert not button(dialog, "import").isEnabled()
    assert not dialog.findChild(QTableView, "import_unmatched").isVisible()


def test_a_file_that_is_no_table_is_refused(
    qtbot: QtBot, show: Callable[[Path], ImportDialog], tmp_path: Path
) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    dialog = show(tmp_path / "bad.xlsx")
    with qtbot.waitSignal(dialog.refused) as told:
        pass
    assert told.args[0].reason == RequestReason.BAD_SHEET
    assert not dialog.isVisible()


def test_cancel_changes_nothing(
    qtbot: QtBot, show: Callable[[Path], ImportDialog], table: Path, folder: Path
) -> None:
    dialog = show(table)
    qtbot.waitUntil(lambda: button(dialog, "import").isEnabled())
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert of(folder, 1).name == ""


def test_a_catalogue_that_refuses_is_told_of_and_another_try_is_possible(
    qtbot: QtBot,
    show: Callable[[Path], ImportDialog],
    table: Path,
    folder: Path,
    librarians: tuple[Librarian, Librarian],
) -> None:
    dialog = show(table)
    qtbot.waitUntil(lambda: button(dialog, "import").isEnabled())
    librarians[1].open(folder / "gone")
    qtbot.mouseClick(button(dialog, "import"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: effect(dialog).startswith("Something unexpected"))
    librarians[1].open(folder)
    with qtbot.waitSignal(dialog.imported):
        qtbot.mouseClick(button(dialog, "import"), Qt.MouseButton.LeftButton)


def test_fifty_thousand_rows_do_not_freeze_the_window(
    qtbot: QtBot, show: Callable[[Path], ImportDialog], tmp_path: Path
) -> None:
    big = tmp_path / "big.csv"
    big.write_text("ref;nom\nA1;Cabas\n" + "".join(f"X{n};y\n" for n in range(50_000)))
    longest, last = [0.0], [time.thread_time()]
    beats = QTimer()

    def beat() -> None:
        """How long the window's own thread was at work; other work of the machine is not its."""
        longest[0] = max(longest[0], time.thread_time() - last[0])
        last[0] = time.thread_time()

    beats.timeout.connect(beat)
    beats.start(5)
    dialog = show(big)
    told = "50001 rows: 1 product will be changed, 50000 rows match no product."
    qtbot.waitUntil(lambda: effect(dialog) == told, timeout=20_000)
    QApplication.processEvents()
    beats.stop()
    assert longest[0] < 0.15
    assert len(dialog.findChildren(QComboBox)) == 2


@pytest.mark.parametrize("scroll", [0, 10_000])
def test_each_list_stands_over_its_column(
    qtbot: QtBot, show: Callable[[Path], ImportDialog], tmp_path: Path, scroll: int
) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text(";".join(["ref", *(f"c{n}" for n in range(30))]) + "\nA1\n")
    dialog = show(wide)
    qtbot.waitUntil(lambda: button(dialog, "import").isEnabled())
    view = dialog.findChild(QTableView, "import_table")
    view.horizontalScrollBar().setValue(min(scroll, view.horizontalScrollBar().maximum()))
    for number in range(31):
        left = view.columnViewportPosition(number)
        place = column(dialog, number).geometry()
        assert left <= place.left() < place.right() <= left + view.columnWidth(number)
    button(dialog, "import").setFocus()
    shown = column(dialog, 0 if scroll else 30)
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.viewport().rect().left() <= shown.geometry().left()
    assert shown.geometry().right() <= view.viewport().rect().right()


def test_in_french(qtbot: QtBot, show: Callable[[Path], ImportDialog], table: Path) -> None:
    language.use("fr")
    dialog = show(table)
    told = "4 lignes : 2 produits seront modifiés, 2 lignes ne correspondent à aucun produit."
    told = told.replace(" :", "\u00a0:").replace("4 l", "4\u00a0l").replace("2 ", "2\u00a0")
    qtbot.waitUntil(lambda: effect(dialog) == told)
    assert column(dialog, 0).currentData() == Target.REFERENCE
    assert column(dialog, 0).currentText() == "Référence"
