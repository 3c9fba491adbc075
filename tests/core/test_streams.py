"""Programs that are started without standard streams, as windows are on Windows."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core import folders

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="closes streams by the shell")


def closed(*arguments: str, **more: str) -> "subprocess.Popen[bytes]":
    """Python with `arguments`, started with its three streams closed."""
    shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, *arguments]
    return subprocess.Popen(shell, cwd=ROOT, env={**os.environ, **more})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("core.cli", "--version"), 0),
        (("core.cli", "--help"), 0),
        (("core.cli", "nonsense"), 2),
        (("core.cli", "info", "--catalogue", "missing"), 1),
        (("desktop", "--help"), 0),
        (("desktop", "--nonsense"), 2),
    ],
)
def test_a_program_without_streams_ends_as_any_other(arguments: tuple[str, ...], code: int) -> None:
    assert closed("-m", *arguments).wait(60) == code


@pytest.mark.slow
def test_what_writes_by_itself_finds_streams_and_no_file_takes_their_numbers(
    tmp_path: Path,
) -> None:
    script = """
import faulthandler, logging, subprocess, sys, warnings
from pathlib import Path
from core import streams
streams.mend()
file = Path(sys.argv[1]).open("w")
from tqdm import tqdm
list(tqdm(range(3)))
warnings.warn("a warning")
logging.error("an error")
faulthandler.enable()
print("é", flush=True)
assert sys.stdin.read() == ""
subprocess.run([sys.executable, "-c", "import sys; sys.stderr.write('a child')"], check=True)
file.write(str(file.fileno()))
"""
    told = tmp_path / "told"
    assert closed("-c", script, str(told)).wait(60) == 0
    assert int(told.read_text()) > 2


def test_streams_that_are_there_are_left_alone() -> None:
    script = "from core import streams; streams.mend(); print(input())"
    told = subprocess.check_output(
        [sys.executable, "-c", script], cwd=ROOT, input="here", text=True
    )
    assert told == "here\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_window_and_its_worker_start_without_streams() -> None:
    process = closed("-m", "desktop", QT_QPA_PLATFORM="offscreen")
    try:
        database = folders.catalogues_folder()
        deadline = time.monotonic() + 60
        while not list(database.glob("*/catalogue.db")) and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.1)
        assert list(database.glob("*/catalogue.db"))
        for number in range(3):
            assert Path(f"/proc/{process.pid}/fd/{number}").readlink() == Path(os.devnull)
    finally:
        process.terminate()
        process.wait(30)
