"""The report: what is compared with what, which comes first, and what was measured earlier."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.laboratory import test_sets
from core.laboratory.report import as_csv, as_html, report
from core.laboratory.results import keep
from core.laboratory.stand import stand
from core.laboratory.test_sets import Labelled
from core.laboratory_records import Cell, CellResult, Outcome, QuerySet, SetSource
from core.listing import list_folder
from core.weights import ModelStore

BASE = Cell(encoder="efficientnet-lite2", removal="none")
OTHER, BEST = replace(BASE, metric="l1"), replace(BASE, metric="l2")


@pytest.fixture
def spring(catalogue: Catalogue, photos: Path) -> QuerySet:
    """Two queries."""
    list(list_folder(catalogue, photos.resolve()))
    rows = [Labelled(Path(f"{number}.jpg"), str(number), number) for number in (1, 2)]
    return test_sets.create(catalogue, "spring", SetSource.CSV, rows)


def kept(catalogue: Catalogue, test_set: QuerySet, cell: Cell, *ranks: int, now: bool) -> None:
    """Keep what a cell gave, of what is there now or earlier."""
    queries = test_sets.queries(catalogue, test_set.id)
    outcomes = tuple(Outcome(query.id, rank) for query, rank in zip(queries, ranks, strict=True))
    result = CellResult(cell, datetime.now(UTC), "", "{}", 0.5, 2560.0, outcomes)
    keep(catalogue, test_set.id, result, stand(catalogue, test_set.id) if now else "earlier")


def test_current_results_come_first_and_earlier_ones_are_said_to_be(
    catalogue: Catalogue, store: ModelStore, spring: QuerySet
) -> None:
    kept(catalogue, spring, BEST, 1, 1, now=False)
    kept(catalogue, spring, BASE, 2, 2, now=True)
    kept(catalogue, spring, OTHER, 1, 2, now=True)
    made = report(catalogue, spring, BASE)
    assert [line.result.cell for line in made.lines] == [OTHER, BASE, BEST]
    assert [line.gain is not None for line in made.lines] == [True, False, False]
    rows = list(csv.DictReader(io.StringIO(as_csv(made))))
    assert [row["is_current"] for row in rows] == ["1", "1", "0"]
    page = as_html(made, store)
    assert "1.000 (1.000 – 1.000), earlier" in page
    assert "Best: efficientnet-lite2 · none · whole photo · L1</p>" in page


def test_a_row_without_figures_has_all_columns_and_no_text_is_run(
    catalogue: Catalogue, spring: QuerySet
) -> None:
    away = replace(BASE, encoder="=1+1")
    keep(catalogue, spring.id, CellResult(away, datetime.now(UTC), "=1+1"), "")
    headings, row = csv.reader(io.StringIO(as_csv(report(catalogue, spring, BASE)), newline=""))
    assert len(row) == len(headings)
    assert dict(zip(headings, row, strict=True))["encoder"] == "'=1+1"
    assert row[-1] == ""


def test_nothing_is_a_gain_over_what_was_measured_earlier(
    catalogue: Catalogue, spring: QuerySet
) -> None:
    kept(catalogue, spring, BASE, 2, 2, now=False)
    kept(catalogue, spring, OTHER, 1, 1, now=True)
    assert [line.gain for line in report(catalogue, spring, BASE).lines] == [None, None]
