"""Test sets: made from what people confirmed, from tables and from folders; kept and split."""

import csv
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Catalogue
from core.confirmed import Verdict, judge, judged
from core.digest import digest_of
from core.errors import RequestError, RequestReason
from core.jobs import result
from core.laboratory import test_sets
from core.laboratory.test_set_sources import export, make
from core.laboratory.test_sets import Labelled
from core.laboratory_records import QuerySet, SetOrder, SetSource
from core.listing import list_folder
from core.products import merge
from core.query_records import Look
from core.records import Box


@pytest.fixture
def listed(catalogue: Catalogue, photos: Path) -> Catalogue:
    """The drawn photos, known but not embedded."""
    list(list_folder(catalogue, photos.resolve()))
    return catalogue


def product(catalogue: Catalogue, reference: str) -> int:
    rows = catalogue.database.rows("SELECT id FROM product WHERE reference = ?", [reference])
    return int(rows[0][0])


def made(catalogue: Catalogue, order: SetOrder) -> QuerySet:
    (only,) = result(make(catalogue, order)).sets
    return only


def shown(catalogue: Catalogue, test_set: QuerySet) -> list[tuple[str, str]]:
    found = test_sets.queries(catalogue, test_set.id)
    return [(query.path.name, query.reference) for query in found]


def test_confirmed_matches_become_queries_but_for_refused_ones_and_squares(
    listed: Catalogue, tmp_path: Path
) -> None:
    right, wrong = product(listed, "BG2"), product(listed, "SH1")
    judge(listed, Verdict("a" * 64, right, True, tmp_path / "a.jpg"))
    judge(listed, Verdict("a" * 64, wrong, False, tmp_path / "a.jpg"))
    square = judged("b" * 64, Look(square=Box(0, 0, 9, 9)))
    judge(listed, Verdict(square, wrong, True, tmp_path / "b.jpg"))
    found = made(listed, SetOrder("mine", SetSource.CONFIRMED))
    assert (found.queries, found.products, found.source) == (1, 1, SetSource.CONFIRMED)
    assert shown(listed, found) == [("a.jpg", "BG2")]
    assert test_sets.queries(listed, found.id)[0].digest == "a" * 64


def test_a_table_names_products_by_photo_or_by_reference(
    listed: Catalogue, shots: Path, tmp_path: Path
) -> None:
    table = tmp_path / "truth.csv"
    table.write_text("query,match\nshots/Bags/BG2.jpg,photos/Bags/BG1_back.jpg\n")
    by_photo = made(listed, SetOrder("by photo", SetSource.CSV, table))
    assert shown(listed, by_photo) == [("BG2.jpg", "BG1")]
    table.write_text("query,reference\nshots/Bags/BG2.jpg,wt1\n")
    by_reference = made(listed, SetOrder("by reference", SetSource.CSV, table))
    assert shown(listed, by_reference) == [("BG2.jpg", "WT1")]
    query = test_sets.queries(listed, by_reference.id)[0]
    assert query.digest == digest_of(shots / "Bags" / "BG2.jpg")


def test_photos_of_a_folder_are_named_by_file_view_or_folder(
    listed: Catalogue, drawn_photos: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "queries"
    source = drawn_photos / "Bags" / "BG2.jpg"
    for name in ("bg2.jpg", "SH1_2.jpg", "WT2/at the beach.jpg", "nobody.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, folder / name)
        with (folder / name).open("ab") as file:
            file.write(name.encode())  # no two are the same file
    told = result(make(listed, SetOrder("folder", SetSource.FOLDER, folder)))
    assert told.left_out == (folder / "nobody.jpg",)
    assert sorted(shown(listed, told.sets[0])) == [
        ("SH1_2.jpg", "SH1"),
        ("at the beach.jpg", "WT2"),
        ("bg2.jpg", "BG2"),
    ]


def test_photos_of_the_catalogue_are_no_queries_of_it(
    indexed: Catalogue, drawn_photos: Path, shots: Path
) -> None:
    own = shots / "Bags" / "BG2.jpg"
    shutil.copy(drawn_photos / "Bags" / "BG2.jpg", own)
    for name in ("seen", "missing"):
        told = result(make(indexed, SetOrder(name, SetSource.FOLDER, shots)))
        is_present = name == "seen"
        assert told.left_out == ((own,) if is_present else ())
        assert told.sets[0].queries == 8 - is_present
        indexed.mark_missing([str((drawn_photos / "Bags" / "BG2.jpg").resolve())])
    judge(indexed, Verdict(digest_of(shots / "Bags" / "BG1_back.jpg"), 1, True, own))
    judge(indexed, Verdict(digest_of(drawn_photos / "Bags" / "BG1_back.jpg"), 1, True, own))
    assert made(indexed, SetOrder("confirmed", SetSource.CONFIRMED)).queries == 1


def test_a_set_comes_back_from_its_export(listed: Catalogue, tmp_path: Path) -> None:
    rows = [Labelled(tmp_path / "ä, b.jpg", "", product(listed, "BG2"))]
    first = test_sets.create(listed, "first", SetSource.CSV, rows)
    export(listed, first.id, tmp_path / "out.csv")
    second = made(listed, SetOrder("second", SetSource.CSV, tmp_path / "out.csv"))
    assert shown(listed, second) == shown(listed, first) == [("ä, b.jpg", "BG2")]


def test_queries_whose_photos_are_gone_come_back_with_their_digests(
    listed: Catalogue, shots: Path, tmp_path: Path
) -> None:
    gone, there = shots / "Bags" / "BG2.jpg", shots / "Bags" / "BG1_back.jpg"
    table = tmp_path / "truth.csv"
    table.write_text(f"query,reference\n{gone},BG2\n{there},BG1\n")
    first = made(listed, SetOrder("first", SetSource.CSV, table))
    export(listed, first.id, tmp_path / "out.csv")
    before = [query.digest for query in test_sets.queries(listed, first.id)]
    gone.unlink()
    told = result(make(listed, SetOrder("second", SetSource.CSV, tmp_path / "out.csv")))
    assert [query.digest for query in test_sets.queries(listed, told.sets[0].id)] == before
    assert (told.left_out, told.missing) == ((), (gone,))


def test_a_photo_that_is_there_is_known_by_what_it_is_now(
    listed: Catalogue, shots: Path, tmp_path: Path
) -> None:
    table, query = tmp_path / "truth.csv", shots / "Bags" / "BG2.jpg"
    for told in ("a" * 64, "no digest", ""):
        table.write_text(f"query,reference,digest\n{query},BG2,{told}\n")
        found = made(listed, SetOrder(f"of {told}", SetSource.CSV, table))
        assert test_sets.queries(listed, found.id)[0].digest == digest_of(query)


@pytest.mark.parametrize("reference", ["=1+1", "-B", "@x", "+B", "\tB", "\rB", "'=B", "-7", "'B"])
def test_no_spreadsheet_runs_a_reference_and_a_set_still_comes_back(
    listed: Catalogue, tmp_path: Path, reference: str
) -> None:
    with listed.database.write():
        listed.database.execute(
            "UPDATE product SET reference = ? WHERE reference = 'BG2'", [reference]
        )
    rows = [Labelled(tmp_path / "a.jpg", "", product(listed, reference))]
    first = test_sets.create(listed, "first", SetSource.CSV, rows)
    export(listed, first.id, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        cell = next(csv.DictReader(file))["reference"]
    assert cell == reference if reference in ("-7", "'B") else cell[0] == "'"
    second = made(listed, SetOrder("second", SetSource.CSV, tmp_path / "out.csv"))
    assert shown(listed, second) == shown(listed, first)


@pytest.mark.parametrize("name", ["", "  ", "taken"])
def test_a_name_that_cannot_be_is_refused(listed: Catalogue, name: str) -> None:
    rows = [Labelled(Path("q.jpg"), "d", product(listed, "BG2"))]
    test_sets.create(listed, "taken", SetSource.CSV, rows)
    with pytest.raises(RequestError):
        test_sets.create(listed, name, SetSource.CSV, rows)
    assert [found.name for found in test_sets.all_sets(listed)] == ["taken"]


def test_a_set_without_queries_is_refused(listed: Catalogue) -> None:
    with pytest.raises(RequestError) as caught:
        result(make(listed, SetOrder("none", SetSource.CONFIRMED)))
    assert caught.value.reason == RequestReason.NO_QUERIES


def test_what_is_deleted_is_gone_and_named_in_one_sentence(listed: Catalogue) -> None:
    rows = [Labelled(Path("q.jpg"), "d", product(listed, "BG2"))]
    found = test_sets.create(listed, "mine", SetSource.CSV, rows)
    assert test_sets.named(listed, "mine") == found
    test_sets.delete(listed, found.id)
    for ask in (
        lambda: test_sets.named(listed, "mine"),
        lambda: test_sets.queries(listed, found.id),
    ):
        with pytest.raises(RequestError) as caught:
            ask()
        assert caught.value.reason == RequestReason.NO_TEST_SET


def test_a_query_goes_with_its_product_into_another_one(listed: Catalogue) -> None:
    one, other = product(listed, "BG2"), product(listed, "SH1")
    rows = [Labelled(Path("a.jpg"), "a", one), Labelled(Path("b.jpg"), "b", other)]
    found = test_sets.create(listed, "mine", SetSource.CSV, rows)
    merge(listed, one, [other])
    assert shown(listed, found) == [("a.jpg", "BG2"), ("b.jpg", "BG2")]


def test_a_query_goes_when_its_product_does(listed: Catalogue) -> None:
    rows = [Labelled(Path("a.jpg"), "a", product(listed, "BG2"))]
    found = test_sets.create(listed, "mine", SetSource.CSV, rows)
    with listed.database.write():
        listed.database.execute("DELETE FROM photo WHERE product_id = ?", [rows[0].product_id])
        listed.database.execute("DELETE FROM product WHERE id = ?", [rows[0].product_id])
    assert shown(listed, found) == []


def test_a_product_that_goes_while_a_set_is_made_is_left_out(listed: Catalogue) -> None:
    rows = [Labelled(Path("a.jpg"), "a", product(listed, "BG2")), Labelled(Path("b"), "b", 999)]
    assert shown(listed, test_sets.create(listed, "mine", SetSource.CSV, rows)) == [
        ("a.jpg", "BG2")
    ]
    with pytest.raises(RequestError) as caught:
        test_sets.create(listed, "none", SetSource.CSV, rows[1:])
    assert caught.value.reason == RequestReason.NO_QUERIES
    assert [found.name for found in test_sets.all_sets(listed)] == ["mine"]


@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=40),
    st.floats(0.01, 0.99),
    st.integers(0, 5),
)
def test_no_product_is_on_both_sides_of_a_split(
    products: list[int], part: float, seed: int
) -> None:
    rows = [Labelled(Path(f"{i}.jpg"), str(i), product) for i, product in enumerate(products)]
    one, other = test_sets.split(rows, part, seed)
    sides = [{row.product_id for row in side} for side in (one, other)]
    assert not sides[0] & sides[1]
    assert sorted(one + other, key=lambda row: int(row.digest)) == rows
    if len(set(products)) > 1:
        assert one
        assert other
    assert test_sets.split(rows, part, seed) == (one, other)
    assert test_sets.split(rows[::-1], part, seed)[0] == one[::-1]


def test_an_order_with_a_part_makes_two_sets(listed: Catalogue, tmp_path: Path) -> None:
    for name in ("BG2", "SH1", "WT1", "WT2"):
        judge(listed, Verdict(name * 10, product(listed, name), True, tmp_path / name))
    told = result(make(listed, SetOrder("all", SetSource.CONFIRMED, part=0.5)))
    assert [each.queries for each in told.sets] == [2, 2]
    assert [each.name for each in told.sets] == ["all (1)", "all (2)"]


@pytest.mark.parametrize(("references", "taken"), [("BG2", "x"), ("BG2 SH1", "all (2)")])
def test_a_split_makes_both_sets_or_none(
    listed: Catalogue, tmp_path: Path, references: str, taken: str
) -> None:
    """One product is on one side alone; the second name may be taken."""
    for name in references.split():
        judge(listed, Verdict(name * 10, product(listed, name), True, tmp_path / name))
    made(listed, SetOrder(taken, SetSource.CONFIRMED))
    with pytest.raises(RequestError):
        result(make(listed, SetOrder("all", SetSource.CONFIRMED, part=0.5)))
    assert [found.name for found in test_sets.all_sets(listed)] == [taken]
