"""`python -m resources.packaging.digests`: SHA256SUMS of what `dist` holds for people to install.

Once more after files were signed, which changes them.
"""

from pathlib import Path

from core.digest import digest_of
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
    lines = [f"{digest_of(path)}  {path.name}\n" for path in paths]
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")
    return paths


if __name__ == "__main__":
    write_digests(ROOT / "dist")
