"""A gain is recommended only where it is beyond chance."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.finetuning.judging import gain, is_recommended, ranks

HITS = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 30)), min_size=1)


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@settings(max_examples=50)
@given(HITS)
def test_an_interval_holds_the_difference_and_turns_with_it(
    rows: list[tuple[bool, bool, int]],
) -> None:
    base, tuned, products = zip(*rows, strict=True)
    found, turned = gain(base, tuned, products), gain(tuned, base, products)
    assert found.low - 1e-9 <= found.difference <= found.high + 1e-9
    assert -1 <= found.low <= found.high <= 1
    assert found.difference == pytest.approx(np.mean(tuned) - np.mean(base))
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))
    assert not (is_recommended(found) and is_recommended(turned))


def test_no_change_is_no_gain() -> None:
    found = gain([True, False] * 50, [True, False] * 50, list(range(100)))
    assert (found.low, found.difference, found.high) == (0, 0, 0)
    assert not is_recommended(found)


def test_a_large_gain_is_recommended_and_a_loss_is_not() -> None:
    products = list(range(60))
    assert is_recommended(gain([False] * 60, [True] * 40 + [False] * 20, products))
    lost = gain([True] * 60, [True] * 40 + [False] * 20, products)
    assert lost.high < 0
    assert not is_recommended(lost)


def test_a_few_lucky_queries_are_not_recommended() -> None:
    base = [False] * 100
    found = gain(base, [True, True, *base[2:]], list(range(100)))
    assert found.difference > 0
    assert not is_recommended(found)


def test_many_queries_of_few_products_are_not_many() -> None:
    one = gain([False] * 100, [True] * 100, [1] * 100)
    assert not is_recommended(one)
    base, tuned = [False] * 100, [True] * 50 + [False] * 50
    apart = gain(base, tuned, list(range(100)))
    together = gain(base, tuned, [each // 10 for each in range(100)])
    assert together.high - together.low > 2 * (apart.high - apart.low)


@pytest.mark.slow
def test_where_nothing_changed_but_by_chance_one_in_forty_is_recommended() -> None:
    chance = np.random.default_rng(5)
    recommended = 0
    for _ in range(200):
        base, tuned = chance.random((2, 100)) < 0.5
        recommended += is_recommended(gain(base, tuned, range(100)))
    assert recommended < 200 * 0.06


def test_without_queries_there_is_no_gain() -> None:
    with pytest.raises(ValueError, match="no queries"):
        gain([], [], [])


@given(st.integers(0, 1000))
def test_ranks_are_those_of_counting(seed: int) -> None:
    chance = np.random.default_rng(seed)
    gallery, of = unit(chance.normal(size=(12, 4))), np.array([7, 7, 3, 3, 3, 9, 9, 1, 1, 1, 1, 5])
    queries, shown = unit(chance.normal(size=(6, 4))), chance.choice(of, 6)
    made = ranks(queries, shown, gallery, of)
    for query, product, rank in zip(queries, shown, made, strict=True):
        best = {each: max(query @ gallery[of == each].T) for each in set(of.tolist())}
        order = sorted(best, key=lambda each: -best[each])
        assert order.index(product) + 1 == rank


@pytest.mark.slow
def test_many_queries_in_a_large_gallery_need_little_memory() -> None:
    chance = np.random.default_rng(7)
    of = chance.permutation(np.repeat(np.arange(10_000), 2))
    gallery = unit(chance.normal(size=(20_000, 8)))
    tracemalloc.start()
    made = ranks(gallery, of, gallery, of)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert set(made.tolist()) == {1}
    assert peak < 300 << 20
