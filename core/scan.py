"""Walking a photo folder, and telling new, changed and vanished files from unchanged ones."""

import logging
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import FolderError, FolderReason
from core.records import FileStamp

_JPEG = (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo")
_MODERN = (".webp", ".avif", ".heic", ".heif", ".hif", ".jp2", ".j2k")
_OTHER = (".png", ".tif", ".tiff", ".gif", ".bmp", ".psd", ".psb", ".tga", ".ppm")
SUFFIXES = frozenset(_JPEG + _MODERN + _OTHER)
# Folders that file servers and editors fill with derived pictures.
_SIDE_FOLDERS = frozenset({"@eaDir", "__MACOSX", "$RECYCLE.BIN", "System Volume Information"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a walk found against what was known: new or changed files, and vanished paths."""

    to_do: list[FileStamp]
    vanished: list[str]


def walk(root: Path) -> Iterator[FileStamp]:
    """Every file below `root` that is named like a photo, folder by folder in order.

    Hidden and side files are passed over, links to folders are not followed. Raises `FolderError`
    when `root` is missing or unreadable; what lies below it and cannot be read is logged.
    """
    if not root.is_dir():
        raise FolderError(root, FolderReason.MISSING)
    for folder, names, files in os.walk(root, onerror=lambda error: _refused(root, error)):
        names[:] = sorted(name for name in names if not _is_aside(name))
        for name in sorted(files):
            if _is_aside(name) or Path(name).suffix.lower() not in SUFFIXES:
                continue
            found = stamp_of(Path(folder, name))
            if found:
                yield found


def compare(known: dict[str, FileStamp], found: dict[str, FileStamp]) -> Changes:
    """Sort what was found; a vanished path counts only while its folder can be read."""
    to_do = [stamp for path, stamp in found.items() if known.get(path) != stamp]
    vanished = [path for path in known if path not in found and not _is_there(Path(path))]
    return Changes(to_do, vanished)


def stamp_of(path: Path) -> FileStamp | None:
    """The file as it is.

    None for what cannot be a photo: gone, a pipe or device, a name that is no text.
    """
    try:
        str(path).encode()
        found = path.stat()
    except (OSError, UnicodeEncodeError) as error:
        _log.warning("passed over %r: %r", path, error)
        return None
    is_file = stat.S_ISREG(found.st_mode)
    return FileStamp(path, found.st_size, found.st_mtime_ns) if is_file else None


def _is_aside(name: str) -> bool:
    return name.startswith((".", "~$")) or name in _SIDE_FOLDERS


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _refused(root: Path, error: OSError) -> None:
    if error.filename == str(root):
        raise FolderError(root, FolderReason.UNREADABLE, str(error)) from error
    _log.warning("passed over %s: %r", error.filename, error)
