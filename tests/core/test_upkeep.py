"""Generations that are built again where they are damaged, and what killed processes leave."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from annoy import AnnoyIndex

from core import backup
from core.catalogue import Catalogue
from core.generation import build
from core.index import Index
from core.leftovers import YOUNG_SECONDS, sweep
from core.recipe import Recipe
from core.records import Stage
from core.upkeep import generation_state, is_usable, keep_generation
from core.vector_file import vectors_beside

Fill = Callable[..., list[Path]]
DIMENSION = 63
NODE = 4 * (DIMENSION + 3)


def vectors(count: int, dimension: int = DIMENSION) -> np.ndarray:
    return np.random.default_rng(2).normal(size=(count, dimension)).astype(np.float32)


@pytest.fixture
def path(catalogue: Catalogue, fill: Fill, recipe: Recipe) -> Path:
    """The published file of a catalogue of 60 vectors."""
    fill(catalogue, vectors(60))
    build(catalogue, recipe)
    return file_of(catalogue, recipe)


def file_of(catalogue: Catalogue, recipe: Recipe) -> Path:
    name = catalogue.generation_file(recipe.id)
    assert name is not None
    return catalogue.index_folder / name


def of_another_dimension(path: Path) -> None:
    other = AnnoyIndex(126, "angular")
    for item, vector in enumerate(vectors(60, 126)):
        other.add_item(item, vector)
    other.build(3)
    path.unlink()
    other.save(str(path))


def of_another_recipe(path: Path) -> None:
    other = AnnoyIndex(DIMENSION, "manhattan")
    for item, vector in enumerate(vectors(60)):
        other.add_item(item, vector)
    other.build(3)
    path.unlink()
    other.save(str(path))


def scramble(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


DAMAGES = {
    "missing": Path.unlink,
    "with its folder gone": lambda path: shutil.rmtree(path.parent),
    "empty": lambda path: path.write_bytes(b""),
    "torn": lambda path: os.truncate(path, path.stat().st_size // 2 + 1),
    "at a node": lambda path: os.truncate(path, NODE * 20),
    "random": scramble,
    "of another dimension": of_another_dimension,
    "of another recipe": of_another_recipe,
    "without vectors": lambda path: vectors_beside(path).unlink(),
    "with vectors cut": lambda path: os.truncate(vectors_beside(path), 100),
    "with random vectors": lambda path: scramble(vectors_beside(path)),
}


def done(catalogue: Catalogue, recipe: Recipe, *, changed: bool = False) -> set[Stage]:
    return set(keep_generation(catalogue, recipe, changed=changed))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_generation_is_built_again(
    catalogue: Catalogue, recipe: Recipe, path: Path, damage: Callable[[Path], object]
) -> None:
    damage(path)
    assert not is_usable(catalogue, recipe)
    assert Stage.MENDING in done(catalogue, recipe)
    assert is_usable(catalogue, recipe)
    found = file_of(catalogue, recipe)
    assert sorted(catalogue.index_folder.iterdir()) == [found, vectors_beside(found)]
    first = Index(catalogue, recipe, exact_below=0).search(vectors(60)[7], 1)[0]
    assert first.vector_id == 8


@pytest.mark.parametrize("dimension", [9, 21, 126])
def test_a_generation_that_is_whole_but_noted_wrongly_is_built_again(
    catalogue: Catalogue, recipe: Recipe, path: Path, dimension: int
) -> None:
    generation = catalogue.generation(recipe.id)
    assert generation is not None
    catalogue.publish(replace(generation, dimension=dimension))
    assert Stage.MENDING in done(catalogue, recipe)
    assert is_usable(catalogue, recipe)


def test_a_whole_generation_is_left_as_it_is(
    catalogue: Catalogue, recipe: Recipe, path: Path
) -> None:
    before = path.read_bytes()
    assert Stage.MENDING not in done(catalogue, recipe)
    assert file_of(catalogue, recipe) == path
    assert path.read_bytes() == before
    assert Stage.MENDING not in done(catalogue, recipe, changed=True)
    assert file_of(catalogue, recipe) != path


def test_a_build_that_nobody_waits_for_ends_by_itself(
    catalogue: Catalogue, recipe: Recipe, path: Path
) -> None:
    path.unlink()
    steps = keep_generation(catalogue, recipe, changed=False)
    while next(steps) != Stage.MENDING:
        pass
    steps.close()
    for _ in range(200):
        if is_usable(catalogue, recipe):
            break
        time.sleep(0.05)
    assert is_usable(catalogue, recipe)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_file_that_was_changed_is_told_from_itself(
    catalogue: Catalogue, recipe: Recipe, path: Path, damage: Callable[[Path], object]
) -> None:
    before = generation_state(catalogue, recipe)
    assert before == generation_state(catalogue, recipe)
    damage(path)
    assert generation_state(catalogue, recipe) != before


def test_without_a_generation_there_is_no_state(catalogue: Catalogue, recipe: Recipe) -> None:
    assert generation_state(catalogue, recipe) == ()
    assert not is_usable(catalogue, recipe)


def test_what_killed_builds_and_copies_left_goes_once_it_is_old(
    catalogue: Catalogue, recipe: Recipe, path: Path
) -> None:
    copies = catalogue.folder / backup.FOLDER_NAME
    copies.mkdir()
    theirs = [catalogue.index_folder / "photo.jpg", copies / "20260101-000000-m001.db"]
    left = [
        *(catalogue.index_folder / name for name in ("a.part", "b.annoy")),
        *(copies / f"unfinished.part{end}" for end in ("", "-journal", "-wal")),
    ]
    for file in [*theirs, *left]:
        file.touch()
    sweep(catalogue)
    assert all(file.exists() for file in left), "somebody may be writing them"
    then = time.time() - YOUNG_SECONDS - 1
    for file in [path, *theirs, *left]:
        os.utime(file, (then, then))
    done(catalogue, recipe)
    assert not any(file.exists() for file in left)
    assert all(file.exists() for file in [path, *theirs])


def test_a_catalogue_in_a_folder_of_any_letters_has_its_generation(
    tmp_path: Path, fill: Fill, recipe: Recipe
) -> None:
    catalogue = Catalogue(tmp_path / "dé ß 商品")
    fill(catalogue, vectors(30))
    done(catalogue, recipe, changed=True)
    assert is_usable(catalogue, recipe)
    catalogue.close()
