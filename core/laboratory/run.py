"""A grid over a test set: first all that its cells need of every photo, then cell by cell.

What was computed of a photo, and each finished cell, is kept at once: to close the generator is to
pause, and the next run goes on from there, also after a kill.
"""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime

from core.catalogue import Catalogue
from core.errors import RequestError, RequestReason
from core.laboratory import gallery as galleries
from core.laboratory import results, test_sets
from core.laboratory.bench import Bench
from core.laboratory.cells import recipe_of
from core.laboratory.gallery import GalleryPhoto
from core.laboratory.networks import Networks, missing_of
from core.laboratory.parts import PartStore
from core.laboratory.stand import stand
from core.laboratory_records import Cell, CellDone, CellResult, GridOrder
from core.recipe import Recipe
from core.records import Progress, SetAside, Stage
from core.weights import ModelStore

Told = Progress | SetAside | CellDone


def run(catalogue: Catalogue, store: ModelStore, order: GridOrder) -> Iterator[Told]:
    """Measure the cells of an order that have no current result yet.

    A photo that cannot be used is told and left out; a query of that kind counts as missed. Where
    it may be usable another time, the results are not current: they are taken again then. A cell
    whose weights are not here has a result that says so. Raises `RequestError` for a test set that
    is gone and for a catalogue without photos, `FolderError` where an indexed folder is away,
    `WeightsError` for ids that the store does not know, `CatalogueError` where nothing can be
    written.
    """
    queries = test_sets.queries(catalogue, order.test_set)
    photos = yield from _hashed(catalogue)
    now = stand(catalogue, order.test_set)
    recipes = {cell: recipe_of(cell, store) for cell in order.cells}
    known = results.measured(catalogue, order.test_set, now)
    wanted = {c: recipe for c, recipe in recipes.items() if known.get(c) != recipe.to_json()}
    for cell, missing in without_weights(wanted, store).items():
        del wanted[cell]
        lacking = CellResult(cell, datetime.now(UTC), missing)
        results.keep(catalogue, order.test_set, lacking, now)
        yield CellDone(order.test_set, cell, missing)
    bench = Bench(wanted, Networks(store), PartStore(catalogue), photos, queries)
    yield from bench.look()
    bench.parts.sweep({photo.digest for photo in photos} | test_sets.digests(catalogue))
    taken_at = "" if bench.is_for_now else now
    for result in bench.measure():
        if isinstance(result, CellResult):
            results.keep(catalogue, order.test_set, result, taken_at)
            yield CellDone(order.test_set, result.cell)
        else:
            yield result
    yield Progress(Stage.DONE, len(wanted), len(wanted), len(bench.failed))


def _hashed(catalogue: Catalogue) -> Generator[Progress, None, list[GalleryPhoto]]:
    """The gallery's photos, with a turn before each that is to be hashed."""
    listed = galleries.photos(catalogue)
    photos: list[GalleryPhoto] = []
    if not listed:
        raise RequestError(catalogue.folder, RequestReason.EMPTY_CATALOGUE)
    for photo in listed:
        if not photo.digest:
            yield Progress(Stage.LISTING, len(photos), len(listed))
        photos.append(galleries.hashed(photo))
    return photos


def without_weights(recipes: dict[Cell, Recipe], store: ModelStore) -> dict[Cell, str]:
    """The model that is not on this machine, of the cells that lack one."""
    missing = {cell: missing_of(recipe, store) for cell, recipe in recipes.items()}
    return {cell: model for cell, model in missing.items() if model}
