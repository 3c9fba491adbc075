"""Products as people know them: read, corrected, tagged, merged and split.

What is entered here outlives every run: a name that a file would give is kept as an alias of the
product that a person made of it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from core import filing
from core.catalogue import Catalogue
from core.database import DatabaseFile, listed
from core.errors import RequestError, RequestReason
from core.merging import absorb, names_of
from core.naming import fold
from core.product_records import Product, ProductChanges


def products(catalogue: Catalogue, ids: Sequence[int]) -> list[Product]:
    """The products with these ids, in their order; ids that are gone are left out."""
    database, wanted = catalogue.database, [listed(ids)]
    rows = database.rows(
        "SELECT id, reference, category, name, coalesce(notes, '') FROM product "
        "WHERE id IN (SELECT value FROM json_each(?))",
        wanted,
    )
    tags = _by_product(
        database.rows(
            "SELECT product_id, name FROM tag "
            "WHERE product_id IN (SELECT value FROM json_each(?)) ORDER BY key",
            wanted,
        )
    )
    columns = _by_product(
        database.rows(
            "SELECT product_id, json_array(name, value) FROM own_column "
            "WHERE product_id IN (SELECT value FROM json_each(?)) ORDER BY key",
            wanted,
        )
    )
    photos = _by_product(
        database.rows(
            "SELECT product_id, path FROM photo WHERE status != 'missing' "
            "AND product_id IN (SELECT value FROM json_each(?)) ORDER BY path",
            wanted,
        )
    )
    found = {
        i: Product(
            *(i, reference, category, name, notes, tuple(tags[i])),
            columns=dict(json.loads(pair) for pair in columns[i]),
            photos=tuple(map(Path, photos[i])),
        )
        for i, reference, category, name, notes in rows
    }
    return [found[i] for i in ids if i in found]


def tags(catalogue: Catalogue) -> list[str]:
    """Every tag in use, by name."""
    rows = catalogue.database.rows("SELECT min(name) FROM tag GROUP BY key ORDER BY key")
    return [row[0] for row in rows]


def column_names(catalogue: Catalogue) -> list[str]:
    """The catalogue's own columns, by name."""
    rows = catalogue.database.rows("SELECT min(name) FROM own_column GROUP BY key ORDER BY key")
    return [row[0] for row in rows]


def change(catalogue: Catalogue, ids: Iterable[int], changes: ProductChanges) -> None:
    """Change one or many products, all or none.

    Raises `RequestError` when a product is gone or when two would have the same reference in one
    category, `ValueError` for an empty reference.
    """
    with catalogue.database.write():
        for product_id in ids:
            change_one(catalogue.database, product_id, changes)


def change_one(database: DatabaseFile, product_id: int, changes: ProductChanges) -> None:
    """`change` for one product, within a transaction that the caller has opened."""
    reference, category = names_of(database, product_id)
    if changes.reference is not None or changes.category is not None:
        wanted = reference if changes.reference is None else changes.reference.strip()
        where = category if changes.category is None else changes.category.strip()
        _rename(database, product_id, (reference, category), (wanted, where))
    if changes.name is not None:
        database.execute("UPDATE product SET name = ? WHERE id = ?", [changes.name, product_id])
    if changes.notes is not None:
        database.execute("UPDATE product SET notes = ? WHERE id = ?", [changes.notes, product_id])
    for tag in changes.remove_tags:
        database.execute(
            "DELETE FROM tag WHERE product_id = ? AND key = ?", [product_id, fold(tag)]
        )
    for tag in filter(None, map(str.strip, changes.add_tags)):
        database.execute(
            "INSERT OR IGNORE INTO tag(product_id, key, name) VALUES (?, ?, ?)",
            [product_id, fold(tag), tag],
        )
    for name, value in changes.columns.items():
        _set_column(database, product_id, name.strip(), value)


def merge(catalogue: Catalogue, into: int, others: Iterable[int]) -> None:
    """Make several products one: photos, tags and columns of `others` go to `into`.

    Notes are joined; a name or a column's text that differs is kept in the notes. New photos that
    are named as one of the others come to `into` too. Raises `RequestError` when one is gone.
    """
    database = catalogue.database
    with database.write():
        names_of(database, into)
        for other in sorted(set(others) - {into}):
            absorb(database, into, other)


def split(catalogue: Catalogue, photo_ids: Sequence[int], reference: str, category: str) -> int:
    """Make a product of its own of some photos; its id.

    Raises `RequestError` when there is a product of that name already, `ValueError` for an empty
    reference.
    """
    database = catalogue.database
    with database.write():
        names = _free(database, reference.strip(), category.strip())
        product_id = filing.make_product(database, names)
        database.execute(
            "UPDATE photo SET product_id = ? WHERE id IN (SELECT value FROM json_each(?))",
            [product_id, listed(photo_ids)],
        )
    return product_id


def _by_product(rows: list[Any]) -> defaultdict[int, list[str]]:
    values: defaultdict[int, list[str]] = defaultdict(list)
    for product_id, value in rows:
        values[product_id].append(value)
    return values


def _free(database: DatabaseFile, reference: str, category: str) -> tuple[str, str]:
    """The two names, once it is sure that they stand for nothing else any more."""
    if not reference:
        raise ValueError("a reference must not be empty")
    names = (reference, category)
    taken = "SELECT count(*) FROM product WHERE reference = ? AND category = ?"
    if database.one(taken, names):
        raise RequestError(reference, RequestReason.NAME_TAKEN, category)
    filing.drop_alias(database, names)
    return names


def _rename(
    database: DatabaseFile, product_id: int, old: tuple[str, str], new: tuple[str, str]
) -> None:
    if new == old:
        return
    names = _free(database, *new)
    database.execute(
        "UPDATE product SET reference = ?, category = ? WHERE id = ?", [*names, product_id]
    )
    filing.add_alias(database, product_id, old)


def _set_column(database: DatabaseFile, product_id: int, name: str, value: str) -> None:
    database.execute(
        "DELETE FROM own_column WHERE product_id = ? AND key = ?", [product_id, fold(name)]
    )
    if name and value:
        database.execute(
            "INSERT INTO own_column(product_id, key, name, value) VALUES (?, ?, ?, ?)",
            [product_id, fold(name), name, value],
        )
