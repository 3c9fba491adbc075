"""`python -m desktop`, and the entry of the executable: the window, its worker, or a self-check."""

import multiprocessing
import sys
from pathlib import Path

from core import streams
from desktop.program import CORE_ROLE


def main() -> int:
    """Take the role that the command line names."""
    is_heard = streams.mend()
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--worker"]:
        from desktop.worker_role import run_worker

        run_worker(Path(sys.argv[2]))
        return 0
    if sys.argv[1:2] == ["--self-check"]:
        from desktop.self_check.main import main as check

        return check(sys.argv[2:], is_heard=is_heard)
    if sys.argv[1:2] == [CORE_ROLE]:
        from desktop.self_check.core_role import run_core_checks

        run_core_checks(sys.argv[2:])
        return 0
    from desktop.starting import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
