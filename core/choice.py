"""Which models serve: the catalogue's own where their weights are, else what is here, and why."""

from dataclasses import dataclass, replace

from core import projection_table
from core.catalogue import Catalogue
from core.embedding import can_serve, with_removal
from core.errors import WeightsError
from core.presets import best_recipe
from core.recipe import NO_REMOVAL, Recipe
from core.records import EncoderState
from core.removal_records import Removal, RemovalState
from core.weights import DEFAULT_ENCODER, DEFAULT_REMOVAL, EMBEDDED_ENCODER, ModelStore


@dataclass(frozen=True, slots=True)
class Choice:
    """The recipe that can answer now, the one to change to (or the same), and what to tell."""

    answering: Recipe
    wanted: Recipe
    encoder: EncoderState
    removal: RemovalState


def usable_encoder(store: ModelStore) -> tuple[str, str]:
    """The encoder for a new catalogue, and the `WeightsReason` if it is not the default.

    Raises `WeightsError` when not even the embedded one can be used.
    """
    try:
        store.verified(DEFAULT_ENCODER)
    except WeightsError as refusal:
        store.verified(EMBEDDED_ENCODER)
        return EMBEDDED_ENCODER, str(refusal.reason)
    return DEFAULT_ENCODER, ""


def choose(store: ModelStore, catalogue: Catalogue) -> Choice:
    """The recipes of a catalogue, given the weights that this machine has.

    A recorded recipe whose weights are gone keeps its vectors, but cannot embed a query: the
    catalogue then changes to what is usable, and keeps what it can of the recipe. Raises
    `WeightsError` when nothing is.
    """
    encoder, why = usable_encoder(store)
    active, wanted = _whole(catalogue, "active"), _whole(catalogue, "wanted")
    fallback = (
        _usable(active, store, encoder) if active else best_recipe(store, encoder, DEFAULT_REMOVAL)
    )
    answering = active if active and can_serve(active, store) else fallback
    target = wanted if wanted and can_serve(wanted, store) else answering
    missing = store.model(DEFAULT_ENCODER).size if why else 0
    return Choice(
        answering,
        target,
        EncoderState(answering.encoder, target.encoder, why, missing),
        RemovalState(
            _removal(answering),
            _removal(target),
            tuple(model.id for model in store.of_job("removal") if store.is_here(model.id)),
            *_missing_removal(store, active, wanted),
        ),
    )


def _whole(catalogue: Catalogue, key: str) -> Recipe | None:
    """A recorded recipe, without a projection that is damaged: it is learned again."""
    recipe = catalogue.recipe(key)
    if recipe and recipe.projection and not projection_table.find(catalogue.database, recipe):
        return recipe.base
    return recipe


def _usable(recipe: Recipe, store: ModelStore, encoder: str) -> Recipe:
    """The recipe with what is usable in the place of what is not."""
    kept = recipe.encoder if store.is_usable(recipe.encoder) else encoder
    is_kept = recipe.removal == NO_REMOVAL or store.is_usable(recipe.removal)
    removal = recipe.removal if is_kept else DEFAULT_REMOVAL
    changed = replace(recipe, encoder=kept)
    return with_removal(changed, store, removal, plain_ground=recipe.plain_ground)


def _removal(recipe: Recipe) -> Removal:
    return Removal(recipe.removal, recipe.plain_ground)


def _missing_removal(store: ModelStore, *recipes: Recipe | None) -> tuple[str, str]:
    """The first network of the recipes that cannot be used, and the `WeightsReason`."""
    for recipe in recipes:
        if recipe and recipe.removal != NO_REMOVAL:
            try:
                store.verified_for("removal", recipe.removal)
            except WeightsError as refusal:
                return recipe.removal, str(refusal.reason)
    return "", ""
