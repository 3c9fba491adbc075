"""No worker outlives its window, however the window ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from desktop.wording import SAMPLE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL"),
]

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 120_000
GONE_SECONDS = 10

# The real program, but its worker hangs in the first photo of a run.
HANGS = """
import sys, time
if sys.argv[1:2] == ["--worker"]:
    from pathlib import Path
    from core import intake
    from desktop.worker_role import run_worker
    def hang(*_arguments):
        Path(sys.argv[2], "hangs").touch()
        time.sleep(600)
    intake.decode = hang
    run_worker(Path(sys.argv[2]))
else:
    from desktop import worker
    from desktop.starting import run
    worker.worker_command = lambda scratch: [
        sys.executable, "-c", open(sys.argv[-1]).read(), "--worker", str(scratch)
    ]
    sys.exit(run(sys.argv[:-1]))
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., psutil.Process]]:
    """Starts a window that indexes the sample."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*command: str) -> psutil.Process:
        environment = {
            **os.environ,
            "VITRINE_HOME": str(tmp_path / "home"),
            "QT_QPA_PLATFORM": "offscreen",
            "TMPDIR": str(tmp_path),
        }
        started.append(subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment))
        return psutil.Process(started[-1].pid)

    yield run
    for child in started:
        child.kill()
        child.wait()


def words_of(process: psutil.Process) -> list[str]:
    """Its command line; none of one that has just ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def worker_of(qtbot: QtBot, window: psutil.Process) -> psutil.Process:
    def workers() -> list[psutil.Process]:
        return [child for child in window.children() if "--worker" in words_of(child)]

    qtbot.waitUntil(lambda: len(workers()) == 1, timeout=PATIENCE_MS)
    return workers()[0]


def embedded(tmp_path: Path) -> int:
    folder = tmp_path / "home" / "catalogues" / SAMPLE
    if not (folder / "catalogue.db").exists():
        return 0
    catalogue = Catalogue(folder)
    count = catalogue.info().embedded
    catalogue.close()
    return count


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_window_that_is_killed_while_a_folder_is_indexed_takes_its_worker_along(
    qtbot: QtBot, start, tmp_path: Path, ended_by: int
) -> None:
    window = start("-m", "desktop", "--sample")
    worker = worker_of(qtbot, window)
    qtbot.waitUntil(lambda: embedded(tmp_path) > 0, timeout=PATIENCE_MS)
    window.send_signal(ended_by)
    worker.wait(GONE_SECONDS)
    assert embedded(tmp_path) > 0


def test_so_does_one_whose_worker_hangs(qtbot: QtBot, start, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(HANGS)
    window = start("-c", HANGS, "--sample", str(program))
    worker = worker_of(qtbot, window)
    qtbot.waitUntil(lambda: any(tmp_path.rglob("hangs")), timeout=PATIENCE_MS)
    window.send_signal(signal.SIGKILL)
    worker.wait(GONE_SECONDS)
