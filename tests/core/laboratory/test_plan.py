"""What a grid comes to before it is run, and its results query by query."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.jobs import result
from core.laboratory.browsing import browse
from core.laboratory.cells import Grid, recipe_of
from core.laboratory.plan import base_cell, plan
from core.laboratory.results import keep
from core.laboratory.stand import stand
from core.laboratory.test_set_sources import make
from core.laboratory_records import Cell, CellResult, Outcome, QuerySet, SetOrder, SetSource
from core.listing import list_folder
from core.weights import ModelStore

GRID = Grid(encoders=("efficientnet-lite2", "resnet50"), metrics=("cosine", "l1"))


@pytest.fixture
def spring(catalogue: Catalogue, photos: Path, shots: Path) -> QuerySet:
    """The drawn photos, looked for."""
    list(list_folder(catalogue, photos.resolve()))
    (made,) = result(make(catalogue, SetOrder("spring", SetSource.FOLDER, shots))).sets
    return made


def test_a_plan_counts_what_is_measured_and_what_cannot_be(
    catalogue: Catalogue, store: ModelStore, spring: QuerySet
) -> None:
    base = base_cell(catalogue, store)
    assert base is not None
    first = plan(catalogue, store, spring.id, GRID)
    others = [cell for cell in GRID.cells() if cell != base]
    assert list(first.order.cells) == [base, *others]
    assert (first.measured, first.missing) == (0, 2)
    now = stand(catalogue, spring.id)
    cell = Cell(encoder="efficientnet-lite2", removal="u2netp")
    recipe = recipe_of(cell, store).to_json()
    keep(catalogue, spring.id, CellResult(cell, datetime.now(UTC), "", recipe), now)
    second = plan(catalogue, store, spring.id, GRID)
    assert (second.measured, second.missing) == (1, 2)
    assert 0 < second.seconds < first.seconds


def test_more_copies_take_longer(catalogue: Catalogue, store: ModelStore, spring: QuerySet) -> None:
    more = replace(GRID, augmentations=("none", "flip-h", "rotation"))
    few, many = (plan(catalogue, store, spring.id, grid).seconds for grid in (GRID, more))
    assert few < many
    nothing = replace(GRID, encoders=("resnet50",))
    assert plan(catalogue, store, spring.id, nothing).seconds < few


def test_a_result_is_told_query_by_query(catalogue: Catalogue, spring: QuerySet) -> None:
    rows = catalogue.database.rows("SELECT id FROM photo ORDER BY id")
    first = tuple(row[0] for row in rows[:5])
    queries = catalogue.database.rows("SELECT id FROM test_query ORDER BY path")
    outcomes = tuple(Outcome(row[0], None, (*first, 9_999)) for row in queries[:3])
    cell = Cell(encoder="efficientnet-lite2", removal="none")
    made = CellResult(cell, datetime.now(UTC), outcomes=outcomes)
    told = browse(catalogue, spring.id, made)
    assert [each.query.id for each in told] == [row[0] for row in queries[:3]]
    for each in told:
        assert [found.photo_id for found in each.first] == list(first)
        assert not each.is_hit
        for found in each.first:
            assert found.is_right == (found.reference == each.query.reference)
            assert found.path.is_file()
