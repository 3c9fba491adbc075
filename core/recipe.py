"""The recipe: every choice that changes a vector, in one frozen value with a stable id."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

from core.errors import RequestError, RequestReason

View = Literal["cutout", "square", "whole"]
Text = Literal["", "category"]
Part = Literal["regions", "colour", "points"]
Degrees = Annotated[float, msgspec.Meta(ge=-45, le=45)]
Scale = Annotated[float, msgspec.Meta(ge=0.5, le=2)]
Metric = Literal["cosine", "l1", "l2"]
Projection = Literal[0, 256, 512]
PARTS: tuple[Part, ...] = get_args(Part)
METRICS: tuple[Metric, ...] = get_args(Metric)
PROJECTIONS: tuple[Projection, ...] = get_args(Projection)
NO_REMOVAL = "none"

CROP_SIDE = 256
CROP_MARGIN = 0.05

# Raised whenever intake, removal, crop or an encoder's preparation begin to give other pixels for
# the same photo.
PIXELS_VERSION = 2

# Fields that came later, with what recipes did before there were such: at these values they are
# left out of the canonical text, so that older recipes keep their ids.
_BEFORE: dict[str, object] = {
    "plain_ground": False,
    "rotations": (),
    "scales": (),
    "text": "",
    "text_weight": 0.0,
    "projection": 0,
    "projection_digest": "",
    "evidence": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a photo becomes a vector, and how two vectors are compared.

    `removal` and `encoder` are ids of `resources/models.toml` (or "none" for removal); the digests
    are the SHA-256 of their weights. With `plain_ground`, a product on a plain ground is cut out
    without the network. The vector is the mean over `views`, each also turned by `rotations`
    (degrees, counterclockwise) and drawn at `scales`, and all of these also in the mirror when
    `flip` is set: "cutout" is the product on white, "square" the same square with its ground,
    "whole" all of the photo.

    `pooling` is one of the encoder's kind. Where `text` is "category", a catalogue photo's vector
    is moved by `text_weight` (of 1) towards what the encoder makes of its category's name.

    Where `projection` is not 0, vectors are whitened to so many components by what was learned from
    those of `base`; `projection_digest` is that of what was learned (`core.whitening`).

    `evidence` is what is kept of a photo beside its vector, and weighed with it (`core.evidence`).
    """

    encoder: str
    encoder_digest: str
    removal: str
    removal_digest: str
    crop_margin: Annotated[float, msgspec.Meta(ge=0, lt=1)] = CROP_MARGIN
    crop_side: Annotated[int, msgspec.Meta(gt=0)] = CROP_SIDE
    views: Annotated[tuple[View, ...], msgspec.Meta(min_length=1)] = ("cutout", "square")
    flip: bool = True
    rotations: Annotated[tuple[Degrees, ...], msgspec.Meta(max_length=8)] = ()
    scales: Annotated[tuple[Scale, ...], msgspec.Meta(max_length=8)] = ()
    pooling: str = "average"
    text: Text = ""
    text_weight: Annotated[float, msgspec.Meta(ge=0, lt=1)] = 0.0
    metric: Metric = "cosine"
    plain_ground: bool = False
    pixels: int = PIXELS_VERSION
    projection: Projection = 0
    projection_digest: str = ""
    evidence: Annotated[tuple[Part, ...], msgspec.Meta(max_length=len(PARTS))] = ()

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

    @property
    def base(self) -> "Recipe":
        """The recipe whose vectors are projected; without a projection, this one."""
        return replace(self, projection=0, projection_digest="")

    @property
    def asks_whole(self) -> bool:
        """Whether a query's whole photo is compared too: it may be a detail, which has no ground.

        Where photos have one view, a query is to be quick, and goes without.
        """
        return "regions" in self.evidence and len(self.views) > 1

    @property
    def of_query(self) -> "Recipe":
        """What of it concerns a query: it is compared with regions, and has none itself.

        Where all that is known is weighed, its mirror adds nothing to that of catalogue photos.
        """
        known = tuple(part for part in self.evidence if part != "regions")
        views: tuple[View, ...] = (*self.views, "whole") if self.asks_whole else self.views
        return replace(self, views=views, evidence=known, flip=self.flip and not self.evidence)

    def to_json(self) -> str:
        """The canonical text: the same recipe gives the same bytes everywhere."""
        return _canonical(asdict(self))


def from_json(text: str) -> Recipe:
    """The recipe that `to_json` wrote. Raises `RequestError` for anything else."""
    try:
        values = msgspec.json.decode(text, type=dict[str, Any])
        unknown = values.keys() - {field.name for field in fields(Recipe)}
        if unknown:
            raise RequestError("recipe", RequestReason.BAD_RECIPE, f"unknown: {sorted(unknown)}")
        recipe = msgspec.convert(values, Recipe)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise RequestError("recipe", RequestReason.BAD_RECIPE, str(error)) from error
    if bool(recipe.projection) != bool(recipe.projection_digest):
        raise RequestError("recipe", RequestReason.BAD_RECIPE, "half a projection")
    return recipe


def read(path: Path) -> Recipe:
    """The recipe of a JSON file, as `vitrine-cli info --json` prints it."""
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(path, RequestReason.BAD_RECIPE, str(error)) from error


def _canonical(values: dict[str, object]) -> str:
    told = {
        name: value
        for name, value in values.items()
        if name not in _BEFORE or value != _BEFORE[name]
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _digest(values: dict[str, object]) -> str:
    return hashlib.sha256(_canonical(values).encode()).hexdigest()[:16]
