"""Recipes by name: all that is known, what is quick, likeness alone, and the study's.

A preset says how photos are looked at. With which models is told apart.
"""

from collections.abc import Callable
from dataclasses import replace

from core.embedding import plain_recipe, with_encoder
from core.errors import RequestError, RequestReason
from core.recipe import NO_REMOVAL, PARTS, Recipe
from core.weights import ModelStore


def study_recipe(store: ModelStore, encoder: str, removal: str) -> Recipe:
    """The study's recipe: the network's cut-out on white, square crop, 256 x 256, flip, cosine."""
    recipe = plain_recipe(store, encoder, removal)
    return replace(recipe, views=("cutout",), plain_ground=False)


def fast_recipe(store: ModelStore, encoder: str, removal: str) -> Recipe:
    """The better of the two views alone, not mirrored, weighed with what costs a query little."""
    recipe = plain_recipe(store, encoder, removal)
    return replace(recipe, views=("square",), flip=False, evidence=("regions", "colour"))


def best_recipe(store: ModelStore, encoder: str, removal: str) -> Recipe:
    """The recipe of a new catalogue: likeness, weighed with all that can be known of a photo."""
    recipe = plain_recipe(store, encoder, removal)
    return replace(recipe, evidence=PARTS)


# Each takes the store, an encoder and a removal model (or "none"), and raises `WeightsError` for
# an id that the store does not have.
PRESETS: dict[str, Callable[[ModelStore, str, str], Recipe]] = {
    "best": best_recipe,
    "fast": fast_recipe,
    "plain": plain_recipe,
    "study": study_recipe,
}

_LOOKS = ("views", "flip", "rotations", "scales", "evidence")


def with_preset(recipe: Recipe, store: ModelStore, name: str) -> Recipe:
    """The same models, and photos looked at as a preset does.

    Raises `RequestError` for a name that no preset has.
    """
    if name not in PRESETS:
        raise RequestError(name, RequestReason.BAD_RECIPE, "no preset")
    preset = PRESETS[name](store, recipe.encoder, recipe.removal)
    is_plain = recipe.plain_ground if recipe.removal == NO_REMOVAL else preset.plain_ground
    looked = {field: getattr(preset, field) for field in _LOOKS}
    return with_encoder(replace(recipe, plain_ground=is_plain, **looked), store, recipe.encoder)


def preset_of(recipe: Recipe, store: ModelStore) -> str:
    """The preset that looks at photos as a recipe does; empty where none does."""
    for name, make in PRESETS.items():
        preset = make(store, recipe.encoder, recipe.removal)
        if all(getattr(recipe, field) == getattr(preset, field) for field in _LOOKS):
            return name
    return ""
