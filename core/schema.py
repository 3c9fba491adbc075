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


@migrations()
def m003_what_people_enter(db: Database) -> None:
    """Tags and own columns of products, names that stand for a product, a text to search in."""
    # `key` is the name without capitals, by which names are the same (`naming.fold`).
    db.execute(
        "CREATE TABLE tag (product_id INTEGER NOT NULL REFERENCES product(id), "
        "key TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (product_id, key)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX idx_tag_key ON tag(key)")
    db.execute(
        "CREATE TABLE own_column (product_id INTEGER NOT NULL REFERENCES product(id), "
        "key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, "
        "PRIMARY KEY (product_id, key)) WITHOUT ROWID"
    )
    # What a file's name and folder say, where a person has said otherwise since.
    db.execute(
        "CREATE TABLE alias (reference TEXT NOT NULL, category TEXT NOT NULL, "
        "product_id INTEGER NOT NULL REFERENCES product(id), "
        "PRIMARY KEY (reference, category)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX idx_alias_product_id ON alias(product_id)")
    _create_product_text(db)


@migrations()
def m004_quick_search(db: Database) -> None:
    """The way from a category to its products; the digest of a generation's file of vectors.

    The vectors of a photo that comes back get new ids: a generation built meanwhile lacks them, and
    what it lacks is looked for above its ids.
    """
    db.execute("CREATE INDEX idx_product_category ON product(category)")
    db.execute("ALTER TABLE generation ADD COLUMN vectors_digest TEXT NOT NULL DEFAULT ''")
    db.execute(
        "CREATE TRIGGER vector_returns AFTER UPDATE OF status ON photo "
        "WHEN new.status = 'present' AND old.status != 'present' BEGIN "
        "INSERT OR REPLACE INTO vector(photo_id, recipe_id, data) "
        "SELECT photo_id, recipe_id, data FROM vector WHERE photo_id = new.id; END"
    )


@migrations()
def m005_projections(db: Database) -> None:
    """What was learned from a catalogue's vectors, and from how many (`core.whitening`)."""
    db.execute(
        "CREATE TABLE projection (digest TEXT PRIMARY KEY, dimension INTEGER NOT NULL, "
        "count INTEGER NOT NULL, data BLOB NOT NULL)"
    )


@migrations()
def m006_files_that_move(db: Database) -> None:
    """The way from a file's size to known photos; disks mounted below the indexed folders."""
    db.execute("CREATE INDEX idx_photo_size ON photo(size)")
    db.execute(
        "CREATE TABLE mount (path TEXT PRIMARY KEY, "
        "root_id INTEGER NOT NULL REFERENCES root(id)) WITHOUT ROWID"
    )


@migrations()
def m007_watched_folders(db: Database) -> None:
    """Which indexed folders are watched; all are unless a person says otherwise."""
    db.execute("ALTER TABLE root ADD COLUMN watched INTEGER NOT NULL DEFAULT 1")


@migrations()
def m008_confirmed_matches(db: Database) -> None:
    """Which products a query photo shows, and which not, as people said (`core.confirmed`)."""
    db.execute(
        "CREATE TABLE confirmed (query_digest TEXT NOT NULL, "
        "product_id INTEGER NOT NULL REFERENCES product(id) ON DELETE CASCADE, "
        "is_right INTEGER NOT NULL, at TEXT NOT NULL, path TEXT NOT NULL, "
        "PRIMARY KEY (query_digest, product_id)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX idx_confirmed_product_id ON confirmed(product_id)")


@migrations()
def m009_evidence(db: Database) -> None:
    """What is known of a photo beside its vector (`core.evidence`).

    `points` comes last, where SQLite reads what comes before it alone.
    """
    db.execute(
        "CREATE TABLE evidence (photo_id INTEGER NOT NULL REFERENCES photo(id), "
        "recipe_id TEXT NOT NULL REFERENCES recipe(id), look BLOB NOT NULL, points BLOB NOT NULL, "
        "UNIQUE (recipe_id, photo_id))"
    )
    db.execute("CREATE INDEX idx_evidence_photo_id ON evidence(photo_id)")


@migrations()
def m010_laboratory(db: Database) -> None:
    """Test sets, and what the laboratory's cells made of them (`core.laboratory`)."""
    db.execute(
        "CREATE TABLE test_set (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
        "source TEXT NOT NULL, at TEXT NOT NULL)"
    )
    db.execute(
        "CREATE TABLE test_query (id INTEGER PRIMARY KEY, "
        "test_set_id INTEGER NOT NULL REFERENCES test_set(id) ON DELETE CASCADE, "
        "path TEXT NOT NULL, digest TEXT NOT NULL, "
        "product_id INTEGER NOT NULL REFERENCES product(id) ON DELETE CASCADE, "
        "UNIQUE (test_set_id, digest, product_id))"
    )
    db.execute("CREATE INDEX idx_test_query_product_id ON test_query(product_id)")
    db.execute(
        "CREATE TABLE cell_result (id INTEGER PRIMARY KEY, "
        "test_set_id INTEGER NOT NULL REFERENCES test_set(id) ON DELETE CASCADE, "
        "cell TEXT NOT NULL, at TEXT NOT NULL, missing TEXT NOT NULL, recipe TEXT NOT NULL, "
        "seconds REAL NOT NULL, bytes REAL NOT NULL, stand TEXT NOT NULL, "
        "UNIQUE (test_set_id, cell))"
    )
    # `first` are ids of photos, in JSON.
    db.execute(
        "CREATE TABLE cell_outcome ("
        "result_id INTEGER NOT NULL REFERENCES cell_result(id) ON DELETE CASCADE, "
        "query_id INTEGER NOT NULL REFERENCES test_query(id) ON DELETE CASCADE, "
        "rank INTEGER, first TEXT NOT NULL, failed TEXT NOT NULL, "
        "PRIMARY KEY (result_id, query_id)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX idx_cell_outcome_query_id ON cell_outcome(query_id)")


FILL_PRODUCT_TEXT = (
    "INSERT INTO product_text(rowid, reference, name, category, tags, notes, own) "
    "SELECT * FROM product_words"
)
_DROP_TEXT = "DELETE FROM product_text WHERE rowid = ?"
_TEXT_AGAIN = f"{_DROP_TEXT}; {FILL_PRODUCT_TEXT} WHERE id = ?;"
_TEXT_CHANGES = {
    "INSERT ON product": ("new.id",),
    "UPDATE ON product": ("new.id",),
    "DELETE ON product": ("old.id",),
    "INSERT ON tag": ("new.product_id",),
    "UPDATE ON tag": ("old.product_id", "new.product_id"),
    "DELETE ON tag": ("old.product_id",),
    "INSERT ON own_column": ("new.product_id",),
    "UPDATE ON own_column": ("old.product_id", "new.product_id"),
    "DELETE ON own_column": ("old.product_id",),
}


def _create_product_text(db: Database) -> None:
    """One row to search in for each product, kept in step by triggers whoever writes."""
    db.execute(
        "CREATE VIEW product_words AS SELECT id, reference, name, category, coalesce(("
        "SELECT group_concat(name, ' · ') FROM tag WHERE product_id = product.id), '') AS tags, "
        "coalesce(notes, '') AS notes, coalesce(("
        "SELECT group_concat(value, ' · ') FROM own_column WHERE product_id = product.id), '') "
        "AS own FROM product"
    )
    db.execute(
        "CREATE VIRTUAL TABLE product_text USING fts5(reference, name, category, tags, notes, own, "
        "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
    )
    for change, rows in _TEXT_CHANGES.items():
        name = f"text_{change.lower().replace(' ', '_')}"
        body = " ".join(_TEXT_AGAIN.replace("?", row) for row in rows)
        db.execute(f"CREATE TRIGGER {name} AFTER {change} BEGIN {body} END")
    db.execute(FILL_PRODUCT_TEXT)


def names() -> set[str]:
    """The migrations that this version knows; a catalogue with others is from a newer one."""
    return {migration.name for migration in migrations.pending(Database(memory=True))}
