"""The checks of `core` in a process of their own, as networks are in the worker's.

Native code that ends the process there ends one check, not the report.
"""

import faulthandler
import os
from collections.abc import Collection

import msgspec

_ERRORS = 2


def run_core_checks(done: Collection[str]) -> None:
    """Do the checks that are not `done`: a line with its name before each, then its step."""
    from core.self_check.bench import bench
    from core.self_check.checks import checks
    from core.self_check.step import perform

    faulthandler.enable(_ERRORS)
    told = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(_ERRORS, 1)  # libraries may say what they like
    with bench() as made:
        for name, do in checks(made):
            if name not in done:
                told.write(msgspec.json.encode(name) + b"\n")
                told.write(msgspec.json.encode(perform((name, do))) + b"\n")
