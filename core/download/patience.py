"""How long a download waits, how often it tries again, and how fast it is."""

import random
import time
from collections import deque
from dataclasses import dataclass

_WINDOW_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Times in seconds: `connect` to a server, `silence` of one that sends, `look` at a thread.

    After the n-th failure in a row, with nothing new in between, the wait is `first_wait` times
    2^n, at most `longest_wait`; after `tries` of them it is given up.
    """

    tries: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    connect: float = 10.0
    silence: float = 20.0
    look: float = 0.2

    def wait(self, failures: int) -> float:
        """Between half and all of it, so that many machines do not come back at once."""
        whole = min(self.longest_wait, self.first_wait * 2.0 ** (failures - 1))
        return whole * random.uniform(0.5, 1.0)  # noqa: S311  no secret


class Pace:
    """Bytes a second over the last moments."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def rate(self, have: int) -> float:
        """The rate now that there are `have` bytes; 0.0 while unknown."""
        now = time.monotonic()
        if self._seen and have < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, have))
        while now - self._seen[0][0] > _WINDOW_SECONDS and len(self._seen) > 2:
            self._seen.popleft()
        since, had = self._seen[0]
        return (have - had) / (now - since) if now - since > 0.5 else 0.0
