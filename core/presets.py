"""Recipes by name: the default, the study's, one that is quick and one that takes its time."""

from collections.abc import Callable
from dataclasses import replace

from core.embedding import default_recipe
from core.recipe import PARTS, Recipe
from core.weights import ModelStore


def study_recipe(store: ModelStore, encoder: str, removal: str) -> Recipe:
    """The study's recipe: the network's cut-out on white, square crop, 256 x 256, flip, cosine."""
    recipe = default_recipe(store, encoder, removal)
    return replace(recipe, views=("cutout",), plain_ground=False)


def fast_recipe(store: ModelStore, encoder: str, removal: str) -> Recipe:
    """The better of the two views alone, not mirrored, weighed with what costs a query little."""
    recipe = default_recipe(store, encoder, removal)
    return replace(recipe, views=("square",), flip=False, evidence=("regions", "colour"))


def best_recipe(store: ModelStore, encoder: str, removal: str) -> Recipe:
    """The default's views, weighed with all that can be known of a photo."""
    recipe = default_recipe(store, encoder, removal)
    return replace(recipe, evidence=PARTS)


# Each takes the store, an encoder and a removal model (or "none"), and raises `WeightsError` for
# an id that the store does not have.
PRESETS: dict[str, Callable[[ModelStore, str, str], Recipe]] = {
    "default": default_recipe,
    "study": study_recipe,
    "fast": fast_recipe,
    "best": best_recipe,
}
