"""The laboratory's view on a real catalogue, with results that are known."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QTableView,
    QTreeWidgetItem,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core import model_use
from core.catalogue import Catalogue
from core.errors import RequestError, RequestReason
from core.laboratory import test_sets
from core.laboratory.browsing import Asked, browse
from core.laboratory.cells import recipe_of, study_grid
from core.laboratory.plan import base_cell
from core.laboratory.report import Line, Report, report
from core.laboratory.results import keep, results
from core.laboratory.scores import Figures, Share
from core.laboratory.stand import stand
from core.laboratory.test_sets import Labelled
from core.laboratory_records import Cell, CellResult, GridOrder, Outcome, QuerySet, SetSource
from core.models import note_tuned
from core.records import Progress, Stage
from core.tuning_records import Tuned, TuningEpoch, TuningOrder
from core.weights import open_store
from core.wire import Request
from desktop.laboratory.laboratory_desk import LaboratoryDesk
from desktop.laboratory.laboratory_view import LaboratoryView
from desktop.laboratory.new_set_dialog import NewSetDialog
from desktop.laboratory.photo_card import PhotoCard
from desktop.laboratory.queries_dialog import QueriesDialog
from desktop.laboratory.queries_model import QueriesModel
from desktop.laboratory.results_model import COUNT, GAIN, TOP1, ResultsModel, Sorted
from desktop.laboratory.results_pane import ResultsPane
from desktop.laboratory.sets_model import SetsModel
from desktop.laboratory.tuning_dialog import TuningDialog
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.workspace import CATALOGUE, LABORATORY
from tests.widgets import catalogues

NAMES = ("Bags/B1.jpg", "Bags/B2.jpg", "Shoes/S1.jpg", "Shoes/S2.jpg")
# Of four queries, the ranks that a cell gave to the right product.
BASE, L1, COPIED = (1, 1, 3, None), (1, 1, 1, 1), (1, 2, 2, None)
HERE, AWAY = "efficientnet-lite2", "resnet50"


@dataclass
class Lab:
    """The window on a catalogue, in its laboratory, without a worker."""

    qtbot: QtBot
    window: MainWindow
    desk: LaboratoryDesk
    folder: Path
    orders: list[GridOrder] = field(default_factory=list)
    recipes: list[str] = field(default_factory=list)

    @property
    def view(self) -> LaboratoryView:
        return self.window.workspace.laboratory_view

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def button(self, name: str) -> QPushButton:
        found: QPushButton = self.window.findChild(QPushButton, name)
        return found

    def says(self, name: str) -> str:
        return self.window.findChild(QLabel, name).text()

    def table(self) -> QTableView:
        found: QTableView = self.window.findChild(QTableView, "laboratory_results")
        return found

    def column(self, column: int) -> list[str]:
        model = self.table().model()
        return [model.index(row, column).data() for row in range(model.rowCount())]

    def choose(self, text: str) -> None:
        """Choose the line of the table that has these words in one of its cells."""
        model = self.table().model()
        for row in range(model.rowCount()):
            if any(text in str(model.index(row, column).data()) for column in range(COUNT)):
                self.table().selectRow(row)
                return
        raise AssertionError(text)

    def file(self, name: str, path: Path) -> None:
        """Type a path into a file dialog."""
        self.qtbot.waitUntil(lambda: self.window.findChild(QFileDialog, name) is not None)
        dialog = self.window.findChild(QFileDialog, name)
        dialog.findChild(QLineEdit).setText(str(path))
        dialog.accept()

    def group(self, title: str) -> QTreeWidgetItem:
        (found,) = self.view.choices.findItems(title, Qt.MatchFlag.MatchExactly)
        return found


def measured(folder: Path, photos: Path) -> None:
    """Keep what four cells gave over four queries."""
    with closing(Catalogue(folder)) as catalogue:
        store = open_store()
        ids = [row[0] for row in catalogue.database.rows("SELECT id FROM product ORDER BY id")]
        shown = [row[0] for row in catalogue.database.rows("SELECT id FROM photo ORDER BY id")]
        labelled = [
            Labelled(photos / name, str(number), product)
            for number, (name, product) in enumerate(zip(NAMES, ids, strict=True))
        ]
        made = test_sets.create(catalogue, "spring", SetSource.CSV, labelled)
        queries = test_sets.queries(catalogue, made.id)
        base = base_cell(catalogue, store)
        assert base is not None
        now = stand(catalogue, made.id)
        for cell, ranks in (
            (base, BASE),
            (replace(base, metric="l1"), L1),
            (replace(base, augmentation="flip-h"), COPIED),
        ):
            outcomes = tuple(
                Outcome(query.id, rank, tuple(shown))
                for query, rank in zip(queries, ranks, strict=True)
            )
            recipe = recipe_of(cell, store).to_json()
            at = datetime.now(UTC)
            result = CellResult(cell, at, "", recipe, 0.5, 2560.0, outcomes)
            keep(catalogue, made.id, result, now)
        cell = Cell(encoder=AWAY, removal="u2netp")
        keep(catalogue, made.id, CellResult(cell, datetime.now(UTC), AWAY), now)


@pytest.fixture
def photos(tmp_path: Path, photo: Callable[..., Path]) -> Path:
    for folder in ("Bags", "Shoes"):
        (tmp_path / folder).mkdir()
    for name in NAMES:
        photo(name)
    return tmp_path


@pytest.fixture
def empty(
    qtbot: QtBot, window: MainWindow, loader: ThumbnailLoader, photos: Path, tmp_path: Path
) -> Iterator[Lab]:
    """A catalogue of four products, and no test set."""
    folder = catalogues.make(tmp_path / "catalogue", photos, NAMES)
    desk = LaboratoryDesk(window, loader.branch(), open_store())
    lab = Lab(qtbot, window, desk, folder)
    desk.measure_wanted.connect(lab.orders.append)
    desk.recipe_wanted.connect(lab.recipes.append)
    window.set_catalogue("catalogue", 4, 4)
    window.workspace.show_view(LABORATORY)
    yield lab
    desk.close()


@pytest.fixture
def lab(empty: Lab, photos: Path) -> Lab:
    """With a test set, and what four recipes gave over it."""
    measured(empty.folder, photos)
    empty.desk.open(empty.folder)
    empty.qtbot.waitUntil(lambda: empty.table().model().rowCount() == 4, timeout=20_000)
    empty.qtbot.waitUntil(lambda: bool(empty.says("laboratory_word")))
    return empty


def test_the_models_keep_qts_rules(qtmodeltester: ModelTester, lab: Lab) -> None:
    with closing(Catalogue(lab.folder)) as catalogue:
        sets = test_sets.all_sets(catalogue)
        made = report(catalogue, sets[0], None)
        asked = browse(catalogue, sets[0].id, made.lines[0].result)
    rows, lines, queries, ordered = SetsModel(), ResultsModel(), QueriesModel(), Sorted()
    ordered.setSourceModel(lines)
    for _ in range(2):
        for model in (rows, lines, queries, ordered):
            qtmodeltester.check(model)
        rows.set_sets(sets)
        lines.set_report(made)
        queries.set_asked(asked)
    rows.set_sets([])
    queries.set_asked(())
    for model in (rows, lines, queries, ordered):
        qtmodeltester.check(model)


def test_without_a_test_set_three_lines_say_how_to_get_one(empty: Lab) -> None:
    empty.desk.open(empty.folder)
    empty.qtbot.waitUntil(lambda: empty.says("laboratory_hint").count("\n") == 2)
    assert "This is it" in empty.says("laboratory_hint")
    assert not empty.button("laboratory_run").isEnabled()
    assert not empty.button("laboratory_export_set").isEnabled()


def test_the_third_view_comes_by_its_key_and_find_leads_to_the_catalogue(lab: Lab) -> None:
    lab.window.workspace.show_view(CATALOGUE)
    lab.window.activateWindow()
    lab.qtbot.waitUntil(lambda: QApplication.activeWindow() is lab.window)
    lab.qtbot.keyClick(lab.window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert lab.window.workspace.view == LABORATORY
    assert lab.window.findChild(QPushButton, "view_laboratory").isChecked()
    assert not lab.window.workspace.filter_bar.isVisible()
    lab.window.menus.find.trigger()
    assert lab.window.workspace.view == CATALOGUE
    assert lab.window.workspace.filter_bar.isVisible()


def test_the_best_recipe_is_first_and_what_lacks_weights_has_words(lab: Lab) -> None:
    shares = lab.column(TOP1)
    assert [text.split("\u00a0")[0] for text in shares[:3]] == ["100.0", "50.0", "25.0"]
    assert "is not here" in shares[3]
    assert not any(letter.isdigit() for letter in shares[3].removeprefix("ResNet50"))


def test_each_column_sorts_both_ways_and_what_lacks_weights_stays_last(lab: Lab) -> None:
    for column in range(TOP1, COUNT):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            lab.table().sortByColumn(column, order)
            assert "is not here" in lab.column(TOP1)[-1], column
    lab.table().sortByColumn(TOP1, Qt.SortOrder.AscendingOrder)
    assert lab.column(TOP1)[0].startswith("25.0")
    assert [bar.value for bar in lab.view.results.chart.bars] == [0.25, 0.5, 1.0]


def test_earlier_results_are_below_whatever_they_are_sorted_by(lab: Lab) -> None:
    earlier = replace(study_grid().cells()[0], encoder="A first one", removal="none")
    with closing(Catalogue(lab.folder)) as catalogue:
        (test_set,) = test_sets.all_sets(catalogue)
        outcomes = tuple(
            Outcome(query.id, 1) for query in test_sets.queries(catalogue, test_set.id)
        )
        result = CellResult(earlier, datetime.now(UTC), "", "{}", 0.1, 1.0, outcomes)
        keep(catalogue, test_set.id, result, "another stand")
    lab.desk.refresh()
    lab.qtbot.waitUntil(lambda: lab.table().model().rowCount() == 5)
    for column in range(COUNT):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            lab.table().sortByColumn(column, order)
            ends = lab.column(TOP1)[-2:]
            assert ends[0].endswith("earlier"), column
            assert "is not here" in ends[1], column
            assert lab.view.results.chart.bars[-1].name.endswith("earlier"), column


def test_what_is_said_of_a_line_moves_no_row(lab: Lab) -> None:
    lab.choose("100.0")
    before = lab.table().geometry()
    lab.choose("flip H")
    lab.qtbot.waitUntil(lambda: "copies" in lab.says("laboratory_line_word"))
    QApplication.processEvents()
    assert lab.table().geometry() == before


def test_the_name_of_a_test_set_has_more_room_than_its_source(lab: Lab) -> None:
    lab.view.sets.set_sets([replace(lab.view.sets.model.sets[0], source=SetSource.CONFIRMED)])
    table = lab.window.findChild(QTableView, "laboratory_sets")
    lab.qtbot.waitUntil(lambda: table.columnWidth(0) > table.columnWidth(1))


def test_what_differs_is_told_in_points_and_words(lab: Lab) -> None:
    gains = lab.column(GAIN)
    assert gains[1] == "recipe in use"
    assert gains[0].startswith("+50.0 (")
    assert gains[0].endswith(("better", "not sure"))
    assert gains[2].startswith("−25.0 (")
    assert gains[3] == ""


def test_the_bars_are_named_by_what_differs(lab: Lab) -> None:
    names = [bar.name for bar in lab.view.results.chart.bars]
    assert len(names) == 3
    assert not any("U2-Net" in name for name in names)
    assert [name.endswith("(in use)") for name in names] == [False, True, False]


def test_a_better_recipe_can_be_used_and_one_with_copies_cannot(lab: Lab) -> None:
    lab.choose("flip H")
    assert not lab.button("laboratory_use").isEnabled()
    assert "copies" in lab.says("laboratory_line_word")
    lab.choose("recipe in use")
    assert not lab.button("laboratory_use").isEnabled()
    lab.choose("100.0")
    assert lab.says("laboratory_line_word") == ""
    lab.press("laboratory_use")
    (recipe,) = lab.recipes
    assert '"metric":"l1"' in recipe.replace(" ", "")
    assert "in the background" in lab.says("notice_text")


def test_the_line_tells_how_many_recipes_and_how_long(lab: Lab) -> None:
    said = lab.says("laboratory_word")
    assert "measured" in said
    assert "without weights here" in said
    assert "minute" in said


def test_nothing_checked_of_a_choice_is_said_and_cannot_be_run(lab: Lab) -> None:
    assert lab.button("laboratory_run").isEnabled()
    tree = lab.view.choices
    tree.setFocus()
    tree.setCurrentItem(lab.group("Encoders"))
    lab.qtbot.keyClick(tree, Qt.Key.Key_Space)
    lab.qtbot.waitUntil(lambda: "at least one" in lab.says("laboratory_word"))
    assert not lab.button("laboratory_run").isEnabled()
    lab.qtbot.keyClick(tree, Qt.Key.Key_Space)
    lab.qtbot.waitUntil(lambda: "recipes" in lab.says("laboratory_word"))
    assert lab.button("laboratory_run").isEnabled()


def test_a_run_has_what_is_checked_and_the_recipe_in_use(lab: Lab) -> None:
    for title in ("Encoders", "Copies in the gallery", "Metric"):
        group = lab.group(title)
        for row in range(1, group.childCount()):
            group.child(row).setCheckState(0, Qt.CheckState.Unchecked)
    lab.qtbot.waitUntil(lambda: lab.says("laboratory_word").startswith("2 recipes"))
    lab.press("laboratory_run")
    (order,) = lab.orders
    assert {cell.encoder for cell in order.cells} == {HERE}
    assert len(order.cells) == 2
    lab.desk.set_running(True)
    assert not lab.button("laboratory_run").isEnabled()
    with lab.qtbot.waitSignal(lab.desk.stop_wanted):
        lab.press("laboratory_stop")
    lab.desk.set_running(False)
    assert not lab.button("laboratory_stop").isEnabled()


def test_models_without_weights_say_so(lab: Lab) -> None:
    group = lab.group("Encoders")
    titles = [group.child(row).text(0) for row in range(group.childCount())]
    assert titles[0] == "EfficientNet-Lite2"
    assert all(title.endswith("(not here)") for title in titles[1:])


def test_a_table_becomes_a_test_set_which_is_chosen(lab: Lab, photos: Path) -> None:
    table = photos / "autumn.csv"
    table.write_text("query,reference\nBags/B1.jpg,B1\nShoes/S1.jpg,S1\n")
    lab.window.findChild(QAction, "laboratory_new_csv").trigger()
    lab.file("dialog_truth", table)
    dialog = lab.window.findChild(NewSetDialog)
    assert dialog.findChild(QLineEdit, "new_set_name").text() == "autumn"
    accept = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    lab.qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    lab.qtbot.waitUntil(lambda: (found := lab.view.sets.current) is not None and found.queries == 2)
    assert [found.name for found in lab.view.sets.model.sets] == ["autumn", "spring"]
    lab.qtbot.waitUntil(lambda: "press Run" in lab.says("laboratory_hint"))


def test_a_set_of_nothing_is_refused_in_a_sentence(lab: Lab) -> None:
    lab.window.findChild(QAction, "laboratory_new_confirmed").trigger()
    lab.window.findChild(NewSetDialog).accept()
    lab.qtbot.waitUntil(lambda: "would be empty" in lab.says("notice_text"))
    assert len(lab.view.sets.model.sets) == 1


def test_two_sets_with_no_product_in_both(qtbot: QtBot) -> None:
    dialog = NewSetDialog(SetSource.FOLDER, Path("/photos/queries"))
    qtbot.addWidget(dialog)
    assert dialog.order.part == 0
    dialog.findChild(QCheckBox, "new_set_split").click()
    assert dialog.order.part == 0.5
    dialog.findChild(QLineEdit, "new_set_name").setText("  ")
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()


def test_a_set_is_deleted_after_asking(lab: Lab) -> None:
    lab.press("laboratory_delete_set")
    box = lab.window.findChild(QMessageBox, "dialog_delete_set")
    assert "spring" in box.text()
    (delete,) = [b for b in box.buttons() if "Delete" in b.text()]
    lab.qtbot.mouseClick(delete, Qt.MouseButton.LeftButton)
    lab.qtbot.waitUntil(lambda: not lab.view.sets.model.sets)
    lab.qtbot.waitUntil(lambda: "This is it" in lab.says("laboratory_hint"))


def test_test_set_and_report_are_written(lab: Lab, tmp_path: Path) -> None:
    lab.press("laboratory_export_set")
    lab.file("dialog_set_file", tmp_path / "out.csv")
    lab.qtbot.waitUntil((tmp_path / "out.csv").is_file)
    lab.press("laboratory_export_report")
    lab.file("dialog_report_file", tmp_path / "report.csv")
    lab.qtbot.waitUntil(lambda: "report.csv" in lab.says("notice_text"))
    assert (tmp_path / "report.csv").read_text().count("\n") == 5
    lab.press("laboratory_export_report")
    lab.file("dialog_report_file", tmp_path / "nowhere" / "report.csv")
    lab.qtbot.waitUntil(lambda: "nowhere" in lab.says("notice_text"))


@pytest.fixture
def browser(lab: Lab) -> QueriesDialog:
    """The queries of the recipe in use."""
    lab.choose("recipe in use")
    lab.press("laboratory_queries")
    dialog: QueriesDialog = lab.window.findChild(QueriesDialog)
    lab.qtbot.waitUntil(lambda: len(dialog.model.asked) == 4)
    return dialog


def marked(dialog: QueriesDialog) -> list[str]:
    cards = [dialog.findChild(PhotoCard, f"queries_found_{n}") for n in range(1, 6)]
    return [card.accessibleName() for card in cards if card.isVisible() and card.is_marked]


def test_queries_are_browsed_by_the_arrow_keys(lab: Lab, browser: QueriesDialog) -> None:
    made = browser.findChild(QListView, "queries_list")
    query = browser.findChild(PhotoCard, "queries_photo")
    lab.qtbot.waitUntil(lambda: query.has_photo)
    assert query.accessibleName() == "B1.jpg, Hit"
    assert marked(browser) == ["1. B1, The right product"]
    lab.qtbot.keyClick(made, Qt.Key.Key_Down)
    lab.qtbot.keyClick(made, Qt.Key.Key_Down)
    assert query.accessibleName() == "S1.jpg, Miss: at place 3"
    assert marked(browser) == ["3. S1, The right product"]
    assert browser.findChild(QLabel, "queries_wanted").text() == "Shows S1 · Shoes"


def test_hits_and_misses_are_told_apart(lab: Lab, browser: QueriesDialog) -> None:
    box = browser.findChild(QComboBox, "queries_filter")

    def shown() -> list[str]:
        return [asked.query.path.name for asked in browser.model.asked]

    box.setCurrentIndex(1)
    assert shown() == ["B1.jpg", "B2.jpg"]
    box.setCurrentIndex(2)
    assert shown() == ["S1.jpg", "S2.jpg"]
    assert browser.findChild(QLabel, "queries_count").text() == "2 queries"
    assert browser.model.index(1, 0).data().endswith("Miss: not found")


def test_a_query_photo_that_has_gone_is_said_to_have(
    lab: Lab, browser: QueriesDialog, photos: Path
) -> None:
    (photos / "Bags/B2.jpg").unlink()
    lab.qtbot.keyClick(browser.findChild(QListView, "queries_list"), Qt.Key.Key_Down)
    query = browser.findChild(PhotoCard, "queries_photo")
    lab.qtbot.waitUntil(lambda: "no longer there" in query.accessibleName())


def test_a_catalogue_in_use_elsewhere_is_only_read(lab: Lab) -> None:
    lab.desk.open(lab.folder, writable=False)
    lab.qtbot.waitUntil(lambda: lab.table().model().rowCount() == 4)
    lab.choose("100.0")
    for name in ("new_set", "delete_set", "run", "use"):
        assert not lab.button(f"laboratory_{name}").isEnabled(), name
    assert lab.button("laboratory_export_set").isEnabled()


def test_what_was_measured_before_the_catalogue_changed_says_so(lab: Lab) -> None:
    with closing(Catalogue(lab.folder)) as catalogue, catalogue.database.write():
        catalogue.database.execute("UPDATE photo SET size = 2 WHERE id = 1")
    lab.desk.refresh()
    lab.qtbot.waitUntil(lambda: lab.column(TOP1)[0].endswith("earlier"))


def test_results_name_each_query_once(lab: Lab) -> None:
    with closing(Catalogue(lab.folder)) as catalogue:
        (found,) = test_sets.all_sets(catalogue)
        first = results(catalogue, found.id)[0]
        asked: list[Asked] = browse(catalogue, found.id, first)
    assert [each.query.reference for each in asked] == ["B1", "B2", "S1", "S2"]
    assert [each.is_hit for each in asked] == [True, True, False, False]
    assert all(sum(found.is_right for found in each.first) == 1 for each in asked)


def test_space_sorts_by_the_column_of_the_cell(lab: Lab) -> None:
    table = lab.table()
    lab.window.activateWindow()
    lab.qtbot.waitUntil(lambda: QApplication.activeWindow() is lab.window)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, TOP1))
    lab.qtbot.keyClick(table, Qt.Key.Key_Space)
    assert lab.column(TOP1)[0].startswith("25.0")
    lab.qtbot.keyClick(table, Qt.Key.Key_Space)
    assert lab.column(TOP1)[0].startswith("100.0")


@pytest.fixture
def tuning(lab: Lab) -> TuningDialog:
    lab.press("laboratory_tune")
    found: TuningDialog = lab.window.findChild(TuningDialog)
    assert found.isVisible()
    return found


def verdict(dialog: TuningDialog) -> str:
    label = dialog.findChild(QLabel, "tuning_verdict")
    return label.text() if label.isVisible() else ""


def test_an_encoder_is_fine_tuned_as_ordered_and_judged(lab: Lab, tuning: TuningDialog) -> None:
    encoders = tuning.findChild(QComboBox, "tuning_encoder")
    assert encoders.itemText(0) == "The catalogue's own"
    assert "EfficientNet-Lite2" in [encoders.itemText(row) for row in range(encoders.count())]
    tuning.findChild(QSpinBox, "tuning_epochs").setValue(3)
    tuning.findChild(QCheckBox, "tuning_category").click()
    with lab.qtbot.waitSignal(lab.desk.tuning.wanted) as asked:
        lab.qtbot.mouseClick(
            tuning.findChild(QPushButton, "tuning_start"), Qt.MouseButton.LeftButton
        )
    assert asked.args == [TuningOrder("", with_category=True, epochs=3, resume=True)]
    job = Request(7, "finetune")
    lab.desk.tuning.follow(job, Progress(Stage.TRAINING, 1, 3))
    lab.desk.tuning.take_epoch(7, TuningEpoch(0, 3, None, 0.5, 0))
    lab.desk.tuning.take_epoch(7, TuningEpoch(1, 3, 1.25, 0.75, 1))
    told = tuning.findChild(QListWidget, "tuning_epochs_told")
    assert told.count() == 2
    assert told.item(1).text().endswith("loss 1.250")
    assert not tuning.findChild(QPushButton, "tuning_start").isEnabled()
    lab.desk.tuning.take_tuned(7, Tuned("", HERE, 0, None, by_photos=False, recommended=False))
    lab.desk.tuning.finish(job)
    assert "did not help" in verdict(tuning)
    assert tuning.findChild(QPushButton, "tuning_start").isEnabled()


def test_why_there_was_no_fine_tuning_is_said_where_it_was_ordered(
    lab: Lab, tuning: TuningDialog
) -> None:
    lab.qtbot.mouseClick(tuning.findChild(QPushButton, "tuning_start"), Qt.MouseButton.LeftButton)
    with lab.qtbot.waitSignal(lab.desk.tuning.stop_wanted):
        lab.qtbot.mouseClick(
            tuning.findChild(QPushButton, "progress_cancel"), Qt.MouseButton.LeftButton
        )
    job, error = Request(7, "finetune"), RequestError(lab.folder, RequestReason.TOO_FEW_PRODUCTS)
    assert lab.desk.tuning.fail(job, error)
    lab.desk.tuning.finish(job)
    assert "too few products" in verdict(tuning)
    assert not lab.desk.tuning.fail(Request(8, "index"), error)


def test_photos_of_a_table_that_are_away_are_named(lab: Lab, photos: Path) -> None:
    table = photos / "autumn.csv"
    table.write_text("query,reference\nBags/away.jpg,B1\nShoes/away too.jpg,S1\n")
    lab.window.findChild(QAction, "laboratory_new_csv").trigger()
    lab.file("dialog_truth", table)
    accept = lab.window.findChild(NewSetDialog).findChild(QDialogButtonBox)
    lab.qtbot.mouseClick(
        accept.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton
    )
    lab.qtbot.waitUntil(lambda: "2 photos of the table are not there" in lab.says("notice_text"))
    assert "“away.jpg”" in lab.says("notice_text")


def test_encoders_that_are_made_and_removed_elsewhere_are_known(
    lab: Lab, tuning: TuningDialog
) -> None:
    made, offered = f"{HERE}+2026-11-26", tuning.findChild(QComboBox, "tuning_encoder")
    model = replace(open_store().model(HERE), id=made, title="Of ours", file=f"{made}.pth", size=2)
    target = open_store().target
    target.mkdir(parents=True, exist_ok=True)

    def known() -> tuple[bool, bool, bool, bool]:
        """Whether it is among the encoders, here, to be compared, and to begin with."""
        with lab.qtbot.waitSignal(lab.desk.encoders_known) as told:
            lab.desk.refresh()
        group = lab.group("Encoders")
        titles = [group.child(row).text(0) for row in range(group.childCount())]
        encoders, here = told.args
        is_listed = made in [each.id for each in encoders]
        return is_listed, made in here, "Of ours" in titles, offered.findData(made) > 0

    assert known() == (False, False, False, False)
    note_tuned(model, target)
    (target / model.file).write_bytes(b"ab")
    assert known() == (True, True, True, True)
    offered.setCurrentIndex(offered.findData(made))
    lab.window.workspace.show_view(CATALOGUE)
    model_use.remove(model_use.with_tuned(open_store()), made)
    assert known() == (False, False, False, False)
    assert offered.currentData() == ""


def test_the_studys_table_is_shown_without_a_stall(qtbot: QtBot) -> None:
    share = Share(0.5, 0.4, 0.6)
    lines = [
        Line(CellResult(cell, datetime.now(UTC)), Figures(9, 0, share, share, share, share), None)
        for cell in study_grid().cells()
    ]
    pane, shown = ResultsPane(), QuerySet(1, "spring", SetSource.CSV, datetime.now(UTC), 9, 9)
    qtbot.addWidget(pane)
    pane.resize(900, 700)
    pane.show()
    qtbot.waitExposed(pane)
    began = time.process_time()
    pane.show_report(Report(shown, tuple(lines), None, {}))
    assert time.process_time() - began < 0.1
    assert len(pane.chart.bars) == len(lines)
