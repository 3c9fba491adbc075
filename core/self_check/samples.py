"""Photos of the sample catalogue: a query, the product that it shows, and others."""

import shutil
from pathlib import Path

from core import folders

_SAMPLE = folders.resource("sample")
_CATALOGUE = _SAMPLE / "catalogue"

REFERENCE = "BG1042"
QUERY = _SAMPLE / "queries" / "q01.jpg"
FRONT = _CATALOGUE / "Bags" / "BG1042_front.jpg"
SIDE = _CATALOGUE / "Bags" / "BG1042_side.jpg"
OTHER = _CATALOGUE / "Watches" / "WA6013_front.jpg"


def lay_out(folder: Path) -> Path:
    """Put the front of the product and another product into `folder`; the folder."""
    for photo in (FRONT, OTHER):
        copy = folder / photo.parent.name / photo.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(photo, copy)
    return folder
