"""Which encoder serves: the default where its weights are, else the embedded one, and why."""

from dataclasses import dataclass

from core.catalogue import Catalogue
from core.embedding import can_serve, default_recipe, with_encoder
from core.errors import WeightsError
from core.recipe import Recipe
from core.records import EncoderState
from core.weights import DEFAULT_ENCODER, DEFAULT_REMOVAL, EMBEDDED_ENCODER, ModelStore


@dataclass(frozen=True, slots=True)
class Choice:
    """The recipe that can answer now, the one to change to (or the same), and what to tell."""

    answering: Recipe
    wanted: Recipe
    state: EncoderState


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
    catalogue then changes to what is usable. Raises `WeightsError` when nothing is.
    """
    encoder, why = usable_encoder(store)
    active, wanted = catalogue.recipe("active"), catalogue.recipe("wanted")
    fallback = (
        with_encoder(active, store, encoder)
        if active
        else default_recipe(store, encoder, DEFAULT_REMOVAL)
    )
    answering = active if active and can_serve(active, store) else fallback
    target = wanted if wanted and can_serve(wanted, store) else answering
    missing = store.model(DEFAULT_ENCODER).size if why else 0
    state = EncoderState(answering.encoder, target.encoder, why, missing)
    return Choice(answering, target, state)
