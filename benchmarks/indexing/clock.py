"""Wall and processor seconds of a piece of work; the latter with all threads and ended children."""

import os
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Moment:
    """Two clocks read together, in seconds, or what lies between two such."""

    wall: float
    processor: float

    def since(self, before: "Moment") -> "Moment":
        """What has passed since then."""
        return Moment(self.wall - before.wall, self.processor - before.processor)


def now() -> Moment:
    """Both clocks."""
    times = os.times()
    children = times.children_user + times.children_system
    return Moment(time.perf_counter(), time.process_time() + children)
