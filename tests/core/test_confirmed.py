"""What people say of matches is kept by the photo's file, counts the next time, and is told."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import products
from core.catalogue import Catalogue
from core.cli import main
from core.confidence import is_confident
from core.confirmed import Verdict, arranged, confirmed, judge, verdicts
from core.embedding import Embedder
from core.errors import CatalogueError, CatalogueReason, RequestError, RequestReason
from core.match import Matcher
from core.product_records import Filter
from core.query_records import Look
from core.records import Box, Match
from core.search import search
from core.view_rule import ViewRule
from core.views import apply

QUERY = Path("/queries/q.jpg")


def match_of(product_id: int, likeness: float, is_right: bool | None = None) -> Match:
    return Match(product_id, f"R{product_id}", "", 1, Path("p"), likeness, 0.5, 0.5, is_right)


@pytest.fixture
def three(catalogue: Catalogue, fill: Callable[..., list[Path]]) -> list[int]:
    """The ids of three products."""
    fill(catalogue, np.eye(3, dtype=np.float32))
    return search(catalogue)


def test_a_verdict_replaces_the_one_before_and_gives_it_back(
    catalogue: Catalogue, three: list[int]
) -> None:
    right = Verdict("d", three[0], True, QUERY)
    assert judge(catalogue, right).is_right is None
    assert verdicts(catalogue, "d") == {three[0]: True}
    before = judge(catalogue, Verdict("d", three[0], False, Path("/moved.jpg")))
    assert before == right
    assert verdicts(catalogue, "d") == {three[0]: False}
    judge(catalogue, before)
    (told,) = confirmed(catalogue)
    assert (told.photo, told.reference, told.is_right) == (QUERY, "P0", True)
    assert told.at.tzinfo is not None
    judge(catalogue, Verdict("d", three[0], None, QUERY))
    assert list(confirmed(catalogue)) == []
    assert verdicts(catalogue, "other") == {}


def test_a_product_that_is_gone_cannot_be_confirmed(catalogue: Catalogue) -> None:
    with pytest.raises(RequestError) as refused:
        judge(catalogue, Verdict("d", 99, True, QUERY))
    assert refused.value.reason == RequestReason.NO_PRODUCT


def test_a_catalogue_that_is_only_read_refuses_in_its_own_words(
    catalogue: Catalogue, three: list[int]
) -> None:
    reader = Catalogue(catalogue.folder, writable=False)
    with pytest.raises(CatalogueError) as refused:
        judge(reader, Verdict("d", three[0], True, QUERY))
    assert refused.value.reason == CatalogueReason.IN_USE
    reader.close()


def test_merged_products_take_their_confirmations_along_and_right_outweighs_wrong(
    catalogue: Catalogue, three: list[int]
) -> None:
    first, second, third = three
    judge(catalogue, Verdict("a", second, True, QUERY))
    judge(catalogue, Verdict("a", first, False, QUERY))
    judge(catalogue, Verdict("b", third, False, QUERY))
    products.merge(catalogue, first, [second, third])
    assert verdicts(catalogue, "a") == {first: True}
    assert verdicts(catalogue, "b") == {first: False}
    assert catalogue.database.rows("PRAGMA foreign_key_check") == []


def test_products_that_are_filed_anew_take_their_confirmations_along(
    catalogue: Catalogue, fill: Callable[..., list[Path]]
) -> None:
    from core.records import FileStamp

    root = Path("/made")
    stamps = [FileStamp(root / name, 1, 1) for name in ("B1_x.jpg", "B1_y.jpg")]
    catalogue.add_files(catalogue.root_id(root), root, stamps)
    for number, product_id in enumerate(search(catalogue)):
        judge(catalogue, Verdict(f"q{number}", product_id, True, QUERY))
    apply(catalogue, ViewRule(words=("x", "y")))
    (left,) = search(catalogue)
    assert verdicts(catalogue, "q0") == verdicts(catalogue, "q1") == {left: True}


@given(
    said=st.dictionaries(st.integers(1, 12), st.booleans()),
    known=st.integers(0, 12),
    count=st.integers(1, 12),
)
def test_confirmed_come_first_and_refused_ones_take_no_place(
    said: dict[int, bool], known: int, count: int
) -> None:
    ranked = [match_of(i, 1 - i / 20) for i in range(1, known + 1)]
    found = arranged(ranked, said, count)
    ids = [match.product_id for match in found]
    assert len(set(ids)) == len(ids)
    right = [i for i in range(1, known + 1) if said.get(i)]
    assert ids[: len(right)] == right
    assert ids[len(right) :] == sorted(ids[len(right) :])
    assert all(match.is_right is said.get(match.product_id) for match in found)
    counted = [match for match in found if match.is_right is not False]
    refused = sum(said.get(i) is False for i in range(1, known + 1))
    assert len(counted) == max(len(right), min(count, known - refused))


@pytest.mark.parametrize(
    ("likenesses", "expected"),
    [((), False), ((0.2,), False), ((0.5,), True), ((0.5, 0.45), False), ((0.75, 0.74), True)],
)
def test_confidence_needs_likeness_and_a_gap(likenesses: tuple[float, ...], expected: bool) -> None:
    assert is_confident([match_of(i, share) for i, share in enumerate(likenesses)]) is expected


def test_what_a_person_said_decides_about_confidence() -> None:
    assert is_confident([match_of(1, 0.1, True), match_of(2, 0.3)])
    assert not is_confident([match_of(1, 0.9, False), match_of(2, 0.3)])


def test_a_photo_that_is_asked_again_has_what_was_said_of_it(
    indexed: Catalogue, plain_embedder: Embedder, drawn_photos: Path, tmp_path: Path
) -> None:
    matcher = Matcher(indexed, plain_embedder)
    query = drawn_photos / "Bags/BG2.jpg"
    plain = matcher.match(query, 7)
    assert all(match.is_right is None for match in plain.matches)
    first, *_rest, last = plain.matches
    judge(indexed, Verdict(plain.digest, first.product_id, False, query))
    judge(indexed, Verdict(plain.digest, last.product_id, True, query))
    copy = shutil.copy(query, tmp_path / "another name.jpg")
    judged = matcher.match(Path(copy), 2, judged=True)
    assert judged.digest == plain.digest
    assert [match.is_right for match in judged.matches] == [True, False, None]
    assert judged.matches[0].product_id == last.product_id, "it is far down, yet comes first"
    assert judged.is_confident
    assert matcher.match(query, 7).matches == plain.matches, "an evaluation hears nothing of it"
    other = matcher.match(drawn_photos / "Bags/BG1_back.jpg", 7, judged=True)
    assert all(match.is_right is None for match in other.matches)


def test_what_is_said_of_a_square_holds_for_that_square(
    indexed: Catalogue, plain_embedder: Embedder, drawn_photos: Path
) -> None:
    matcher, query = Matcher(indexed, plain_embedder), drawn_photos / "Bags/BG2.jpg"
    squares = [Look(square=Box(edge, 0, edge + 60, 60)) for edge in (0, 40)]
    answer = matcher.match(query, 3, look=squares[0], judged=True)
    judge(indexed, Verdict(answer.digest, answer.matches[1].product_id, True, query))
    said = [
        [match.is_right for match in matcher.match(query, 3, look=look, judged=True).matches]
        for look in (*squares, Look())
    ]
    assert said == [[True, None, None], [None] * 3, [None] * 3]


def test_a_filter_tells_of_the_better_match_that_it_hides(
    indexed: Catalogue, plain_embedder: Embedder, drawn_photos: Path
) -> None:
    matcher = Matcher(indexed, plain_embedder)
    query = drawn_photos / "Bags/BG2.jpg"
    assert matcher.match(query, 3).hidden is None
    shoes = matcher.match(query, 3, Filter(category="Shoes"), judged=True)
    assert shoes.hidden is not None
    assert shoes.hidden.reference == "BG2"
    judge(indexed, Verdict(shoes.digest, shoes.hidden.product_id, True, query))
    under = matcher.match(query, 3, Filter(category="Shoes"), judged=True)
    assert all(match.category == "Shoes" for match in under.matches)
    assert matcher.match(query, 3, Filter(category="Bags")).hidden is None


def test_like_a_photo_of_the_catalogue_are_others(
    indexed: Catalogue, plain_embedder: Embedder, drawn_photos: Path
) -> None:
    matcher = Matcher(indexed, plain_embedder)
    query = drawn_photos / "Bags/BG2.jpg"
    itself, *others = matcher.match(query, 4).matches
    answer = matcher.match_like(itself.photo_id, 3)
    assert answer.photo.photo_path == query
    assert [m.product_id for m in answer.matches] == [m.product_id for m in others]
    shoes = matcher.match_like(itself.photo_id, 9, Filter(category="Shoes"))
    assert {match.category for match in shoes.matches} == {"Shoes"}
    indexed.mark_missing([str(query)])
    with pytest.raises(RequestError) as refused:
        matcher.match_like(itself.photo_id, 3)
    assert refused.value.reason == RequestReason.NOT_COMPARED


def test_the_command_line_lists_what_was_said(
    indexed: Catalogue,
    run: Callable[..., tuple[int, dict[str, object]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second, *_rest = search(indexed)
    judge(indexed, Verdict("a" * 64, first, True, Path("/q/été; 1.jpg")))
    judge(indexed, Verdict("a" * 64, second, False, Path("/q/été; 1.jpg")))
    code, values = run("confirmed", "--catalogue", indexed.folder)
    assert code == 0
    told = values["confirmed"]
    assert [(row["reference"], row["right"]) for row in told] == [("BG1", True), ("BG2", False)]
    assert main(["confirmed", "--catalogue", str(indexed.folder), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["photo"], row["right"]) for row in rows] == [
        ("/q/été; 1.jpg", "yes"),
        ("/q/été; 1.jpg", "no"),
    ]


@pytest.mark.slow
def test_the_command_line_ranks_others_like_a_product(
    photos: Path, tmp_path: Path, run: Callable[..., tuple[int, dict[str, object]]]
) -> None:
    catalogue = ("--catalogue", tmp_path / "cat")
    run("index", photos, *catalogue)
    code, values = run("like", "BG2", *catalogue, "-k", 3)
    assert code == 0
    references = [match["reference"] for match in values["matches"]]
    assert len(references) == 3
    assert "BG2" not in references
    code, values = run("like", "nothing", *catalogue)
    assert (code, values["error"]["reason"]) == (1, "no-product")
