"""Memory that was freed, given back to the system.

glibc keeps what photos of many sizes leave behind, in fragments: some 30 KB more a photo. Elsewhere
the system's allocator sees to it by itself.
"""

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Return what is free at the ends and inside of the heaps; takes milliseconds."""
    trim = _trim()
    if trim:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim
