"""What becomes of a product that is made part of another one."""

from collections.abc import Iterable

from core import filing
from core.database import DatabaseFile
from core.errors import RequestError, RequestReason

_JOIN_CONFIRMED = (
    "INSERT INTO confirmed(query_digest, product_id, is_right, at, path) "
    "SELECT query_digest, ?1, is_right, at, path FROM confirmed WHERE product_id = ?2 "
    "ON CONFLICT DO UPDATE SET is_right = max(is_right, excluded.is_right)"
)


def names_of(database: DatabaseFile, product_id: int) -> tuple[str, str]:
    """A product's reference and category. Raises `RequestError` when it is gone."""
    rows = database.rows("SELECT reference, category FROM product WHERE id = ?", [product_id])
    if not rows:
        raise RequestError(str(product_id), RequestReason.NO_PRODUCT)
    return rows[0][0], rows[0][1]


def absorb(database: DatabaseFile, into: int, other: int) -> None:
    """Make two products one, within a transaction that the caller has opened.

    Photos, tags, columns and former names of `other` go to `into`, which keeps its own where both
    have them; the name and the texts of columns that it does not take are kept in its notes. A
    query photo that shows one of them shows what they have become, in test sets too.
    """
    names = names_of(database, other)
    _join_notes(database, into, other)
    both = [into, other]
    database.execute(
        "UPDATE product SET name = (SELECT name FROM product WHERE id = ?2) "
        "WHERE id = ?1 AND name = ''",
        both,
    )
    for moved in (
        "UPDATE OR IGNORE tag SET product_id = ?1 WHERE product_id = ?2",
        "UPDATE OR IGNORE own_column SET product_id = ?1 WHERE product_id = ?2",
        "UPDATE photo SET product_id = ?1 WHERE product_id = ?2",
        "UPDATE alias SET product_id = ?1 WHERE product_id = ?2",
        "UPDATE OR IGNORE test_query SET product_id = ?1 WHERE product_id = ?2",
        _JOIN_CONFIRMED,
    ):
        database.execute(moved, both)
    for removed in (
        "DELETE FROM tag WHERE product_id = ?",
        "DELETE FROM own_column WHERE product_id = ?",
        "DELETE FROM product WHERE id = ?",
    ):
        database.execute(removed, [other])
    filing.add_alias(database, into, names)


def add_notes(database: DatabaseFile, product_id: int, texts: Iterable[str]) -> None:
    """Append texts to a product's notes, within a transaction, unless all their lines are there."""
    rows = database.rows("SELECT coalesce(notes, '') FROM product WHERE id = ?", [product_id])
    notes = rows[0][0]
    for text in texts:
        if not set(text.splitlines()) <= set(notes.splitlines()):
            notes = f"{notes}\n{text}" if notes else text
    database.execute("UPDATE product SET notes = ? WHERE id = ?", [notes, product_id])


def _join_notes(database: DatabaseFile, into: int, other: int) -> None:
    """Append what the other's notes say, its name and columns where both say something else."""
    notes = database.rows("SELECT coalesce(notes, '') FROM product WHERE id = ?", [other])
    name = database.rows(
        "SELECT theirs.name FROM product AS theirs JOIN product AS ours "
        "ON ours.id = ?1 AND ours.name NOT IN ('', theirs.name) WHERE theirs.id = ?2",
        [into, other],
    )
    differing = database.rows(
        "SELECT theirs.name || ': ' || theirs.value FROM own_column AS theirs "
        "JOIN own_column AS ours "
        "ON ours.key = theirs.key AND ours.product_id = ?1 AND ours.value != theirs.value "
        "WHERE theirs.product_id = ?2 ORDER BY theirs.name",
        [into, other],
    )
    add_notes(database, into, [row[0] for row in notes + name + differing])
