"""How fast a job goes, and how long what is left will take, without jumps.

The rate is an average in which a thing counts less the longer ago it was done (an exponential
moving average over time), so that one large photo does not double the remaining time.
"""

import math

_UNKNOWN = 0.1  # of the memory


class Pace:
    """Told of what is done, it says how many a second; while it rests, no time passes for it."""

    def __init__(self, memory: float) -> None:
        """What was done `memory` seconds ago counts a third of what is done now."""
        self._memory = memory
        self._done = self._seconds = self._passed = 0.0
        self._since: float | None = None

    def note(self, done: int, now: float) -> None:
        """`done` more things were done by `now`, in seconds of a steady clock."""
        passed = 0.0 if self._since is None else now - self._since
        fading = math.exp(-passed / self._memory)
        self._done = self._done * fading + done
        self._seconds = self._seconds * fading + passed
        self._passed += passed
        self._since = now

    def rest(self) -> None:
        """Let no time pass until the next `note`."""
        self._since = None

    @property
    def a_second(self) -> float:
        """Things a second, 0.0 while unknown."""
        is_known = self._passed >= _UNKNOWN * self._memory
        return self._done / self._seconds if is_known else 0.0

    def seconds_for(self, left: int) -> float | None:
        """How long `left` more will take, None while unknown."""
        return left / self.a_second if self.a_second else None
