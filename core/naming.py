"""A product's reference and category, read from where its photo lies; when names are the same."""

import re
import unicodedata
from pathlib import Path

# `BG1042_01`, `BG1042-back`, `BG1042 (2)` are views of BG1042. Numbers of two digits count
# only with a leading zero, so that `Model-90` and `Model-91` stay two products.
_VIEW = re.compile(
    r"(?:[-_ ](?:0?\d|front|back|side|left|right|top|bottom|detail|main|alt|inside|worn)"
    r"| ?\(\d\))$",
    re.IGNORECASE,
)


def reference_of(path: Path) -> str:
    """The file's stem without its view suffix."""
    return _VIEW.sub("", path.stem) or path.stem


def category_of(path: Path, root: Path) -> str:
    """The folder above the photo; empty for photos that lie in `root` itself."""
    return path.parent.name if path.parent != root else ""


def fold(name: str) -> str:
    """What two tags, columns or references have in common that differ in capitals alone."""
    return unicodedata.normalize("NFC", name).strip().casefold()
