"""Frozen records about the removal of backgrounds, that cross module borders."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.records import Background


class Ground(StrEnum):
    """What lies around the product in a picture of it."""

    TRANSPARENT = "transparent"
    WHITE = "white"


@dataclass(frozen=True, slots=True)
class CutoutOrder:
    """How a picture of a photo's product is to be: a PNG, at most `side` pixels wide and high.

    `side` 0 is the photo's own size; without a `path` it is for the window's eyes only.
    """

    path: Path | None = None
    ground: Ground = Ground.TRANSPARENT
    side: int = 0


@dataclass(frozen=True, slots=True)
class Cutout:
    """A picture of a photo's product: the PNG `path`, not written where the ground was kept."""

    path: Path
    background: Background


@dataclass(frozen=True, slots=True)
class Removal:
    """How backgrounds are removed: a network of `resources/models.toml` or "none".

    With `plain_ground`, a product on a plain ground is cut out without the network.
    """

    network: str
    plain_ground: bool


@dataclass(frozen=True, slots=True)
class RemovalState:
    """Which removal answers, which one the catalogue is changing to, and which are to be had.

    `here` are the networks whose weights are on this machine. `missing` is one that the catalogue
    names and whose weights cannot be used, `why` a value of `errors.WeightsReason`; else both are
    empty.
    """

    in_use: Removal
    wanted: Removal
    here: tuple[str, ...]
    missing: str = ""
    why: str = ""
