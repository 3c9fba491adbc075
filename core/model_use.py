"""Which catalogues a model serves: one in use is not removed."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from core import folders
from core.catalogue import Catalogue
from core.errors import CatalogueError, WeightsError, WeightsReason
from core.weights import ModelStore


def remove(store: ModelStore, model_id: str, also: Iterable[Path] = ()) -> None:
    """Delete a model from this machine, unless a catalogue uses it.

    Asked are the window's catalogues, and `also` those in other folders. Raises `WeightsError`.
    """
    title = store.model(model_id).title
    for folder in {*_catalogues(), *also}:
        if model_id in set(_models_of(folder)):
            raise WeightsError(title, WeightsReason.IN_USE, str(folder))
    store.remove(model_id)


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
