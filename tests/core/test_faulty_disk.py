"""Disks that fail, fill up or hang under a run: one sentence, nothing lost, the next run ends."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import wire
from core.catalogue import Catalogue
from core.check import check
from core.errors import CatalogueError, CatalogueReason, FolderError, FolderReason, VitrineError
from core.jobs import result
from core.messages import sentence
from core.wire import Reply, Request
from tests.core.faulty_disk import PROGRAM, ROOT, Ended, FaultyDisk, compiled

pytestmark = pytest.mark.slow

COUNT = 30
COMMAND = [sys.executable, "-c", PROGRAM, "--cli"]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = compiled(tmp_path_factory.mktemp("faulty"))
    if made is None:
        pytest.skip("a faulty disk is made on Linux, by a C compiler")
    return made


@pytest.fixture
def disk(library: Path, tmp_path: Path) -> FaultyDisk:
    return FaultyDisk(library, tmp_path / "rules")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Small photos of noise."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(COUNT):
        pixels = np.random.default_rng(number).integers(0, 256, (24, 24, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"P{number:02}x.png")
    return folder


@pytest.fixture
def index(disk: FaultyDisk, photos: Path, tmp_path: Path) -> Callable[..., Ended]:
    """Indexes the photos on a disk on which these rules count."""

    def run(*rules: str) -> Ended:
        disk.fail(*rules)
        return disk.command("index", photos, "--catalogue", tmp_path / "cat")

    return run


def whole(folder: Path) -> int:
    """How many photos are embedded in a catalogue that has no fault; none is blamed or gone."""
    with closing(Catalogue(folder)) as catalogue:
        assert result(check(catalogue)) == []
        info = catalogue.info()
        recipe = catalogue.recipe("active")
        if info.generation and recipe:
            covered = catalogue.generation(recipe.id)
            assert covered is not None
            assert len(covered.vector_ids) <= info.embedded
        assert info.missing == 0
        assert all(photo.reason != "crashed" for photo in catalogue.photos_aside())
        return info.embedded


def is_complete(ended: Ended) -> bool:
    info = ended.values["info"]
    counts = (info["photos"], info["embedded"], info["products"])
    return ended.code == 0 and counts == (COUNT,) * 3 and bool(info["generation"])


def aside(ended: Ended) -> dict[str, str]:
    return {Path(photo["path"]).name: photo["reason"] for photo in ended.values["set_aside"]}


@pytest.mark.parametrize("call", ["read", "open"])
def test_photos_that_the_disk_does_not_give_are_set_aside_and_tried_again(
    index: Callable[..., Ended], call: str
) -> None:
    ended = index(f"{call} */photos/P0[345]x.png EIO 1 0")
    assert ended.code == 3
    assert aside(ended) == dict.fromkeys(("P03x.png", "P04x.png", "P05x.png"), "unreadable")
    assert ended.values["info"]["embedded"] == COUNT - 3
    assert len(ended.said) == 3
    assert all("its disk is well" in line for line in ended.said)
    assert is_complete(index())


def test_a_file_that_the_disk_does_not_tell_of_is_found_by_the_next_run_and_not_lost_by_it(
    index: Callable[..., Ended], tmp_path: Path
) -> None:
    assert index("stat */photos/P03x.png EIO 1 0").values["info"]["embedded"] == COUNT - 1
    assert is_complete(index())
    assert is_complete(index("stat */photos/P0[345]x.png EIO 1 0"))
    assert whole(tmp_path / "cat") == COUNT


def test_a_disk_on_which_no_photo_can_be_read_any_more_costs_no_photo(
    index: Callable[..., Ended],
) -> None:
    ended = index("read */photos/* EIO 41 0")
    assert ended.code == 3
    assert set(aside(ended).values()) == {"unreadable"}
    assert 0 < ended.values["info"]["embedded"] == COUNT - len(aside(ended))
    assert is_complete(index())


DEAD = ("stat */photos EIO 1 0", "stat */photos/* EIO 1 0", "list */photos EIO 1 0")


@pytest.fixture
def index_until_some(
    disk: FaultyDisk, photos: Path, tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    """As `index`, but the rules count once some are embedded; gives its code and what is said."""

    def run(*rules: str) -> tuple[int, str]:
        disk.fail("read */photos/* 50 1 0")
        process = subprocess.Popen(
            [*COMMAND, "index", str(photos), "--catalogue", str(tmp_path / "cat")],
            cwd=ROOT,
            env=disk.environment(),
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        database = tmp_path / "cat" / "catalogue.db"
        until(lambda: database.exists() and embedded(tmp_path / "cat") > 0)
        disk.fail(*rules)
        _, said = process.communicate(timeout=60)
        return process.returncode, said.rstrip()

    return run


def test_a_photo_disk_that_dies_in_the_middle_has_gone_away(
    index: Callable[..., Ended],
    index_until_some: Callable[..., tuple[int, str]],
    photos: Path,
    tmp_path: Path,
) -> None:
    ended = index_until_some("read */photos/* EIO 1 0", "open */photos/* EIO 1 0", *DEAD)
    assert ended == (1, sentence(FolderError(photos, FolderReason.VANISHED)))
    assert 0 < whole(tmp_path / "cat") < COUNT
    ended = index(*DEAD)
    assert (ended.code, ended.values["error"]["reason"]) == (1, "unreadable")
    assert is_complete(index())


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def embedded(folder: Path) -> int:
    with closing(Catalogue(folder)) as catalogue:
        return catalogue.info().embedded


def test_a_photo_that_takes_too_long_is_set_aside_and_tried_again(
    index: Callable[..., Ended],
) -> None:
    began = time.monotonic()
    ended = index("read */photos/P03x.png 60000 1 0")
    assert time.monotonic() - began < 40
    assert (ended.code, aside(ended)) == (3, {"P03x.png": "too-slow"})
    assert ended.values["info"]["embedded"] == COUNT - 1
    assert is_complete(index())


def test_a_slow_disk_only_takes_its_time(index: Callable[..., Ended]) -> None:
    assert is_complete(index("read */photos/* 50 1 0", "write *catalogue.db-wal 5 1 0"))


def test_a_read_that_gives_less_than_was_asked_for_is_gone_on_with(
    index: Callable[..., Ended],
) -> None:
    assert is_complete(index("read */photos/* short 1 60"))


WAL, DATABASE = "*/catalogue.db-wal", "*/catalogue.db"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (f"write {WAL} ENOSPC 1 0", "full-disk"),
        (f"write {WAL} EIO 1 0", "failing-disk"),
        (f"write {DATABASE} ENOSPC 1 0", "full-disk"),
        (f"write {DATABASE} EIO 1 0", "failing-disk"),
        ("write */catalogue.db-shm EIO 1 0", "failing-disk"),
        ("sync */catalogue.db* EIO 1 0", "failing-disk"),
        ("open */catalogue.db EIO 1 0", "read-only"),
        ("write */index/*.vectors.part ENOSPC 1 0", "full-disk"),
        ("write */index/*.vectors.part EIO 1 0", "failing-disk"),
        ("write */index/*.annoy.part ENOSPC 1 0", "full-disk"),
        ("write */index/*.annoy.part EIO 1 0", "failing-disk"),
        ("sync */index/* EIO 1 0", "failing-disk"),
        ("read */index/*.annoy EIO 1 0", "failing-disk"),
    ],
)
def test_a_catalogue_whose_disk_refuses_is_one_sentence_and_the_next_run_ends(
    index: Callable[..., Ended], tmp_path: Path, rule: str, reason: str
) -> None:
    ended = index(rule)
    assert ended.code == 1
    assert ended.values["error"]["reason"] == reason
    [said] = ended.said
    assert said == sentence(wire.error_from(ended.values["error"]))
    assert str(tmp_path / "cat") in said
    assert whole(tmp_path / "cat") in (0, COUNT)
    assert is_complete(index())


@pytest.mark.parametrize(
    ("fate", "reason"),
    [("ENOSPC", CatalogueReason.FULL_DISK), ("EIO", CatalogueReason.FAILING_DISK)],
)
def test_no_photo_is_blamed_where_the_disk_fills_up_or_fails_in_the_middle_again_and_again(
    index: Callable[..., Ended],
    index_until_some: Callable[..., tuple[int, str]],
    tmp_path: Path,
    fate: str,
    reason: CatalogueReason,
) -> None:
    said = sentence(CatalogueError(tmp_path / "cat", reason))
    assert index_until_some(f"write {WAL} {fate} 1 0") == (1, said)
    assert 0 < whole(tmp_path / "cat") < COUNT
    # A photo can just be taken in hand, and nothing be kept of it.
    for first in (10, 12, 14, 16):
        assert index(f"write {WAL} {fate} {first} 0").code == 1
    assert is_complete(index())


class Worker:
    """A real worker on a faulty disk, spoken to through its pipes."""

    def __init__(self, disk: FaultyDisk, scratch: Path) -> None:
        self._number = 0
        self.child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "--worker", str(scratch)],
            cwd=ROOT,
            env=disk.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(scratch / "log").open("wb"),
        )

    def ask(self, do: str, subject: object = "") -> Reply:
        """The last reply to a request."""
        assert self.child.stdin
        assert self.child.stdout
        self._number += 1
        self.child.stdin.write(wire.encode_request(Request(self._number, do, str(subject))))
        self.child.stdin.flush()
        for line in self.child.stdout:
            reply = wire.decode_reply(line)
            if reply.id == self._number and reply.event in ("finished", "failed"):
                return reply
        raise AssertionError("the worker ended")


@pytest.fixture
def worker(disk: FaultyDisk, tmp_path: Path) -> Iterator[Worker]:
    disk.fail()
    started = Worker(disk, tmp_path)
    assert started.ask("open", tmp_path / "cat").event == "finished"
    yield started
    started.child.kill()
    started.child.communicate()


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (f"write {WAL} ENOSPC 60 0", "full-disk"),
        (f"write {WAL} EIO 60 0", "failing-disk"),
        ("write */index/*.annoy.part ENOSPC 1 0", "full-disk"),
        ("sync */index/* EIO 1 0", "failing-disk"),
        ("list */photos EIO 1 0", "unreadable"),
    ],
)
def test_a_worker_says_what_its_disk_refuses_and_goes_on_when_it_is_well_again(
    worker: Worker, disk: FaultyDisk, photos: Path, tmp_path: Path, rule: str, reason: str
) -> None:
    disk.fail(rule)
    failed = worker.ask("index", photos)
    assert failed.event == "failed"
    assert isinstance(failed.record, VitrineError)
    assert failed.record.reason == reason
    disk.fail()
    assert worker.ask("index", photos).event == "finished"
    assert whole(tmp_path / "cat") == COUNT
