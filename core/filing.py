"""Which product a photo is filed under: what its file says, or what a person has said since."""

from pathlib import Path

from core import view_rule
from core.database import DatabaseFile
from core.naming import category_of
from core.records import FileStamp
from core.view_rule import ViewRule

_RULE_KEY = "views"


def stored_rule(database: DatabaseFile) -> ViewRule:
    """The catalogue's rule for the views of a product, the default where none was set.

    Raises `RequestError` for one that cannot be read.
    """
    rows = database.rows("SELECT value FROM setting WHERE key = ?", [_RULE_KEY])
    return view_rule.from_json(rows[0][0]) if rows else ViewRule()


def store_rule(database: DatabaseFile, rule: ViewRule) -> None:
    """Note the rule for new photos, within a transaction."""
    database.execute(
        "INSERT OR REPLACE INTO setting(key, value) VALUES (?, ?)",
        [_RULE_KEY, view_rule.to_json(rule)],
    )


def make_product(database: DatabaseFile, names: tuple[str, str]) -> int:
    """A new product of this reference and category; its id."""
    made = database.execute("INSERT INTO product(reference, category) VALUES (?, ?)", names)
    return int(made.lastrowid or 0)


def find_product(database: DatabaseFile, names: tuple[str, str]) -> int | None:
    """The product that a reference and category stand for, now or since it was renamed."""
    found = database.rows(
        "SELECT product_id FROM alias WHERE reference = ?1 AND category = ?2 "
        "UNION ALL SELECT id FROM product WHERE reference = ?1 AND category = ?2",
        names,
    )
    return int(found[0][0]) if found else None


def add_alias(database: DatabaseFile, product_id: int, names: tuple[str, str]) -> None:
    """Let a reference and category stand for a product that is called otherwise."""
    database.execute(
        "INSERT INTO alias(reference, category, product_id) VALUES (?, ?, ?)", [*names, product_id]
    )


def drop_alias(database: DatabaseFile, names: tuple[str, str]) -> None:
    """Let a reference and category stand for nothing but a product that is called so."""
    database.execute("DELETE FROM alias WHERE reference = ? AND category = ?", names)


_DROP_CHANGED = tuple(
    f"DELETE FROM {table} WHERE photo_id = "  # noqa: S608  names of ours
    "(SELECT id FROM photo WHERE path = ? AND (size, mtime_ns) != (?, ?))"
    for table in ("vector", "evidence")
)


def file_photo(
    database: DatabaseFile, rule: ViewRule, root_id: int, root: Path, stamp: FileStamp
) -> None:
    """Note a new, changed or returned file, within a transaction.

    The vectors, the evidence and the digest of a changed one go. A known photo stays with its
    product, whatever that is called by now.
    """
    path = str(stamp.path)
    for statement in _DROP_CHANGED:
        database.execute(statement, [path, stamp.size, stamp.mtime_ns])
    known = database.execute(
        "UPDATE photo SET digest = CASE WHEN size = ?1 AND mtime_ns = ?2 THEN digest END, "
        "size = ?1, mtime_ns = ?2, status = 'present', reason = '', detail = '', attempts = 0 "
        "WHERE path = ?3",
        [stamp.size, stamp.mtime_ns, path],
    )
    if known.rowcount:
        return
    names = (rule.reference_of(stamp.path), category_of(stamp.path, root))
    product_id = find_product(database, names) or make_product(database, names)
    database.execute(
        "INSERT INTO photo(root_id, path, size, mtime_ns, product_id) VALUES (?, ?, ?, ?, ?)",
        [root_id, path, stamp.size, stamp.mtime_ns, product_id],
    )
