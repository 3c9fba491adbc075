"""What was dropped on the window, read without touching the disk."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData


@dataclass(frozen=True, slots=True)
class Dropped:
    """The local files of a drop, at least one."""

    paths: tuple[Path, ...]


def dropped(mime: QMimeData) -> Dropped | None:
    """The local files in `mime`, or None: text, links and pictures from a web page have no file."""
    paths = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return Dropped(paths) if paths else None
