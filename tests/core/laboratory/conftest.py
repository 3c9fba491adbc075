"""Photos to look for."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def shots(drawn_photos: Path, tmp_path: Path) -> Path:
    """The drawn photos as files that are not those of a catalogue: each has a byte more."""
    root = tmp_path / "shots"
    shutil.copytree(drawn_photos, root)
    for path in root.rglob("*.*"):
        with path.open("ab") as file:
            file.write(b"\0")
    return root
