"""A file on its way into a folder: room for it, one writer at a time, in place only when whole."""

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import WeightsError, WeightsReason

_STALE_SECONDS = 3600.0


@contextmanager
def saving(title: str) -> Iterator[None]:
    """What the disk refuses becomes a `WeightsError` about `title`."""
    try:
        yield
    except OSError as error:
        reason = WeightsReason.NO_SPACE if is_full(error) else WeightsReason.CANNOT_WRITE
        raise WeightsError(title, reason, str(error)) from error


def is_full(error: OSError) -> bool:
    """Whether there is no room left on the disk, or for this person."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def check_room(folder: Path, size: int, title: str) -> None:
    """Raises `WeightsError` where fewer than `size` bytes are free; `OSError` without a folder."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise WeightsError(title, WeightsReason.NO_SPACE, f"{size} bytes, {free} are free")


def part_of(arrived: Path) -> Path:
    """Where a file lies while it is fetched; it is kept when the fetching is left off."""
    return arrived.with_name(arrived.name + ".part")


@contextmanager
def turn(arrived: Path) -> Iterator[Callable[[], bool]]:
    """Gives a function that tries to become the only writer of `arrived`, of all processes.

    Whoever is it stays so until the block ends, or its process.
    """
    path = arrived.with_name(arrived.name + ".lock")
    lock = FileLock(path, thread_local=False)

    def is_ours() -> bool:
        with suppress(Timeout):
            lock.acquire(timeout=0)
        return lock.is_locked

    try:
        yield is_ours
    finally:
        if lock.is_locked:
            # filelock notices when the file that it waited for has gone, and takes a new one.
            with suppress(OSError):
                path.unlink()
            lock.release()


def copy_in(source: Path, arrived: Path, check: Callable[[Path], None]) -> None:
    """Copy `source` to `arrived`, in place only once `check` has passed. Raises `OSError`."""
    for left in arrived.parent.glob(f"{arrived.name}.*.copy"):
        with suppress(OSError):
            if time.time() - left.lstat().st_mtime > _STALE_SECONDS:
                left.unlink()
    copy = arrived.with_name(f"{arrived.name}.{os.getpid()}.copy")
    try:
        shutil.copyfile(source, copy)
        check(copy)
        copy.replace(arrived)
    finally:
        copy.unlink(missing_ok=True)
