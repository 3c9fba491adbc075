"""Products are divided in three, and no product is in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.finetuning.split import LEAST_PRODUCTS, split

PRODUCTS = st.sets(st.integers(1, 10_000), min_size=LEAST_PRODUCTS, max_size=200)


@given(PRODUCTS, st.integers(0, 2**31), st.data())
def test_every_product_is_in_one_part(products: set[int], seed: int, data: st.DataObject) -> None:
    labelled = set(data.draw(st.lists(st.sampled_from(sorted(products)))))
    parts = split(products, labelled, seed)
    assert sorted([*parts.trained, *parts.held, *parts.judged]) == sorted(products)
    assert len(parts.trained) > len(parts.judged) > len(parts.held) > 2
    assert parts == split(sorted(products, reverse=True), labelled, seed)


@given(PRODUCTS, st.integers(0, 100))
def test_labelled_products_judge_first(products: set[int], seed: int) -> None:
    labelled = set(sorted(products)[:6])
    assert labelled <= split(products, labelled, seed).judged
    assert split(products, products, seed).trained


def test_another_seed_is_another_division() -> None:
    assert split(range(100), (), 0) != split(range(100), (), 1)


def test_too_few_are_refused() -> None:
    with pytest.raises(ValueError, match="23"):
        split(range(LEAST_PRODUCTS - 1), (), 0)
