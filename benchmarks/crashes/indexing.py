"""Work: index a folder through `core.pipeline`, new or with every photo changed."""

import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.crashes.killing import Job, Message, Tell
from benchmarks.crashes.promises import (
    check_generation,
    check_swept,
    check_vectors,
    grow_old,
    last_phase,
    opened,
    promise,
    values,
)
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.listing import FILES_A_TRANSACTION
from core.pipeline import index_folder
from core.recipe import NO_REMOVAL, Recipe
from core.records import Embedded, FileStamp, Progress, Stage
from core.whitening import Whitening

SIDE = 16
RECIPE = Recipe(
    encoder="stand-in",
    encoder_digest="",
    removal=NO_REMOVAL,
    removal_digest="",
    crop_side=SIDE,
    flip=False,
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """No network: a picture's own pixels are its vector, so that a child's life is the storing."""

    name: str = "stand-in"
    dimension: int = 3 * SIDE * SIDE

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Pixels about grey, of unit length."""
        rows = crops.reshape(len(crops), -1).astype(np.float32) - 127.5
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


EMBEDDER = Embedder(RECIPE, StandIn(), None)


class Telling(Catalogue):
    """Reports what was committed, after it was."""

    tell: Tell

    def add_files(self, root_id: int, root: Path, stamps: Iterable[FileStamp]) -> None:
        """Reports the paths."""
        noted = list(stamps)
        super().add_files(root_id, root, noted)
        self.tell("files", [stamp.path for stamp in noted])

    def store(
        self, recipe: Recipe, made: Iterable[Embedded], whitening: Whitening | None = None
    ) -> None:
        """Reports the photos."""
        stored = list(made)
        self.tell("phase", "storing")
        super().store(recipe, stored, whitening)
        for photo in stored:
            self.tell("vector", photo.photo_id)
        self.tell("phase", "embedding")


def index(tell: Tell, folder: Path, photos: Path) -> None:
    """What the child does."""
    with closing(Telling(folder)) as catalogue:
        catalogue.tell = tell
        for record in index_folder(catalogue, photos, EMBEDDER):
            if isinstance(record, Progress) and record.done in (0, record.total):
                tell("phase", record.stage.value)
            if isinstance(record, Progress) and record.stage == Stage.DONE:
                tell("generation", catalogue.generation_file(RECIPE.id))


class Indexing:
    """Photos of noise; every second time they change, else the catalogue is new."""

    name = "indexing"
    delicate = "catalogue.db"
    seconds = 1.0

    def __init__(self, folder: Path, count: int = 600) -> None:
        self.folder, self._photos = folder / "indexing", folder / "photos"
        self._paths = [self._photos / f"P{n:04}x.png" for n in range(count)]
        self._photos.mkdir()
        self._now: dict[Path, NDArray[np.float32]] = {}
        self._before = self._now
        self._is_new = False

    def prepare(self, seed: int) -> tuple[Job, tuple[Any, ...]]:
        """Change all photos, of the finished catalogue or for a new one."""
        self._is_new = not self._is_new
        if self._is_new:
            shutil.rmtree(self.folder, ignore_errors=True)
        self._before = {} if self._is_new else dict(self._now)
        rng = np.random.default_rng(seed)
        for path in self._paths:
            _draw(rng).save(path, compress_level=1)
            self._now[path] = EMBEDDER.embed(EMBEDDER.prepare(Image.open(path)))
        return index, (self.folder, self._photos)

    def verify(self, told: list[Message]) -> str:
        """Batches of files whole, every vector that of the file that its stamp names."""
        with opened(self.folder) as catalogue:
            known = catalogue.stamps(self._photos)
            current = {path for path in self._paths if known.get(str(path)) == _stamp(path)}
            whole = {0, min(FILES_A_TRANSACTION, len(self._paths)), len(self._paths)}
            promise(len(current) in whole, f"{len(current)} files of a batch are noted")
            for batch in values(told, "files"):
                promise(set(batch) <= current, "reported files are not there")
            has = check_vectors(
                catalogue, RECIPE, self._before | {path: self._now[path] for path in current}
            )
            ids = dict(catalogue.database.rows("SELECT id, path FROM photo"))
            lost = [n for n in values(told, "vector") if Path(ids.get(n, "")) not in has]
            promise(not lost, f"reported vectors of {lost} are not there")
            promise(not catalogue.photos_aside(), "a photo was set aside")
            published = catalogue.generation_file(RECIPE.id)
            promise(
                published in values(told, "generation") or not values(told, "generation"),
                "the reported generation is not there",
            )
            check_generation(catalogue, RECIPE)
        return last_phase(told)

    def finish(self) -> None:
        """The next run brings all of it, and removes what the killed one left."""
        grow_old(self.folder)
        with closing(Catalogue(self.folder)) as catalogue:
            for _record in index_folder(catalogue, self._photos, EMBEDDER):
                pass
        with opened(self.folder) as catalogue:
            has = check_vectors(catalogue, RECIPE, self._now)
            promise(len(has) == len(self._paths), f"{len(has)} photos have a vector at the end")
            check_generation(catalogue, RECIPE)
            covered = catalogue.generation(RECIPE.id)
            promise(
                covered is not None and len(covered.vector_ids) == len(self._paths),
                "the generation does not cover all",
            )
            check_swept(catalogue, RECIPE)


def _draw(rng: np.random.Generator) -> Image.Image:
    return Image.fromarray(rng.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8))


def _stamp(path: Path) -> FileStamp:
    found = path.stat()
    return FileStamp(path, found.st_size, found.st_mtime_ns)
