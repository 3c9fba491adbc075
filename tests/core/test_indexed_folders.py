"""The folders of a catalogue: listed, switched, by the command line too."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.indexed_folders import (
    IndexedFolder,
    indexed_folders,
    set_watched,
    watched_in,
    watched_root_of,
)
from core.recipe import Recipe
from core.scan import walk, would_take
from tests.core.listed import bring_up_to_date, write

SAVED = Path(__file__).parents[1] / "data" / "catalogue-0.1.0.db"


@pytest.fixture
def root(catalogue: Catalogue, recipe: Recipe, tmp_path: Path) -> Path:
    made = tmp_path.resolve() / "photos"
    write(made / "Bags" / "A.jpg")
    write(made / "B.jpg")
    bring_up_to_date(catalogue, recipe, made)
    return made


def test_folders_are_watched_unless_said_otherwise(catalogue: Catalogue, root: Path) -> None:
    assert indexed_folders(catalogue.database) == [IndexedFolder(root, 2, True, True)]
    assert watched_in(catalogue.folder) == [root]
    assert set_watched(catalogue.database, root, watched=False)
    assert indexed_folders(catalogue.database) == [IndexedFolder(root, 2, True, False)]
    assert watched_in(catalogue.folder) == []
    assert not set_watched(catalogue.database, root / "Bags", watched=False)


def test_a_folder_that_is_away_keeps_its_photos(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    (root / "B.jpg").unlink()
    bring_up_to_date(catalogue, recipe, root)
    shutil.rmtree(root)
    assert indexed_folders(catalogue.database) == [IndexedFolder(root, 1, False, True)]


def test_the_innermost_indexed_folder_decides(catalogue: Catalogue, root: Path) -> None:
    catalogue.root_id(root / "Bags")
    database = catalogue.database
    assert watched_root_of(database, root / "Bags" / "Small") == root / "Bags"
    assert watched_root_of(database, root / "Bags2") == root
    assert watched_root_of(database, root) == root
    assert watched_root_of(database, root.parent) is None
    set_watched(database, root / "Bags", watched=False)
    assert watched_root_of(database, root / "Bags" / "Small") is None


def test_the_folders_of_an_older_catalogue_are_watched(tmp_path: Path) -> None:
    shutil.copy(SAVED, tmp_path / "catalogue.db")
    with closing(Catalogue(tmp_path)) as old:
        assert watched_in(tmp_path) == old.roots() != []


def test_the_command_line_lists_and_switches(
    run: Callable[..., tuple[int, dict]], catalogue: Catalogue, root: Path
) -> None:
    there = {"path": str(root), "photos": 2, "is_there": True, "is_watched": True}
    assert run("folders", "--catalogue", catalogue.folder) == (0, {"folders": [there]})
    code, told = run("folders", "--catalogue", catalogue.folder, "--no-watch", root)
    assert (code, told["folders"]) == (0, [there | {"is_watched": False}])
    code, told = run("folders", "--catalogue", catalogue.folder, "--watch", root)
    assert (code, told["folders"]) == (0, [there])
    code, told = run("folders", "--catalogue", catalogue.folder, "--watch", root / "Bags")
    assert (code, told["error"]["reason"]) == (1, "not-indexed")


def test_names_are_judged_as_a_walk_does(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name in (
        *("a.jpg", "A.JPEG", "b.txt", ".c.jpg", "~$d.jpg", "d/e.tif", ".f/g.jpg", "@eaDir/h.jpg"),
        *("i/.j/k.png", "l.jpg/m.gif", "noext"),
    ):
        write(root / name)
    files = [path for path in root.rglob("*") if path.is_file()]
    taken = {path for path in files if would_take(root, path, is_folder=False)}
    assert taken == {stamp.path for stamp in walk(root)}
    assert would_take(root, root / "d", is_folder=True)
    assert not would_take(root, root / ".f", is_folder=True)
    assert not would_take(root, root / "n\udcff.jpg", is_folder=False)
    assert not would_take(root, tmp_path / "a.jpg", is_folder=False)
