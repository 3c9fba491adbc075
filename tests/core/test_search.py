"""Words to products."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import products
from core.catalogue import Catalogue
from core.records import FileStamp, Filter, ProductChanges
from core.search import search

ROOT = Path("/photos")
FILES = ("Sacs/BG-1042.jpg", "Sacs/BG-77.jpg", "Montres/WT1.jpg")


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    root_id = catalogue.root_id(ROOT)
    catalogue.add_files(root_id, ROOT, [FileStamp(ROOT / name, 1, 1) for name in FILES])
    first, second, third = (catalogue.product_of(ROOT / name) or 0 for name in FILES)
    products.change(catalogue, [first], ProductChanges(name="Cabas Noir", add_tags=("été",)))
    products.change(catalogue, [second], ProductChanges(name="Besace écru", add_tags=("Été",)))
    products.change(catalogue, [third], ProductChanges(notes="bracelet noir", columns={"N": "42"}))
    return catalogue


def found(catalogue: Catalogue, words: str = "", **filters: str) -> list[str]:
    ids = search(catalogue, Filter(words, **filters))
    return [product.reference for product in products.products(catalogue, ids)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("noir", ["BG-1042", "WT1"]),
        ("NOIR cab", ["BG-1042"]),
        ("ecru", ["BG-77"]),
        ("Écru", ["BG-77"]),
        ("ete", ["BG-1042", "BG-77"]),
        ("bg-10", ["BG-1042"]),
        ("1042", ["BG-1042"]),
        ("42", ["WT1"]),
        ("montr", ["WT1"]),
        ("oir", []),
        ("noir ecru", []),
        ("", ["BG-1042", "BG-77", "WT1"]),
        ("  ", ["BG-1042", "BG-77", "WT1"]),
    ],
)
def test_words_find(filled: Catalogue, words: str, expected: list[str]) -> None:
    assert sorted(found(filled, words)) == expected


def test_filters_leave_only_what_they_name(filled: Catalogue) -> None:
    assert found(filled, "noir", category="Sacs") == ["BG-1042"]
    assert found(filled, category="Montres") == ["WT1"]
    assert sorted(found(filled, "b", tag="été")) == ["BG-1042", "BG-77"]
    assert found(filled, tag="été", category="Montres") == []
    assert found(filled, "noir", category="") == []


def test_a_reference_ranks_above_a_note(filled: Catalogue) -> None:
    wt1 = filled.product_of(ROOT / FILES[2]) or 0
    products.change(filled, [wt1], ProductChanges(notes="BG-77"))
    assert found(filled, "BG-77") == ["BG-77", "WT1"]


def test_the_text_follows_every_change(filled: Catalogue) -> None:
    first, second = (filled.product_of(ROOT / name) or 0 for name in FILES[:2])
    products.change(filled, [first], ProductChanges(reference="NEU", remove_tags=("été",)))
    assert found(filled, "1042") == []
    assert found(filled, "neu") == ["NEU"]
    assert found(filled, "ete") == ["BG-77"]
    products.merge(filled, first, [second])
    assert found(filled, "ete") == ["NEU"]
    assert found(filled, "77") == []
    behind = filled.database.one(
        "SELECT count(*) FROM (SELECT * FROM product_words EXCEPT "
        "SELECT rowid, reference, name, category, tags, notes, own FROM product_text)"
    )
    assert behind == 0


@pytest.mark.parametrize(
    "words",
    ['"', "'", "a OR", "NOT", "NEAR(", "a*b", "name:x", "^", "-", "(", "\0", '"a" AND', "{}"],
)
def test_signs_are_words_like_any_other(filled: Catalogue, words: str) -> None:
    search(filled, Filter(words))


def test_any_text_may_be_searched_for(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)

    @given(st.text())
    def ask(words: str) -> None:
        search(catalogue, Filter(words))

    ask()
    catalogue.close()
