"""A cell's result, query by query: what was asked, what came first, which of it was right."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.catalogue import Catalogue
from core.laboratory import test_sets
from core.laboratory_records import CellResult, KnownQuery, Outcome


@dataclass(frozen=True, slots=True)
class Found:
    """A product among the first, by its best photo, and whether it is the one in the query."""

    photo_id: int
    path: Path
    reference: str
    category: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, what a cell made of it, and the products that came first, best first."""

    query: KnownQuery
    outcome: Outcome
    first: tuple[Found, ...]

    @property
    def is_hit(self) -> bool:
        """Whether the right product came first."""
        return self.outcome.rank == 1


def browse(catalogue: Catalogue, test_set: int, result: CellResult) -> list[Asked]:
    """The queries of a result, by path; photos that have gone since are left out.

    Raises `RequestError` where the test set is gone.
    """
    outcomes = {outcome.query_id: outcome for outcome in result.outcomes}
    shown = _photos(catalogue, {i for each in result.outcomes for i in each.first})
    return [
        Asked(query, outcome, _found(query, outcome, shown))
        for query in test_sets.queries(catalogue, test_set)
        if (outcome := outcomes.get(query.id))
    ]


def _found(
    query: KnownQuery, outcome: Outcome, shown: dict[int, tuple[int, Path, str, str]]
) -> tuple[Found, ...]:
    return tuple(
        Found(photo_id, path, reference, category, product_id == query.product_id)
        for photo_id in outcome.first
        if photo_id in shown
        for product_id, path, reference, category in (shown[photo_id],)
    )


def _photos(catalogue: Catalogue, ids: Iterable[int]) -> dict[int, tuple[int, Path, str, str]]:
    """Product, path, reference and category of photos, by id."""
    wanted = set(ids)
    rows = catalogue.database.each(
        "SELECT photo.id, product_id, path, reference, category FROM photo "
        "JOIN product ON product.id = product_id"
    )
    return {
        photo_id: (product_id, Path(path), reference, category)
        for photo_id, product_id, path, reference, category in rows
        if photo_id in wanted
    }
