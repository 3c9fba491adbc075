"""A product's category, read from where its photo lies; when two names are the same."""

import unicodedata
from pathlib import Path


def category_of(path: Path, root: Path) -> str:
    """The folder above the photo; empty for photos that lie in `root` itself."""
    folder = path.parent
    return folder.name if folder != root else ""


def fold(name: str) -> str:
    """What two tags, columns or references have in common that differ in capitals alone."""
    return unicodedata.normalize("NFC", name).strip().casefold()
