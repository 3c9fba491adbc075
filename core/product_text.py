"""The text to search in, filled anew at once instead of row by row."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.database import DatabaseFile
from core.schema import FILL_PRODUCT_TEXT


def refill(database: DatabaseFile) -> None:
    """Fill it from the products, within a transaction that the caller has opened."""
    database.execute("INSERT INTO product_text(product_text) VALUES ('rebuild')")
    database.execute("DELETE FROM product_text")
    database.execute(FILL_PRODUCT_TEXT)


@contextmanager
def filled_later(database: DatabaseFile) -> Iterator[None]:
    """Leave it as it is while much is changed, then fill it, within the caller's transaction.

    Its triggers would write a row for each statement: 250,000 times for a table of 50,000
    products, while whoever else wants to write waits.
    """
    triggers = database.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%product_text%'"
    )
    for name, _ in triggers:
        database.execute(f'DROP TRIGGER "{name}"')
    yield
    refill(database)
    for _, sql in triggers:
        database.execute(sql)
