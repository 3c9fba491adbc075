"""The worker as a real process: it ends with its input, whatever it is caught in."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core import __version__, wire
from core.heartbeat import BEAT_SECONDS
from core.wire import Reply, Request

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 120
ROOT = Path(__file__).parents[2]
OLD = ROOT / "tests" / "data" / "catalogue-0.1.0.db"

# The real worker, but for one request that it never gets out of.
CAUGHT = """
import ctypes, sys, time
from pathlib import Path
from core import backup
from core.session import Session
from desktop import worker_role
Session.photos_aside = lambda session: {caught}
def slowly(*arguments, keep_copy=backup.keep_copy):
    time.sleep(9)
    return keep_copy(*arguments)
backup.keep_copy = slowly
worker_role.STILL_SECONDS = {still}
worker_role.run_worker(Path(sys.argv[1]))
"""
SLEEPS = "time.sleep(600)"
RUNS_OUT = "(_ for _ in ()).throw({})"
KEEPS_PYTHON_STILL = "ctypes.PyDLL(None).sleep(600)"


class Process:
    """A worker, spoken to through its pipes."""

    def __init__(self, command: list[str], log: Path) -> None:
        self.log = log
        self.child = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log.open("wb"),
        )
        self._number = 0

    def send(self, do: str, subject: object = "", **values: Any) -> int:
        self._number += 1
        self.child.stdin.write(
            wire.encode_request(Request(self._number, do, str(subject), **values))
        )
        self.child.stdin.flush()
        return self._number

    def until(self, is_it: Callable[[Reply], bool]) -> Reply:
        for line in self.child.stdout:
            reply = wire.decode_reply(line)
            if is_it(reply):
                return reply
        raise AssertionError(f"the worker ended: {self.log.read_text()}")

    def end(self, number: int) -> Reply:
        return self.until(lambda r: r.id == number and r.event in ("finished", "failed"))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Starts a worker: the real one, or one that is caught in `aside`."""
    started: list[Process] = []

    def run(caught: str = "", still: float = 25.0) -> Process:
        script = ["-c", CAUGHT.format(caught=caught, still=still), str(tmp_path)]
        command = script if caught else ["-m", "desktop", "--worker", str(tmp_path)]
        started.append(Process(command, tmp_path / f"log{len(started)}"))
        hello = started[-1].until(lambda r: r.event == "hello")
        assert hello.record == {"protocol": wire.PROTOCOL, "version": __version__}
        return started[-1]

    yield run
    for process in started:
        process.child.kill()
        process.child.wait()
        for pipe in (process.child.stdin, process.child.stdout):
            pipe.close()


def test_it_says_what_it_has_in_hand_and_beats_whatever_that_is(start) -> None:
    worker = start(SLEEPS)
    idle = worker.until(lambda r: r.event == "beat").record
    assert not idle.busy
    number = worker.send("aside")
    worker.until(lambda r: (r.id, r.event) == (number, "begun"))
    first = worker.until(lambda r: r.event == "beat").record
    second = worker.until(lambda r: r.event == "beat").record
    assert first.busy
    assert first.seconds < second.seconds


def test_it_ends_with_its_input(start) -> None:
    worker = start()
    worker.child.stdin.close()
    assert worker.child.wait(10) == 0


def test_it_ends_with_its_input_though_it_is_caught_in_a_request(start) -> None:
    worker = start(SLEEPS)
    number = worker.send("aside")
    worker.until(lambda r: (r.id, r.event) == (number, "begun"))
    worker.child.stdin.close()
    assert worker.child.wait(10) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="sleep is of the C library of POSIX")
def test_native_code_that_keeps_python_still_ends_it_and_the_log_says_where(start) -> None:
    worker = start(KEEPS_PYTHON_STILL, still=4.0)
    worker.send("aside")
    worker.child.stdin.close()
    assert worker.child.wait(10) == 1
    log = worker.log.read_text()
    assert "Timeout" in log
    assert "photos_aside" in log or "_tell_aside" in log


@pytest.mark.parametrize(
    "error",
    [
        "MemoryError()",
        "RuntimeError('DefaultCPUAllocator: can\\'t allocate memory: you tried to')",
        "RuntimeError('std::bad_alloc')",
    ],
)
def test_a_request_that_finds_no_memory_is_one_sentence(start, error: str) -> None:
    worker = start(RUNS_OUT.format(error))
    last = worker.end(worker.send("aside"))
    assert (last.event, last.record.reason.value) == ("failed", "no-memory")
    assert worker.end(worker.send("cancel")).event == "finished"


def test_a_migration_that_takes_long_does_not_look_stuck(start, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    shutil.copy(OLD, tmp_path / "old" / "catalogue.db")
    worker = start(SLEEPS)
    number = worker.send("open", tmp_path / "old")
    beats = [worker.until(lambda r: r.event == "beat").record for _beat in range(3)]
    assert beats[-1].busy
    assert all(beat.seconds <= BEAT_SECONDS for beat in beats)
    assert worker.end(number).event == "finished"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is set from outside by prlimit")
def test_a_photo_that_finds_no_memory_is_one_sentence_and_the_next_is_answered(
    start, photos: Path, tmp_path: Path
) -> None:
    import resource

    Image.new("RGB", (9000, 7000)).save(tmp_path / "large.png")
    worker = start()
    worker.end(worker.send("open", tmp_path / "cat"))
    worker.end(worker.send("index", photos / "Bags"))
    small = photos / "Bags" / "BG2.jpg"
    assert worker.end(worker.send("match", small, count=1)).event == "finished"
    pages = int(Path(f"/proc/{worker.child.pid}/statm").read_text().split()[0])
    size = pages * os.sysconf("SC_PAGE_SIZE") + 100_000_000
    resource.prlimit(worker.child.pid, resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))
    last = worker.end(worker.send("match", tmp_path / "large.png", count=1))
    assert last.event == "failed"
    assert last.record.reason.value in ("too-much-memory", "no-memory")
    assert worker.end(worker.send("match", small, count=1)).event == "finished"


def test_a_worker_whose_window_is_gone_stops_its_job(start, photos: Path, tmp_path: Path) -> None:
    worker = start()
    worker.end(worker.send("open", tmp_path / "cat"))
    job = worker.send("index", photos)
    worker.until(lambda r: r.id == job and r.event == "progress")
    worker.child.stdin.close()
    worker.child.stdout.close()
    assert worker.child.wait(10) == 0
    assert "Traceback" not in worker.log.read_text()
