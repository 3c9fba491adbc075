"""Frozen records that cross module borders. They hold values only, never wording."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window reads records before it can afford numpy
    import numpy as np
    from numpy.typing import NDArray


class Stage(StrEnum):
    """What a long job is doing."""

    LISTING = "listing"
    LOADING = "loading"
    EMBEDDING = "embedding"
    BUILDING = "building"
    MENDING = "mending"
    FETCHING = "fetching"
    EVALUATING = "evaluating"
    COMPARING = "comparing"
    EXPORTING = "exporting"
    CHECKING = "checking"
    REPAIRING = "repairing"
    DONE = "done"


class Background(StrEnum):
    """What became of a photo's background."""

    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of an upright photo; right and bottom are exclusive.

    A square around a product near the border may reach outside the photo.
    """

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` is 0 while unknown; `seconds_left` is None while unknown."""

    stage: Stage
    done: int = 0
    total: int = 0
    set_aside: int = 0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A photo that cannot be used: `reason` is a value of `errors.PhotoReason`."""

    path: Path
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One product of the catalogue, as near to the query as its nearest photo.

    `similarity` is the cosine of the two embeddings, `likeness` the same between 0 (as alike as
    two arbitrary products of this catalogue) and 1 (identical), `distance` the recipe's metric.
    """

    product_id: int
    reference: str
    category: str
    photo_id: int
    photo_path: Path
    likeness: float
    similarity: float
    distance: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query photo turned out to be, best match first.

    `crop` is the square that was embedded, in pixels of the upright photo of `size` (width,
    height); `cutout` is a PNG of that size with transparency, or None where none was asked for.
    """

    photo: Path
    size: tuple[int, int]
    crop: Box
    background: Background
    cutout: Path | None
    matches: tuple[Match, ...]
    encoder: str
    seconds: float


@dataclass(frozen=True, slots=True)
class CatalogueInfo:
    """What a catalogue holds, for a status line or `vitrine-cli info`."""

    folder: Path
    photos: int
    products: int
    embedded: int
    set_aside: int
    missing: int
    roots: tuple[Path, ...]
    categories: tuple[str, ...]
    encoder: str | None
    generation: str | None


@dataclass(frozen=True, slots=True)
class EncoderState:
    """Which encoder answers, which one the catalogue is changing to, and why.

    `in_use` and `wanted` are ids of `resources/models.toml`; `why` is a value of
    `errors.WeightsReason` when the default encoder's weights cannot be used, else empty.
    """

    in_use: str
    wanted: str
    why: str = ""
    download_bytes: int = 0


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as one `stat` sees it; `mtime_ns` in nanoseconds."""

    path: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What one stored vector stands for: a photo of a product."""

    photo_id: int
    photo_path: Path
    product_id: int
    reference: str
    category: str


@dataclass(frozen=True, slots=True)
class Generation:
    """An Annoy file of the catalogue's `index/`, as the database knows it.

    Item i of the file is the vector with id `vector_ids[i]` (n,), along the directions `projection`
    (p, dimension) float32; where p is 0, it is the vector as it is. Beside the file is one with
    the vectors themselves, in rising order of their ids. The digests are the SHA-256 of the two.
    """

    recipe_id: str
    file: str
    dimension: int
    digest: str
    vectors_digest: str
    vector_ids: "NDArray[np.int64]"
    projection: "NDArray[np.float32]"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A photo to embed, and the indexed folder that it lies in."""

    id: int
    path: Path
    root: Path


@dataclass(frozen=True, slots=True)
class Product:
    """A product with all that is known of it; tags and columns by name, photos by path.

    `columns` are a catalogue's own: the name of each, and this product's text in it.
    """

    id: int
    reference: str
    category: str
    name: str
    notes: str
    tags: tuple[str, ...]
    columns: Mapping[str, str]
    photos: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ProductChanges:
    """What to change about products; None and nothing leave as it is.

    An empty text in `columns` takes the column from the product.
    """

    reference: str | None = None
    category: str | None = None
    name: str | None = None
    notes: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """What a product looks like among others: `photos` counts them, `cover` is the first by path.

    Without photos `cover_id` is 0 and `cover` is None.
    """

    id: int
    reference: str
    category: str
    name: str
    photos: int
    cover_id: int
    cover: Path | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a catalogue can be narrowed to, and how many products it has altogether.

    `folders` are the indexed ones and those below them that hold photos, by path.
    """

    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    roots: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    products: int = 0


@dataclass(frozen=True, slots=True)
class Common:
    """What several products have in common; None where they differ.

    `tags` are those of all, `some_tags` the others; `columns` are those that any of them has.
    """

    reference: str | None
    category: str | None
    name: str | None
    notes: str | None
    tags: tuple[str, ...]
    some_tags: tuple[str, ...]
    columns: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which products count; what is None or empty leaves nothing out.

    `words` are looked for as `search` does; `folder` leaves the photos that lie below it.
    """

    words: str = ""
    category: str | None = None
    tag: str | None = None
    folder: Path | None = None

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return not self.words.strip() and (self.category, self.tag, self.folder) == (None,) * 3


EVERYTHING = Filter()


class ProblemKind(StrEnum):
    """What can be wrong with a catalogue on disk; only the last is no fault."""

    DATABASE = "database"
    LINKS = "links"
    VECTORS = "vectors"
    TEXT = "text"
    GENERATION = "generation"
    STRAY_FILE = "stray-file"
    UNUSED_VECTORS = "unused-vectors"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found: `subject` is a table, file or recipe, `count` how many are concerned."""

    kind: ProblemKind
    subject: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Photos that are the same file (`exact`) or nearly the same picture, by path."""

    exact: bool
    photos: tuple[Shown, ...]
