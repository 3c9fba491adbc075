"""A catalogue that is known already, and photos that wait to be indexed into it."""

import shutil
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.memory import write_photos
from core import folders
from core.catalogue import Catalogue
from core.embedding import Embedder, open_embedder, plain_recipe
from core.pipeline import index_folder
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, open_store

_DIMENSION = 1280
_THUMBNAIL = 320


@dataclass(frozen=True)
class StandIn:
    """Vectors of the embedded encoder's length, made of pixels."""

    name: str = "stand-in"
    dimension: int = _DIMENSION

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Some pixels about grey, of unit length."""
        flat = crops.reshape(len(crops), -1)
        rows = flat[:, :: flat.shape[1] // _DIMENSION][:, :_DIMENSION].astype(np.float32) - 127.5
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def prepare(home: Path, known: int, photos: int) -> None:
    """`catalogue` of `known` small photos, and `photos` others that wait in the folder `photos`.

    The catalogue's vectors have no meaning, and the recipe of a new catalogue. What of its networks
    is measured on a machine once, is measured here.
    """
    small = _small(home)
    for number in range(known):
        target = home / "known" / f"C{number // 1000}" / f"K{number:05}x.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(small[number % len(small)], target)
    (home / "photos").mkdir()
    write_photos(home / "photos", photos)
    recipe = plain_recipe(open_store(), EMBEDDED_ENCODER, DEFAULT_REMOVAL)
    with closing(Catalogue(home / "catalogue")) as catalogue:
        for _record in index_folder(catalogue, home / "known", Embedder(recipe, StandIn(), None)):
            pass
    open_embedder(recipe, open_store())


def _small(home: Path) -> list[Path]:
    made: list[Path] = []
    for path in sorted(folders.resource("sample", "catalogue").rglob("*.jpg")):
        made.append(home / f"small-{len(made)}.jpg")
        with Image.open(path) as image:
            image.thumbnail((_THUMBNAIL, _THUMBNAIL))
            image.save(made[-1])
    return made


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), *map(int, sys.argv[2:]))
