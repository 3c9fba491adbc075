"""What a grid would come to before it is run: its cells, what is known already, how long the rest.

The time is that of the photos' parts, by what parts of a few photos have taken so far.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from core.catalogue import Catalogue
from core.choice import choose
from core.errors import WeightsError
from core.laboratory import needs, results, run, test_sets
from core.laboratory.cells import Grid, cell_of, recipe_of
from core.laboratory.needs import Need
from core.laboratory.parts import Parts, PartStore
from core.laboratory.stand import stand
from core.laboratory_records import Cell, GridOrder
from core.recipe import Recipe
from core.weights import ModelStore

# Seconds of a part where none is known yet, by the beginning of its name: measured on two cores.
_SECONDS = {"photo": 0.03, "mask": 0.45, "vector": 0.08, "regions": 0.5, "points": 0.05}
_OTHERWISE = 0.02
# Seconds of a query in one cell, beside its photo's parts.
_RANKED = 0.01
_LOOKED_AT = 12
_PHOTOS = "SELECT coalesce(digest, '') FROM photo WHERE status = 'present' ORDER BY path"


@dataclass(frozen=True, slots=True)
class Plan:
    """The order of a grid, with the recipe in use as its first cell: others are compared with it.

    `measured` of its cells are known, `missing` cannot be measured here, and the others take about
    so many `seconds`.
    """

    order: GridOrder
    measured: int
    missing: int
    seconds: float


def base_cell(catalogue: Catalogue, store: ModelStore) -> Cell | None:
    """The cell of the recipe in use; None where no cell is like it, or no weights are here."""
    try:
        return cell_of(choose(store, catalogue).answering, store)
    except WeightsError:
        return None


def plan(catalogue: Catalogue, store: ModelStore, test_set: int, grid: Grid) -> Plan:
    """What the grid comes to over a test set.

    Raises `RequestError` where that is gone, `WeightsError` for ids that the store does not know.
    """
    base = base_cell(catalogue, store)
    cells = tuple(dict.fromkeys((*((base,) if base else ()), *grid.cells())))
    recipes = {cell: recipe_of(cell, store) for cell in cells}
    known = results.measured(catalogue, test_set, stand(catalogue, test_set))
    left = {c: recipe for c, recipe in recipes.items() if known.get(c) != recipe.to_json()}
    missing = run.without_weights(left, store)
    wanted = {cell: recipe for cell, recipe in left.items() if cell not in missing}
    return Plan(
        order=GridOrder(test_set, cells),
        measured=len(recipes) - len(left),
        missing=len(missing),
        seconds=_seconds(catalogue, test_set, wanted),
    )


def _seconds(catalogue: Catalogue, test_set: int, recipes: dict[Cell, Recipe]) -> float:
    if not recipes:
        return 0.0
    store = PartStore(catalogue)
    queries = [query.digest for query in test_sets.queries(catalogue, test_set)]
    photos = [row[0] for row in catalogue.database.rows(_PHOTOS)]
    others = [digest for digest in queries if digest not in set(photos)]
    total = _RANKED * len(recipes) * len(queries)
    for digests, copies in ((photos, True), (others, False)):
        wanted = needs.of_cells(recipes, copies=copies)
        some = [store.get(digest) for digest in _some(digests)]
        taken = _taken(some)
        if some:
            total += len(digests) * fmean(_lacking(wanted, parts, taken) for parts in some)
    return total


def _some(digests: Sequence[str]) -> Sequence[str]:
    return digests[:: max(1, len(digests) // _LOOKED_AT)][:_LOOKED_AT]


def _taken(some: Iterable[Parts]) -> dict[str, float]:
    """The seconds of a part, by the beginning of its name."""
    seconds: dict[str, list[float]] = {}
    for parts in some:
        for name, part in parts.items():
            seconds.setdefault(name.split("/")[0], []).append(part.seconds)
    return _SECONDS | {kind: fmean(values) for kind, values in seconds.items()}


def _lacking(wanted: Iterable[Need], parts: Parts, taken: dict[str, float]) -> float:
    names = {name for need in wanted for name in _names(need, parts)}
    return sum(taken.get(name.split("/")[0], _OTHERWISE) for name in names - parts.keys())


def _names(need: Need, parts: Parts) -> Iterator[str]:
    """The names of the need's parts, whether or not its mask is known."""
    recipe = need.recipe
    yield from needs.names(need, parts)
    if needs.mask_part(recipe) not in parts:
        for copy in need.copies:
            for shown in needs.shown_copies(recipe, copy):
                yield from (needs.vector_part(recipe, view, shown) for view in recipe.views)
        yield from (needs.evidence_part(recipe, part) for part in recipe.evidence)
