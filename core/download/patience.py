"""How long a download waits, and how often it tries again."""

import random
from dataclasses import dataclass


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
