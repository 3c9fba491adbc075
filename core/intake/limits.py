"""How large a photo may be: bytes on disk, pixels, and memory while it is decoded.

Everything is known from the header, before a pixel is decoded.
"""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from core.errors import PhotoError, PhotoReason

MAX_FILE_BYTES = 2 * 1024**3
MAX_PIXELS = 250_000_000
# The file, its pixels and every copy of them that is held at the same time.
MAX_MEMORY = 2 * 1024**3
# A photo that needs more than this has the process's decoders to itself.
_LARGE = 256 * 1024**2

_alone = threading.Lock()


def check(path: Path, size: tuple[int, int], needed: int) -> None:
    """Refuse a photo of `size` whose decoding takes `needed` bytes. Raises `PhotoError`."""
    shape = f"{size[0]} x {size[1]} pixels, {needed / 1024**2:.0f} MiB to decode"
    if size[0] * size[1] > MAX_PIXELS:
        raise PhotoError(path, PhotoReason.TOO_MANY_PIXELS, shape)
    if needed > MAX_MEMORY:
        raise PhotoError(path, PhotoReason.TOO_MUCH_MEMORY, shape)


@contextlib.contextmanager
def room_for(needed: int) -> Iterator[None]:
    """Wait until no other large photo is being decoded, if this is one."""
    with _alone if needed > _LARGE else contextlib.nullcontext():
        yield
