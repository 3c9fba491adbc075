"""What the window shows of products: cards, photos, what to narrow to."""

from pathlib import Path

import pytest

from core import browsing, products
from core.catalogue import Catalogue
from core.product_records import ProductChanges
from core.records import FileStamp
from core.search import search

ROOT = Path("/photos")


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    made = Catalogue(tmp_path / "catalogue")
    names = ("Bags/B1_front.jpg", "Bags/B1_back.jpg", "Bags/B2.jpg", "Shoes/Low/S1.jpg", "Z.jpg")
    stamps = [FileStamp(ROOT / name, 1, 1) for name in names]
    made.add_files(made.root_id(ROOT), ROOT, stamps)
    return made


def test_a_card_has_the_first_photo_and_their_number(catalogue: Catalogue) -> None:
    cards = {card.reference: card for card in browsing.cards(catalogue, search(catalogue))}
    assert cards["B1"].photos == 2
    assert cards["B1"].cover == ROOT / "Bags/B1_back.jpg"
    assert catalogue.product_of(cards["B1"].cover) == cards["B1"].id
    assert cards["B1"].cover_id == browsing.photos(catalogue, [cards["B1"].id], 1)[0].photo_id
    assert cards["B2"].category == "Bags"


def test_photos_that_are_gone_are_no_cover(catalogue: Catalogue) -> None:
    catalogue.mark_missing([str(ROOT / "Bags/B1_back.jpg"), str(ROOT / "Z.jpg")])
    cards = {card.reference: card for card in browsing.cards(catalogue, search(catalogue))}
    assert (cards["B1"].photos, cards["B1"].cover) == (1, ROOT / "Bags/B1_front.jpg")
    assert (cards["Z"].photos, cards["Z"].cover_id, cards["Z"].cover) == (0, 0, None)


def test_cards_of_products_that_are_gone_are_left_out(catalogue: Catalogue) -> None:
    assert [card.id for card in browsing.cards(catalogue, [99, 1])] == [1]


def test_photos_come_in_the_order_of_the_products(catalogue: Catalogue) -> None:
    ids = search(catalogue)[::-1]
    shown = browsing.photos(catalogue, ids, 10)
    assert [photo.reference for photo in shown] == ["Z", "S1", "B2", "B1", "B1"]
    assert [photo.photo_path.name for photo in shown[3:]] == ["B1_back.jpg", "B1_front.jpg"]
    assert browsing.photos(catalogue, ids, 2) == shown[:2]


def test_choices_name_what_is_there(catalogue: Catalogue) -> None:
    products.change(catalogue, [1], ProductChanges(add_tags=("Cuir",), columns={"Prix": "3"}))
    catalogue.root_id(Path("/empty"))
    found = browsing.choices(catalogue)
    assert found.categories == ("Bags", "Low")
    assert found.tags == ("Cuir",)
    assert found.columns == ("Prix",)
    assert found.roots == (Path("/empty"), ROOT)
    assert found.folders == (
        *(Path("/empty"), ROOT),
        *(ROOT / "Bags", ROOT / "Shoes/Low"),
    )
    assert found.products == 4
