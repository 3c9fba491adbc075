"""File names for Annoy, which hands them to C's `open` as bytes.

Everywhere but on Windows those bytes are the name. Windows reads them in the machine's own code
page, which they are not written in: a folder such as `Éléonore` or `商品` is not found. Its short
name (`LONORE~1`) is ASCII, where the disk keeps short names.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from core.errors import IndexFileError, IndexReason


def _short_name(folder: Path) -> str:
    """What Windows calls a folder for programs of the eighties; the name itself elsewhere."""
    if sys.platform == "win32":
        import ctypes

        short = ctypes.create_unicode_buffer(32_768)
        if ctypes.windll.kernel32.GetShortPathNameW(str(folder), short, len(short)):
            return short.value
    return str(folder)


def narrow(
    path: Path,
    *,
    is_narrow: bool = sys.platform == "win32",
    short_name: Callable[[Path], str] = _short_name,
) -> str:
    """The name by which C's `open` finds `path`, whose folder exists and whose own name is ASCII.

    Raises `IndexFileError` where there is none; without a generation the search is exact.
    """
    name = str(path)
    if is_narrow and not name.isascii():
        name = str(Path(short_name(path.parent), path.name))
        if not name.isascii():
            raise IndexFileError(path, IndexReason.NO_NAME)
    return name
