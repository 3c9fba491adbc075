"""Words and filters to products, and to the vectors of their photos."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.database import listed
from core.naming import fold, path_start
from core.product_records import EVERYTHING, Filter, Order

Ids = NDArray[np.int64]
Condition = tuple[str, list[str]]

_BY_PRODUCT = (
    "FROM product JOIN photo ON product_id = product.id JOIN vector ON photo_id = photo.id"
)
_BY_PHOTO = (
    "FROM photo CROSS JOIN product ON product.id = product_id "
    "CROSS JOIN vector ON photo_id = photo.id"
)
_BY_VECTOR = (
    "FROM json_each(?) AS asked CROSS JOIN vector ON vector.id = asked.value "
    "CROSS JOIN photo ON photo.id = photo_id CROSS JOIN product ON product.id = product_id"
)
_WITH_PHOTOS = "FROM photo WHERE status != 'missing'"
# The products that have a tag: told of each product that is looked at, or found by the tag.
_HAS_TAG = "EXISTS (SELECT 1 FROM tag WHERE tag.product_id = product.id AND key = ?)"
_TAGGED = "product.id IN (SELECT product_id FROM tag WHERE key = ?)"
_FOUND = "SELECT rowid FROM product_text WHERE product_text MATCH ?"
_PHOTO_BELOW = "photo.path > ? AND photo.path < ?"
_LAST = chr(0x10FFFF)
# References count most, then names, tags and the category.
_BEST_FIRST = "bm25(product_text, 10.0, 5.0, 2.0, 3.0, 1.0, 1.0), product.reference, product.id"

_PHOTOS = "(SELECT count(*) FROM photo WHERE product_id = product.id AND status != 'missing')"
_ORDERS = {
    Order.REFERENCE: "product.reference, product.category, product.id",
    Order.NAME: "product.name = '', product.name COLLATE NOCASE, product.reference, product.id",
    Order.CATEGORY: "product.category COLLATE NOCASE, product.reference, product.id",
    Order.NEWEST: "product.id DESC",
    Order.PHOTOS: f"{_PHOTOS} DESC, product.reference, product.id",
}


def search(
    catalogue: Catalogue, wanted: Filter = EVERYTHING, order: Order = Order.BEST
) -> list[int]:
    """Ids of the products that pass a filter, in an order.

    Every word must begin one of the reference, name, category, tags, notes or own columns; capitals
    and accents do not count. Any text may be searched for; text without a letter or digit finds
    nothing.
    """
    query = _query(wanted.words)
    source = "FROM product"
    conditions = list(_of_product(wanted))
    if query:
        source = "FROM product_text JOIN product ON product.id = product_text.rowid"
        conditions.append(("product_text MATCH ?", [query]))
    if wanted.folder is not None:
        below = f"SELECT product_id {_WITH_PHOTOS} AND {_PHOTO_BELOW}"
        conditions.append((f"product.id IN ({below})", _range(wanted.folder)))
    where, values = _joined(conditions)
    rows = catalogue.database.rows(
        f"SELECT product.id {source} WHERE {where} ORDER BY {_ordering(order, bool(query))}", values
    )
    return [int(row[0]) for row in rows]


def _ordering(order: Order, by_words: bool) -> str:
    if order == Order.BEST:
        return _BEST_FIRST if by_words else _ORDERS[Order.REFERENCE]
    return _ORDERS[order]


@dataclass(frozen=True)
class Selection:
    """The vectors of one recipe whose photos pass a filter and can match, for one question."""

    catalogue: Catalogue
    embedding_id: str
    wanted: Filter

    def few(self, most: int) -> Ids | None:
        """Their ids (n,) in rising order, or None when there are more than `most`."""
        ids = self._ids(most + 1)
        return ids if len(ids) <= most else None

    def all(self) -> Ids:
        """Their ids (n,) in rising order."""
        return self._ids(-1)

    def among(self, ids: Ids) -> Ids:
        """Those of some ids (n,), in their order."""
        conditions: list[Condition] = [
            ("status = 'present' AND recipe_id = ?", [self.embedding_id]),
            *_of_product(self.wanted, _HAS_TAG),
            *_of_photo(self.wanted),
        ]
        where, values = _joined(conditions)
        rows = self.catalogue.database.rows(
            f"SELECT vector.id, product.id {_BY_VECTOR} WHERE {where} ORDER BY asked.key",
            [listed(ids.tolist()), *values],
        )
        if self._found is not None:
            return _numbers(row for row in rows if row[1] in self._found)
        return _numbers(rows)

    @cached_property
    def _found(self) -> set[int] | None:
        """The products that the words find; None without words.

        Asked once: for each row anew, full-text search is slow.
        """
        query = _query(self.wanted.words)
        if not query:
            return None
        rows = self.catalogue.database.rows(_FOUND, [query])
        return {row[0] for row in rows}

    def _ids(self, most: int) -> Ids:
        # The filter's own indexes lead to the vectors, not the list of all of the recipe.
        narrow = replace(self.wanted, folder=None)
        source = _BY_PHOTO if narrow.is_open else _BY_PRODUCT
        conditions: list[Condition] = [
            ("+recipe_id = ? AND +status = 'present'", [self.embedding_id]),
            *_of_product(self.wanted),
            *_of_photo(self.wanted),
        ]
        if query := _query(self.wanted.words):
            conditions.append((f"product.id IN ({_FOUND})", [query]))
        where, values = _joined(conditions)
        rows = self.catalogue.database.rows(
            f"SELECT vector.id {source} WHERE {where} LIMIT {most:d}", values
        )
        return np.sort(_numbers(rows))


def _of_product(wanted: Filter, tagged: str = _TAGGED) -> Iterator[Condition]:
    if wanted.category is not None:
        yield "product.category = ?", [wanted.category]
    if wanted.tag is not None:
        yield tagged, [fold(wanted.tag)]
    if wanted.products:
        yield "product.id IN (SELECT value FROM json_each(?))", [listed(wanted.products)]


def _of_photo(wanted: Filter) -> Iterator[Condition]:
    if wanted.folder is not None:
        yield _PHOTO_BELOW, _range(wanted.folder)


def _range(folder: Path) -> list[str]:
    """Everything below a folder lies between these two texts."""
    start = path_start(folder)
    return [start, start + _LAST]


def _joined(conditions: list[Condition]) -> Condition:
    where = " AND ".join(condition for condition, _ in conditions)
    return where or "TRUE", [value for _, values in conditions for value in values]


def _numbers(rows: Iterable[tuple[int, ...]]) -> Ids:
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def _query(words: str) -> str:
    """Each word as a quoted prefix, so that nothing of it is taken for FTS5's own language."""
    quoted = (word.replace("\0", "").replace('"', '""') for word in words.split())
    return " ".join(f'"{word}"*' for word in quoted)
