"""Filing photos anew by another rule, and that nothing is lost by it."""

import re
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import products, views
from core.catalogue import Catalogue
from core.check import check
from core.errors import RequestError, RequestReason
from core.jobs import result
from core.product_records import Product, ProductChanges
from core.records import FileStamp
from core.view_rule import ViewRule

ROOT = Path("/photos")
LETTERS = ViewRule(words=("a", "b"))
APART = ViewRule(words=(), numbers=False, brackets=False)
A, B, FRONT, OTHER = (
    ROOT / name for name in ("Bags/BG1_a.jpg", "Bags/BG1_b.jpg", "Bags/BG2_front.jpg", "SH3.jpg")
)


def add(catalogue: Catalogue, *paths: Path, root: Path = ROOT) -> None:
    catalogue.add_files(catalogue.root_id(root), root, [FileStamp(path, 1, 1) for path in paths])


def id_of(catalogue: Catalogue, path: Path) -> int:
    product_id = catalogue.product_of(path)
    assert product_id is not None
    return product_id


def of(catalogue: Catalogue, path: Path) -> Product:
    return products.products(catalogue, [id_of(catalogue, path)])[0]


def every(catalogue: Catalogue) -> list[Product]:
    rows = catalogue.database.rows("SELECT id FROM product ORDER BY reference, category")
    return products.products(catalogue, [row[0] for row in rows])


def filed(catalogue: Catalogue) -> dict[tuple[str, str], tuple[Path, ...]]:
    return {(p.reference, p.category): p.photos for p in every(catalogue)}


def change(catalogue: Catalogue, path: Path, **changes: object) -> None:
    products.change(catalogue, [id_of(catalogue, path)], ProductChanges(**changes))


def photo_ids(catalogue: Catalogue, *paths: Path) -> list[int]:
    ids = {Path(path): i for i, path in catalogue.database.rows("SELECT id, path FROM photo")}
    return [ids[path] for path in paths]


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    """BG1_a and BG1_b, which are two products by the default rule, BG2 and SH3."""
    add(catalogue, A, B, FRONT, OTHER)
    return catalogue


def test_a_new_catalogue_has_the_default_rule(catalogue: Catalogue) -> None:
    assert views.rule(catalogue) == ViewRule()
    report = views.apply(catalogue, LETTERS)
    assert (report.products_before, report.products_after) == (0, 0)
    assert views.rule(catalogue) == LETTERS


def test_a_preview_tells_and_changes_nothing(filled: Catalogue) -> None:
    before = every(filled)
    report = views.preview(filled, LETTERS)
    assert (report.products_before, report.products_after, report.photos_moved) == (4, 3, 3)
    assert report.together == (views.Example("BG1", "Bags", (A, B)),)
    assert report.apart == ()
    assert every(filled) == before
    assert views.rule(filled) == ViewRule()


def test_photos_come_together_and_apart_again(filled: Catalogue) -> None:
    before = filed(filled)
    views.apply(filled, LETTERS)
    assert filed(filled) == {
        ("BG1", "Bags"): (A, B),
        ("BG2_front", "Bags"): (FRONT,),
        ("SH3", ""): (OTHER,),
    }
    back = views.apply(filled, ViewRule())
    assert back.apart == (views.Example("BG1", "Bags", (A, B)),)
    assert filed(filled) == before


def test_new_photos_are_filed_by_the_catalogues_rule(filled: Catalogue) -> None:
    views.apply(filled, LETTERS)
    more = ROOT / "Bags/BG1_b (2).jpg"
    add(filled, more, ROOT / "Bags/BG9_a.jpg")
    assert id_of(filled, more) != id_of(filled, A)
    assert of(filled, ROOT / "Bags/BG9_a.jpg").reference == "BG9"


def test_what_was_entered_goes_where_the_photos_go(filled: Catalogue) -> None:
    change(filled, A, name="Cabas", notes="un", add_tags=("été",), columns={"Prix": "9"})
    change(filled, B, name="Sac", notes="deux", add_tags=("noir",), columns={"Prix": "8"})
    views.apply(filled, LETTERS)
    assert len(every(filled)) == 3
    joined = of(filled, A)
    assert (joined.name, joined.tags, joined.columns) == ("Cabas", ("noir", "été"), {"Prix": "9"})
    assert joined.notes.splitlines() == ["un", "deux", "Sac", "Prix: 8"]
    views.apply(filled, ViewRule())
    assert filed(filled)["BG1_a", "Bags"] == (A,)
    assert filed(filled)["BG1_b", "Bags"] == (B,)
    left = next(p for p in every(filled) if p.reference == "BG1")
    assert (left.photos, left.name, left.tags) == ((), "Cabas", ("noir", "été"))
    views.apply(filled, LETTERS)
    assert of(filled, B).tags == ("noir", "été")


def test_a_reference_that_a_person_gave_stays(filled: Catalogue) -> None:
    change(filled, A, reference="Sac 12", category="Sacs")
    views.apply(filled, LETTERS)
    assert (of(filled, A).reference, of(filled, A).category) == ("Sac 12", "Sacs")
    assert id_of(filled, A) == id_of(filled, B)
    add(filled, ROOT / "Bags/BG1.jpg")
    assert id_of(filled, ROOT / "Bags/BG1.jpg") == id_of(filled, A)
    views.apply(filled, ViewRule())
    assert of(filled, A).reference == "Sac 12"
    assert of(filled, B).reference == "BG1_b"


def test_two_given_references_are_both_kept(filled: Catalogue) -> None:
    change(filled, A, reference="Sac 12")
    change(filled, B, reference="Sac 13")
    views.apply(filled, LETTERS)
    assert (of(filled, A).reference, of(filled, A).notes) == ("Sac 12", "Sac 13")
    assert id_of(filled, A) == id_of(filled, B)


def test_a_given_reference_that_is_taken_by_now_is_kept_in_the_notes(filled: Catalogue) -> None:
    change(filled, A, reference="BG1", category="Sacs")
    add(filled, ROOT / "Bags/BG1.jpg")
    change(filled, ROOT / "Bags/BG1.jpg", reference="Sac 1")
    views.apply(filled, LETTERS)
    assert id_of(filled, A) == id_of(filled, ROOT / "Bags/BG1.jpg")
    assert (of(filled, A).reference, of(filled, A).category) == ("Sac 1", "Sacs")
    assert of(filled, A).notes == "BG1"


def test_corrected_categories_follow_the_photos_both_ways(filled: Catalogue) -> None:
    change(filled, A, category="Sacs")
    change(filled, B, category="Sacs")
    before = filed(filled)
    views.apply(filled, LETTERS)
    assert filed(filled)["BG1", "Sacs"] == (A, B)
    assert len(every(filled)) == 3
    views.apply(filled, ViewRule())
    assert filed(filled) == before


def test_photos_that_a_person_split_off_or_merged_stay(filled: Catalogue) -> None:
    more = ROOT / "Bags/BG2_back.jpg"
    add(filled, more)
    split = products.split(filled, photo_ids(filled, more), "BG2 inside", "Bags")
    products.merge(filled, id_of(filled, A), [id_of(filled, OTHER)])
    merged = id_of(filled, A)
    for rule in (LETTERS, APART, ViewRule()):
        views.apply(filled, rule)
        assert id_of(filled, more) == split
        assert id_of(filled, A) == id_of(filled, OTHER) == merged
    assert of(filled, B).photos == (B,)


def test_missing_photos_follow_too_and_are_not_counted(filled: Catalogue) -> None:
    filled.mark_missing([str(B)])
    report = views.apply(filled, LETTERS)
    assert (report.products_before, report.products_after) == (3, 3)
    add(filled, B)
    assert id_of(filled, A) == id_of(filled, B)


def test_folders_of_one_name_in_two_roots_stay_what_they_are(catalogue: Catalogue) -> None:
    add(catalogue, A)
    add(catalogue, Path("/more/Bags/BG1_b.jpg"), root=Path("/more/Bags"))
    views.apply(catalogue, LETTERS)
    assert set(filed(catalogue)) == {("BG1", "Bags"), ("BG1", "")}


def test_a_rule_that_cannot_be_read_is_told_of(filled: Catalogue) -> None:
    with filled.database.write():
        filled.database.execute("INSERT INTO setting(key, value) VALUES ('views', '{\"new\": 1}')")
    for act in (views.rule, lambda c: views.preview(c, LETTERS), lambda c: add(c, A)):
        with pytest.raises(RequestError) as caught:
            act(filled)
        assert caught.value.reason == RequestReason.BAD_VIEW_RULE


STEMS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["A", "B", "A_a"]),
    st.sampled_from(["", "_a", "_b", "-1", "_12", "__a", ".F"]),
    st.sampled_from(["", " (2)", "_front", "_a"]),
)
PATHS = st.builds(
    lambda folder, stem: ROOT / folder / f"{stem}.jpg", st.sampled_from(["", "X", "Y"]), STEMS
)
SOME_PATHS = st.lists(PATHS, min_size=2, unique=True)
RULES = st.builds(
    ViewRule,
    words=st.sampled_from([(), ("a",), ("a", "b", "F"), ("front", "back"), ("front", "a", "b")]),
    numbers=st.booleans(),
    brackets=st.booleans(),
    highest=st.sampled_from([9, 12]),
    separators=st.sampled_from(["-_ ", "_", "-_ ."]),
    runs=st.booleans(),
)
TEXTS = ["name", "notes", "tag", "column"]
EDITS = [*TEXTS, "category", "reference", "split", "merge"]


def groups(catalogue: Catalogue) -> set[frozenset[Path]]:
    together = defaultdict(set)
    for path, product_id in catalogue.database.rows("SELECT path, product_id FROM photo"):
        together[product_id].add(Path(path))
    return set(map(frozenset, together.values()))


def edit(catalogue: Catalogue, what: str, paths: tuple[Path, Path], text: str) -> None:
    path, other = paths
    changes = {
        "name": ProductChanges(name=text),
        "notes": ProductChanges(notes=text),
        "tag": ProductChanges(add_tags=(text,)),
        "column": ProductChanges(columns={"Prix": text}),
        "category": ProductChanges(category=text),
        "reference": ProductChanges(reference=text),
    }
    if what == "split":
        products.split(catalogue, photo_ids(catalogue, path), text, "")
    elif what == "merge":
        products.merge(catalogue, id_of(catalogue, path), [id_of(catalogue, other)])
    else:
        products.change(catalogue, [id_of(catalogue, path)], changes[what])


def edit_some(
    catalogue: Catalogue, data: st.DataObject, paths: list[Path], kinds: list[str]
) -> None:
    two = st.tuples(st.sampled_from(paths), st.sampled_from(paths))
    edits = data.draw(st.lists(st.tuples(st.sampled_from(kinds), two), max_size=5))
    for number, (what, chosen) in enumerate(edits):
        edit(catalogue, what, chosen, f"text{number}")


def texts(catalogue: Catalogue) -> str:
    return "\n".join(
        "\n".join((p.reference, p.category, p.name, p.notes, *p.tags, *p.columns.values()))
        for p in every(catalogue)
    )


def assert_whole(catalogue: Catalogue, paths: set[Path]) -> None:
    assert result(check(catalogue)) == []
    assert set().union(*groups(catalogue)) == paths
    doubled = "SELECT count(*) FROM alias JOIN product USING (reference, category)"
    assert catalogue.database.one(doubled) == 0


@given(paths=st.sets(PATHS, min_size=1), first=RULES, rules=st.lists(RULES, min_size=1, max_size=3))
def test_an_untouched_catalogue_is_as_if_it_had_been_indexed_by_the_rule(
    paths: set[Path], first: ViewRule, rules: list[ViewRule]
) -> None:
    with TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder))
        views.apply(catalogue, first)
        add(catalogue, *paths)
        before = filed(catalogue)
        for rule in (*rules, first):
            told = views.preview(catalogue, rule)
            assert views.apply(catalogue, rule) == told
            assert told.products_after == len(every(catalogue))
            for product in every(catalogue):
                assert {rule.reference_of(path) for path in product.photos} == {product.reference}
        assert filed(catalogue) == before
        assert_whole(catalogue, paths)
        catalogue.close()


@given(data=st.data(), paths=SOME_PATHS, rules=st.lists(RULES, min_size=1, max_size=3))
def test_nothing_that_was_entered_is_lost(
    data: st.DataObject, paths: list[Path], rules: list[ViewRule]
) -> None:
    with TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder))
        add(catalogue, *paths)
        edit_some(catalogue, data, paths, EDITS)
        entered = set(re.findall(r"text\d", texts(catalogue)))
        for rule in rules:
            views.apply(catalogue, rule)
            assert entered <= set(re.findall(r"text\d", texts(catalogue)))
            assert views.preview(catalogue, rule).photos_moved == 0
            assert_whole(catalogue, set(paths))
        catalogue.close()


@given(data=st.data(), paths=SOME_PATHS, rule=RULES)
def test_the_old_rule_brings_the_old_grouping_back(
    data: st.DataObject, paths: list[Path], rule: ViewRule
) -> None:
    with TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder))
        add(catalogue, *paths)
        edit_some(catalogue, data, paths, TEXTS)
        before = groups(catalogue)
        for wanted in (rule, ViewRule()):
            views.apply(catalogue, wanted)
        assert groups(catalogue) == before
        catalogue.close()
