"""Folders that nobody means when they ask for product photos: whole disks, the system, home."""

import os
from pathlib import Path, PurePath, PureWindowsPath

from core.errors import FolderReason
from core.folders import data_folder

# Those of Linux and of macOS; what is mounted for people to use (/media, /mnt, /Volumes) is not.
_SYSTEM = (
    *("/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/sbin", "/snap"),
    *("/sys", "/usr", "/Applications", "/Library", "/System", "/cores", "/private/etc"),
)
_SYSTEM_WINDOWS = ("Windows", "Program Files", "Program Files (x86)", "ProgramData")
# They hold what people keep as well.
_SYSTEM_ITSELF = ("/opt", "/private", "/run", "/var", "/private/var")


def unwise(folder: Path) -> FolderReason | None:
    """Why a folder is hardly one of product photos, None where nothing speaks against it.

    Nothing is asked of the disk; links are not followed.
    """
    whole = Path(os.path.abspath(folder))  # noqa: PTH100  without following links
    return judge(whole, Path.home(), data_folder().absolute())


def judge(folder: PurePath, home: PurePath, data: PurePath) -> FolderReason | None:
    """`unwise` for an absolute path, on a computer with these folders."""
    is_windows, start = isinstance(folder, PureWindowsPath), type(folder)(home.anchor)
    if folder == start:
        return FolderReason.WHOLE_DISK
    if home.is_relative_to(folder):
        return FolderReason.HOME
    if folder.is_relative_to(data):
        return FolderReason.OWN_DATA
    system = [start / name for name in (_SYSTEM_WINDOWS if is_windows else _SYSTEM)]
    if any(folder.is_relative_to(place) for place in system):
        return FolderReason.SYSTEM
    return FolderReason.SYSTEM if str(folder) in _SYSTEM_ITSELF else None
