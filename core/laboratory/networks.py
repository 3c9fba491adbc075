"""The networks of several recipes, each opened once, and those that are not on this machine."""

from dataclasses import dataclass, field
from threading import Lock

from core.encoders import Encoder
from core.encoding import open_fastest_encoder
from core.laboratory.needs import encoder, ground
from core.recipe import NO_REMOVAL, Recipe
from core.removal import Remover
from core.removal_network import open_network
from core.weights import ModelStore


@dataclass(frozen=True, slots=True)
class Networks:
    """The networks that recipes name, each opened when it is first needed, and then kept.

    Threads may share them; encoders are used by one at a time, who holds `encoding`. Raises
    `WeightsError` where their weights are not here: ask `missing_of` before.
    """

    store: ModelStore
    encoding: Lock = field(default_factory=Lock)
    _opening: Lock = field(default_factory=Lock)
    _encoders: dict[str, Encoder] = field(default_factory=dict)
    _removers: dict[str, Remover] = field(default_factory=dict)

    def encoder(self, recipe: Recipe) -> Encoder:
        """The encoder of a recipe."""
        key = encoder(recipe)
        with self._opening:
            if key not in self._encoders:
                weights = self.store.verified_for("encoder", recipe.encoder)
                self._encoders[key] = open_fastest_encoder(
                    recipe.encoder, weights, recipe.pooling, recipe.encoder_digest
                )
            return self._encoders[key]

    def remover(self, recipe: Recipe) -> Remover | None:
        """What finds the product, or None where nothing is removed."""
        key = ground(recipe)
        if recipe.removal == NO_REMOVAL:
            return None
        with self._opening:
            if key not in self._removers:
                weights = self.store.verified_for("removal", recipe.removal)
                network = open_network(recipe.removal, weights)
                self._removers[key] = Remover(network, recipe.plain_ground)
            return self._removers[key]


def missing_of(recipe: Recipe, store: ModelStore) -> str:
    """The model of a recipe whose weights are not on this machine; "" where all are."""
    needed = (recipe.encoder, *(() if recipe.removal == NO_REMOVAL else (recipe.removal,)))
    return next((model for model in needed if not store.is_usable(model)), "")
