"""Several photos of one product are one query."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.catalogue import Catalogue
from core.distance import distance
from core.embedding import Embedder
from core.errors import PhotoError
from core.match import Matcher
from core.product_records import EVERYTHING, Filter
from core.recipe import METRICS, Recipe
from core.together import nearest_together

Fill = Callable[..., list[Path]]


def units(rng: np.random.Generator, count: int, dimension: int = 64) -> np.ndarray:
    vectors = rng.normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def in_products(catalogue: Catalogue, sizes: list[int]) -> list[range]:
    """Put the photos, in their order, into products of so many; the vectors' rows of each."""
    ends = list(itertools.accumulate(sizes))
    rows = [range(end - size, end) for size, end in zip(sizes, ends, strict=True)]
    with catalogue.database.write():
        for held in rows:
            for row in held:
                catalogue.database.execute(
                    "UPDATE photo SET product_id = (SELECT product_id FROM photo WHERE path = ?) "
                    "WHERE path = ?",
                    [f"/made/P{held[0]}.jpg", f"/made/P{row}.jpg"],
                )
    return rows


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_mean_of_the_best_of_each(
    catalogue: Catalogue, recipe: Recipe, fill: Fill, metric: str, seed: int
) -> None:
    recipe = replace(recipe, metric=metric)
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, 12).tolist()
    fill(catalogue, units(rng, sum(sizes)))
    rows = in_products(catalogue, sizes)
    ids, vectors = catalogue.vectors(recipe.embedding_id)
    queries = units(rng, 3)
    apart = np.stack([distance(vectors, query, metric) for query in queries])
    true = sorted(apart[:, list(held)].min(axis=1).mean() for held in rows)
    products = {photo.product_id for photo in catalogue.shown_by(ids.tolist()).values()}
    found = nearest_together(catalogue, recipe, queries, products, EVERYTHING)
    assert [near.distance for near in found] == pytest.approx(true, rel=1e-5)
    for near in found:
        held = next(held for held in rows if ids.tolist().index(near.vector_id) in held)
        row = ids.tolist().index(near.vector_id)
        assert apart[:, row].min() == pytest.approx(apart[:, list(held)].min())


def test_a_filter_leaves_photos_out(catalogue: Catalogue, recipe: Recipe, fill: Fill) -> None:
    fill(catalogue, units(np.random.default_rng(1), 4))
    ids, _vectors = catalogue.vectors(recipe.embedding_id)
    shown = catalogue.shown_by(ids.tolist())
    products = {photo.product_id for photo in shown.values()}
    queries = units(np.random.default_rng(2), 2)
    nothing = nearest_together(catalogue, recipe, queries, products, Filter(category="Hats"))
    assert nothing == []
    assert nearest_together(catalogue, recipe, queries, [], EVERYTHING) == []


@pytest.fixture
def matcher(indexed: Catalogue, plain_embedder: Embedder) -> Matcher:
    return Matcher(indexed, plain_embedder)


@pytest.mark.slow
def test_front_and_back_find_their_product_in_whatever_order(
    matcher: Matcher, drawn_photos: Path
) -> None:
    bags = drawn_photos / "Bags"
    both = (bags / "BG1_front.jpg", bags / "BG1_back.jpg")
    answer = matcher.match(both, 7)
    assert answer.matches[0].reference == "BG1"
    assert answer.matches[0].similarity == pytest.approx(1, abs=1e-4)
    assert (answer.photo, answer.others) == (both[0], both[1:])
    assert len({match.product_id for match in answer.matches}) == 7
    turned = matcher.match(both[::-1], 7)
    assert turned.matches == answer.matches
    assert turned.photo == both[1]
    assert matcher.match([both[0]], 7).matches == matcher.match(both[0], 7).matches


@pytest.mark.slow
def test_photos_of_two_products_find_both_before_the_rest(
    matcher: Matcher, drawn_photos: Path
) -> None:
    photos = (drawn_photos / "Bags" / "BG2.jpg", drawn_photos / "Shoes" / "SH2.jpg")
    answer = matcher.match(photos, 2)
    assert {match.reference for match in answer.matches} == {"BG2", "SH2"}
    wanted = matcher.match(photos, 5, Filter(category="Shoes"))
    assert {match.category for match in wanted.matches} == {"Shoes"}
    assert wanted.matches[0].reference == "SH2"


@pytest.mark.slow
def test_each_photo_is_looked_at_once_and_a_bad_one_is_named(
    matcher: Matcher, drawn_photos: Path, tmp_path: Path
) -> None:
    first, bad = drawn_photos / "Bags" / "BG2.jpg", tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff and no more")
    with pytest.raises(PhotoError) as caught:
        matcher.match((first, bad), 3)
    assert caught.value.subject == str(bad)
    Image.new("RGB", (90, 90), "navy").save(bad)
    once = matcher.match((first, bad), 3)
    again = matcher.match((bad, first), 3)
    assert again.matches == once.matches
    assert again.seconds < once.seconds + 1
