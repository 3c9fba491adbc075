"""Walking a photo folder: what lies in it that is named like a photo, in the order of its paths."""

import logging
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from core.errors import FolderError, FolderReason
from core.records import FileStamp

_JPEG = (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo")
_MODERN = (".webp", ".avif", ".heic", ".heif", ".hif", ".jp2", ".j2k")
_OTHER = (".png", ".tif", ".tiff", ".gif", ".bmp", ".psd", ".psb", ".tga", ".ppm")
SUFFIXES = frozenset(_JPEG + _MODERN + _OTHER)
_ENDINGS = tuple(SUFFIXES)
# Folders that file servers and editors fill with derived pictures.
_SIDE_FOLDERS = frozenset({"@eaDir", "__MACOSX", "$RECYCLE.BIN", "System Volume Information"})
# A folder of Windows that leads to another one: a link, whatever it calls itself.
_JUNCTION = 0xA0000003

_log = logging.getLogger(__name__)


class _File(NamedTuple):
    path: str
    size: int
    mtime_ns: int


class _Folder(NamedTuple):
    """`path` ends in a separator but for the topmost, so that it sorts as what lies below it."""

    path: str
    device: int


def walk(
    root: Path, within: Path | None = None, on_mount: Callable[[str], object] = str
) -> Iterator[FileStamp]:
    """Every file below `root`, or below `within` in it, that is named like a photo.

    They come in the order of their paths, character by character, as SQLite sorts text. Hidden and
    side files are passed over, links to folders are not followed; `on_mount` is told of folders on
    another device than the one above. Raises `FolderError` when `root` is missing or unreadable;
    what lies below it and cannot be read is logged.
    """
    if not is_folder(root):
        is_dead = is_there(root) and not os.path.isfile(root)  # noqa: PTH113  as in `is_folder`
        raise FolderError(root, FolderReason.UNREADABLE if is_dead else FolderReason.MISSING)
    top = within or root
    ahead: list[_File | _Folder] = []
    if _is_text(str(top)) and (found := _stat_or_none(top)):
        ahead.append(_Folder(str(top), found.st_dev))
    while ahead:
        next_one = ahead.pop()
        if isinstance(next_one, _File):
            yield FileStamp(Path(next_one.path), next_one.size, next_one.mtime_ns)
        else:
            ahead += reversed(_read(root, next_one, on_mount))


def would_take(root: Path, path: Path, *, is_folder: bool) -> bool:
    """Whether a walk of `root` takes a file or folder at `path`, which may be gone, by its name."""
    if not path.is_relative_to(root) or not _is_text(str(path)):
        return False
    is_named = not path.is_symlink() if is_folder else path.name.lower().endswith(_ENDINGS)
    return is_named and not any(map(_is_aside, path.relative_to(root).parts))


def stat_of(path: Path) -> os.stat_result | None:
    """What a path leads to, None where there is nothing. Raises `OSError` where none can tell."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_there(path: Path) -> bool:
    """Whether something is there, or may be: a folder that cannot be read hides what it holds."""
    try:
        return stat_of(path) is not None
    except OSError:
        return True


def is_folder(path: Path) -> bool:
    """Whether there is a folder; where the disk fails when it is asked, there is none."""
    return os.path.isdir(path)  # noqa: PTH112  `Path.is_dir` raises what the disk says


def _stat_or_none(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError as error:
        _log.warning("passed over %s: %r", path, error)
        return None


def _read(root: Path, folder: _Folder, on_mount: Callable[[str], object]) -> list[_File | _Folder]:
    """What a folder holds, in the order of paths."""
    found: list[_File | _Folder] = []
    try:
        with os.scandir(folder.path) as entries:
            for entry in entries:
                one = None if _is_aside(entry.name) else _look(entry)
                if one is not None:
                    found.append(one)
                # Windows tells no device here, and its mounted folders are junctions.
                if isinstance(one, _Folder) and one.device not in (0, folder.device):
                    on_mount(entry.path)
    except OSError as error:
        if folder.path == str(root):
            raise FolderError(root, FolderReason.UNREADABLE, str(error)) from error
        _log.warning("passed over %s: %r", folder.path, error)
    return sorted(found)


def _look(entry: os.DirEntry[str]) -> _File | _Folder | None:
    """None for what cannot be a photo: gone, a pipe or device, a name that is no text."""
    try:
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not entry.name.lower().endswith(_ENDINGS):
            return None
        found = entry.stat(follow_symlinks=not is_folder)
    except OSError as error:
        _log.warning("passed over %r: %r", entry.path, error)
        return None
    if not _is_text(entry.name):
        _log.warning("passed over %r: its name is no text", entry.path)
        return None
    if is_folder:
        is_link = getattr(found, "st_reparse_tag", 0) == _JUNCTION
        return None if is_link else _Folder(entry.path + os.sep, found.st_dev)
    is_file = stat.S_ISREG(found.st_mode)
    return _File(entry.path, found.st_size, found.st_mtime_ns) if is_file else None


def _is_aside(name: str) -> bool:
    return name.startswith((".", "~$")) or name in _SIDE_FOLDERS


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
