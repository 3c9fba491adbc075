"""Pausing, going on with and stopping a run from the command line."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core import run_wish
from core.catalogue import Catalogue
from core.run_wish import Wish

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, Any]]
PATIENCE_SECONDS = 120


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Enough photos that a run of them can be met on its way."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(60):
        shade = (number * 4, 255 - number * 4, 90)
        Image.new("RGB", (120, 120), shade).save(folder / f"P{number:02}x.png")
    return folder


# What a shell starts in the background, the tests perhaps, ignores interrupts.
HEARING = """
import signal, sys
from core.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main())
"""


def start(catalogue: Path, photos: Path) -> "subprocess.Popen[str]":
    """`vitrine-cli index` in a process of its own."""
    command = [sys.executable, "-c", HEARING, "index", str(photos), "--removal", "none"]
    return subprocess.Popen(
        [*command, "--catalogue", str(catalogue)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def embedded(catalogue: Path) -> int:
    with closing(Catalogue(catalogue)) as opened:
        return opened.info().embedded


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def settled(count: Callable[[], int]) -> int:
    """A count once what was under way is done: it has not risen for a while."""
    last = -1
    while (now := count()) != last:
        last = now
        time.sleep(1.5)
    return now


def test_a_run_of_another_process_is_paused_goes_on_and_is_stopped(
    run: Run, many: Path, tmp_path: Path
) -> None:
    catalogue = tmp_path / "catalogue"
    process = start(catalogue, many)
    until(lambda: (catalogue / "catalogue.db").exists() and embedded(catalogue) > 0)
    assert run("pause", "--catalogue", catalogue) == (0, {"run": "pause"})
    kept = settled(lambda: embedded(catalogue))
    time.sleep(1.0)
    assert embedded(catalogue) == kept < 60
    assert process.poll() is None
    assert run("resume", "--catalogue", catalogue) == (0, {"run": "go"})
    until(lambda: embedded(catalogue) > kept)
    assert run("stop", "--catalogue", catalogue) == (0, {"run": "stop"})
    told, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1
    assert "stopped from elsewhere" in told
    left = 60 - embedded(catalogue)
    assert left > 0
    code, values = run("resume", "--catalogue", catalogue)
    assert (code, values["info"]["embedded"]) == (0, 60)


def test_what_was_set_aside_is_tried_again_where_that_is_asked_for(
    run: Run, many: Path, tmp_path: Path
) -> None:
    catalogue, photo = tmp_path / "catalogue", many / "P00x.png"
    whole = photo.read_bytes()
    for path in sorted(many.iterdir())[4:]:
        path.unlink()
    photo.write_bytes(b"no picture")
    stat = photo.stat()
    assert run("index", many, "--catalogue", catalogue, "--removal", "none")[0] == 3
    photo.write_bytes(whole)
    os.utime(photo, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    code, values = run("resume", "--catalogue", catalogue)
    assert (code, [Path(each["path"]).name for each in values["set_aside"]]) == (3, ["P00x.png"])
    code, values = run("resume", "--retry", "--catalogue", catalogue)
    assert (code, values["set_aside"], values["info"]["embedded"]) == (0, [], 4)


def test_there_may_be_nothing_to_stop(run: Run, tmp_path: Path, many: Path) -> None:
    with closing(Catalogue(tmp_path / "catalogue")) as opened:
        assert run("stop", "--catalogue", tmp_path / "catalogue") == (0, {"run": None})
        assert run_wish.wish(opened.database) == Wish.GO


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for one process")
def test_one_ctrl_c_ends_a_run_cleanly(run: Run, many: Path, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue"
    process = start(catalogue, many)
    until(lambda: (catalogue / "catalogue.db").exists() and embedded(catalogue) > 0)
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 130
    assert "Traceback" not in told
    with closing(Catalogue(catalogue)) as opened:
        assert opened.database.one("SELECT count(*) FROM photo WHERE attempts > 0") == 0
    code, values = run("resume", "--catalogue", catalogue)
    assert (code, values["info"]["embedded"], values["set_aside"]) == (0, 60, [])
