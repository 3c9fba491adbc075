"""A process that does nothing but wake every 5 ms: its gaps are those of the machine.

They are counted until standard input ends; then a JSON object is written.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from benchmarks.stall.gaps import BAR_MS, Watch

_TICK_SECONDS = 0.005
_PATIENCE_SECONDS = 10


@contextmanager
def beside() -> Iterator[dict[str, Any]]:
    """What it has noted is in the dictionary when the work in here is done."""
    noted: dict[str, Any] = {}
    command = [sys.executable, "-m", "benchmarks.stall.beside"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:  # noqa: S603
        yield noted
        noted |= json.loads(other.communicate(timeout=_PATIENCE_SECONDS)[0])


def _tick() -> None:
    ended, watch = Event(), Watch(None)

    def listen() -> None:
        sys.stdin.read()
        ended.set()

    Thread(target=listen, daemon=True).start()
    while not ended.is_set():
        time.sleep(_TICK_SECONDS)
        watch.tick()
    walls = [gap.wall for gap in watch.gaps]
    above = sum(wall > BAR_MS for wall in walls)
    print(json.dumps({"longest_ms": round(max(walls), 1), "above_bar": above}))


if __name__ == "__main__":
    _tick()
