"""What the guide shows, one scene a picture."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QPushButton, QWidget

from desktop.errand import Errand
from desktop.laboratory.laboratory_view import LaboratoryView
from desktop.laboratory.new_set_dialog import NewSetDialog
from desktop.workspace import CATALOGUE, LABORATORY
from resources.pictures.stage import SAMPLE, Stage

QUERY = SAMPLE / "queries" / "q01.jpg"
MANY = 20_000
SEVERAL = ("BG1042_front.jpg", "BG1042_side.jpg")

Scene = Callable[[Stage], None]
Kind = TypeVar("Kind", bound=QWidget)


def welcome(stage: Stage) -> None:
    """The first-run page."""
    stage.take("welcome")


def indexing(stage: Stage) -> None:
    """A folder while it is indexed, and all that is known of the work."""
    stage.open(Errand(paths=(stage.photos,)))
    view = stage.window.workspace.catalogue_view
    stage.window.workspace.show_view(CATALOGUE)
    stage.wait(lambda: view.model.rowCount() > 8)
    stage.pause(1500)
    stage.take("indexing")
    stage.trigger("action_details")
    stage.pause(1200)
    stage.take("details", stage.vitrine.details)
    stage.vitrine.details.reject()


def ready(stage: Stage) -> None:
    """Not a picture: the whole sample is there."""
    told: list[str] = []
    stage.vitrine.controller.rested.connect(told.append)
    stage.wait(lambda: bool(told))


def answer(stage: Stage) -> None:
    """A photo, its cut-out, its matches."""
    stage.look_for(QUERY)
    stage.take("answer")


def grid(stage: Stage) -> None:
    """The matches as a grid, the first confirmed."""
    stage.trigger("matches_as_grid")
    stage.pause(500)
    stage.trigger("match_confirm")
    stage.pause(4000)
    stage.take("grid")
    stage.trigger("match_confirm")
    stage.trigger("matches_as_list")


def compare(stage: Stage) -> None:
    """Why it matched."""
    stage.trigger("match_compare")
    dialog = next(
        w for w in stage.window.findChildren(QDialog) if w.objectName().startswith("compare")
    )
    dialog.resize(1100, 640)
    stage.pause(6000)
    stage.take("compare", dialog)
    dialog.reject()


def crop(stage: Stage) -> None:
    """A square drawn by hand."""
    stage.trigger("look_crop")
    stage.pause(2500)
    stage.take("crop")
    stage.trigger("look_crop")
    stage.pause(1500)


def several(stage: Stage) -> None:
    """Front and side of one product."""
    photos = [stage.photos / "Bags" / name for name in SEVERAL]
    stage.window.take(photos)
    stage.pause(6000)
    stage.take("several")


def catalogue(stage: Stage) -> None:
    """The second view, with a product's sheet."""
    stage.window.workspace.show_view(CATALOGUE)
    view = stage.window.workspace.catalogue_view
    stage.pause(1500)
    view.choose([view.model.ids[7]])
    view.tell_chosen()
    stage.pause(1500)
    stage.take("catalogue")


def dialogs(stage: Stage) -> None:
    """What the menus open."""
    for name, action in (
        ("views", "action_view_rule"),
        ("removal", "action_removal"),
        ("duplicates", "action_duplicates"),
        ("preferences", "action_preferences"),
        ("report", "action_report"),
    ):
        stage.trigger(action)
        dialog = stage.dialog()
        if name == "views":
            _first(dialog, QLineEdit, "view_words").setText("front")
        if name == "report":
            stage.wait(_first(dialog, QPushButton, "report_copy").isEnabled)
        stage.pause(4000)
        stage.take(name, dialog)
        dialog.reject()
        stage.pause(300)


def set_aside(stage: Stage) -> None:
    """Photos that cannot be used, and why."""
    folder = stage.photos.parent / "Damaged"
    folder.mkdir()
    (folder / "empty.jpg").touch()
    (folder / "page.jpg").write_text("<html></html>")
    (folder / "half.jpg").write_bytes(QUERY.read_bytes()[:9000])
    told: list[str] = []
    stage.vitrine.controller.rested.connect(told.append)
    stage.window.folder_chosen.emit(folder)
    stage.wait(lambda: bool(told))
    stage.window.status_line.set_aside_requested.emit()
    dialog = stage.dialog()
    stage.pause(800)
    stage.take("set-aside", dialog)
    dialog.reject()


def table(stage: Stage) -> None:
    """A table that is imported."""
    path = stage.photos.parent / "prices.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("reference", "season", "price"))
        rows.writerows((("BG1042", "AW 2026", "890"), ("BG1160", "AW 2026", "640")))
    stage.trigger("action_import_sheet")
    files = _first(stage.window, QFileDialog, "dialog_sheet")
    _first(files, QLineEdit).setText(str(path))
    files.accept()
    dialog = stage.dialog()
    stage.pause(2500)
    stage.take("import", dialog)
    dialog.reject()


def laboratory(stage: Stage) -> None:
    """Recipes measured on a test set, and what was found query by query."""
    stage.window.workspace.show_view(LABORATORY)
    view = stage.window.workspace.laboratory_view
    stage.trigger("laboratory_new_folder")
    files = _first(stage.window, QFileDialog, "dialog_queries_folder")
    _first(files, QLineEdit).setText(str(_queries(stage.photos.parent / "Boutique")))
    files.accept()
    _first(stage.window, NewSetDialog).accept()
    stage.wait(lambda: view.sets.current is not None)
    run = _first(stage.window, QPushButton, "laboratory_run")
    stage.wait(run.isEnabled)
    run.click()
    lines = view.results.model
    stage.wait(lambda: bool(lines.lines) and not run.isEnabled() and _are_measured(view))
    view.results.choose(lines.lines[0].result.cell)
    stage.pause(1500)
    stage.take("laboratory")
    _first(stage.window, QPushButton, "laboratory_queries").click()
    dialog = stage.dialog()
    stage.pause(2500)
    stage.take("queries", dialog)
    dialog.reject()


def _queries(folder: Path) -> Path:
    """The sample's queries by the reference that each shows."""
    folder.mkdir()
    with (SAMPLE / "truth.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            reference = Path(row["match"]).stem.split("_")[0]
            shutil.copy(SAMPLE / row["query"], folder / f"{reference}.jpg")
    return folder


def _are_measured(view: LaboratoryView) -> bool:
    return not _first(view, QPushButton, "laboratory_stop").isEnabled()


SCENES: tuple[Scene, ...] = (
    *(welcome, indexing, ready, answer, grid, compare, crop, several, catalogue, dialogs),
    *(table, set_aside, laboratory),
)


def _first(parent: QWidget, kind: type[Kind], name: str = "") -> Kind:
    found = parent.findChildren(kind, name) if name else parent.findChildren(kind)
    return found[0]


def play(stage: Stage) -> None:
    """Every scene, in an order in which each finds what it needs."""
    for scene in SCENES:
        scene(stage)


def show(stage: Stage) -> None:
    """The views, empty and full, for the sake of their look."""
    stage.take("empty")
    stage.open(Errand(paths=(stage.photos,)))
    told: list[str] = []
    stage.vitrine.controller.rested.connect(told.append)
    stage.wait(lambda: bool(told))
    stage.look_for(QUERY)
    stage.take("answer")
    catalogue(stage)
    stage.window.workspace.show_view(LABORATORY)
    stage.pause(800)
    stage.take("laboratory")


def show_many(stage: Stage) -> None:
    """The catalogue view of a large house, whose photos are not compared yet."""
    stage.window.set_catalogue(stage.photos.parent.name, MANY, MANY)
    stage.vitrine.tending.open(stage.photos.parent)
    stage.window.workspace.show_view(CATALOGUE)
    view = stage.window.workspace.catalogue_view
    stage.wait(lambda: view.model.rowCount() == MANY)
    view.grid.verticalScrollBar().setValue(view.grid.verticalScrollBar().maximum() // 2)
    stage.pause(3000)
    stage.take("many")
