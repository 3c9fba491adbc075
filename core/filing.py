"""Which product a photo is filed under: what its file says, or what a person has said since."""

from pathlib import Path

from core import naming
from core.database import DatabaseFile
from core.records import FileStamp


def file_photo(database: DatabaseFile, root_id: int, root: Path, stamp: FileStamp) -> None:
    """Note a new, changed or returned file, within a transaction; a changed one's vectors go.

    A known photo stays with its product, whatever that is called by now.
    """
    path = str(stamp.path)
    database.execute(
        "DELETE FROM vector WHERE photo_id = "
        "(SELECT id FROM photo WHERE path = ? AND (size, mtime_ns) != (?, ?))",
        [path, stamp.size, stamp.mtime_ns],
    )
    known = database.execute(
        "UPDATE photo SET size = ?, mtime_ns = ?, status = 'present', reason = '', detail = '', "
        "attempts = 0 WHERE path = ?",
        [stamp.size, stamp.mtime_ns, path],
    )
    if known.rowcount:
        return
    database.execute(
        "INSERT INTO photo(root_id, path, size, mtime_ns, product_id) VALUES (?, ?, ?, ?, ?)",
        [root_id, path, stamp.size, stamp.mtime_ns, _product(database, root, stamp.path)],
    )


def _product(database: DatabaseFile, root: Path, path: Path) -> int:
    names = [naming.reference_of(path), naming.category_of(path, root)]
    found = database.rows(
        "SELECT product_id FROM alias WHERE reference = ?1 AND category = ?2 "
        "UNION ALL SELECT id FROM product WHERE reference = ?1 AND category = ?2",
        names,
    )
    if found:
        return int(found[0][0])
    made = database.execute("INSERT INTO product(reference, category) VALUES (?, ?)", names)
    return int(made.lastrowid or 0)
