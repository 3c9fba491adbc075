"""What it costs to find out that nothing has changed: a folder listed new, again, and re-indexed.

The files are hard links to small files, in folders of some hundreds. Beside the seconds stands what
each step held in memory at most. Up to `INDEXED` files are indexed too, with simulated vectors
(`benchmarks.simulated`), so that the second run has nothing to embed.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulated import DIMENSION, RECIPE, Simulation, add_vectors
from core import scan
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.listing import list_folder
from core.pipeline import index_folder

FILES, INDEXED = 100_000, 100_000
_A_FOLDER, _LINKS, _BLOCK = 300, 1000, 4096
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class NoEncoder:
    """Has the recipe's name; a photo that would be embedded is a mistake of the benchmark."""

    name: str = RECIPE.encoder
    dimension: int = DIMENSION

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Raises `AssertionError`."""
        raise AssertionError(f"{len(crops)} photos wait")


def make_files(root: Path, count: int) -> None:
    """`count` files named as photos, in folders of a category each."""
    original = root
    for number in range(count):
        folder = root / f"C{number // _A_FOLDER:05}"
        path = folder / f"P{number:07}.jpg"
        if number % _A_FOLDER == 0:
            folder.mkdir(parents=True)
        if number % _LINKS == 0:
            original = path
            original.write_bytes(bytes(number // _LINKS + 1))
        else:
            path.hardlink_to(original)


def walk(_folder: Path, root: Path) -> Figures:
    """Seconds to walk alone."""
    began = time.perf_counter()
    count = sum(1 for _ in scan.walk(root))
    return {"files": count, "walk_s": _since(began)}


def list_again(folder: Path, root: Path) -> Figures:
    """Seconds of a listing, and of its longest step: so long a query waits at most."""
    with closing(Catalogue(folder)) as catalogue:
        began = time.perf_counter()
        longest = max(_steps(list_folder(catalogue, root)))
        return {"list_s": _since(began), "step_ms": round(1e3 * longest, 1)}


def embed(folder: Path, _root: Path) -> Figures:
    """Give every photo a vector, as if it had been embedded."""
    with closing(Catalogue(folder)) as catalogue:
        count = catalogue.info().photos
        catalogue.set_recipe("active", RECIPE)
    world = Simulation(count)
    for done in range(0, count, _BLOCK):
        add_vectors(folder, done, world.draw(min(_BLOCK, count - done))[1])
    return {}


def index(folder: Path, root: Path) -> Figures:
    """Seconds of a run over a folder in which nothing waits, and of its longest step."""
    with closing(Catalogue(folder)) as catalogue:
        began = time.perf_counter()
        longest = max(_steps(index_folder(catalogue, root, Embedder(RECIPE, NoEncoder(), None))))
        return {"index_s": _since(began), "step_ms": round(1e3 * longest, 1)}


def _steps(job: Iterator[object]) -> Iterator[float]:
    before = time.perf_counter()
    for _ in job:
        yield time.perf_counter() - before
        before = time.perf_counter()


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 2)


def _held() -> Figures:
    """Megabytes that this process held at most; nothing where that is not told."""
    status = Path("/proc/self/status")
    if not status.exists():
        return {}
    (line,) = [x for x in status.read_text(encoding="ascii").splitlines() if x[:6] == "VmHWM:"]
    return {"held_mb": round(int(line.split()[1]) / 1000)}


def measured(step: str, folder: Path, root: Path) -> Figures:
    """One step, named by its function, and the memory of its process."""
    return {**globals()[step](folder, root), **_held()}


def measure(count: int, *, is_told: bool) -> dict[str, Figures]:
    """Each step in a process of its own, so that its memory is its own."""
    steps = {"walked": "walk", "new": "list_again", "unchanged": "list_again"}
    if count <= INDEXED:
        steps |= {"embedded": "embed", "built": "index", "indexed again": "index"}
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        folder, root = Path(name, "catalogue"), Path(name, "photos")
        make_files(root, count)
        for title, step in steps.items():
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                figures[title] = pool.submit(measured, step, folder, root).result()
            if is_told:
                print(title, figures[title], file=sys.stderr)
    return figures


def main() -> None:
    """The last line is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=FILES, help=f"({FILES})")
    parser.add_argument("--json", action="store_true", help="nothing but the JSON object")
    options = parser.parse_args()
    print(json.dumps(measure(options.files, is_told=not options.json)))


if __name__ == "__main__":
    main()
