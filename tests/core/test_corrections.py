"""A change that is taken back leaves no trace."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import corrections, products
from core.catalogue import Catalogue
from core.errors import RequestError
from core.product_records import ProductChanges
from core.records import FileStamp
from core.search import search

ROOT = Path("/photos")
NAMES = st.sampled_from(
    ["A", "B", "Sac 12", " Cuir ", "cuir", "CUIR", "Été", "", "straße", "STRASSE"]
)
TAGS = st.lists(NAMES, max_size=3).map(tuple)
CHANGES = st.builds(
    ProductChanges,
    category=st.none() | NAMES,
    name=st.none() | NAMES,
    notes=st.none() | NAMES,
    add_tags=TAGS,
    remove_tags=TAGS,
    columns=st.dictionaries(NAMES, NAMES, max_size=3),
)


def make(folder: Path) -> Catalogue:
    made = Catalogue(folder)
    made.add_files(
        made.root_id(ROOT), ROOT, [FileStamp(ROOT / f"Bags/{n}.jpg", 1, 1) for n in ("A", "B", "C")]
    )
    return made


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return make(tmp_path / "catalogue")


def state(catalogue: Catalogue) -> object:
    """All that a person could have entered."""
    names = catalogue.database.rows("SELECT * FROM alias ORDER BY 1, 2")
    return names, products.products(catalogue, [1, 2, 3]), search(catalogue)


@settings(max_examples=60, deadline=None)
@given(earlier=CHANGES, later=CHANGES, reference=st.none() | st.sampled_from(["A", "X", "Y"]))
def test_taking_back_restores_every_value(
    earlier: ProductChanges, later: ProductChanges, reference: str | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = make(Path(folder))
        corrections.correct(catalogue, [1, 2], earlier)
        as_it_was = state(catalogue)
        renaming = ProductChanges(reference=reference)
        undone = [corrections.correct(catalogue, [1, 2], later)]
        undone.append(corrections.correct(catalogue, [2], renaming) if reference != "A" else [])
        for before in reversed(undone):
            corrections.take_back(catalogue, before)
        assert state(catalogue) == as_it_was
        catalogue.close()


def test_a_name_that_is_taken_back_goes_to_whom_it_belonged(catalogue: Catalogue) -> None:
    products.change(catalogue, [1], ProductChanges(reference="A new"))
    as_it_was = state(catalogue)
    before = corrections.correct(catalogue, [2], ProductChanges(reference="A"))
    corrections.take_back(catalogue, before)
    assert state(catalogue) == as_it_was
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, [FileStamp(ROOT / "Bags/A_02.jpg", 1, 1)])
    assert catalogue.product_of(ROOT / "Bags/A_02.jpg") == 1


def test_a_mistyped_reference_leaves_no_alias(catalogue: Catalogue) -> None:
    before = corrections.correct(catalogue, [1], ProductChanges(reference="Typo"))
    corrections.take_back(catalogue, before)
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, [FileStamp(ROOT / "Bags/Typo.jpg", 1, 1)])
    assert catalogue.product_of(ROOT / "Bags/Typo.jpg") == 4


def test_what_is_refused_changes_nothing(catalogue: Catalogue) -> None:
    as_it_was = state(catalogue)
    for ids, changes in (
        ([1, 2], ProductChanges(reference="C", notes="n")),
        ([1, 99], ProductChanges(name="n")),
    ):
        with pytest.raises(RequestError):
            corrections.correct(catalogue, ids, changes)
    assert state(catalogue) == as_it_was


def test_common_says_where_products_differ(catalogue: Catalogue) -> None:
    products.change(
        catalogue,
        [1],
        ProductChanges(add_tags=("Cuir", "Été"), columns={"Prix": "3", "Pays": "FR"}),
    )
    products.change(catalogue, [2], ProductChanges(add_tags=("cuir",), columns={"prix": "3"}))
    comparison = corrections.Comparison()
    for product in products.products(catalogue, [1, 2]):
        comparison.add(product)
    found = comparison.result()
    assert (found.reference, found.category, found.name) == (None, "Bags", "")
    assert (found.tags, found.some_tags) == (("Cuir",), ("Été",))
    assert found.columns == {"Prix": "3", "Pays": None}
