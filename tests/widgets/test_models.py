"""Every model of the window keeps Qt's rules: empty, filled, changed under the eyes of a view."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester

import desktop
from core.indexed_folders import IndexedFolder
from core.product_records import Card
from core.records import DuplicateGroup, Match, Shown
from core.sheets import Row, Sheet, Unmatched
from desktop.catalogue.catalogue_model import CatalogueModel
from desktop.folders.folders_model import FoldersModel
from desktop.laboratory.queries_model import QueriesModel
from desktop.laboratory.results_model import ResultsModel, Sorted
from desktop.laboratory.sets_model import SetsModel
from desktop.matches.matches_model import MatchesModel
from desktop.photos.photo_strip import StripModel
from desktop.set_aside_dialog import SetAsideModel
from desktop.tools.duplicates_model import DuplicatesModel
from desktop.tools.sheet_models import SheetModel, UnmatchedModel

Steps = Iterator[None]
SHOWN = [Shown(n, Path(f"/p/{n}.jpg"), n, f"R{n}", "Bags") for n in range(1, 5)]
IMAGE = QImage(8, 8, QImage.Format.Format_RGB32)


def matches(model: MatchesModel) -> Steps:
    found = tuple(Match(n, f"R{n}", "", n, Path(f"/{n}"), 1 - n / 9, 0.5, 0.5) for n in range(1, 7))
    model.set_matches(found[:2])
    yield
    model.set_matches(found)  # more of the same
    model.set_thumbnail(2, IMAGE)
    yield
    model.judge(2, False)
    yield
    model.judge(3, True)
    model.show_left_out(True)
    yield
    model.show_left_out(False)
    model.set_matches(found[3:], is_far=True)
    yield
    model.set_matches(())


def catalogue(model: CatalogueModel) -> Steps:
    model.set_ids([1, 2, 3])
    yield
    model.set_cards([Card(2, "R2", "Bags", "", 1, 7, Path("/7.jpg"))])
    model.set_thumbnail(7, IMAGE)
    model.set_failed(7)
    yield
    model.set_ids([3, 2])


def strip(model: StripModel) -> Steps:
    model.set_shown(SHOWN)
    model.set_thumbnail(2, IMAGE)
    yield
    model.set_shown(SHOWN[1:2])


def folders(model: FoldersModel) -> Steps:
    known = IndexedFolder(Path("/a"), 3, is_there=True, is_watched=False)
    model.set_folders([known, IndexedFolder(Path("/b"), 0, is_there=False, is_watched=True)])
    yield
    model.set_folders([known])


def aside(model: SetAsideModel) -> Steps:
    model.set_items([(Path("/a.jpg"), "The file is empty."), (Path("/b.jpg"), "Too large.")])
    yield
    model.set_items([])


def duplicates(model: DuplicatesModel) -> Steps:
    model.set_groups([DuplicateGroup(True, tuple(SHOWN[:2]))])
    yield
    model.add_groups([DuplicateGroup(False, tuple(SHOWN))])
    yield
    model.set_groups([])


def sheet(model: SheetModel) -> Steps:
    model.set_sheet(Sheet(Path("a"), ("x", ""), (Row(2, ("1",)), Row(4, ("1", "2", "3")))))
    yield
    model.set_sheet(Sheet(Path("b"), ("y",), ()))


def unmatched(model: UnmatchedModel) -> Steps:
    model.set_rows((Unmatched(2, "XX"), Unmatched(5, "")))
    yield
    model.set_rows(())


LIVES: dict[type[QAbstractItemModel], Callable[..., Steps]] = {
    MatchesModel: matches,
    CatalogueModel: catalogue,
    StripModel: strip,
    FoldersModel: folders,
    SetAsideModel: aside,
    DuplicatesModel: duplicates,
    SheetModel: sheet,
    UnmatchedModel: unmatched,
}


# They show what was measured: `test_laboratory.py` has a real catalogue for it.
MEASURED: set[type[QAbstractItemModel]] = {SetsModel, ResultsModel, QueriesModel, Sorted}


def models_of_the_window() -> set[type[QAbstractItemModel]]:
    """Every item model that a module of the window defines."""
    for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, looked_at = set(), [QAbstractItemModel]
    while looked_at:
        for kind in looked_at.pop().__subclasses__():
            looked_at.append(kind)
            if kind.__module__.startswith("desktop."):
                found.add(kind)
    return found


def test_no_model_is_left_out_here() -> None:
    assert models_of_the_window() == {*LIVES, *MEASURED}


@pytest.mark.parametrize("kind", LIVES, ids=lambda kind: kind.__name__)
def test_models_keep_qts_rules_all_their_life(
    qtmodeltester: ModelTester, kind: type[QAbstractItemModel]
) -> None:
    model = kind()
    qtmodeltester.check(model)
    for _ in LIVES[kind](model):
        qtmodeltester.check(model)
    qtmodeltester.check(model)
