"""Standard streams for a process that was started without: a window without console, a service.

Without them, whatever writes to them by itself (progress bars, warnings, tracebacks, argparse)
fails, and files that are opened later take their numbers, so that native code writes into them.
"""

import os
import sys
from io import TextIOWrapper

_NAMES = ("stdin", "stdout", "stderr")


def mend() -> bool:
    """Let each standard stream that is missing lead nowhere, its number included.

    Returns whether what is written to standard output and standard error is heard.
    """
    is_heard = sys.stdout is not None and sys.stderr is not None
    for number, name in enumerate(_NAMES):
        _fill(number)
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            stream = open(  # noqa: SIM115  a number, open for as long as the process
                number, mode, encoding="utf-8", errors="backslashreplace", closefd=False
            )
            setattr(sys, name, stream)
    return is_heard


def escape() -> None:
    """Let standard output write the number of a letter that its code page lacks, and not fail."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def _fill(number: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)
        os.set_inheritable(number, True)
