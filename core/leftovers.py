"""What a process that was killed has left in a catalogue's folder, and its removal."""

import time
from contextlib import suppress
from pathlib import Path

from core import backup
from core.catalogue import Catalogue
from core.vector_file import SUFFIX, vectors_beside

# A younger file may be of a generation or a copy that another process is still writing.
YOUNG_SECONDS = 3600
_OURS = ("*.annoy", f"*{SUFFIX}", "*.part")


def stray_files(catalogue: Catalogue) -> list[Path]:
    """Files of `index/` that belong to no published generation and are not young.

    Only names that a build gives: whatever else lies there is not ours. Raises `CatalogueError`.
    """
    rows = catalogue.database.rows("SELECT file FROM generation")
    named = {name for (file,) in rows for name in (file, str(vectors_beside(Path(file))))}
    there = [path for ours in _OURS for path in catalogue.index_folder.glob(ours)]
    return sorted(path for path in there if path.name not in named and _is_old(path))


def sweep(catalogue: Catalogue) -> None:
    """Remove what killed builds and killed copies have left. Raises `CatalogueError`.

    A file that another process holds open stays for the next time.
    """
    copies = filter(_is_old, backup.unfinished(catalogue.folder))
    for path in (*stray_files(catalogue), *copies):
        with suppress(OSError):
            path.unlink()


def _is_old(path: Path) -> bool:
    """Whether a file is there and nobody can be writing it any more."""
    try:
        return path.is_file() and time.time() - path.stat().st_mtime > YOUNG_SECONDS
    except OSError:  # it went away meanwhile
        return False
