"""One process at a time works on a catalogue; others read it."""

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from core import holding, products
from core.catalogue import Catalogue
from core.errors import CatalogueError, CatalogueReason
from core.product_records import Filter, ProductChanges
from core.search import search

HOLD = """
import sys
from pathlib import Path
from core import holding
release = holding.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other() -> Iterator[Callable[[Path], "subprocess.Popen[bytes]"]]:
    """Starts a process that works on a catalogue."""
    started: list[subprocess.Popen[bytes]] = []

    def start(folder: Path) -> "subprocess.Popen[bytes]":
        child = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(child)
        assert child.stdout.readline() == b"held\n"
        return child

    yield start
    for child in started:
        child.kill()
        child.communicate()


def reason(folder: Path) -> CatalogueReason | None:
    try:
        holding.take(folder)()
    except CatalogueError as error:
        return error.reason
    return None


def test_another_process_keeps_us_out_until_it_ends(other, tmp_path: Path) -> None:
    assert reason(tmp_path / "new") is None
    child = other(tmp_path)
    assert reason(tmp_path) == CatalogueReason.IN_USE
    child.communicate()
    assert reason(tmp_path) is None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_the_lock_of_a_killed_process_is_free(other, tmp_path: Path) -> None:
    child = other(tmp_path)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert reason(tmp_path) is None


def test_a_lock_is_given_back_at_the_end_of_its_block(tmp_path: Path) -> None:
    with holding.held(tmp_path):
        assert reason(tmp_path) == CatalogueReason.IN_USE
    assert reason(tmp_path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="flock is of POSIX")
@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_disk_without_locks_keeps_nobody_out_and_the_log_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    code: int,
) -> None:
    import fcntl

    def flock(*_arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", flock)
    with holding.held(tmp_path), holding.held(tmp_path):
        assert "no lock keeps others" in caplog.text
    with closing(Catalogue(tmp_path)):
        pass


def test_a_folder_that_cannot_be_written_is_for_the_catalogue_to_refuse(
    public_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    with unprivileged():
        with holding.held(public_folder):
            pass
        with pytest.raises(CatalogueError) as refused:
            Catalogue(public_folder)
    assert refused.value.reason == CatalogueReason.READ_ONLY


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith("-shm")
    }


def test_a_reader_sees_everything_and_writes_nothing(indexed: Catalogue) -> None:
    before = contents(indexed.folder)
    reader = Catalogue(indexed.folder, writable=False)
    with closing(reader):
        assert reader.info() == indexed.info()
        ids = search(reader, Filter(words="BG1"))
        assert [p.reference for p in products.products(reader, ids)] == ["BG1"]
        for change in (
            lambda: products.change(reader, ids, ProductChanges(name="Other")),
            lambda: reader.root_id(Path("/elsewhere")),
            lambda: reader.set_aside(1, "failed"),
        ):
            with pytest.raises(CatalogueError) as refused:
                change()
            assert refused.value.reason == CatalogueReason.IN_USE
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.database.execute("DELETE FROM photo")
    assert contents(indexed.folder) == before
    indexed.root_id(Path("/elsewhere"))


def test_a_reader_makes_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as refused:
        Catalogue(tmp_path / "none", writable=False)
    assert refused.value.reason == CatalogueReason.MISSING
    assert not (tmp_path / "none").exists()


def test_a_reader_does_not_migrate(tmp_path: Path) -> None:
    old = Path(__file__).parents[1] / "data" / "catalogue-0.1.0.db"
    shutil.copy(old, tmp_path / "catalogue.db")
    with pytest.raises(CatalogueError) as refused:
        Catalogue(tmp_path, writable=False)
    assert refused.value.reason == CatalogueReason.IN_USE
    assert (tmp_path / "catalogue.db").read_bytes() == old.read_bytes()


def test_the_command_line_does_long_jobs_alone_and_short_ones_at_any_time(
    run, other, indexed: Catalogue, photos: Path, tmp_path: Path
) -> None:
    at = ("--catalogue", indexed.folder)
    child = other(indexed.folder)
    for command in (("index", photos), ("check", "--repair")):
        code, said = run(*command, *at)
        assert (code, said["error"]["reason"]) == (1, "in-use")
    assert run("check", *at)[0] == 0
    code, said = run("edit", "BG2", "--name", "Blue", *at)
    assert (code, said["products"][0]["name"]) == (0, "Blue")
    child.communicate()
    assert run("check", "--repair", *at)[0] == 0
    assert run("check", "--repair", "--catalogue", tmp_path / "none")[0] == 1
    assert not (tmp_path / "none").exists()
