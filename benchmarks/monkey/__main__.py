"""10,000 random events on the program: does it stand, and how long was it held at most?

`python -m benchmarks.monkey [--events N] [--seed S] [--json]`. Milliseconds are the processor's
time of the window's thread for one event and all that it set off at once. An exception ends it.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from benchmarks.monkey.playing import Monkey
from benchmarks.monkey.program import drops, running
from desktop import theme
from desktop.starting import make_application

EVENTS = 10_000


def main() -> int:
    """Play and print; the exit code tells of exceptions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    raised: list[str] = []

    def note(kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
        raised.append(f"{kind.__name__}: {error}")
        sys.__excepthook__(kind, error, _where)

    sys.excepthook = note
    theme.apply(make_application(["vitrine"]), "light")
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as vitrine:
        monkey = Monkey(vitrine.window, drops(Path(folder)), options.seed)
        played = monkey.play(options.events)
    figures = {
        "events": sum(played.counts.values()),
        "exceptions": len(raised),
        "worst_ms": round(max(played.worst_ms.values()), 1),
        "by_kind": {kind: round(worst, 1) for kind, worst in sorted(played.worst_ms.items())},
    }
    if not options.json:
        print(f"{figures['events']} events, {len(raised)} exceptions: {raised[:5]}")
    print(json.dumps(figures))
    return bool(raised)


if __name__ == "__main__":
    sys.exit(main())
