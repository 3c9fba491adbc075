"""The new encoder: a file as its base has one, and what the model store is told of it."""

from datetime import date
from pathlib import Path

from torch import Tensor

from core import arrival
from core.digest import digest_of
from core.encoders import names_in_file
from core.encoders.network import TorchEncoder, load_state
from core.finetuning import tensor_file
from core.models import Model, note_tuned
from core.tuned_names import TUNED, base_of
from core.weights import ModelStore


def keep(
    store: ModelStore, encoder: TorchEncoder, trained: dict[str, Tensor], today: date
) -> Model:
    """Put an encoder with `trained` parameters in the place of its own into the store's folder.

    All else is as in the file of `encoder`. Raises `WeightsError` where it cannot be written.
    """
    base, model_id = store.model(encoder.name), _free_id(store, encoder.name, today)
    named = names_in_file(encoder.name, encoder.network)
    changed = {named[key]: value for key, value in trained.items()}
    state = load_state(store.verified(encoder.name)) | changed
    path = store.target / f"{model_id}.safetensors"
    with arrival.saving(model_id):
        store.target.mkdir(parents=True, exist_ok=True)
        part = arrival.part_of(path)
        tensor_file.write({key: value.contiguous() for key, value in state.items()}, part)
        model = Model(
            id=model_id,
            title=f"{store.model(base_of(base.id)).title} + {model_id.partition(TUNED)[2]}",
            job="encoder",
            file=path.name,
            size=part.stat().st_size,
            sha256=digest_of(part),
            licence=base.licence,
            embedded=False,
            sources=(),
            needs=base.needs,
        )
        part.replace(path)
        note_tuned(model, store.target)
    return model


def _free_id(store: ModelStore, name: str, today: date) -> str:
    """The base and the day, numbered from the second on."""
    first = f"{base_of(name)}{TUNED}{today.isoformat()}"
    number = 1
    while (found := first if number == 1 else f"{first}-{number}") in store.models or Path(
        store.target, f"{found}.safetensors"
    ).exists():
        number += 1
    return found
