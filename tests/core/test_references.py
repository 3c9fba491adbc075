"""Products and photos by what a person calls them."""

from pathlib import Path

import pytest

from core import products
from core.catalogue import Catalogue
from core.errors import RequestError, RequestReason
from core.product_records import ProductChanges
from core.records import FileStamp
from core.references import find, find_photos

ROOT = Path("/photos")
BAG, SAC, LOW, OTHER = (
    ROOT / name for name in ("Bags/BG1.jpg", "Sacs/BG1.jpg", "Sacs/bg2.jpg", "SH3.jpg")
)


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    paths = (BAG, SAC, LOW, OTHER, ROOT / "SH3_back.jpg")
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, [FileStamp(path, 1, 1) for path in paths])
    return catalogue


def of(catalogue: Catalogue, path: Path) -> int:
    return catalogue.product_of(path) or 0


def refused(catalogue: Catalogue, text: str) -> RequestReason:
    with pytest.raises(RequestError) as caught:
        find(catalogue, [text])
    assert caught.value.subject == text
    return caught.value.reason


def test_a_reference_alone_or_with_its_category(filled: Catalogue) -> None:
    texts = ["bags/bg1", "Sacs/BG1", "BG2", "SH3", "/SH3"]
    products_of = [of(filled, path) for path in (BAG, SAC, LOW, OTHER, OTHER)]
    assert find(filled, texts) == products_of
    assert refused(filled, "BG1") == RequestReason.SEVERAL_PRODUCTS
    assert refused(filled, "bg1") == RequestReason.SEVERAL_PRODUCTS
    assert refused(filled, "BG") == RequestReason.NO_PRODUCT


def test_capitals_count_where_two_differ_in_them_alone(filled: Catalogue) -> None:
    products.change(filled, [of(filled, SAC)], ProductChanges(reference="BG2"))
    assert find(filled, ["BG2", "bg2"]) == [of(filled, SAC), of(filled, LOW)]
    assert refused(filled, "Bg2") == RequestReason.SEVERAL_PRODUCTS


def test_a_reference_may_have_a_slash(filled: Catalogue) -> None:
    products.change(filled, [of(filled, OTHER)], ProductChanges(reference="12/34", category="S"))
    assert find(filled, ["12/34", "S/12/34"]) == [of(filled, OTHER)] * 2


def test_photos_are_meant_by_name_or_path(filled: Catalogue) -> None:
    product_id = of(filled, OTHER)
    ids = find_photos(filled, product_id, [Path("SH3_back.jpg"), OTHER])
    assert len(set(ids)) == 2
    for stranger in (BAG, Path("SH9.jpg")):
        with pytest.raises(RequestError) as caught:
            find_photos(filled, product_id, [stranger])
        assert caught.value.reason == RequestReason.NO_PHOTO
