"""The recipe: every choice that changes a vector, in one frozen value with a stable id."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal, get_args

from core.errors import RequestError, RequestReason

Metric = Literal["cosine", "l1", "l2"]
METRICS: tuple[str, ...] = get_args(Metric)
NO_REMOVAL = "none"

CROP_SIDE = 256
# Of the longer side. Chosen on queries made by turning, dimming and blurring phone photos of clothes:
# mean reciprocal rank rises up to here and stays level beyond.
CROP_MARGIN = 0.2

# Raised whenever intake, removal or crop begin to give other pixels for the same photo.
PIXELS_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a photo becomes a vector, and how two vectors are compared.

    `removal` and `encoder` are ids of `resources/models.toml` (or "none" for removal); the digests
    are the SHA-256 of their weights. `flip` averages the embeddings of the crop and its mirror.
    """

    encoder: str
    encoder_digest: str
    removal: str
    removal_digest: str
    crop_margin: float = CROP_MARGIN
    crop_side: int = CROP_SIDE
    flip: bool = True
    pooling: str = "average"
    metric: Metric = "cosine"
    pixels: int = PIXELS_VERSION

    @property
    def id(self) -> str:
        """Names the recipe, metric included: an index generation belongs to one."""
        return _digest(asdict(self))

    @property
    def embedding_id(self) -> str:
        """Names the vectors: recipes that differ in their metric alone share them."""
        values = asdict(self)
        del values["metric"]
        return _digest(values)

    def to_json(self) -> str:
        """The canonical text: the same recipe gives the same bytes everywhere."""
        return _canonical(asdict(self))


def from_json(text: str) -> Recipe:
    """The recipe that `to_json` wrote. Raises `RequestError` for anything else."""
    try:
        values = json.loads(text)
        recipe = Recipe(**values)
    except (ValueError, TypeError, RecursionError) as error:
        raise RequestError("recipe", RequestReason.BAD_RECIPE, str(error)) from error
    _check(recipe)
    return replace(recipe, crop_margin=float(recipe.crop_margin))


def read(path: Path) -> Recipe:
    """The recipe of a JSON file, as `vitrine-cli info --json` prints it."""
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(path, RequestReason.BAD_RECIPE, str(error)) from error


def with_metric(recipe: Recipe, metric: Metric) -> Recipe:
    """The same vectors under another metric."""
    return replace(recipe, metric=metric)


def _check(recipe: Recipe) -> None:
    kinds = {"str": str, "int": int, "float": (int, float), "bool": bool}
    for field in fields(Recipe):
        kind = kinds.get(getattr(field.type, "__name__", str(field.type)), str)
        value = getattr(recipe, field.name)
        is_stray_bool = isinstance(value, bool) and kind is not bool
        if is_stray_bool or not isinstance(value, kind):  # type: ignore[arg-type]
            raise RequestError("recipe", RequestReason.BAD_RECIPE, f"{field.name} has a wrong type")
    if recipe.metric not in METRICS:
        raise RequestError("recipe", RequestReason.BAD_RECIPE, f"no metric {recipe.metric!r}")
    if not (recipe.crop_side > 0 and 0 <= recipe.crop_margin < 1):
        raise RequestError("recipe", RequestReason.BAD_RECIPE, "crop out of range")


def _canonical(values: dict[str, object]) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _digest(values: dict[str, object]) -> str:
    return hashlib.sha256(_canonical(values).encode()).hexdigest()[:16]
