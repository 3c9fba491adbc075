"""The list of models: what each is, where it comes from, and whether a file is it."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from core.digest import digest_of
from core.errors import WeightsError, WeightsReason


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of `resources/models.toml`; `size` in bytes.

    `needs` is the memory in bytes that opening and using it took at the most where it was measured.
    """

    id: str
    title: str
    job: Literal["encoder", "removal"]
    file: str
    size: int
    sha256: str
    licence: str
    embedded: bool
    sources: tuple[dict[str, str], ...]
    needs: int | None = None

    @property
    def urls(self) -> tuple[str, ...]:
        """The sources that are addresses."""
        return tuple(source["url"] for source in self.sources if "url" in source)


def read_manifest(path: Path) -> dict[str, Model]:
    """The models of a TOML list, by id."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        model_id: Model(id=model_id, **{**entry, "sources": tuple(entry["sources"])})
        for model_id, entry in entries.items()
    }


def is_right(model: Model, path: Path) -> bool:
    """Whether `path` is the file of `model`."""
    try:
        check(model, path)
    except WeightsError:
        return False
    return True


def check(model: Model, path: Path) -> None:
    """Raises `WeightsError` unless `path` has the size and the SHA-256 of `model`."""
    try:
        stat = path.stat()
        if stat.st_size != model.size:
            short = stat.st_size < model.size
            reason = WeightsReason.CUT_SHORT if short else WeightsReason.WRONG_DIGEST
            raise WeightsError(path, reason, f"{stat.st_size} of {model.size} bytes")
        digest = _digest(path, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        raise WeightsError(path, WeightsReason.NOT_LOADABLE, str(error)) from error
    if digest != model.sha256:
        raise WeightsError(path, WeightsReason.WRONG_DIGEST, digest)


@lru_cache(maxsize=256)
def _digest(path: Path, size: int, mtime_ns: int) -> str:
    """The SHA-256 of a file, read once for as long as its size and time stay the same."""
    return digest_of(path)
