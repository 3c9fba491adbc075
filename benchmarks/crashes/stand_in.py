"""The program as it is, but for its networks: what is killed by `benchmarks.crashes.runs`.

`python -m benchmarks.crashes.stand_in --worker SCRATCH` is the worker, `--window CATALOGUE PHOTOS`
the window, which indexes a folder with such a worker, `--cli …` is `vitrine-cli`. A photo takes
`PHOTO_SECONDS` and no processor, so that a run is long enough to be killed in.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import session
from core.embedding import Embedder
from core.recipe import Recipe
from core.removal import Remover

PHOTO_SECONDS = 0.02
_SIDE = 16
_PROGRAM = [sys.executable, "-m", "benchmarks.crashes.stand_in"]


@dataclass(frozen=True, slots=True)
class Pixels:
    """Some of a photo's own pixels are its vector."""

    name: str = "pixels"
    dimension: int = 3 * _SIDE * _SIDE

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Pixels about grey, of unit length."""
        step = crops.shape[1] // _SIDE
        some = crops[:, : step * _SIDE : step, : step * _SIDE : step]
        rows = some.reshape(len(crops), -1).astype(np.float32) - 127.5
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


@dataclass(frozen=True, slots=True)
class Drowsy:
    """A removal that takes its time and finds no product."""

    seconds: float

    def mask(self, _image: Image.Image) -> None:
        """The ground is kept."""
        time.sleep(self.seconds)


def open_stand_in(recipe: Recipe, *_rest: object, seconds: float = PHOTO_SECONDS) -> Embedder:
    """An embedder without networks for whatever recipe a catalogue chooses."""
    return Embedder(recipe, Pixels(), cast("Remover", Drowsy(seconds)))


def _be_worker(scratch: Path) -> None:
    from desktop.worker_role import run_worker

    session.open_embedder = open_stand_in  # type: ignore[assignment,attr-defined]
    run_worker(scratch)


def _be_window(catalogue: str, photos: Path) -> int:
    from desktop import worker
    from desktop.app import Vitrine
    from desktop.errand import Errand
    from desktop.starting import run

    start = Vitrine.start

    def start_and_index(vitrine: Vitrine, errand: Errand) -> None:
        start(vitrine, errand)
        vitrine.window.folder_chosen.emit(photos)

    Vitrine.start = start_and_index  # type: ignore[assignment,method-assign]
    worker.worker_command = lambda scratch: [*_PROGRAM, "--worker", str(scratch)]
    return run(["vitrine", "--catalogue", catalogue])


def _be_command(arguments: list[str]) -> int:
    from core import cli
    from core.cli import commands, running

    commands.open_embedder = running.open_embedder = open_stand_in  # type: ignore[assignment,attr-defined]
    return cli.main(arguments)


def main() -> int:
    """Take the role that the command line names."""
    role, *named = sys.argv[1:]
    if role == "--cli":
        return _be_command(named)
    if role == "--window":
        return _be_window(named[0], Path(named[1]))
    _be_worker(Path(named[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
