"""What the window asks of the model store itself: which encoders are here, weights in and out."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from core.encoders import NAMES, kind
from core.handover import Handover, export_to, import_from
from core.model_records import HandedOver, Refusal
from core.presets import preset_of
from core.recipe import Recipe
from core.records import EncoderState, Progress
from core.weights import ModelStore

Job = Generator[Progress | HandedOver, None, None]


def with_choice(state: EncoderState, store: ModelStore, wanted: Recipe) -> EncoderState:
    """`state` with what there is to choose from, and how `wanted` looks at photos."""
    return replace(
        state,
        here=tuple(model.id for model in store.of_job("encoder") if store.is_here(model.id)),
        with_text=tuple(name for name in NAMES if kind(name).has_text),
        preset=preset_of(wanted, store),
    )


def import_models(store: ModelStore, source: Path) -> Job:
    """Take models from a file or folder. Raises `WeightsError` where nothing is a model."""
    yield _told((yield from import_from(store, source)))


def export_models(store: ModelStore, folder: Path) -> Job:
    """Copy all models that are on this machine to `folder`; raises as `handover.export_to`."""
    here = [model_id for model_id in store.models if store.is_here(model_id)]
    yield _told((yield from export_to(store, here, folder)), folder)


def _told(handover: Handover, folder: Path | None = None) -> HandedOver:
    refused = (Refusal(error.subject, str(error.reason)) for error in handover.refused)
    return HandedOver(handover.models, tuple(refused), folder)
