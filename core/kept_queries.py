"""Pictures that came as bytes, kept as files so that they can be looked at as any photo.

Each lies under its name in a folder of Vitrine's own that is called by its digest. The oldest go
when there are too many; nothing else is ever touched.
"""

import errno
import hashlib
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core import intake
from core.errors import PictureError, PictureReason
from core.intake.kinds import HEAD_BYTES, Kind, kind_of

# The picture is opened once, at this size, before it is kept.
_LOOK_SIDE = 64
_DIGEST_LETTERS = 24
_DIGEST = re.compile(rf"[0-9a-f]{{{_DIGEST_LETTERS}}}")
_ENDINGS = {kind: f".{kind.value.lower()}" for kind in Kind} | {
    Kind.JPEG: ".jpg",
    Kind.TIFF: ".tif",
    Kind.HEIF: ".heic",
    Kind.JPEG2000: ".jp2",
}
_NAME_LETTERS = 60
# What no file system of the three takes in a name, and what would hide it.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many pictures are kept, and how many bytes they take together."""

    pictures: int = 60
    bytes: int = 400_000_000


def keep(
    folder: Path,
    data: bytes,
    name: str,
    in_use: Collection[Path] = (),
    bounds: Bounds = Bounds(),
) -> Path:
    """The file in `folder` that holds `data` from now on, called `name` as far as it may be.

    The ending is that of what `data` is. What is `in_use` stays, whatever the bounds. The file is
    complete before it has its name; the same bytes are kept once. Raises `PhotoError` for data that
    is no picture that is read, `PictureError` where it cannot be written.
    """
    shown = Path(_plain(name))
    intake.decode(data, shown, _LOOK_SIDE)
    digest = hashlib.sha256(data).hexdigest()[:_DIGEST_LETTERS]
    ending = _ENDINGS[Kind(kind_of(data[:HEAD_BYTES]))]
    own = folder / digest
    try:
        known = _picture_in(own)
        path = known or _write(data, own, f"{shown.stem}{ending}")
        os.utime(path)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = PictureReason.NO_SPACE if full else PictureReason.CANNOT_WRITE
        raise PictureError(shown.name, reason, str(error)) from error
    _sweep(folder, {path, *in_use}, bounds)
    return path


def _write(data: bytes, own: Path, name: str) -> Path:
    own.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="new-", dir=own.parent))
    try:
        (making / name).write_bytes(data)
        with suppress(FileNotFoundError):  # what a run that was killed has left
            own.rmdir()
        making.rename(own)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        known = _picture_in(own)  # by another Vitrine meanwhile
        if known is None:
            raise
        return known
    return own / name


def _picture_in(own: Path) -> Path | None:
    if not own.is_dir():
        return None
    return next((path for path in own.iterdir() if path.is_file()), None)


def _sweep(folder: Path, in_use: Collection[Path], bounds: Bounds) -> None:
    """Remove the oldest beyond the bounds; what cannot be removed waits for the next time."""
    used = {path.parent for path in in_use}
    kept, size = 0, 0
    for when, own, taken in sorted(_held(folder), reverse=True):
        kept, size = kept + 1, size + taken
        is_over = kept > bounds.pictures or size > bounds.bytes
        if is_over and own not in used:
            _log.info("a kept picture of %s goes: %s", when, own)
            shutil.rmtree(own, ignore_errors=True)
            kept, size = kept - 1, size - taken


def _held(folder: Path) -> list[tuple[float, Path, int]]:
    """Of each picture when it was last looked for, its own folder, and its size in bytes."""
    held = []
    for own in folder.iterdir():
        if _DIGEST.fullmatch(own.name):
            with suppress(OSError):  # another Vitrine removes, too
                path = _picture_in(own)
                found = path.stat() if path else None
                held.append((found.st_mtime if found else 0.0, own, found.st_size if found else 0))
    return held


def _plain(name: str) -> str:
    """A name that every file system takes."""
    plain = _NOT_IN_NAMES.sub(" ", name).strip(" .")
    stem, ending = os.path.splitext(plain)  # noqa: PTH122  of a name, not of a path
    plain = f"{stem[:_NAME_LETTERS].rstrip(' .')}{ending[:8]}"
    return f"_{plain}" if _DEVICES.match(plain) or not plain else plain
