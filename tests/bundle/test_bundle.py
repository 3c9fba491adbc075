"""The executable as people have it: moved, read-only, with nothing of the machine that built it.

`sh dev bundle` builds dist/Vitrine and runs these; they are no part of `sh dev test`.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from resources.packaging.project import ROOT

BUILT = ROOT / "dist" / "Vitrine"
SUFFIX = ".exe" if sys.platform == "win32" else ""
# What a program needs of its surroundings to run at all, and to show a window.
NEEDED = ("DISPLAY", "XAUTHORITY", "QT_QPA_PLATFORM", "SYSTEMROOT", "TEMP")
MOST_SECONDS = 120

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in a place with spaces and accents, where nothing can be written.

    On Windows, and for root, folders are not closed by their mode: there it is seen afterwards.
    """
    place = tmp_path_factory.mktemp("Böse Mappe") / "Vitrine é"
    shutil.copytree(BUILT, place, symlinks=True)
    folders = [path for path in place.rglob("*") if path.is_dir()] + [place]
    for folder in folders:
        folder.chmod(0o555)
    before = files_in(place)
    yield place
    assert files_in(place) == before
    for folder in folders:
        folder.chmod(0o755)


def files_in(place: Path) -> dict[Path, tuple[int, int]]:
    found = (path for path in place.rglob("*") if path.is_file())
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has nothing: no Python, no settings, a new home."""
    home = tmp_path / "home é"
    home.mkdir()
    kept = {name: os.environ[name] for name in NEEDED if name in os.environ}
    if sys.platform == "win32":  # the folder of data is asked of the system, which knows one user
        kept["VITRINE_HOME"] = str(home / "AppData" / "Local" / "Vitrine")
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "LANG": "C.UTF-8"}


@pytest.fixture
def run(installed: Path, surroundings: dict[str, str], tmp_path: Path) -> Run:
    """Runs one of the two programs to its end."""

    def start(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [installed / f"{program}{SUFFIX}", *arguments],
            cwd=tmp_path,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )

    return start


def sample(installed: Path) -> Path:
    (folder,) = installed.rglob("resources/sample")
    return folder


def test_every_part_works(run: Run) -> None:
    done = run("Vitrine", "--self-check", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert "-" not in told["versions"].values()
    details = {step["name"]: step["detail"] for step in told["steps"]}
    assert "onnxruntime" in details["runtimes"]
    assert "openvino f32: not here" not in details["runtimes"]


def test_a_folder_is_indexed_and_a_photo_matched(run: Run, installed: Path, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue é"
    done = run(
        "vitrine-cli", "index", sample(installed) / "catalogue" / "Bags", "--catalogue", catalogue
    )
    assert done.returncode == 0, done.stderr
    query = sample(installed) / "queries" / "q01.jpg"
    done = run("vitrine-cli", "match", query, "--catalogue", catalogue, "--json")
    assert json.loads(done.stdout)["matches"][0]["reference"] == "BG1042"


def test_a_catalogue_of_an_older_version_is_kept(run: Run, tmp_path: Path) -> None:
    catalogue = tmp_path / "old"
    catalogue.mkdir()
    shutil.copy(ROOT / "tests" / "data" / "catalogue-0.1.0.db", catalogue / "catalogue.db")
    done = run("vitrine-cli", "info", "--catalogue", catalogue, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["info"]["photos"] == 5


def test_the_window_has_one_worker_and_leaves_none(
    installed: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    query = sample(installed) / "queries" / "q01.jpg"
    data = tmp_path / "data é"
    with subprocess.Popen(
        [installed / f"Vitrine{SUFFIX}", "--sample", query],
        cwd=tmp_path,
        env={**surroundings, "VITRINE_HOME": str(data)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as window:
        try:
            wait_for(lambda: photos_embedded(data) > 3)
            family = psutil.Process(window.pid).children(recursive=True)
            assert len(family) == 1
            assert window.poll() is None
        finally:
            window.terminate()
    _gone, left = psutil.wait_procs(family, 15)
    assert not left


def photos_embedded(data: Path) -> int:
    """What `vitrine-cli` from source finds in the only catalogue."""
    databases = list(data.glob("catalogues/*/catalogue.db"))
    if not databases:
        return 0
    done = subprocess.run(
        [sys.executable, "-m", "core.cli", "info", "--json", "--catalogue", databases[0].parent],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return int(json.loads(done.stdout)["info"]["embedded"]) if done.returncode == 0 else 0


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + MOST_SECONDS
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.5)
