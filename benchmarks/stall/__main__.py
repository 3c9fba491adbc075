"""`python -m benchmarks.stall [--photos 300] [--known 10000] [--held FILE] [--json]`.

The real window with its real worker, on a catalogue of so many known photos, the catalogue in view,
while a folder is indexed. Told are the longest time between two ticks of a timer of 5 ms, and the
resident memory of both processes on the way.

On a machine that others use, a tick is late when the window's thread waits for a core; what Linux
tells of that is taken off for `own`. `processor` is what that thread computed between two ticks.
What the machine alone does is told by a process beside that only wakes every 5 ms. `--held` takes
the traces of whatever lasts longer than 30 ms. The window is offscreen, unless QT_QPA_PLATFORM says
otherwise.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.stall.watching import watch
from core import folders


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--known", type=int, default=10_000)
    parser.add_argument("--held", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ[folders.DATA_VARIABLE] = home
        sizes = [str(options.known), str(options.photos)]
        subprocess.run(  # noqa: S603  a process of its own, whose memory is not the window's
            [sys.executable, "-m", "benchmarks.stall.preparing", home, *sizes], check=True
        )
        figures = watch(Path(home), options.held)
    if not options.json:
        print(json.dumps(figures, indent=2))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
