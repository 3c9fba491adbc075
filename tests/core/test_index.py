"""Annoy generations, the exact part beside them, and what happens when a file is bad."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from annoy import AnnoyIndex

from core import candidates, products
from core import index as index_module
from core.candidates import open_generation
from core.catalogue import Catalogue
from core.distance import distance
from core.errors import IndexFileError, IndexReason
from core.generation import build
from core.index import Index
from core.product_records import EVERYTHING, Filter, ProductChanges
from core.projection import DIMENSIONS
from core.recipe import METRICS, Recipe
from core.records import FileStamp
from core.vector_table import Generation

Fill = Callable[..., list[Path]]
DIMENSION = 64


def clustered(count: int, seed: int = 3, dimension: int = DIMENSION) -> np.ndarray:
    """Unit vectors in groups, as products of a few kinds are."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(12, dimension))
    vectors = centres[rng.integers(0, 12, count)] + 0.5 * rng.normal(size=(count, dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def nearest(index: Index, query: np.ndarray, count: int) -> list[int]:
    return [neighbour.vector_id for neighbour in index.search(query, count)]


@pytest.fixture
def filled(catalogue: Catalogue, fill: Fill) -> Catalogue:
    """A catalogue of 200 vectors."""
    fill(catalogue, clustered(200))
    return catalogue


def with_annoy(catalogue: Catalogue, recipe: Recipe) -> Index:
    return Index(catalogue, recipe, exact_below=0)


@pytest.mark.parametrize("metric", METRICS)
def test_annoy_finds_nearly_what_exact_search_finds(
    catalogue: Catalogue, recipe: Recipe, fill: Fill, metric: str
) -> None:
    recipe = replace(recipe, metric=metric)
    vectors = clustered(1200)
    fill(catalogue, vectors)
    exact = Index(catalogue, recipe)
    assert build(catalogue, recipe) is not None
    annoy = with_annoy(catalogue, recipe)
    found = wanted = 0
    for query in clustered(30, seed=8):
        true = nearest(exact, query, 10)
        found += len(set(true) & set(nearest(annoy, query, 10)))
        wanted += len(true)
    assert found / wanted >= 0.97


@pytest.mark.parametrize("metric", METRICS)
def test_every_stored_vector_finds_itself_first(
    filled: Catalogue, recipe: Recipe, metric: str
) -> None:
    recipe = replace(recipe, metric=metric)
    build(filled, recipe)
    index = with_annoy(filled, recipe)
    for vector_id, vector in zip(*filled.vectors(recipe.embedding_id), strict=True):
        first = index.search(vector, 3)[0]
        assert first.vector_id == vector_id
        assert first.distance == pytest.approx(0, abs=1e-3)
        assert first.cosine == pytest.approx(1, abs=2e-5)


def test_distances_are_those_of_their_metric() -> None:
    vectors, query = np.float32([[1, 0], [0, 1], [0.6, 0.8]]), np.float32([1, 0])
    assert distance(vectors, query, "cosine") == pytest.approx([0, 1, 0.4])
    assert distance(vectors, query, "l1") == pytest.approx([0, 2, 1.2])
    assert distance(vectors, query, "l2") == pytest.approx([0, 2**0.5, 0.8**0.5])


def test_neighbours_come_nearest_first(filled: Catalogue, recipe: Recipe) -> None:
    distances = [n.distance for n in Index(filled, recipe).search(clustered(1, 9)[0], 200)]
    assert distances == sorted(distances)
    assert len(distances) == 200


def test_without_a_generation_the_search_is_exact(filled: Catalogue, recipe: Recipe) -> None:
    query = clustered(1, 9)[0]
    ids, vectors = filled.vectors(recipe.embedding_id)
    expected = ids[np.argsort(-(vectors @ query))[:7]].tolist()
    assert nearest(with_annoy(filled, recipe), query, 7) == expected
    assert len(with_annoy(filled, recipe)) == 200


@pytest.mark.parametrize("metric", METRICS)
def test_candidates_come_from_a_projection_and_ranks_from_the_vectors(
    catalogue: Catalogue, recipe: Recipe, fill: Fill, metric: str
) -> None:
    recipe = replace(recipe, metric=metric)
    fill(catalogue, clustered(1100, dimension=300))
    generation = build(catalogue, recipe)
    assert generation is not None
    assert generation.projection.shape == (DIMENSIONS, 300)
    exact, annoy = Index(catalogue, recipe), with_annoy(catalogue, recipe)
    agreed = 0
    for query in clustered(20, seed=8, dimension=300):
        true, found = exact.search(query, 10), annoy.search(query, 10)
        agreed += len({n.vector_id for n in true} & {n.vector_id for n in found})
        assert found[0].distance == pytest.approx(true[0].distance, abs=1e-5)
    assert agreed >= 195


@pytest.mark.parametrize("count", [3, 600, 1500])
@pytest.mark.parametrize("metric", METRICS)
def test_a_filter_loses_nothing(
    catalogue: Catalogue, recipe: Recipe, fill: Fill, metric: str, count: int, monkeypatch
) -> None:
    """The three ways: each one compared, Annoy asked for more, and the filter gone through."""
    monkeypatch.setattr(index_module, "_FEW", 100)
    recipe = replace(recipe, metric=metric)
    fill(catalogue, clustered(1600))
    build(catalogue, recipe)
    fill(catalogue, clustered(50, seed=12), 2000)
    exact, annoy = Index(catalogue, recipe), with_annoy(catalogue, recipe)
    ids = catalogue.vector_ids(recipe.embedding_id)
    within = np.random.default_rng(5).choice(ids, count, replace=False).tolist()
    kept = [shown.product_id for shown in catalogue.shown_by(within).values()]
    products.change(catalogue, kept, ProductChanges(add_tags=("kept",)))
    agreed, wanted = 0, Filter(tag="kept")
    for query in clustered(20, seed=8):
        true, found = (
            [neighbour.vector_id for neighbour in index.search(query, 10, wanted)]
            for index in (exact, annoy)
        )
        assert set(true) | set(found) <= set(within)
        assert len(found) == len(set(found)) == min(10, count)
        agreed += len(set(true) & set(found))
    assert agreed >= 0.99 * 20 * min(10, count)


def test_a_filter_that_nothing_passes_finds_nothing(filled: Catalogue, recipe: Recipe) -> None:
    build(filled, recipe)
    for index in (with_annoy(filled, recipe), Index(filled, recipe)):
        assert index.search(clustered(1)[0], 5, Filter(category="no such category")) == []


def test_an_empty_catalogue_has_no_neighbours_and_no_generation(
    catalogue: Catalogue, recipe: Recipe
) -> None:
    assert build(catalogue, recipe) is None
    index = with_annoy(catalogue, recipe)
    assert len(index) == 0
    assert index.search(clustered(1)[0], 5) == []
    assert list(catalogue.index_folder.iterdir()) == []


def test_an_empty_index_takes_in_the_first_vectors(
    catalogue: Catalogue, recipe: Recipe, fill: Fill
) -> None:
    index = Index(catalogue, recipe)
    fill(catalogue, clustered(3))
    index.refresh()
    assert len(index) == 3
    assert len(index.search(clustered(1)[0], 5)) == 3


@pytest.mark.parametrize("reopened", [False, True])
def test_vectors_stored_after_a_generation_are_found(
    filled: Catalogue, recipe: Recipe, fill: Fill, reopened: bool
) -> None:
    build(filled, recipe)
    index = with_annoy(filled, recipe)
    later = clustered(20, seed=77)
    fill(filled, later, 1000)
    if reopened:
        index = with_annoy(filled, recipe)
    else:
        index.refresh()
        index.refresh()
    assert len(index) == 220
    new_ids = filled.vectors(recipe.embedding_id, above=200)[0]
    for vector_id, vector in zip(new_ids, later, strict=True):
        assert nearest(index, vector, 1) == [vector_id]


def shown_paths(catalogue: Catalogue, index: Index, query: np.ndarray, count: int) -> list[Path]:
    found = nearest(index, query, count)
    shown = catalogue.shown_by(found)
    return [shown[i].photo_path for i in found if i in shown]


def test_a_replaced_vector_is_found_by_its_new_value_alone(
    filled: Catalogue, recipe: Recipe, fill: Fill
) -> None:
    build(filled, recipe)
    old = clustered(200)[5]
    new = -old
    [path] = fill(filled, new[np.newaxis], 5)
    index = with_annoy(filled, recipe)
    assert shown_paths(filled, index, new, 1) == [path]
    assert path not in shown_paths(filled, index, old, 20)


@pytest.mark.parametrize("rebuilt", [False, True])
def test_a_missing_photo_is_never_found(filled: Catalogue, recipe: Recipe, rebuilt: bool) -> None:
    build(filled, recipe)
    index = with_annoy(filled, recipe)
    gone = Path("/made/P5.jpg")
    filled.mark_missing([str(gone)])
    if rebuilt:
        build(filled, recipe)
        index = with_annoy(filled, recipe)
    found = shown_paths(filled, index, clustered(200)[5], 20)
    assert gone not in found
    assert len(found) >= 19


def test_when_all_candidates_are_gone_the_new_vectors_answer(
    filled: Catalogue, recipe: Recipe, fill: Fill
) -> None:
    build(filled, recipe)
    filled.mark_missing([f"/made/P{i}.jpg" for i in range(200)])
    [path] = fill(filled, clustered(1, seed=5), 500)
    for index in (with_annoy(filled, recipe), Index(filled, recipe)):
        assert shown_paths(filled, index, clustered(1)[0], 5) == [path]


def test_a_photo_that_returns_after_a_build_is_found(
    filled: Catalogue, recipe: Recipe, fill: Fill
) -> None:
    away = filled.stamps(Path("/made"))["/made/P7.jpg"]
    filled.mark_missing([str(away.path)])
    build(filled, recipe)
    index = with_annoy(filled, recipe)
    assert away.path not in shown_paths(filled, index, clustered(200)[7], 200)
    filled.add_files(filled.root_id(Path("/made")), Path("/made"), [away])
    index.refresh()
    for found in (index, with_annoy(filled, recipe), Index(filled, recipe)):
        assert shown_paths(filled, found, clustered(200)[7], 1) == [away.path]


def test_photos_that_were_moved_out_of_a_filter_leave_it_at_once(
    filled: Catalogue, recipe: Recipe
) -> None:
    build(filled, recipe)
    products.change(filled, range(1, 151), ProductChanges(category="Bags"))
    index = with_annoy(filled, recipe)
    for count in (150, 20):
        products.change(filled, range(count + 1, 151), ProductChanges(category="Shoes"))
        assert len(index.search(clustered(1)[0], 200, Filter(category="Bags"))) == count


@pytest.mark.parametrize("metric", METRICS)
def test_a_large_catalogue_without_a_generation_is_not_held_in_memory(
    filled: Catalogue, recipe: Recipe, metric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = replace(recipe, metric=metric)
    held = Index(filled, recipe)
    products.change(filled, range(1, 151), ProductChanges(category="Bags"))
    monkeypatch.setattr(index_module, "MOST_HELD", 100)
    monkeypatch.setattr(index_module, "_FEW", 100)
    read: list[int] = []
    every = filled.vectors
    monkeypatch.setattr(filled, "vectors", lambda *asked: read.append(1) or every(*asked))
    scanned = Index(filled, recipe)
    assert scanned.refresh() is False
    for wanted in (EVERYTHING, Filter(category="Bags")):
        found = scanned.search(clustered(1)[0], 20, wanted)
        true = held.search(clustered(1)[0], 20, wanted)
        assert [n.vector_id for n in found] == [n.vector_id for n in true]
    assert len(scanned) == 200
    assert scanned.sample(10).shape == (10, DIMENSION)
    assert not read


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "foreign", "cut while open"])
def test_without_a_sound_file_of_vectors_the_database_answers(
    filled: Catalogue, recipe: Recipe, damage: str
) -> None:
    path = published(filled, recipe)[0].with_suffix(".vectors")
    true = with_annoy(filled, recipe).search(clustered(1)[0], 10)
    index = with_annoy(filled, recipe)
    rows = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        end = {"empty": 0, "foreign": 0}.get(damage, len(rows) - 100)
        os.truncate(path, end)
    if damage == "foreign":
        path.write_bytes(rows[len(rows) // 2 :] + rows[: len(rows) // 2])
    if damage != "cut while open":
        index = with_annoy(filled, recipe)
    assert index.search(clustered(1)[0], 10) == true


@pytest.mark.parametrize("annoy", [False, True])
@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0])
def test_a_query_that_means_nothing_is_refused(
    filled: Catalogue, recipe: Recipe, value: float, annoy: bool
) -> None:
    build(filled, recipe)
    index = Index(filled, recipe, exact_below=0 if annoy else None)
    with pytest.raises(ValueError, match="finite and not zero"):
        index.search(np.full(DIMENSION, value, np.float32), 5)


def files_of(catalogue: Catalogue) -> list[str]:
    return sorted(file.name for file in catalogue.index_folder.iterdir())


def published(catalogue: Catalogue, recipe: Recipe) -> tuple[Path, Generation]:
    generation = build(catalogue, recipe)
    assert generation is not None
    return catalogue.index_folder / generation.file, generation


NODE = 4 * (DIMENSION + 3)


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda path: path.write_bytes(b""),
        lambda path: os.truncate(path, path.stat().st_size // 2 + 1),
        lambda path: os.truncate(path, NODE * 50),
        lambda path: os.truncate(path, path.stat().st_size - NODE),
        lambda path: path.write_bytes(np.random.default_rng(1).bytes(path.stat().st_size)),
        lambda path: path.write_bytes(path.read_bytes() + bytes(NODE)),
        lambda path: path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["missing", "empty", "torn", "at a node", "last node", "random", "longer", "bit", "folder"],
)
def test_a_damaged_generation_is_not_opened_and_exact_search_serves(
    filled: Catalogue, recipe: Recipe, damage: Callable[[Path], object]
) -> None:
    path, _ = published(filled, recipe)
    assert path.stat().st_size % NODE == 0
    damage(path)
    query = clustered(1, 9)[0]
    index = with_annoy(filled, recipe)
    assert nearest(index, query, 9) == nearest(Index(filled, recipe), query, 9)
    assert len(index) == 200


@pytest.mark.parametrize("dimension", [3, 6, 9, 14, 21, 63, 65, 125, 127, 2048])
def test_a_generation_of_another_dimension_is_foreign(
    catalogue: Catalogue, recipe: Recipe, fill: Fill, dimension: int
) -> None:
    vectors = clustered(150, dimension=126)
    fill(catalogue, vectors)
    path, generation = published(catalogue, recipe)
    wrong = replace(generation, dimension=dimension)
    with pytest.raises(IndexFileError) as caught:
        open_generation(path, wrong, "cosine")
    assert caught.value.reason == IndexReason.FOREIGN
    catalogue.publish(wrong)
    assert nearest(with_annoy(catalogue, recipe), vectors[7], 1) == [8]


def test_a_generation_of_another_recipe_is_not_used(
    filled: Catalogue, recipe: Recipe, fill: Fill
) -> None:
    build(filled, recipe)
    other = replace(recipe, encoder="other")
    fill(filled, clustered(10, seed=4, dimension=7), 300, other)
    assert filled.generation(other.id) is None
    index = with_annoy(filled, other)
    assert len(index) == 10
    assert len(index.search(clustered(1, dimension=7)[0], 20)) == 10


def test_a_damaged_generation_is_replaced_by_the_next_build(
    filled: Catalogue, recipe: Recipe
) -> None:
    path, _ = published(filled, recipe)
    path.write_bytes(b"")
    second, generation = published(filled, recipe)
    open_generation(second, generation, recipe.metric)
    assert files_of(filled) == [second.name, second.with_suffix(".vectors").name]


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="mappings are read from /proc")
def test_no_file_is_mapped_while_it_is_renamed(
    filled: Catalogue, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows renames no mapped file."""
    renamed: list[str] = []
    real = Path.replace

    def watched(self: Path, target: Path) -> Path:
        assert str(self) not in Path("/proc/self/maps").read_text(encoding="utf-8")
        renamed.append(self.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    build(filled, recipe)
    assert len(renamed) == 2


def test_a_build_that_cannot_be_written_leaves_the_old_generation(
    filled: Catalogue, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = published(filled, recipe)

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "held by another process")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(Exception, match="held by another process"):
        build(filled, recipe)
    assert files_of(filled) == [path.name, path.with_suffix(".vectors").name]
    assert len(with_annoy(filled, recipe)) == 200


class OneNeighbour(AnnoyIndex):
    """As Annoy behaves where its build went wrong: every query finds item 0."""

    def get_nns_by_vector(self, *args: object, **kwargs: object) -> list[int]:
        return [0]


def test_an_annoy_that_does_not_find_its_own_vectors_is_not_published(
    filled: Catalogue, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "AnnoyIndex", OneNeighbour)
    with pytest.raises(IndexFileError) as caught:
        build(filled, recipe)
    assert caught.value.reason == IndexReason.SELF_TEST
    assert filled.generation(recipe.id) is None
    assert list(filled.index_folder.iterdir()) == []


@pytest.mark.parametrize("count", [1, 2, 30])
def test_identical_vectors_pass_the_test_of_a_build(
    catalogue: Catalogue, recipe: Recipe, fill: Fill, count: int
) -> None:
    fill(catalogue, np.repeat(clustered(1), count, axis=0))
    assert build(catalogue, recipe) is not None
    assert len(with_annoy(catalogue, recipe).search(clustered(1)[0], 50)) == count


@pytest.mark.parametrize("annoy", [False, True])
def test_a_sample_is_of_stored_vectors_spread_over_the_catalogue(
    filled: Catalogue, recipe: Recipe, annoy: bool
) -> None:
    build(filled, recipe)
    index = Index(filled, recipe, exact_below=0 if annoy else None)
    stored = filled.vectors(recipe.embedding_id)[1]
    sample = index.sample(50)
    assert len(sample) == 50
    assert np.array_equal(sample[[0, -1]], stored[[0, -1]])
    assert len(index.sample(1000)) == 200


def test_a_stamp_alone_is_never_found(filled: Catalogue, recipe: Recipe) -> None:
    path = Path("/made/new.jpg")
    filled.add_files(filled.root_id(Path("/made")), Path("/made"), [FileStamp(path, 1, 1)])
    assert len(Index(filled, recipe).search(clustered(1)[0], 500)) == 200
