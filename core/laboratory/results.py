"""What cells gave, kept in the catalogue by test set and cell: the newest of each."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from core.catalogue import Catalogue
from core.errors import RequestError, RequestReason
from core.laboratory_records import Cell, CellResult, Outcome

# A product that is not among so many is not found.
MOST_RANKS = 100
FIRST = 5


def keep(catalogue: Catalogue, test_set: int, result: CellResult, stand: str) -> None:
    """Keep a cell's result over a test set in place of an earlier one.

    `stand` names what gallery and test set were like; "" is like none. A query that has gone
    meanwhile is left out. Raises `RequestError` where the test set has.
    """
    database, now = catalogue.database, datetime.now(UTC).isoformat(timespec="seconds")
    values = (result.missing, result.recipe, result.seconds_a_query, result.bytes_a_photo, stand)
    key = [test_set, result.cell.key]
    with database.write():
        if not database.rows("SELECT 1 FROM test_set WHERE id = ?", [test_set]):
            raise RequestError(str(test_set), RequestReason.NO_TEST_SET)
        database.execute("DELETE FROM cell_result WHERE test_set_id = ? AND cell = ?", key)
        made = database.execute(
            "INSERT INTO cell_result"
            "(test_set_id, cell, at, missing, recipe, seconds, bytes, stand) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [*key, now, *values],
        )
        for outcome in result.outcomes:
            first = json.dumps(outcome.first)
            database.execute(
                "INSERT INTO cell_outcome(result_id, query_id, rank, first, failed) "
                "SELECT ?, id, ?, ?, ? FROM test_query WHERE id = ?",
                [made.lastrowid, outcome.rank, first, outcome.failed, outcome.query_id],
            )


def measured(catalogue: Catalogue, test_set: int, stand: str) -> dict[Cell, str]:
    """The recipe (JSON) of each cell that has figures for what is there now."""
    rows = catalogue.database.rows(
        "SELECT cell, recipe FROM cell_result WHERE test_set_id = ? AND stand = ? AND missing = ''",
        [test_set, stand],
    )
    found = {}
    for key, recipe in rows:
        with suppress(msgspec.MsgspecError):
            found[_cell(key)] = recipe
    return found


def results(catalogue: Catalogue, test_set: int, stand: str | None = None) -> list[CellResult]:
    """All results over a test set, oldest first, but for cells that this version does not know.

    Those that were not taken at `stand` are told as not current.
    """
    outcomes = _outcomes(catalogue, test_set)
    rows = catalogue.database.rows(
        "SELECT id, cell, at, missing, recipe, seconds, bytes, stand FROM cell_result "
        "WHERE test_set_id = ? ORDER BY id",
        [test_set],
    )
    found = []
    for result_id, key, at, missing, recipe, seconds, size, taken_at in rows:
        with suppress(msgspec.MsgspecError):
            found.append(
                CellResult(
                    cell=_cell(key),
                    at=datetime.fromisoformat(at),
                    missing=missing,
                    recipe=recipe,
                    seconds_a_query=seconds,
                    bytes_a_photo=size,
                    outcomes=tuple(outcomes.get(result_id, ())),
                    is_current=stand in (None, taken_at),
                )
            )
    return found


def _outcomes(catalogue: Catalogue, test_set: int) -> dict[int, list[Outcome]]:
    rows = catalogue.database.each(
        "SELECT result_id, query_id, rank, first, failed FROM cell_outcome "
        "JOIN cell_result ON cell_result.id = result_id WHERE test_set_id = ? "
        "ORDER BY result_id, query_id",
        [test_set],
    )
    found: dict[int, list[Outcome]] = {}
    for result_id, query_id, rank, first, failed in rows:
        outcome = Outcome(query_id, rank, tuple(json.loads(first)), failed)
        found.setdefault(result_id, []).append(outcome)
    return found


def _cell(key: str) -> Cell:
    return msgspec.json.decode(key, type=Cell)
