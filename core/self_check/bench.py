"""Where checks are made: a folder of their own, away from the user's catalogues and settings."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core import folders, runtimes

# Libraries leave files of their own where these lead to.
TEMPORARY = ("TMPDIR", "TEMP", "TMP")


@dataclass(frozen=True, slots=True)
class Bench:
    """An empty `folder` that goes afterwards; `runtime` is what the user has limited Vitrine to."""

    folder: Path
    runtime: str


@contextmanager
def bench() -> Iterator[Bench]:
    """Let Vitrine keep its files in a temporary folder in here, child processes included.

    Networks keep to the reference runtime: to measure which is the fastest takes longer than all of
    the checks.
    """
    runtime = os.environ.get(runtimes.ONLY_VARIABLE, "")
    with tempfile.TemporaryDirectory(prefix="vitrine-", ignore_cleanup_errors=True) as name:
        home = str(Path(name) / "home")
        kept = {folders.DATA_VARIABLE: home, runtimes.ONLY_VARIABLE: "onnxruntime"}
        with environment(**kept, **dict.fromkeys(TEMPORARY, name)):
            usual, tempfile.tempdir = tempfile.tempdir, name
            try:
                yield Bench(Path(name), runtime)
            finally:
                tempfile.tempdir = usual


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Environment variables for as long as this lasts."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
