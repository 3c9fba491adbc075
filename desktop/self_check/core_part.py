"""The checks of `core`, done by another process; where it dies, one more does the rest."""

import os
import subprocess
import tempfile
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import msgspec

from core.self_check.bench import TEMPORARY
from core.self_check.step import Step
from desktop import program

_PATIENCE_SECONDS = 120.0


def steps() -> Iterator[Step]:
    """The steps as they are made; a check that ends its process has failed."""
    with tempfile.TemporaryDirectory(prefix="vitrine-", ignore_cleanup_errors=True) as room:
        done: list[str] = []
        while (died := (yield from _of_one_process(Path(room), done))) is not None:
            yield died
            if died.name in done:
                return
            done.append(died.name)


def _of_one_process(room: Path, done: list[str]) -> Generator[Step, None, Step | None]:
    """Steps until it ends; the one that it died of, or None. Their names are added to `done`."""
    begun, errors = "", room / "errors"
    with (
        errors.open("wb") as file,
        subprocess.Popen(  # noqa: S603  this program itself
            program.command(program.CORE_ROLE, *done),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            env={**os.environ, **dict.fromkeys(TEMPORARY, str(room))},
        ) as process,
    ):
        patience = threading.Timer(_PATIENCE_SECONDS, process.kill)
        patience.start()
        for line in process.stdout or ():
            told = msgspec.json.decode(line, type=str | Step)
            if isinstance(told, Step):
                begun = ""
                done.append(told.name)
                yield told
            else:
                begun = told
        code = process.wait()
        patience.cancel()
    if code == 0:
        return None
    # Before the first check, nothing that another process could leave out is to blame.
    name = begun or "checks"
    if not begun:
        done.append(name)
    return Step(name, False, 0.0, f"the process ends with {code}: {_said(errors)}")


def _said(errors: Path) -> str:
    """What matters of what a process said before it died."""
    lines = errors.read_text(encoding="utf-8", errors="replace").split("\n")
    fatal = [line for line in lines if line.startswith("Fatal Python error")]
    return next(iter(fatal), next((line for line in reversed(lines) if line.strip()), "-")).strip()
