"""Memory of a process that indexes many photos.

`python -m benchmarks.memory [--photos 2000] [--json]`: the photos are those of the sample, written
as JPEG in sizes that seldom come twice. Told are the resident memory on the way, its slope after
the first tenth, and which runtimes were opened for the removal network: one, or each in turn where
this machine had yet to be measured.
"""

import argparse
import json
import tempfile
from contextlib import closing
from itertools import cycle
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from core import folders, runtimes
from core.catalogue import Catalogue
from core.embedding import open_embedder, plain_recipe
from core.pipeline import index_folder
from core.records import Progress, Stage
from core.runtimes import Graph, Open, Run
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, open_store

MARKS = (0.1, 0.25, 0.5, 1.0)
SMALLEST_SIDE, LARGEST_SIDE = 300, 2600


def write_photos(folder: Path, count: int) -> None:
    """JPEG files of sizes that seldom come twice."""
    paths = sorted(folders.resource("sample/catalogue").rglob("*.jpg"))
    sides = np.random.default_rng(0).integers(SMALLEST_SIDE, LARGEST_SIDE, (count, 2))
    for number, (path, side) in enumerate(zip(cycle(paths), sides, strict=False)):
        with Image.open(path) as image:
            resized = image.convert("RGB").resize((int(side[0]), int(side[1])))
        resized.save(folder / f"{number:06}.jpg")


def count_openings() -> list[str]:
    """The runtimes that are opened from now on, by name, as they are opened."""
    opened: list[str] = []
    real = runtimes.ways

    def counted(name: str, open_it: Open) -> Open:
        def open_and_note() -> Run:
            opened.append(name)
            return open_it()

        return open_and_note

    def ways(graph: Graph) -> dict[str, Open]:
        return {name: counted(name, open_it) for name, open_it in real(graph).items()}

    runtimes.ways = ways
    return opened


def measure(count: int) -> dict[str, object]:
    """Megabytes at the marks, kilobytes a photo after the first mark, what was opened."""
    store = open_store()
    recipe = plain_recipe(store, EMBEDDED_ENCODER, DEFAULT_REMOVAL)
    opened = count_openings()
    open_embedder(recipe, store)
    embedder = open_embedder(recipe, store)  # as for the next catalogue: its session is there
    marks = [int(count * mark) for mark in MARKS]
    process, resident = psutil.Process(), {0: 0}
    with tempfile.TemporaryDirectory() as home:
        photos = Path(home, "photos")
        photos.mkdir()
        write_photos(photos, count)
        with closing(Catalogue(Path(home, "catalogue"))) as catalogue:
            for record in index_folder(catalogue, photos, embedder):
                if isinstance(record, Progress) and record.stage == Stage.EMBEDDING:
                    resident.setdefault(record.done, process.memory_info().rss)
    done = np.array(sorted(resident))
    taken = np.array([resident[number] for number in done])
    late = done >= marks[0]
    slope = np.polyfit(done[late], taken[late], 1)[0]
    at = np.searchsorted(done, marks)
    return {
        "photos": count,
        "megabytes": {
            mark: round(value / 1e6) for mark, value in zip(marks, taken[at], strict=True)
        },
        "kilobytes_a_photo": round(slope / 1e3, 2),
        "most_megabytes": round(max(taken) / 1e6),
        "opened": opened,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.photos)
    if not options.json:
        for name, figure in figures.items():
            print(name, figure)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
