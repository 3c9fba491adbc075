"""The list of models: what each is, where it comes from, and whether a file is it.

Models that were fine-tuned here are in no list: each has a note beside its file.
"""

import logging
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from core.digest import digest_of
from core.errors import WeightsError, WeightsReason
from core.tuned_names import TUNED, is_tuned

_log = logging.getLogger(__name__)
_ENTRY = ".model.json"


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


def note_tuned(model: Model, folder: Path) -> None:
    """Note a fine-tuned encoder beside its file in `folder`. Raises `OSError`."""
    entry = note_of(model.id, folder)
    part = entry.with_suffix(".part")
    part.write_bytes(msgspec.json.format(msgspec.json.encode(model)))
    part.replace(entry)


def read_tuned(folder: Path) -> dict[str, Model]:
    """The fine-tuned encoders that are noted in `folder`, by id; a damaged note is none."""
    found = {}
    for entry in sorted(folder.glob(f"*{TUNED}*{_ENTRY}")):
        try:
            model = msgspec.json.decode(entry.read_bytes(), type=Model)
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("%s is no note of a model: %s", entry, error)
            continue
        if is_tuned(model.id) and model.job == "encoder" and model.file == Path(model.file).name:
            found[model.id] = model
    return found


def note_of(model_id: str, folder: Path) -> Path:
    """Where the note of a fine-tuned encoder lies."""
    return folder / f"{model_id}{_ENTRY}"


@lru_cache(maxsize=256)
def _digest(path: Path, size: int, mtime_ns: int) -> str:
    """The SHA-256 of a file, read once for as long as its size and time stay the same."""
    return digest_of(path)
