"""A catalogue that is not whole: told of, and mended without touching what a person entered."""

import os
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from core import generation, products
from core.catalogue import Catalogue
from core.check import check, is_mendable
from core.jobs import result
from core.leftovers import YOUNG_SECONDS
from core.product_records import Filter, ProductChanges
from core.recipe import Recipe
from core.records import Problem, ProblemKind, Stage
from core.repair import repair
from core.search import search


@pytest.fixture
def whole(catalogue: Catalogue, fill, recipe: Recipe) -> Catalogue:
    """Five photos with vectors, a generation and a tag."""
    fill(catalogue, np.eye(5, dtype=np.float32))
    catalogue.set_recipe("active", recipe)
    generation.build(catalogue, recipe)
    products.change(catalogue, [1], ProductChanges(add_tags=("kept",)))
    assert result(check(catalogue)) == []
    return catalogue


def spoil(catalogue: Catalogue, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(catalogue.folder / "catalogue.db")) as raw, raw:
        raw.execute(sql, values)


def mended(catalogue: Catalogue) -> list[Problem]:
    found = result(check(catalogue))
    assert all(map(is_mendable, found))
    assert result(repair(catalogue)) == []
    assert result(check(catalogue)) == []
    assert products.tags(catalogue) == ["kept"]
    assert catalogue.info().photos == 5
    return found


@pytest.mark.parametrize("damage", ["missing", "changed", "empty"])
def test_a_generation_that_is_not_what_was_published_goes(
    whole: Catalogue, recipe: Recipe, damage: str
) -> None:
    generation = whole.generation(recipe.id)
    assert generation is not None
    path = whole.index_folder / generation.file
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(b"x" if damage == "changed" else b"")
    assert mended(whole) == [Problem(ProblemKind.GENERATION, generation.file)]
    assert whole.generation(recipe.id) is None
    assert not path.exists()


def test_stray_files_go_once_they_are_old(whole: Catalogue) -> None:
    young, old = whole.index_folder / "young.annoy", whole.index_folder / "old.part"
    young.touch()
    old.touch()
    then = old.stat().st_mtime - YOUNG_SECONDS - 1
    os.utime(old, (then, then))
    assert mended(whole) == [Problem(ProblemKind.STRAY_FILE, "old.part")]
    assert (young.exists(), old.exists()) == (True, False)


def test_damaged_vectors_go_and_their_photos_wait(whole: Catalogue, recipe: Recipe) -> None:
    size = whole.database.one("SELECT length(data) FROM vector WHERE id = 1")
    spoil(whole, "UPDATE vector SET data = substr(data, 1, 3) WHERE id = 1")
    spoil(whole, "UPDATE vector SET data = ? WHERE id = 2", b"\xff" * size)
    spoil(whole, "UPDATE vector SET data = zeroblob(?) WHERE id = 3", size)
    assert mended(whole) == [Problem(ProblemKind.VECTORS, recipe.embedding_id, 3)]
    assert len(whole.waiting(recipe.embedding_id)) == 3


def test_vectors_of_no_photo_go(whole: Catalogue) -> None:
    spoil(
        whole,
        "INSERT INTO vector(photo_id, recipe_id, data) SELECT 99, recipe_id, data "
        "FROM vector WHERE id = 1",
    )
    assert mended(whole) == [Problem(ProblemKind.LINKS, "vector", 1)]


def test_what_a_person_entered_is_told_of_and_stays(whole: Catalogue) -> None:
    spoil(whole, "INSERT INTO tag(product_id, key, name) VALUES (99, 'lost', 'lost')")
    left = result(repair(whole))
    assert left == result(check(whole)) == [Problem(ProblemKind.LINKS, "tag", 1)]
    assert not any(map(is_mendable, left))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE product_text SET tags = 'other' WHERE rowid = 1",
        "DELETE FROM product_text WHERE rowid = 1",
        "INSERT INTO product_text(rowid, reference) VALUES (99, 'ghost')",
    ],
)
def test_the_text_to_search_in_is_filled_again(whole: Catalogue, sql: str) -> None:
    spoil(whole, sql)
    assert mended(whole) == [Problem(ProblemKind.TEXT, "product_text", 1)]
    assert search(whole, Filter("kept")) == [1]
    assert search(whole, Filter("ghost")) == []


def test_vectors_of_a_recipe_that_nobody_uses_are_only_told_of(
    whole: Catalogue, fill, recipe: Recipe
) -> None:
    other = Recipe(encoder="other", encoder_digest="1" * 64, removal="none", removal_digest="")
    fill(whole, np.eye(5, dtype=np.float32)[:2], start=10, using=other)
    expected = [Problem(ProblemKind.UNUSED_VECTORS, other.embedding_id, 2)]
    result(repair(whole))
    assert result(check(whole)) == expected
    whole.set_recipe("wanted", other)
    assert result(check(whole)) == []


def test_an_index_of_the_database_is_made_again(whole: Catalogue) -> None:
    with closing(sqlite3.connect(whole.folder / "catalogue.db")) as raw:
        raw.execute("PRAGMA writable_schema = 1")
        name, sql = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE name = 'idx_photo_status'"
        ).fetchone()
        raw.execute(
            "UPDATE sqlite_master SET sql = ? WHERE name = ?",
            [sql.replace('"status"', '"path"').replace("[status]", "[path]"), name],
        )
        raw.commit()
    with closing(Catalogue(whole.folder)) as again:
        found = result(check(again))
        assert {problem.kind for problem in found} == {ProblemKind.DATABASE}
        result(repair(again))
        assert result(check(again)) == []


def test_the_files_of_a_generation_stay_however_old_they_are(whole: Catalogue) -> None:
    files = sorted(whole.index_folder.iterdir())
    assert [path.suffix for path in files] == [".annoy", ".vectors"]
    for path in files:
        os.utime(path, (0, 0))
    assert result(check(whole)) == result(repair(whole)) == []
    assert sorted(whole.index_folder.iterdir()) == files


def test_others_can_write_between_the_steps_of_a_repair(whole: Catalogue, fill) -> None:
    size = whole.database.one("SELECT length(data) FROM vector WHERE id = 1")
    spoil(whole, "UPDATE vector SET data = zeroblob(?) WHERE id = 3", size)
    with closing(sqlite3.connect(whole.folder / "catalogue.db", timeout=0)) as other:
        for step, _ in enumerate(repair(whole)):
            with other:
                other.execute("INSERT INTO setting VALUES (?, '')", [f"step {step}"])
    assert whole.database.one("SELECT count(*) FROM setting WHERE key LIKE 'step%'") > 5
    assert result(check(whole)) == []


def test_a_check_says_how_far_it_is(whole: Catalogue) -> None:
    told = list(check(whole))
    assert {progress.stage for progress in told} == {Stage.CHECKING}
    assert max(progress.total for progress in told) == 5
