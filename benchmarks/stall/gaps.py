"""The time between two ticks of the window's timer."""

import faulthandler
import threading
import time
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Any

KINDS = ("wall", "own", "processor")
BAR_MS = 50
_HELD_SECONDS = 0.03


@dataclass(frozen=True)
class Gap:
    """Milliseconds between two ticks.

    By the clock; without those in which the window's thread waited for a core; those in which it
    computed; those of all threads of the process.
    """

    wall: float
    own: float
    processor: float
    process: float


@dataclass
class Watch:
    """Told of every tick, it knows the gaps."""

    held: TextIOWrapper | None
    gaps: list[Gap] = field(default_factory=list)
    _last: tuple[float, ...] | None = None

    def tick(self) -> None:
        """Note what has passed since the last one."""
        now = (time.perf_counter(), _waited(), time.thread_time(), time.process_time())
        if self._last:
            wall, waited, own, all_threads = (
                1000 * (one - other) for one, other in zip(now, self._last, strict=True)
            )
            self.gaps.append(Gap(wall, wall - waited, own, all_threads))
        self._last = now
        if self.held:
            faulthandler.dump_traceback_later(_HELD_SECONDS, file=self.held)

    def figures(self) -> dict[str, Any]:
        """The longest of each kind, and the one that was longest by the clock as a whole."""
        longest = max(self.gaps, key=lambda gap: gap.wall)
        return {
            "ticks": len(self.gaps),
            "longest_ms": {
                kind: round(max(getattr(gap, kind) for gap in self.gaps), 1) for kind in KINDS
            },
            "above_bar": {
                kind: sum(getattr(gap, kind) > BAR_MS for gap in self.gaps) for kind in KINDS
            },
            "the_longest": {kind: round(value, 1) for kind, value in vars(longest).items()},
        }


def _waited() -> float:
    """Seconds for which the window's thread has waited for a core so far; 0 where none tells."""
    try:
        told = Path(f"/proc/self/task/{threading.main_thread().native_id}/schedstat").read_text()
    except OSError:
        return 0.0
    return int(told.split()[1]) / 1e9
