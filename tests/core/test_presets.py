"""Recipes by name, and what is kept of a recipe when its models change."""

from dataclasses import replace

import pytest

from core.embedding import can_serve, open_embedder, with_encoder, with_removal
from core.encoders import NAMES, kind
from core.errors import RequestError, RequestReason, WeightsError, WeightsReason
from core.presets import PRESETS, preset_of, with_preset
from core.recipe import NO_REMOVAL, from_json
from core.weights import EMBEDDED_ENCODER, ModelStore


def test_no_two_presets_share_vectors(store: ModelStore) -> None:
    made = [make(store, EMBEDDED_ENCODER, "u2netp") for make in PRESETS.values()]
    assert len({recipe.embedding_id for recipe in made}) == len(PRESETS)
    assert [from_json(recipe.to_json()) for recipe in made] == made


def test_the_study_is_the_seeds_to_the_letter(store: ModelStore) -> None:
    recipe = PRESETS["study"](store, "resnet50", "u2netp")
    assert recipe.views == ("cutout",)
    assert (recipe.removal, recipe.plain_ground) == ("u2netp", False)
    assert (recipe.crop_side, recipe.flip, recipe.metric) == (256, True, "cosine")
    assert (recipe.rotations, recipe.scales) == ((), ())
    assert (recipe.pooling, recipe.text) == ("average", "")


@pytest.mark.parametrize("encoder", NAMES)
def test_each_encoder_of_the_list_has_presets_that_it_can_follow(
    store: ModelStore, encoder: str
) -> None:
    assert store.model(encoder).job == "encoder"
    for make in PRESETS.values():
        assert make(store, encoder, NO_REMOVAL).pooling in kind(encoder).poolings


def test_the_encoders_are_those_of_the_list(store: ModelStore) -> None:
    assert {model.id for model in store.of_job("encoder")} == set(NAMES)


def test_what_an_encoder_can_do_stays_and_what_it_cannot_goes(store: ModelStore) -> None:
    made = PRESETS["best"](store, "resnet50", "u2netp")
    gem = replace(made, pooling="gem")
    assert with_removal(gem, store, NO_REMOVAL, plain_ground=False).pooling == "gem"
    assert with_encoder(gem, store, "resnet50-v2").pooling == "gem"
    assert with_encoder(gem, store, "dinov2-vit-s-14").pooling == "class"
    said = replace(
        PRESETS["best"](store, "clip-vit-b-32", "u2netp"), text="category", text_weight=0.3
    )
    sister = with_encoder(said, store, "clip-vit-b-16")
    assert (sister.text, sister.text_weight) == ("category", 0.3)
    mute = with_encoder(said, store, EMBEDDED_ENCODER)
    assert (mute.text, mute.text_weight, mute.pooling) == ("", 0, "average")
    assert mute.rotations == said.rotations


@pytest.mark.parametrize("changes", [{"pooling": "gem"}, {"text": "category", "text_weight": 0.3}])
def test_a_recipe_that_its_encoder_cannot_follow_is_refused(
    store: ModelStore, changes: dict[str, object]
) -> None:
    recipe = replace(PRESETS["study"](store, EMBEDDED_ENCODER, "u2netp"), **changes)
    assert not can_serve(recipe, store)
    with pytest.raises(RequestError) as caught:
        open_embedder(recipe, store)
    assert caught.value.reason == RequestReason.NOT_OF_ENCODER
    assert caught.value.subject == EMBEDDED_ENCODER


def test_an_encoder_that_nobody_knows_is_refused(store: ModelStore) -> None:
    with pytest.raises(WeightsError) as caught:
        kind("u2netp")
    assert caught.value.reason == WeightsReason.UNKNOWN


@pytest.mark.parametrize("removal", ["u2netp", NO_REMOVAL])
@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_changes_how_is_looked_and_keeps_the_models(
    store: ModelStore, name: str, removal: str
) -> None:
    for before in PRESETS:
        own = PRESETS[before](store, EMBEDDED_ENCODER, removal)
        changed = with_preset(own, store, name)
        assert changed == PRESETS[name](store, EMBEDDED_ENCODER, removal)
        assert preset_of(changed, store) == name


def test_a_preset_keeps_what_is_said_of_a_category(store: ModelStore) -> None:
    said = replace(
        PRESETS["best"](store, "clip-vit-b-32", "u2netp"), text="category", text_weight=0.3
    )
    fast = with_preset(said, store, "fast")
    assert (fast.text, fast.text_weight) == ("category", 0.3)
    assert preset_of(fast, store) == "fast"


def test_other_ways_have_no_name_and_no_other_name_is_a_way(store: ModelStore) -> None:
    recipe = PRESETS["best"](store, EMBEDDED_ENCODER, "u2netp")
    assert preset_of(replace(recipe, rotations=(10.0,)), store) == ""
    with pytest.raises(RequestError):
        with_preset(recipe, store, "slow")
