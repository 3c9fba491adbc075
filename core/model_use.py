"""Which models there are now, and which catalogues they serve: one in use is not removed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from core import arrival, folders
from core.catalogue import Catalogue
from core.errors import CatalogueError, WeightsError, WeightsReason
from core.models import note_of, read_tuned
from core.tuned_names import is_tuned
from core.weights import ModelStore


def with_tuned(store: ModelStore) -> ModelStore:
    """The same store with the encoders that were fine-tuned on this machine, as of now."""
    listed = {key: model for key, model in store.models.items() if not is_tuned(key)}
    return replace(store, models=listed | read_tuned(store.target))


def remove(store: ModelStore, model_id: str, also: Iterable[Path] = ()) -> None:
    """Delete a model's file from the models folder, and what is noted of a fine-tuned one.

    It stays where a catalogue uses it: the window's are asked, and `also` those in other folders.
    Raises `WeightsError`, also for one that lies elsewhere, which is not ours.
    """
    model = store.model(model_id)
    for folder in {*_catalogues(), *also}:
        if model_id in set(_models_of(folder)):
            raise WeightsError(model.title, WeightsReason.IN_USE, str(folder))
    path = store.target / model.file
    with arrival.saving(model.title):
        if not path.exists():
            raise WeightsError(model.title, WeightsReason.NOT_OURS)
        path.unlink()
        if is_tuned(model_id):
            note_of(model_id, store.target).unlink(missing_ok=True)


def _catalogues() -> list[Path]:
    home = folders.catalogues_folder()
    return [each for each in home.iterdir() if each.is_dir()] if home.is_dir() else []


def _models_of(folder: Path) -> Iterator[str]:
    """One that cannot be opened cannot say, and uses none until it can."""
    try:
        catalogue = Catalogue(folder, create=False, writable=False)
    except CatalogueError:
        return
    try:
        for key in ("active", "wanted"):
            recipe = catalogue.recipe(key)
            yield from (recipe.encoder, recipe.removal) if recipe else ()
    finally:
        catalogue.close()
