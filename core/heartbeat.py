"""The worker's sign of life: sent from a thread of its own, whatever the main loop is busy with."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

BEAT_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Beat:
    """How many `seconds` ago the main loop last turned, and whether it has a request in hand.

    The seconds are counted in beats: a computer that sleeps meanwhile makes no difference.
    """

    seconds: float
    busy: bool


class Heartbeat:
    """Beats from `start` until `stop`; the main loop says when it turns and when it rests."""

    def __init__(self, tell: Callable[[Beat], None], every: float = BEAT_SECONDS) -> None:
        """`tell` is called by the thread."""
        self._tell, self._every = tell, every
        self._beats, self._busy = 0, False
        self._stopped = threading.Event()

    def start(self) -> None:
        """Beat from now on."""
        threading.Thread(target=self._run, name="heartbeat", daemon=True).start()

    def stop(self) -> None:
        """Beat no more."""
        self._stopped.set()

    def turn(self, *, busy: bool = True) -> None:
        """The main loop goes on with a request, or waits for one."""
        self._beats, self._busy = 0, busy

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            self._beats += 1
            self._tell(Beat(self._beats * self._every, self._busy))
