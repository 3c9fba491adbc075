"""What the laboratory is asked and what it tells: test sets, cells of a grid, what came of them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from core.augment import Augmentation
from core.recipe import NO_REMOVAL, Metric, Part, View


class SetSource(StrEnum):
    """Where the queries of a test set come from."""

    CONFIRMED = "confirmed"
    CSV = "csv"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class QuerySet:
    """A test set of the catalogue: how many queries it has, of how many products."""

    id: int
    name: str
    source: SetSource
    made_at: datetime
    queries: int
    products: int


@dataclass(frozen=True, slots=True)
class KnownQuery:
    """A query photo of a test set, the SHA-256 of its file, and the product that it shows."""

    id: int
    path: Path
    digest: str
    product_id: int
    reference: str
    category: str


@dataclass(frozen=True, slots=True)
class SetOrder:
    """The test set that is to be made.

    `path` is the CSV or the folder. With `part` (0 to 1) two are made: one of the queries of that
    part of the products, one of the others', drawn under `seed`.
    """

    name: str
    source: SetSource
    path: Path | None = None
    part: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class SetsMade:
    """The test sets that were made, and the photos that are in none.

    Their products are unknown, or they are photos of the catalogue. `missing` are photos that a
    table names and that are not there: they are in the sets all the same.
    """

    sets: tuple[QuerySet, ...]
    left_out: tuple[Path, ...] = ()
    missing: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One way to find products, as a cell of the laboratory's table.

    `encoder` and `removal` are ids of the models list (or "none" for removal); `views`,
    `mirrored` (a recipe's `flip`), `metric`, `evidence` and `plain_ground` are a recipe's. With
    `text`, products' vectors are moved towards their category's name. Of `augmentation`, copies are
    added to the gallery (`core.augment.copies`), and a product's best copy counts.
    """

    encoder: str
    removal: str
    plain_ground: bool = False
    views: tuple[View, ...] = ("cutout",)
    mirrored: bool = False
    augmentation: Augmentation = "none"
    metric: Metric = "cosine"
    evidence: tuple[Part, ...] = ()
    text: bool = False

    def __post_init__(self) -> None:
        """Where nothing is removed there is one view, and no ground to look at first."""
        if self.removal == NO_REMOVAL:
            object.__setattr__(self, "views", ("square",))
            object.__setattr__(self, "plain_ground", False)

    @property
    def key(self) -> str:
        """The canonical text: the same cell gives the same characters everywhere."""
        return msgspec.json.encode(self, order="sorted").decode()

    @property
    def id(self) -> str:
        """A short name: eight digits of the SHA-256 of its key."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class GridOrder:
    """The cells that are to be measured over a test set."""

    test_set: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CellDone:
    """A cell's result can be read now; `missing` is the model that is not on this machine."""

    test_set: int
    cell: Cell
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cell made of a query.

    `rank` is the product's, from 1, or None where it was not among the first
    `core.laboratory.results.MOST_RANKS`, or where the photo could not be used: then `failed` is a
    value of `errors.PhotoReason`. `first` are the first five products, each by the id of its best
    photo.
    """

    query_id: int
    rank: int | None
    first: tuple[int, ...] = ()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class CellResult:
    """What a cell gave over a test set.

    Where the weights of `missing` (a model's id) are not on this machine there are no figures.
    `recipe` is the JSON of what was measured. `bytes_a_photo` are those of a gallery photo's
    vectors and evidence, copies included. `is_current` is whether gallery and test set are still
    as they were, and all photos were there that may be.
    """

    cell: Cell
    at: datetime
    missing: str = ""
    recipe: str = ""
    seconds_a_query: float = 0.0
    bytes_a_photo: float = 0.0
    outcomes: tuple[Outcome, ...] = ()
    is_current: bool = True
