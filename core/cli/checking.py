"""`vitrine-cli self-check`: does everything work on this computer?"""

import argparse
import sys
import time

from core import __version__
from core.cli.commands import ExitCode
from core.self_check import checks, report
from core.self_check.step import Step
from core.versions import versions
from core.weights import ModelStore


def self_check(options: argparse.Namespace, _store: ModelStore) -> int:
    """Look at every stage once, with models and photos of the program's own."""
    began = time.monotonic()
    steps: list[Step] = []
    for step in checks.run():
        steps.append(step)
        if not options.json:
            print(report.line(step), flush=True)
    if options.json:
        print(report.as_json(steps, versions(__version__), time.monotonic() - began))
    failure = report.failure(steps)
    if failure:
        print(f"vitrine-cli: {failure}", file=sys.stderr)
    return ExitCode.FAILED if failure else ExitCode.DONE
