"""What the window shows of a catalogue that may hold a hundred thousand products."""

import os
from collections.abc import Sequence
from pathlib import Path

from core import products
from core.catalogue import Catalogue
from core.database import listed
from core.product_records import Card, Choices
from core.records import Shown

_CARDS = (
    # Beside min(), SQLite takes the other columns of `photo` from the row with the least path.
    "SELECT product.id, reference, category, name, count(photo.id), coalesce(photo.id, 0), "
    "min(photo.path) FROM json_each(?) CROSS JOIN product ON product.id = value "
    "LEFT JOIN photo ON product_id = product.id AND status != 'missing' "
    "GROUP BY product.id"
)
_PHOTOS = (
    "SELECT photo.id, photo.path, product.id, reference, category FROM json_each(?) AS asked "
    "CROSS JOIN photo ON product_id = asked.value AND status != 'missing' "
    "CROSS JOIN product ON product.id = product_id ORDER BY asked.key, photo.path LIMIT ?"
)
# What is left of a path after its last separator consists of letters that are none.
_FOLDERS = "SELECT DISTINCT rtrim(path, replace(path, ?, '')) FROM photo WHERE status != 'missing'"


def cards(catalogue: Catalogue, ids: Sequence[int]) -> list[Card]:
    """The products with these ids, in any order; ids that are gone are left out."""
    rows = catalogue.database.rows(_CARDS, [listed(ids)])
    return [
        Card(i, reference, category, name, photos=count, cover_id=cover, cover=path and Path(path))
        for i, reference, category, name, count, cover, path in rows
    ]


def photos(catalogue: Catalogue, ids: Sequence[int], most: int) -> list[Shown]:
    """At most `most` photos of these products, in their order, those of each by path."""
    rows = catalogue.database.rows(_PHOTOS, [listed(ids), most])
    return [Shown(row[0], Path(row[1]), *row[2:]) for row in rows]


def choices(catalogue: Catalogue) -> Choices:
    """What the catalogue can be narrowed to."""
    database = catalogue.database
    roots = tuple(sorted(catalogue.roots()))
    holding = {Path(row[0]) for row in database.rows(_FOLDERS, [os.sep])}
    return Choices(
        categories=tuple(catalogue.categories()),
        tags=tuple(products.tags(catalogue)),
        columns=tuple(products.column_names(catalogue)),
        roots=roots,
        folders=tuple(sorted(holding.union(roots))),
        products=database.one("SELECT count(*) FROM product"),
    )
