"""Figures of ranks that are known, their intervals, and what two cells differ by."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.laboratory.scores import by_category, difference, figures
from core.laboratory_records import Cell, CellResult, Outcome

RANKS = st.lists(st.none() | st.integers(1, 100), min_size=1, max_size=60)
CELL = Cell(encoder="efficientnet-lite2", removal="none")


def outcomes(ranks: list[int | None]) -> tuple[Outcome, ...]:
    return tuple(Outcome(number, rank) for number, rank in enumerate(ranks))


def result(ranks: list[int | None]) -> CellResult:
    return CellResult(CELL, datetime.now(UTC), outcomes=outcomes(ranks))


def test_shares_are_those_of_known_ranks() -> None:
    found = figures((*outcomes([1, 1, 2, 4, None, 6, 3]), Outcome(9, None, failed="vanished")))
    assert found is not None
    assert (found.queries, found.failed) == (8, 1)
    shares = (found.top1.value, found.top3.value, found.top5.value)
    assert shares == pytest.approx((2 / 8, 4 / 8, 5 / 8))
    assert found.reciprocal.value == pytest.approx((1 + 1 + 1 / 2 + 1 / 4 + 1 / 6 + 1 / 3) / 8)


def test_nothing_measured_is_no_figure() -> None:
    assert figures([]) is None
    assert difference(result([1]), result([])) is None


@given(RANKS)
def test_an_interval_holds_its_value_and_is_the_same_each_time(ranks: list[int | None]) -> None:
    found = figures(outcomes(ranks))
    assert found is not None
    for share in (found.top1, found.top3, found.top5, found.reciprocal):
        assert 0 <= share.low <= share.value + 1e-9
        assert share.value - 1e-9 <= share.high <= 1
    assert found.top1.value <= found.top3.value <= found.top5.value
    assert figures(outcomes(ranks)) == found


def test_an_interval_is_the_binomial_one_where_that_is_known() -> None:
    found = figures(outcomes([1] * 120 + [None] * 280))
    assert found is not None
    # .3 of 400: a standard error of .0229
    assert found.top1.low == pytest.approx(0.3 - 1.96 * 0.0229, abs=0.006)
    assert found.top1.high == pytest.approx(0.3 + 1.96 * 0.0229, abs=0.006)


@given(RANKS)
def test_a_cell_does_not_differ_from_itself(ranks: list[int | None]) -> None:
    found = difference(result(ranks), result(ranks))
    assert found is not None
    assert (found.top1.low, found.top1.value, found.top1.high) == (0, 0, 0)
    assert not found.top1.is_above_zero


def test_a_difference_is_of_the_queries_of_both_and_paired() -> None:
    ours, theirs = [1] * 40 + [None] * 60, [2] * 40 + [None] * 60
    found = difference(result(ours), result([*theirs, 1, 1, 1]))
    assert found is not None
    assert (found.queries, found.top1.value, found.top3.value) == (100, 0.4, 0.0)
    assert found.top1.is_above_zero
    assert not found.top3.is_above_zero


def test_chance_is_no_gain() -> None:
    found = difference(result([1, 1, 1, None] * 5), result([1, 1, None, 1] * 5))
    assert found is not None
    assert found.top1.value == 0
    assert found.top1.low < 0 < found.top1.high


def test_categories_have_figures_of_their_own() -> None:
    found = by_category(result([1, None, 1]), {0: "Bags", 1: "Bags", 2: ""})
    assert {name: each.top1.value for name, each in found.items()} == {"": 1.0, "Bags": 0.5}
