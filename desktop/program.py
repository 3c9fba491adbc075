"""This program once more, in another role: from its source or as the executable."""

import sys

CORE_ROLE = "--self-check-core"


def command(*arguments: str) -> list[str]:
    """The command line of the same program with `arguments`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "desktop", *arguments]
