"""Words to products."""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import products
from core.catalogue import Catalogue
from core.product_records import Filter, ProductChanges
from core.recipe import NO_REMOVAL, Recipe
from core.records import Embedded, FileStamp
from core.search import Selection, search

ROOT = Path("/photos")
RECIPE = Recipe(encoder="made", encoder_digest="", removal=NO_REMOVAL, removal_digest="")
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


def found(catalogue: Catalogue, words: str = "", **filters: Any) -> list[str]:
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


def test_a_folder_leaves_the_products_of_which_a_photo_lies_below(filled: Catalogue) -> None:
    root_id = filled.root_id(ROOT)
    filled.add_files(root_id, ROOT, [FileStamp(ROOT / "Sacs 2/X.jpg", 1, 1)])
    assert found(filled, folder=ROOT / "Sacs") == ["BG-1042", "BG-77"]
    assert found(filled, "noir", folder=ROOT / "Sacs") == ["BG-1042"]
    assert len(found(filled, folder=ROOT)) == 4
    assert found(filled, folder=ROOT / "Sacs" / "none") == []
    filled.mark_missing([str(ROOT / "Sacs/BG-77.jpg")])
    assert found(filled, folder=ROOT / "Sacs") == ["BG-1042"]


def test_an_open_filter_leaves_everything() -> None:
    assert Filter().is_open
    assert Filter(words="  ").is_open
    for wanted in (Filter("a"), Filter(category=""), Filter(tag=""), Filter(folder=ROOT)):
        assert not wanted.is_open


CATEGORIES, TAGS = ("Sacs", "Sacs 2", "Été"), ("neu", "soldé")
FILTERS = st.builds(
    Filter,
    words=st.sampled_from(("", "sac", "ete", "neu p1")),
    category=st.none() | st.sampled_from(CATEGORIES),
    tag=st.none() | st.sampled_from(TAGS),
    folder=st.none() | st.sampled_from([ROOT, *(ROOT / name for name in CATEGORIES)]),
)


@pytest.fixture
def many(catalogue: Catalogue) -> Catalogue:
    """Vectors of two recipes; products in three categories, some with tags, some gone."""
    root_id = catalogue.root_id(ROOT)
    paths = [ROOT / CATEGORIES[i % 3] / f"P{i}.jpg" for i in range(30)]
    catalogue.add_files(root_id, ROOT, [FileStamp(path, 1, 1) for path in paths])
    for recipe in (RECIPE, replace(RECIPE, encoder="other")):
        for photo in catalogue.waiting(recipe.embedding_id):
            catalogue.store(recipe, [Embedded(photo.id, np.ones(3, np.float32), "d", (1, 1))])
    for number, tag in enumerate(TAGS):
        ids = search(catalogue)[number :: number + 2]
        products.change(catalogue, ids, ProductChanges(add_tags=(tag,)))
    catalogue.mark_missing([str(path) for path in paths[::7]])
    return catalogue


def test_a_selection_has_the_vectors_of_what_passes(many: Catalogue) -> None:
    """By the plainest way there is: each product that a search finds, photo by photo."""
    everything = many.vector_ids(RECIPE.embedding_id)
    shown = many.shown_by(everything.tolist())

    @given(FILTERS, st.integers(0, 30), st.randoms())
    def ask(wanted: Filter, most: int, random: Random) -> None:
        passing = set(search(many, wanted))
        below = wanted.folder or ROOT
        true = [
            i
            for i in everything.tolist()
            if shown[i].product_id in passing and shown[i].photo_path.is_relative_to(below)
        ]
        selection = Selection(many, RECIPE.embedding_id, wanted)
        assert selection.all().tolist() == true
        few = selection.few(most)
        assert (None if few is None else few.tolist()) == (true if len(true) <= most else None)
        asked = list(range(1, 70))
        random.shuffle(asked)
        assert selection.among(np.array(asked)).tolist() == [i for i in asked if i in true]

    ask()
