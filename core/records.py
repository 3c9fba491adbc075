"""Frozen records that cross module borders. They hold values only, never wording."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class Stage(StrEnum):
    """What a long job is doing."""

    LISTING = "listing"
    LOADING = "loading"
    EMBEDDING = "embedding"
    PAUSED = "paused"
    PROJECTING = "projecting"
    BUILDING = "building"
    MENDING = "mending"
    FETCHING = "fetching"
    LOOKING = "looking"
    TRAINING = "training"
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
    """How far a job is. `total` is 0 while unknown; `seconds_left` is None while unknown.

    Weights that are fetched are counted in bytes; so many more are done `a_second`, 0.0 while that
    is unknown.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    set_aside: int = 0
    seconds_left: float | None = None
    a_second: float = 0.0


@dataclass(frozen=True, slots=True)
class SetAside:
    """A photo that cannot be used: `reason` is a value of `errors.PhotoReason`."""

    path: Path
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One product of the catalogue, as near to the query as its nearest photo.

    `similarity` is the cosine of the two embeddings, `distance` the recipe's metric. To several
    query photos they are what `core.together` makes of the nearest to each. Where all that is known
    was weighed (`core.weighing`), `likeness` is how often such a match is right, 0 to 1
    (`is_share`), and so many points of both photos agree (`agreeing`). Elsewhere it is the cosine
    between 0 (as alike as two arbitrary products of this catalogue) and 1 (identical).
    `is_right` is what a person has said of it and this very query photo; None is nothing yet.
    """

    product_id: int
    reference: str
    category: str
    photo_id: int
    photo_path: Path
    likeness: float
    similarity: float
    distance: float
    is_right: bool | None = None
    agreeing: int = 0
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query photo turned out to be, best match first.

    `crop` is the square that was embedded, in pixels of the photo upright and turned as it was
    asked for, at its own `size` (width, height). `is_confident` says whether the best match is
    likely to be the product (`core.confidence`), `digest` is what verdicts about the photo are kept
    by (`core.confirmed.judged`). What a person has confirmed comes first; what is not the product,
    as they said, is marked and counts beyond the matches that were asked for. `hidden` is a better
    match than all of these that a filter keeps out. `others` are photos of the same product that
    were compared together with `photo`.
    """

    photo: Path
    size: tuple[int, int]
    crop: Box
    background: Background
    matches: tuple[Match, ...]
    encoder: str
    seconds: float
    is_confident: bool = True
    digest: str = ""
    hidden: Match | None = None
    others: tuple[Path, ...] = ()


# More photos of one product than these add time and nothing else.
MOST_QUERY_PHOTOS = 6


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
class InUse:
    """Another process works on the catalogue in `folder`: it is only read here."""

    folder: Path


@dataclass(frozen=True, slots=True)
class EncoderState:
    """Which encoder answers, which one the catalogue is changing to, and why.

    `in_use` and `wanted` are ids of `resources/models.toml`; `why` is a value of
    `errors.WeightsReason` when the default encoder's weights cannot be used, else empty. `here`
    are the encoders whose weights are on this machine, `with_text` those that understand words.
    `preset` is how photos are looked at (`core.presets`), empty for a way that has no name.
    """

    in_use: str
    wanted: str
    why: str = ""
    download_bytes: int = 0
    here: tuple[str, ...] = ()
    with_text: tuple[str, ...] = ()
    preset: str = ""


WORDS_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """What a query says in words; beside a photo they count by `weight`, of 1."""

    text: str
    weight: float = WORDS_WEIGHT


@dataclass(frozen=True, slots=True)
class WordsAnswer:
    """What a query of words alone found, best match first."""

    words: str
    matches: tuple[Match, ...]
    encoder: str
    seconds: float


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
class LikeAnswer:
    """The products that are like a photo of the catalogue, best match first, without its own."""

    photo: Shown
    matches: tuple[Match, ...]
    encoder: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """A photo to embed, the indexed folder that it lies in, and its product's category.

    `stamp` is the file as it was listed. A photo with `attempts` was in hand when a process died.
    """

    id: int
    path: Path
    root: Path
    category: str
    stamp: FileStamp
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Embedded:
    """What came of a photo: its vector (d,) of unit length, the file's SHA-256, its size in pixels.

    `size` is (width, height); the vector is not projected yet. `look` and `points` are the packed
    evidence (`core.evidence`), where the recipe wants any.
    """

    photo_id: int
    vector: NDArray[np.float32]
    digest: str
    size: tuple[int, int]
    look: bytes = b""
    points: bytes = b""


class ProblemKind(StrEnum):
    """What can be wrong with a catalogue on disk; only the last is no fault."""

    DATABASE = "database"
    LINKS = "links"
    VECTORS = "vectors"
    TEXT = "text"
    GENERATION = "generation"
    PROJECTION = "projection"
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


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where two photos show the same: each point is x, y in the query, then x, y in the other.

    In pixels of the upright photos of `size` and `other_size` (width, height).
    """

    points: tuple[tuple[float, float, float, float], ...]
    size: tuple[int, int]
    other_size: tuple[int, int]
