"""Which models serve a catalogue on a machine that lacks some of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.choice import choose
from core.embedding import plain_recipe
from core.models import Model
from core.recipe import NO_REMOVAL, Recipe
from core.removal_records import Removal
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, ModelStore

OTHER = "other"


@pytest.fixture
def wider(store: ModelStore) -> ModelStore:
    """The store with one more removal network in its list, and without its weights."""
    network: Model = replace(
        store.model(DEFAULT_REMOVAL), id=OTHER, title="Other", file="other.onnx", sources=()
    )
    return replace(store, models={**store.models, OTHER: network})


@pytest.fixture
def other(wider: ModelStore) -> Recipe:
    """A recipe that removes backgrounds with the network whose weights are not here."""
    return replace(plain_recipe(wider, EMBEDDED_ENCODER, OTHER), metric="l1", flip=False)


def test_a_new_catalogue_takes_the_default(wider: ModelStore, catalogue: Catalogue) -> None:
    choice = choose(wider, catalogue)
    assert choice.answering == choice.wanted
    assert choice.removal.in_use == Removal(DEFAULT_REMOVAL, plain_ground=True)
    assert (choice.removal.here, choice.removal.missing) == ((DEFAULT_REMOVAL,), "")


@pytest.mark.parametrize("is_plain", [True, False])
def test_a_removal_whose_weights_are_missing_gives_way_and_the_rest_of_the_recipe_stays(
    wider: ModelStore, catalogue: Catalogue, other: Recipe, is_plain: bool
) -> None:
    other = replace(other, plain_ground=is_plain)
    catalogue.set_recipe("active", other)
    choice = choose(wider, catalogue)
    expected = replace(
        other,
        removal=DEFAULT_REMOVAL,
        removal_digest=wider.model(DEFAULT_REMOVAL).sha256,
    )
    assert choice.answering == choice.wanted == expected
    assert (choice.removal.missing, choice.removal.why) == (OTHER, "missing")
    assert choice.removal.in_use == Removal(DEFAULT_REMOVAL, is_plain)


def test_a_wanted_removal_that_is_missing_is_told_and_the_active_one_stays(
    wider: ModelStore, catalogue: Catalogue, other: Recipe
) -> None:
    active = plain_recipe(wider, EMBEDDED_ENCODER, DEFAULT_REMOVAL)
    catalogue.set_recipe("active", active)
    catalogue.set_recipe("wanted", other)
    choice = choose(wider, catalogue)
    assert choice.answering == choice.wanted == active
    assert choice.removal.missing == OTHER


def test_no_removal_misses_nothing(wider: ModelStore, catalogue: Catalogue) -> None:
    kept = plain_recipe(wider, EMBEDDED_ENCODER, NO_REMOVAL)
    catalogue.set_recipe("active", kept)
    choice = choose(wider, catalogue)
    assert choice.answering == kept
    assert choice.removal.in_use == Removal(NO_REMOVAL, plain_ground=False)
    assert choice.removal.missing == ""


def test_an_encoder_and_a_removal_that_are_missing_give_way_together(
    wider: ModelStore, catalogue: Catalogue, other: Recipe
) -> None:
    gone = replace(other, encoder="resnet50", encoder_digest="0" * 64, removal="unheard-of")
    catalogue.set_recipe("active", gone)
    choice = choose(wider, catalogue)
    assert (choice.answering.encoder, choice.answering.removal) == (
        EMBEDDED_ENCODER,
        DEFAULT_REMOVAL,
    )
    assert choice.answering.metric == "l1"
    assert (choice.removal.missing, choice.removal.why) == ("unheard-of", "unknown")


def test_what_is_here_is_a_file_of_the_right_size(
    wider: ModelStore, catalogue: Catalogue, tmp_path: Path
) -> None:
    store = replace(wider, search=(*wider.search, tmp_path), target=tmp_path)
    weights = tmp_path / "other.onnx"
    weights.write_bytes(b"short")
    assert choose(store, catalogue).removal.here == (DEFAULT_REMOVAL,)
    weights.write_bytes(bytes(store.model(OTHER).size))
    assert choose(store, catalogue).removal.here == (DEFAULT_REMOVAL, OTHER)
