"""The orders in which products come."""

from pathlib import Path

import pytest

from core import products
from core.catalogue import Catalogue
from core.product_records import Filter, Order, ProductChanges
from core.records import FileStamp
from core.search import search

NAMES = ("Shoes/A.jpg", "Bags/C_front.jpg", "Bags/C_back.jpg", "bags2/B.jpg")


@pytest.fixture
def catalogue(tmp_path: Path):
    made = Catalogue(tmp_path / "c")
    root = tmp_path / "photos"
    made.add_files(made.root_id(root), root, [FileStamp(root / name, 1, 1) for name in NAMES])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.BEST, ["A", "B", "C"]),
        (Order.REFERENCE, ["A", "B", "C"]),
        (Order.CATEGORY, ["C", "B", "A"]),
        (Order.PHOTOS, ["C", "A", "B"]),
        (Order.NAME, ["C", "A", "B"]),
    ],
)
def test_products_come_in_the_order_that_is_asked_for(
    catalogue: Catalogue, order: Order, expected: list[str]
) -> None:
    (bag,) = search(catalogue, Filter(words="C"))
    products.change(catalogue, [bag], ProductChanges(name="almond"))
    found = products.products(catalogue, search(catalogue, order=order))
    by_id = {product.id: product.reference for product in found}
    assert [by_id[i] for i in search(catalogue, order=order)] == expected


def test_the_newest_come_first(catalogue: Catalogue) -> None:
    ids = search(catalogue, order=Order.NEWEST)
    assert ids == sorted(ids, reverse=True)


def test_words_rank_only_where_the_best_come_first(catalogue: Catalogue) -> None:
    wanted = Filter(words="c")
    assert len(search(catalogue, wanted)) == len(search(catalogue, wanted, Order.NEWEST)) > 0
