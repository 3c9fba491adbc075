"""Who works on a catalogue: one process at a time, told by a lock that the system frees with it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import CatalogueError, CatalogueReason

FILE_NAME = "in-use.lock"

_log = logging.getLogger(__name__)


def take(folder: Path) -> Callable[[], None]:
    """Become the one that works on the catalogue in `folder`; gives what ends that.

    The folder is made where it is missing. Raises `CatalogueError` (in use) where another process
    is the one. Where the disk knows no locks or is not to be written, nobody is kept out: whether
    the catalogue can be used is found out by opening it.
    """
    # A lock made of a file alone would outlive a process that was killed.
    lock = FileLock(folder / FILE_NAME, thread_local=False, fallback_to_soft=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CatalogueError(folder, CatalogueReason.IN_USE, str(error)) from error
    except (OSError, NotImplementedError) as error:
        _log.warning("no lock keeps others from working on %s: %r", folder, error)
    return lock.release


@contextmanager
def held(folder: Path, *, create: bool = True) -> Iterator[None]:
    """Be the one that works on a catalogue, in here. Raises as `take`.

    Without `create` a folder that is missing is not made: there is nobody to keep out.
    """
    if not create and not folder.is_dir():
        yield
        return
    release = take(folder)
    try:
        yield
    finally:
        release()
