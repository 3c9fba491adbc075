"""`python -m resources.packaging.digests`: SHA256SUMS of what `dist` holds for people to install.

Once more after files were signed, which changes them.
"""

import hashlib
from pathlib import Path

from resources.packaging.project import ROOT

NAME = "SHA256SUMS"
_DELIVERIES = ("*.tar.gz", "*.deb", "*.exe", "*.dmg")


def write_digests(folder: Path) -> list[Path]:
    """Write `SHA256SUMS` about the deliveries in `folder`, as `sha256sum -c` reads it; the files.

    Raises `SystemExit` where there is none.
    """
    paths = sorted(path for pattern in _DELIVERIES for path in folder.glob(pattern))
    if not paths:
        raise SystemExit(f"{folder} holds nothing to install: `python -m resources.packaging`.")
    lines = [f"{_digest(path)}  {path.name}\n" for path in paths]
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")
    return paths


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    write_digests(ROOT / "dist")
