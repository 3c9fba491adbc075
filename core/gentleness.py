"""How much of the computer a long job takes: less on battery, and while a person works in Vitrine.

Threads of a job are put behind those of other programs too: on Linux each by itself, on Windows the
whole process for as long as a job lasts. macOS is left the number of lanes alone: its niceness
belongs to the process and cannot be taken back, and the worker answers queries as well.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

BUSY_SECONDS = 5.0
_FULL_PERCENT = 99.0
_NICENESS = 10


_seen = float("-inf")


def note_work() -> None:
    """A person uses keys or mouse: they count as working for `BUSY_SECONDS`."""
    global _seen  # noqa: PLW0603  a fact about the person, whoever asks
    _seen = time.monotonic()


def lanes(cores: int) -> int:
    """How many photos to prepare at a time with so many cores: all, or half of them.

    Half, and at least one, on a battery that is not full or while a person works.
    """
    is_working = time.monotonic() - _seen < BUSY_SECONDS
    return max(1, cores // 2) if is_working or _is_on_battery() else max(1, cores)


def become_gentle() -> None:
    """Put the calling thread behind other programs for the rest of its life (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


@contextmanager
def gentle_process() -> Iterator[None]:
    """Put this process behind other programs in here (Windows)."""
    _set_priority("BELOW_NORMAL_PRIORITY_CLASS")
    try:
        yield
    finally:
        _set_priority("NORMAL_PRIORITY_CLASS")


def _set_priority(name: str) -> None:
    if sys.platform == "win32":
        with suppress(OSError, psutil.Error):
            psutil.Process().nice(getattr(psutil, name))


def _is_on_battery() -> bool:
    """False also where the system cannot say."""
    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, NotImplementedError, psutil.Error):
        return False
    if battery is None or battery.power_plugged is None:
        return False
    return not battery.power_plugged and battery.percent < _FULL_PERCENT
