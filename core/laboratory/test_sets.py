"""Test sets of the catalogue: query photos of which it is known what they show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np

from core.catalogue import Catalogue
from core.database import DatabaseFile
from core.errors import RequestError, RequestReason
from core.laboratory_records import KnownQuery, QuerySet, SetSource

_SETS = (
    "SELECT test_set.id, name, source, at, count(test_query.id), "
    "count(DISTINCT product_id) FROM test_set "
    "LEFT JOIN test_query ON test_set_id = test_set.id {} GROUP BY test_set.id ORDER BY name"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query photo, its file by `core.laboratory.stand.known_by`, and its product."""

    path: Path
    digest: str
    product_id: int


Query = TypeVar("Query", Labelled, KnownQuery)


def create(
    catalogue: Catalogue, name: str, source: SetSource, queries: Iterable[Labelled]
) -> QuerySet:
    """Keep a test set, as `create_all` does several."""
    return create_all(catalogue, source, [(name, queries)])[0]


def create_all(
    catalogue: Catalogue, source: SetSource, sets: Iterable[tuple[str, Iterable[Labelled]]]
) -> list[QuerySet]:
    """Keep test sets, by name: all of them or none; the same photo of the same product counts once.

    Queries whose product has gone meanwhile are left out. Raises `RequestError` where a name is
    taken, empty, or has no queries.
    """
    with catalogue.database.write():
        made = [_insert(catalogue.database, name.strip(), source, rows) for name, rows in sets]
    return [_one(catalogue, set_id) for set_id in made]


def all_sets(catalogue: Catalogue) -> list[QuerySet]:
    """The test sets, by name."""
    return [_shown(row) for row in catalogue.database.rows(_SETS.format(""))]


def named(catalogue: Catalogue, name: str) -> QuerySet:
    """The test set that is called so. Raises `RequestError` where there is none."""
    for row in catalogue.database.rows(_SETS.format("WHERE name = ?"), [name]):
        return _shown(row)
    raise RequestError(name, RequestReason.NO_TEST_SET)


def queries(catalogue: Catalogue, test_set: int) -> list[KnownQuery]:
    """The queries of a test set, by path. Raises `RequestError` where there is no such set."""
    _one(catalogue, test_set)
    rows = catalogue.database.rows(
        "SELECT test_query.id, path, digest, product_id, reference, category FROM test_query "
        "JOIN product ON product.id = product_id WHERE test_set_id = ? "
        "ORDER BY path, test_query.id",
        [test_set],
    )
    return [KnownQuery(row[0], Path(row[1]), *row[2:]) for row in rows]


def digests(catalogue: Catalogue) -> set[str]:
    """The SHA-256 of the files of all queries of all sets."""
    return {row[0] for row in catalogue.database.rows("SELECT DISTINCT digest FROM test_query")}


def delete(catalogue: Catalogue, test_set: int) -> None:
    """Forget a test set and what was measured over it; no photo is touched."""
    with catalogue.database.write():
        catalogue.database.execute("DELETE FROM test_set WHERE id = ?", [test_set])


def split(queries: Sequence[Query], part: float, seed: int) -> tuple[list[Query], list[Query]]:
    """The queries of `part` (0 to 1) of the products, and those of all others.

    No product is on both sides, and with two products or more neither is empty. The same products
    and seed give the same sides.
    """
    of_product: defaultdict[int, list[Query]] = defaultdict(list)
    for query in queries:
        of_product[query.product_id].append(query)
    products = np.random.default_rng(seed).permutation(sorted(of_product)).tolist()
    count = round(part * len(products))
    count = min(max(count, 1), max(len(products) - 1, 1))
    first = set(products[:count])
    return (
        [query for query in queries if query.product_id in first],
        [query for query in queries if query.product_id not in first],
    )


def _insert(
    database: DatabaseFile, name: str, source: SetSource, queries: Iterable[Labelled]
) -> int:
    """The id of a new test set."""
    if database.rows("SELECT 1 FROM test_set WHERE name = ?", [name]):
        raise RequestError(name, RequestReason.SET_NAME_TAKEN)
    now, kept = datetime.now(UTC).isoformat(timespec="seconds"), 0
    made = database.execute(
        "INSERT INTO test_set(name, source, at) VALUES (?, ?, ?)", [name, source, now]
    )
    for query in queries:
        kept += database.execute(
            "INSERT OR IGNORE INTO test_query(test_set_id, path, digest, product_id) "
            "SELECT ?, ?, ?, id FROM product WHERE id = ?",
            [made.lastrowid, str(query.path), query.digest, query.product_id],
        ).rowcount
    if not kept or not name:
        raise RequestError(name, RequestReason.NO_QUERIES)
    return int(made.lastrowid or 0)


def _one(catalogue: Catalogue, test_set: int) -> QuerySet:
    for row in catalogue.database.rows(_SETS.format("WHERE test_set.id = ?"), [test_set]):
        return _shown(row)
    raise RequestError(str(test_set), RequestReason.NO_TEST_SET)


def _shown(row: tuple[int, str, str, str, int, int]) -> QuerySet:
    set_id, name, source, at, count, products = row
    when = datetime.fromisoformat(at)
    return QuerySet(set_id, name, SetSource(source), when, count, products)
