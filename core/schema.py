"""The tables of `catalogue.db`, as named migrations that each run in one transaction."""

import numpy as np
from sqlite_utils import Database, Migrations

from core import compact

migrations = Migrations("vitrine")


@migrations()
def m001_first_tables(db: Database) -> None:
    """Photos and products, vectors by recipe, Annoy generations, settings of the catalogue."""
    db.table("root").create({"id": int, "path": str}, pk="id", not_null={"path"})
    db.table("root").create_index(["path"], unique=True)
    db.table("product").create(
        {"id": int, "reference": str, "category": str, "name": str, "notes": str},
        pk="id",
        not_null={"reference", "category"},
        defaults={"category": "", "name": "", "notes": ""},
    )
    db.table("product").create_index(["reference", "category"], unique=True)
    db.table("photo").create(
        {
            "id": int,
            "root_id": int,
            "path": str,
            "size": int,
            "mtime_ns": int,
            "digest": str,
            "width": int,
            "height": int,
            "status": str,
            "reason": str,
            "detail": str,
            "attempts": int,
            "product_id": int,
        },
        pk="id",
        not_null={"root_id", "path", "status", "attempts", "product_id"},
        defaults={"status": "present", "reason": "", "detail": "", "attempts": 0},
        foreign_keys=[("root_id", "root", "id"), ("product_id", "product", "id")],
    )
    db.table("photo").create_index(["path"], unique=True)
    db.table("photo").create_index(["product_id"])
    db.table("photo").create_index(["status"])
    db.table("recipe").create({"id": str, "json": str}, pk="id", not_null={"json"})
    # AUTOINCREMENT: an id never comes back, so an Annoy item whose vector was replaced or deleted
    # can never be taken for another one.
    db.execute(
        "CREATE TABLE vector (id INTEGER PRIMARY KEY AUTOINCREMENT, "
        "photo_id INTEGER NOT NULL REFERENCES photo(id), "
        "recipe_id TEXT NOT NULL REFERENCES recipe(id), "
        "data BLOB NOT NULL, UNIQUE (recipe_id, photo_id))"
    )
    db.table("vector").create_index(["photo_id"])
    db.table("generation").create(
        {
            "id": int,
            "recipe_id": str,
            "file": str,
            "dimension": int,
            "digest": str,
            "vector_ids": bytes,
        },
        pk="id",
        not_null={"recipe_id", "file", "dimension", "digest", "vector_ids"},
    )
    db.table("setting").create({"key": str, "value": str}, pk="key", not_null={"value"})


@migrations()
def m002_compact_vectors(db: Database) -> None:
    """Vectors in half the bytes (`core.compact`); generations with a projection of their own."""
    db.register_function(_compacted, deterministic=True)
    db.execute("UPDATE vector SET data = _compacted(data)")
    db.execute("ALTER TABLE generation ADD COLUMN projection BLOB NOT NULL DEFAULT x''")


def _compacted(data: bytes) -> bytes:
    return compact.pack(np.frombuffer(data, dtype="<f4"))


def names() -> set[str]:
    """The migrations that this version knows; a catalogue with others is from a newer one."""
    return {migration.name for migration in migrations.pending(Database(memory=True))}
