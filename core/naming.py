"""What paths and names say: a product's category, what lies below what, what is the same."""

import unicodedata
from pathlib import Path


def category_of(path: Path, root: Path) -> str:
    """The folder above the photo; empty for photos that lie in `root` itself."""
    folder = path.parent
    return folder.name if folder != root else ""


def path_start(folder: Path) -> str:
    """What the paths of all that lies below a folder begin with: its own, and a separator."""
    return str(folder / "_")[:-1]


def fold(name: str) -> str:
    """What two tags, columns or references have in common that differ in capitals alone."""
    return unicodedata.normalize("NFC", name).strip().casefold()
