"""`python -m desktop`, and the entry of the executable: the window, or the worker of a window."""

import multiprocessing
import sys
from pathlib import Path

from core import streams


def main() -> int:
    """Take the role that the command line names."""
    streams.mend()
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--worker"]:
        from desktop.worker_role import run_worker

        run_worker(Path(sys.argv[2]))
        return 0
    from desktop.app import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
