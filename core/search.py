"""Words to products: full text over what is known of them, and filters."""

from collections.abc import Iterable

from core.catalogue import Catalogue
from core.naming import fold


def search(
    catalogue: Catalogue,
    words: str = "",
    *,
    category: str | None = None,
    tag: str | None = None,
) -> list[int]:
    """Ids of the products in which every word begins one, best first; all of them for no words.

    Reference, name, category, tags, notes and own columns count, capitals and accents do not.
    `category` and `tag` leave only products that have them. Any text may be searched for; text
    without a letter or digit finds nothing.
    """
    asked, tag = _query(words.split()), None if tag is None else fold(tag)
    if asked:
        rows = catalogue.database.rows(
            "SELECT product.id FROM product_text JOIN product ON product.id = product_text.rowid "
            "WHERE product_text MATCH ?1 AND (?2 IS NULL OR product.category = ?2) "
            "AND (?3 IS NULL OR product.id IN (SELECT product_id FROM tag WHERE key = ?3)) "
            # References count most, then names, tags and the category.
            "ORDER BY bm25(product_text, 10.0, 5.0, 2.0, 3.0, 1.0, 1.0), "
            "product.reference, product.id",
            [asked, category, tag],
        )
    else:
        rows = catalogue.database.rows(
            "SELECT id FROM product WHERE (?1 IS NULL OR category = ?1) "
            "AND (?2 IS NULL OR id IN (SELECT product_id FROM tag WHERE key = ?2)) "
            "ORDER BY reference, category, id",
            [category, tag],
        )
    return [int(row[0]) for row in rows]


def _query(words: Iterable[str]) -> str:
    """Each word as a quoted prefix, so that nothing of it is taken for FTS5's own language."""
    return " ".join('"' + word.replace("\0", "").replace('"', '""') + '"*' for word in words)
