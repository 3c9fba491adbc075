"""Names for files, and for what gallery and test set are like: whether results still hold."""

import hashlib
import json
from pathlib import Path

from core.catalogue import Catalogue
from core.digest import digest_of

_GALLERY = (
    "SELECT photo.id, size, mtime_ns, product_id, category FROM photo "
    "JOIN product ON product.id = product_id WHERE status = 'present' ORDER BY photo.id"
)
_QUERIES = "SELECT id, digest, product_id FROM test_query WHERE test_set_id = ? ORDER BY id"


def known_by(path: Path, before: str = "") -> str:
    """The SHA-256 of a file; where it cannot be read, the one it had `before`, or that of its path.

    The latter fits no file.
    """
    try:
        return digest_of(path)
    except OSError:
        return before or hashlib.sha256(str(path).encode(errors="surrogateescape")).hexdigest()


def stand(catalogue: Catalogue, test_set: int) -> str:
    """The same text as long as gallery photos, their products and the queries are the same."""
    known = hashlib.sha256()
    for row in catalogue.database.each(_GALLERY):
        known.update(json.dumps(row).encode())
    for row in catalogue.database.each(_QUERIES, [test_set]):
        known.update(json.dumps(row).encode())
    return known.hexdigest()[:16]
