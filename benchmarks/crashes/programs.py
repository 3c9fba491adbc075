"""Whole programs that index a folder, started and killed: a worker, or a window with its worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.crashes.promises import promise
from core import folders, holding, runtimes, wire
from core.wire import Request

# How long whatever a killed program has started may outlive it.
GONE_SECONDS = 10.0
_GLANCE_SECONDS = 0.02
_ROOT = Path(__file__).parents[2]
_THREADS = "4"
_SAID, _LOG = "said", "log"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run happens: its catalogue, its photos, and a folder for all else."""

    catalogue: Path
    photos: Path
    home: Path


Program = subprocess.Popen[bytes]


def start_worker(place: Place) -> Program:
    """A worker, told to open a catalogue and to index a folder, as a window would."""
    worker = _start(place, "--worker", place.home)
    asked = (Request(1, "open", str(place.catalogue)), Request(2, "index", str(place.photos)))
    if worker.stdin:
        worker.stdin.write(b"".join(map(wire.encode_request, asked)))
        worker.stdin.flush()
    return worker


def start_window(place: Place) -> Program:
    """A window in which a person has chosen to index a folder."""
    return _start(place, "--window", place.catalogue, place.photos)


def _start(place: Place, *arguments: object) -> Program:
    place.home.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        folders.DATA_VARIABLE: str(place.home),
        runtimes.ONLY_VARIABLE: "onnxruntime",
        "OMP_NUM_THREADS": _THREADS,
        "QT_QPA_PLATFORM": "offscreen",
        "TMPDIR": str(place.home),
    }
    with (place.home / _SAID).open("wb") as said, (place.home / _LOG).open("ab") as log:
        return subprocess.Popen(  # noqa: S603  this interpreter, our own module
            [sys.executable, "-m", "benchmarks.crashes.stand_in", *map(str, arguments)],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=log,
            start_new_session=True,
        )


def kill(program: Program, place: Place) -> None:
    """SIGKILL. Raises `BrokenPromiseError` for what it leaves behind or had to complain of.

    A worker that it has started must end by itself, and the catalogue be free for the next.
    """
    ended = program.poll()
    program.kill()
    program.wait()
    try:
        until = time.monotonic() + GONE_SECONDS
        while left := list(_left_of(program)):
            promise(time.monotonic() < until, f"{left} outlive the window")
            time.sleep(_GLANCE_SECONDS)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        if program.stdin:
            program.stdin.close()
    promise(ended is None, f"it ended by itself: {ended}")
    promise(b'"failed"' not in (place.home / _SAID).read_bytes(), "the worker reports a failure")
    if place.catalogue.exists():
        holding.take(place.catalogue)()


def _left_of(program: Program) -> Iterator[int]:
    for number in psutil.pids():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            is_ours = os.getpgid(number) == program.pid
            if is_ours and psutil.Process(number).status() != psutil.STATUS_ZOMBIE:
                yield number
