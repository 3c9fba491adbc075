"""Cells as recipes, and grids as their combinations."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.augment import AUGMENTATIONS
from core.encoders import NAMES, kind
from core.laboratory import wording
from core.laboratory.cells import Grid, cell_of, recipe_of, study_grid
from core.laboratory.needs import Need, copies_of, names, shown_copies
from core.laboratory_records import Cell
from core.presets import PRESETS
from core.recipe import METRICS, PARTS, Recipe
from core.weights import ModelStore

VIEWS = st.sampled_from([("cutout",), ("square",), ("cutout", "square")])
CELLS = st.builds(
    Cell,
    encoder=st.sampled_from(NAMES),
    removal=st.sampled_from(["none", "u2netp"]),
    plain_ground=st.booleans(),
    views=VIEWS,
    mirrored=st.booleans(),
    augmentation=st.sampled_from(AUGMENTATIONS),
    metric=st.sampled_from(METRICS),
    evidence=st.sets(st.sampled_from(PARTS)).map(lambda parts: tuple(sorted(parts))),
)


@given(CELLS)
def test_a_cell_is_the_same_by_its_key(cell: Cell) -> None:
    assert msgspec.json.decode(cell.key, type=Cell) == cell
    assert wording.in_short(cell)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_presets_are_cells(store: ModelStore, preset: str) -> None:
    recipe = PRESETS[preset](store, "efficientnet-lite2", "u2netp")
    cell = cell_of(recipe, store)
    assert cell is not None
    assert recipe_of(cell, store) == recipe


def test_a_recipe_with_other_choices_is_no_cell(store: ModelStore, recipe: Recipe) -> None:
    turned = replace(PRESETS["plain"](store, "efficientnet-lite2", "u2netp"), rotations=(10.0,))
    assert cell_of(turned, store) is None
    assert cell_of(recipe, store) is None  # of an encoder that nobody knows


def test_the_study_has_each_encoder_augmentation_and_distance_once() -> None:
    cells = study_grid().cells()
    with_text = sum(kind(name).has_text for name in NAMES)
    assert len(cells) == len(set(cells)) == (len(NAMES) + with_text) * 9 * 3


def test_what_comes_to_the_same_is_one_cell() -> None:
    grid = Grid(encoders=("resnet50",), removals=("none",), views=(("cutout",), ("square",)))
    assert len(grid.cells()) == 1


@given(CELLS)
def test_a_photo_needs_no_more_than_its_copies(cell: Cell) -> None:
    recipe = Recipe(
        encoder=cell.encoder,
        encoder_digest="e" * 64,
        removal=cell.removal,
        removal_digest="r" * 64,
        views=cell.views,
        flip=cell.mirrored,
        evidence=cell.evidence,
    )
    copies = copies_of(cell.augmentation)
    shown = {each for copy in copies for each in shown_copies(recipe, copy)}
    assert set(copies) <= shown
    assert len(shown) <= len(copies) * (1 + cell.mirrored)
    assert names(Need(recipe, copies), {}) < names(Need(recipe, copies), _with_mask(recipe))


def _with_mask(recipe: Recipe):
    from core.laboratory.needs import mask_part
    from core.laboratory.parts import Part

    return {mask_part(recipe): Part(b"png")}


def test_a_mirror_of_a_mirror_is_the_photo() -> None:
    recipe = Recipe(encoder="e", encoder_digest="", removal="none", removal_digest="", flip=True)
    for copy in ("as-it-is", "flip-h", "flip-h+colour", "left", "flip-v+colour"):
        mirror = shown_copies(recipe, copy)[1]
        assert shown_copies(recipe, mirror)[1] == copy
