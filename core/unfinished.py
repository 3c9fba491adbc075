"""Files that are still being copied: not whole yet, and touched a moment ago."""

import time

from core.errors import PhotoError, PhotoReason
from core.records import FileStamp, Waiting

STILL_SECONDS = 2.0
_NOT_WHOLE = (PhotoReason.EMPTY, PhotoReason.INCOMPLETE)


def is_unfinished(photo: Waiting, error: BaseException) -> bool:
    """Whether a photo could not be read because somebody is still writing it."""
    if not isinstance(error, PhotoError) or error.reason not in _NOT_WHOLE:
        return False
    return still(photo) != photo.stamp


def still(photo: Waiting) -> FileStamp | None:
    """The file as it is, once nobody has written to it for a moment; None while somebody does."""
    try:
        found = photo.path.stat()
    except OSError:
        return photo.stamp
    # A copy may be given the time of its original; the time of change is its own.
    touched = max(found.st_mtime, found.st_ctime)
    if time.time() - touched < STILL_SECONDS:
        return None
    return FileStamp(photo.path, found.st_size, found.st_mtime_ns)
