"""Weights carried from machine to machine: out of a folder, and into one with their SHA-256."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core import arrival, weight_places
from core.errors import WeightsError, WeightsReason
from core.models import Model, check, is_right
from core.records import Progress, Stage
from core.weights import ModelStore, put

SUMS = "SHA256SUMS"
_SUFFIXES = {".bin", ".ckpt", ".onnx", ".pt", ".pth", ".safetensors"}


@dataclass(frozen=True, slots=True)
class Handover:
    """The ids of the models that came through, and why others did not."""

    models: tuple[str, ...]
    refused: tuple[WeightsError, ...]


def import_from(store: ModelStore, source: Path) -> Generator[Progress, None, Handover]:
    """Take every known model from a file or a folder into the user's models folder.

    What a file is called does not matter, what it holds does. Progress in files. Raises
    `WeightsError` where nothing is a weights file.
    """
    found = [source]
    if source.is_dir():
        found = sorted(filter(weight_places.is_file, source.rglob("*")))
    models: dict[str, Path] = {}
    refused: list[WeightsError] = []
    for done, path in enumerate(found):
        yield Progress(Stage.CHECKING, done, len(found))
        try:
            model = _known(store, path, is_chosen=path == source)
            if model and model.id not in models:
                models[model.id] = put(model, path, store.target)
        except WeightsError as error:
            refused.append(error)
    if not models and not refused:
        raise WeightsError(source, WeightsReason.NO_MODELS)
    return Handover(tuple(models), tuple(refused))


def _known(store: ModelStore, path: Path, *, is_chosen: bool) -> Model | None:
    """The model that a file is; None for one that does not look like weights.

    Raises `WeightsError` for one that has a model's name but is not it, and for other weights.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise WeightsError(path, WeightsReason.NO_MODELS, str(error)) from error
    for model in store.models.values():
        if model.size == size and is_right(model, path):
            return model
    for model in store.models.values():
        if path.name in weight_places.names_of(model.file, model.urls):
            check(model, path)
    if is_chosen or path.suffix.lower() in _SUFFIXES:
        raise WeightsError(path, WeightsReason.NO_MODEL)
    return None


def export_to(
    store: ModelStore, ids: Iterable[str], folder: Path
) -> Generator[Progress, None, Handover]:
    """Copy models that are on this machine to `folder`, with the list of their SHA-256.

    Progress in models. Raises `WeightsError` where the list cannot be written.
    """
    wanted = list(ids)
    models: list[str] = []
    refused: list[WeightsError] = []
    for done, model_id in enumerate(wanted):
        yield Progress(Stage.EXPORTING, done, len(wanted))
        try:
            put(store.model(model_id), store.verified(model_id), folder)
            models.append(model_id)
        except WeightsError as error:
            refused.append(error)
    if models:
        with arrival.saving(SUMS):
            text = "".join(f"{line}\n" for line in _sums(store, folder))
            (folder / SUMS).write_text(text, encoding="utf-8", newline="\n")
    return Handover(tuple(models), tuple(refused))


def _sums(store: ModelStore, folder: Path) -> Iterator[str]:
    """A line for each model in `folder`, as sha256sum writes and checks them."""
    for model in store.models.values():
        if is_right(model, folder / model.file):
            yield f"{model.sha256}  {model.file}"
