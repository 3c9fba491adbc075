"""A grid of 24 recipes over labelled queries: the seconds it takes, and what sharing saves.

`python -m benchmarks.grid PHOTOS [--keep DIR] [--json]`: PHOTOS holds `catalogue/` and `truth.csv`.
Seconds of work are the sum of what the parts took, each made once, or by each recipe anew. With
`--keep`, the catalogue stays in DIR, and a run that was killed goes on from there when it is
started again: its `seconds` are those of the last run, which say nothing of the bar.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tqdm import tqdm

from core.catalogue import Catalogue
from core.jobs import result
from core.laboratory import gallery, needs, results, test_sets
from core.laboratory.cells import Grid, recipe_of
from core.laboratory.needs import Need
from core.laboratory.parts import PartStore
from core.laboratory.run import run
from core.laboratory.test_set_sources import make
from core.laboratory_records import Cell, GridOrder, QuerySet, SetOrder, SetSource
from core.listing import list_folder
from core.recipe import NO_REMOVAL, PARTS, View
from core.records import Progress
from core.weights import EMBEDDED_ENCODER, ModelStore, open_store

BAR_SECONDS = 600
_ENCODERS = (EMBEDDED_ENCODER,)


def cells() -> tuple[Cell, ...]:
    """24 recipes of all kinds."""
    both: tuple[View, ...] = ("cutout", "square")
    vectors = Grid(
        encoders=_ENCODERS,
        views=(("cutout",), ("square",), both),
        augmentations=("none", "flip-h", "rotation"),
        metrics=("cosine", "l1"),
    )
    whole = Grid(encoders=_ENCODERS, removals=(NO_REMOVAL,), metrics=("cosine", "l1", "l2"))
    quick = Grid(encoders=_ENCODERS, views=(("square",), both), evidences=(("regions", "colour"),))
    best = Grid(encoders=_ENCODERS, views=(both,), evidences=(PARTS,))
    return tuple(cell for grid in (vectors, whole, quick, best) for cell in grid.cells())


def prepare(folder: Path, photos: Path) -> tuple[Catalogue, QuerySet]:
    """A catalogue of PHOTOS with its test set, not embedded; what was measured before stays."""
    catalogue = Catalogue(folder)
    for _progress in list_folder(catalogue, (photos / "catalogue").resolve()):
        pass
    known = [each for each in test_sets.all_sets(catalogue) if each.name == photos.name]
    if known:
        return catalogue, known[0]
    order = SetOrder(photos.name, SetSource.CSV, photos / "truth.csv")
    return catalogue, result(make(catalogue, order)).sets[0]


def measure(catalogue: Catalogue, store: ModelStore, test_set: QuerySet) -> float:
    """The seconds that the grid takes, or what is left of it."""
    began = time.monotonic()
    follow(catalogue, store, GridOrder(test_set.id, cells()))
    return time.monotonic() - began


def follow(catalogue: Catalogue, store: ModelStore, order: GridOrder) -> None:
    """Measure an order to its end, told on standard error."""
    with tqdm(file=sys.stderr, disable=None) as bar:
        for record in run(catalogue, store, order):
            if isinstance(record, Progress):
                bar.total = record.total or None
                bar.set_description(record.stage.value, refresh=False)
                bar.update(record.done - bar.n)


def work(catalogue: Catalogue, store: ModelStore, test_set: QuerySet) -> tuple[float, float]:
    """Seconds of work by what each part took: with each part made once, and cell by cell."""
    parts, found = PartStore(catalogue), test_sets.queries(catalogue, test_set.id)
    shown = [parts.get(gallery.hashed(photo).digest) for photo in gallery.photos(catalogue)]
    asked = [parts.get(query.digest) for query in found]
    ranked = {each.cell: each for each in results.results(catalogue, test_set.id)}
    used: list[set[str]] = [set() for _photo in (*shown, *asked)]
    made, searched = 0.0, 0.0
    for cell in cells():
        recipe = recipe_of(cell, store)
        copies = Need(recipe, needs.copies_of(cell.augmentation))
        query = Need(recipe.of_query)
        looked = sum(needs.seconds(recipe, held) for held in asked)
        searched += ranked[cell].seconds_a_query * len(asked) - looked
        for place, held in enumerate((*shown, *asked)):
            names = needs.names(copies if place < len(shown) else query, held)
            made += sum(held[name].seconds for name in names)
            used[place] |= names
    once = sum(
        held[name].seconds
        for held, names in zip((*shown, *asked), used, strict=True)
        for name in names
    )
    return once + searched, made + searched


def main() -> None:
    """Measure, and say whether the bar is held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--keep", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    store = open_store()
    with tempfile.TemporaryDirectory() as folder:
        catalogue, test_set = prepare(options.keep or Path(folder), options.photos)
        is_new = not results.results(catalogue, test_set.id)
        before = time.process_time()
        seconds = measure(catalogue, store, test_set)
        used = time.process_time() - before
        shared, alone = work(catalogue, store, test_set)
        figures = {
            "recipes": len(cells()),
            "queries": test_set.queries,
            "seconds": round(seconds, 1),
            "processor_seconds": round(used, 1),
            "work_seconds_shared": round(shared, 1),
            "work_seconds_alone": round(alone, 1),
            "bar_seconds": BAR_SECONDS,
            "held": seconds < BAR_SECONDS if is_new else None,
        }
        catalogue.close()
    if not options.json:
        for name, value in figures.items():
            print(f"{name:20} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
