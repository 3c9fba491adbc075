"""Which file is it: the SHA-256 of what it holds."""

import hashlib
from pathlib import Path


def digest_of(path: Path) -> str:
    """A file's SHA-256 in hexadecimal. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
