"""What people enter about products, and that no run undoes it."""

from pathlib import Path

import pytest

from core import products
from core.catalogue import Catalogue
from core.errors import RequestError, RequestReason
from core.product_records import Product, ProductChanges
from core.records import FileStamp

ROOT = Path("/photos")
FRONT, BACK, OTHER = ROOT / "Bags/A_front.jpg", ROOT / "Bags/A_back.jpg", ROOT / "Bags/B.jpg"


def add(catalogue: Catalogue, *paths: Path, size: int = 1) -> None:
    root_id = catalogue.root_id(ROOT)
    catalogue.add_files(root_id, ROOT, [FileStamp(path, size, 1) for path in paths])


def photo_id(catalogue: Catalogue, path: Path) -> int:
    return next(p.id for p in catalogue.waiting("nothing") if p.path == path)


def of(catalogue: Catalogue, path: Path) -> Product:
    product_id = catalogue.product_of(path)
    assert product_id is not None
    (found,) = products.products(catalogue, [product_id])
    return found


def count(catalogue: Catalogue) -> int:
    return catalogue.database.one("SELECT count(*) FROM product")


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    add(catalogue, FRONT, BACK, OTHER)
    return catalogue


def test_a_product_has_all_that_was_entered(filled: Catalogue) -> None:
    a, b = of(filled, FRONT).id, of(filled, OTHER).id
    products.change(
        filled,
        [a, b],
        ProductChanges(
            name="Cabas",
            notes="à revoir",
            add_tags=("été", " Noir ", "noir"),
            columns={"Prix": "9"},
        ),
    )
    products.change(
        filled, [b], ProductChanges(remove_tags=("NOIR",), columns={"prix": "", "Cuir": "veau"})
    )
    assert products.products(filled, [b, 999, a]) == [
        Product(b, "B", "Bags", "Cabas", "à revoir", ("été",), {"Cuir": "veau"}, (OTHER,)),
        Product(a, "A", "Bags", "Cabas", "à revoir", ("Noir", "été"), {"Prix": "9"}, (BACK, FRONT)),
    ]
    assert products.tags(filled) == ["Noir", "été"]
    assert products.column_names(filled) == ["Cuir", "Prix"]


def test_a_corrected_reference_survives_indexing(filled: Catalogue) -> None:
    a = of(filled, FRONT).id
    products.change(filled, [a], ProductChanges(reference="BG-1", category="Sacs"))
    products.change(filled, [a], ProductChanges(reference="BG-22"))
    before = count(filled)
    filled.mark_missing([str(BACK)])
    add(filled, FRONT, BACK, ROOT / "Bags/A_side.jpg", size=2)
    assert count(filled) == before
    for path in (FRONT, BACK, ROOT / "Bags/A_side.jpg"):
        assert (of(filled, path).reference, of(filled, path).category) == ("BG-22", "Sacs")
    products.change(filled, [a], ProductChanges(reference="A", category="Bags"))
    add(filled, ROOT / "Bags/A_top.jpg", ROOT / "Sacs/BG-22.jpg")
    assert of(filled, ROOT / "Bags/A_top.jpg").id == of(filled, ROOT / "Sacs/BG-22.jpg").id == a


def test_two_products_never_share_a_name(filled: Catalogue) -> None:
    a, b = of(filled, FRONT).id, of(filled, OTHER).id
    with pytest.raises(RequestError) as caught:
        products.change(filled, [a, b], ProductChanges(reference="C", notes="x"))
    assert (caught.value.reason, caught.value.subject) == (RequestReason.NAME_TAKEN, "C")
    assert of(filled, FRONT).reference == "A"  # all or none
    assert of(filled, FRONT).notes == ""
    with pytest.raises(ValueError, match="empty"):
        products.change(filled, [a], ProductChanges(reference="  "))
    with pytest.raises(RequestError) as caught:
        products.change(filled, [999], ProductChanges(name="x"))
    assert caught.value.reason == RequestReason.NO_PRODUCT


def test_merged_products_keep_what_was_entered_about_each(filled: Catalogue) -> None:
    a, b = of(filled, FRONT).id, of(filled, OTHER).id
    columns = {"Prix": "9", "Cuir": "veau"}
    products.change(filled, [a], ProductChanges(notes="un", add_tags=("x",), columns={"prix": "8"}))
    products.change(
        filled, [b], ProductChanges(name="Sac", notes="deux", add_tags=("X", "y"), columns=columns)
    )
    products.merge(filled, a, [b, a])
    merged = of(filled, OTHER)
    assert (merged.id, merged.reference, merged.name) == (a, "A", "Sac")
    assert merged.notes == "un\ndeux\nPrix: 9"
    assert merged.tags == ("x", "y")
    assert merged.columns == {"Cuir": "veau", "prix": "8"}
    assert merged.photos == (BACK, FRONT, OTHER)
    add(filled, OTHER, ROOT / "Bags/B_back.jpg", size=2)
    assert count(filled) == 1
    with pytest.raises(RequestError):
        products.merge(filled, a, [b])


def test_a_name_that_merging_replaces_is_kept_in_the_notes(filled: Catalogue) -> None:
    a, b = of(filled, FRONT).id, of(filled, OTHER).id
    products.change(filled, [a, b], ProductChanges(name="Sac", notes="un"))
    products.change(filled, [b], ProductChanges(name="Cabas"))
    products.merge(filled, a, [b])
    assert (of(filled, FRONT).name, of(filled, FRONT).notes) == ("Sac", "un\nCabas")


def test_photos_that_were_split_off_stay_apart(filled: Catalogue) -> None:
    a = of(filled, FRONT).id
    with pytest.raises(RequestError) as caught:
        products.split(filled, [photo_id(filled, BACK)], "B", "Bags")
    assert caught.value.reason == RequestReason.NAME_TAKEN
    made = products.split(filled, [photo_id(filled, BACK)], "A2", "Bags")
    add(filled, FRONT, BACK, size=3)
    assert (of(filled, FRONT).id, of(filled, BACK).id) == (a, made)
    assert of(filled, BACK).reference == "A2"


def test_a_merged_name_can_be_taken_again(filled: Catalogue) -> None:
    a, b = of(filled, FRONT).id, of(filled, OTHER).id
    products.merge(filled, a, [b])
    again = products.split(filled, [photo_id(filled, OTHER)], "B", "Bags")
    add(filled, ROOT / "Bags/B_side.jpg")
    assert of(filled, ROOT / "Bags/B_side.jpg").id == again


def test_what_is_not_changed_keeps_the_spaces_of_its_folder(catalogue: Catalogue) -> None:
    path = ROOT / " Bags" / "A.jpg"
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, [FileStamp(path, 1, 1)])
    product_id = catalogue.product_of(path) or 0
    products.change(catalogue, [product_id], ProductChanges(reference=" B "))
    found = products.products(catalogue, [product_id])[0]
    assert (found.reference, found.category) == ("B", " Bags")
