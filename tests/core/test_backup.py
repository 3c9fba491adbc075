"""The copy that is kept before a catalogue is migrated, and old catalogues that are."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Timer

import numpy as np
import pytest

from core import backup, projection_table, schema
from core.catalogue import Catalogue
from core.errors import CatalogueError, CatalogueReason
from core.moves import known_below
from core.recipe import Recipe
from core.records import SetAside

SAVED = Path(__file__).parents[1] / "data"
ROOT = Path("/photos")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of a catalogue that 0.1.0 has written."""
    folder = tmp_path / "old"
    folder.mkdir()
    shutil.copy(SAVED / "catalogue-0.1.0.db", folder / "catalogue.db")
    return folder


def copies(folder: Path) -> list[Path]:
    return sorted((folder / backup.FOLDER_NAME).glob("*"))


def applied(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return [row[0] for row in raw.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]


def photos_of(folder: Path) -> int:
    with closing(Catalogue(folder)) as catalogue:
        return catalogue.info().photos


def test_everything_of_a_catalogue_of_0_1_0_is_found(old: Path, recipe: Recipe) -> None:
    recipe = replace(recipe, pixels=1)  # as it was then
    with closing(Catalogue(old)) as catalogue:
        info = catalogue.info()
        assert (info.photos, info.products, info.embedded) == (5, 4, 4)
        assert (info.set_aside, info.missing, info.roots) == (1, 1, (ROOT,))
        assert info.categories == ("Bags", "Watches")
        assert info.generation == "made.annoy"
        assert catalogue.recipe("active") == recipe
        assert projection_table.wish(catalogue.database) == 0
        assert catalogue.database.one("SELECT count(*) FROM projection") == 0
        assert catalogue.database.one("SELECT count(*) FROM mount") == 0
        assert [known.path for known in known_below(catalogue.database, ROOT / "Bags")] == [
            str(ROOT / "Bags" / name) for name in ("BG1_back.jpg", "BG1_front.jpg", "Écru.jpg")
        ]
        assert catalogue.photos_aside() == [SetAside(ROOT / "empty.jpg", "empty")]
        assert [p.path for p in catalogue.waiting(recipe.embedding_id)] == [ROOT / "new.jpg"]
        ids, vectors = catalogue.vectors(recipe.embedding_id)
        assert list(ids) == [1, 2, 3, 4]
        assert np.allclose(vectors, np.eye(4), atol=1e-3)
        shown = catalogue.shown_by([1, 2, 3])
        assert {s.reference for s in shown.values()} == {"BG1", "Écru"}
        assert shown[1].product_id == shown[2].product_id
    assert set(applied(old / "catalogue.db")) == schema.names()


def test_the_copy_is_the_catalogue_as_it_was_and_is_taken_once(old: Path) -> None:
    Catalogue(old).close()
    Catalogue(old).close()
    (copy,) = copies(old)
    assert copy.name.endswith("-m001_first_tables.db")
    assert applied(copy) == ["m001_first_tables"]
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT count(*) FROM photo").fetchone() == (7,)


def test_a_new_catalogue_needs_no_copy(tmp_path: Path) -> None:
    Catalogue(tmp_path).close()
    assert not copies(tmp_path)


def test_only_the_newest_copies_stay(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    for year in range(2001, 2006):
        (tmp_path / "copies" / f"{year}0101-000000-m000.db").touch()
    sqlite3.connect(tmp_path / "a.db").close()
    kept = backup.keep_copy(tmp_path / "a.db", "m001")
    assert [p.name[:4] for p in copies(tmp_path)[:-1]] == ["2004", "2005"]
    assert copies(tmp_path)[-1] == kept


def test_without_a_copy_nothing_is_migrated(old: Path) -> None:
    (old / "copies").write_text("a file is in the way")
    before = (old / "catalogue.db").read_bytes()
    with pytest.raises(CatalogueError) as caught:
        Catalogue(old)
    assert caught.value.reason == CatalogueReason.READ_ONLY
    assert applied(old / "catalogue.db") == ["m001_first_tables"]
    assert len(before) == (old / "catalogue.db").stat().st_size


def test_a_copy_that_broke_off_is_no_copy_and_in_nobodys_way(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError("refused")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(CatalogueError):
            Catalogue(old)
    assert not list((old / "copies").glob("*.db"))
    Catalogue(old).close()
    assert [path.suffix for path in copies(old)] == [".db"]


@pytest.mark.parametrize("attempt", range(6))
def test_several_who_open_an_old_catalogue_at_once_migrate_it_once(old: Path, attempt: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(photos_of, [old] * 16))
    assert counts == [5] * 16
    assert len(copies(old)) == 1


def test_who_reads_an_old_catalogue_is_waited_for(old: Path) -> None:
    with closing(sqlite3.connect(old / "catalogue.db", check_same_thread=False)) as reader:
        reader.execute("PRAGMA journal_mode = DELETE").fetchall()
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM photo").fetchone()
        done = Timer(0.5, reader.commit)
        done.start()
        assert photos_of(old) == 5
        done.join()
