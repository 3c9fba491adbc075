"""Real folders, watched by the system's own observer and by looking, with short times."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watchdog.observers.api import BaseObserver

from core import observing
from core.bursts import MOST_FOLDERS, Times, gathered, outermost
from core.errors import CatalogueError, CatalogueReason
from core.watching import Watcher
from tests.core.listed import write

TIMES = Times(quiet=0.4, longest=2.0, poll=0.3, look=0.3)
PATIENCE_SECONDS = 15.0
# As long as watchdog holds back a name that went, for the one that it may have become.
SILENCE_SECONDS = 1.5


class Heard:
    """The folders that a watcher has told of."""

    def __init__(self) -> None:
        self.folders: list[Path] = []
        self._told = threading.Condition()

    def __call__(self, folder: Path) -> None:
        with self._told:
            self.folders.append(folder)
            self._told.notify_all()

    def until(self, *folders: Path) -> None:
        """Waits until each was told of, and forgets what was heard."""
        with self._told:
            done = self._told.wait_for(lambda: set(folders) <= set(self.folders), PATIENCE_SECONDS)
            assert done, f"{folders} expected, {self.folders} heard"
            self.folders.clear()

    def nothing(self) -> None:
        """Waits, and nothing is told of."""
        time.sleep(SILENCE_SECONDS)
        assert self.folders == []


@contextmanager
def watching(
    heard: Heard,
    roots: Callable[[], list[Path]],
    times: Times = TIMES,
    anew: bool = True,
    polls: bool = False,
) -> Iterator[Watcher]:
    before = threading.active_count()
    watcher = Watcher(roots, heard, times, lambda _folder: polls)
    watcher.start(anew=anew)
    yield watcher
    watcher.stop()
    until = time.monotonic() + PATIENCE_SECONDS
    while threading.active_count() > before:
        assert time.monotonic() < until, "threads of the watcher live on"
        time.sleep(0.02)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path.resolve() / "photos"
    write(made / "Bags" / "B1.jpg")
    return made


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(params=["system", "polling"])
def watched(request: pytest.FixtureRequest, root: Path, heard: Heard) -> Iterator[Watcher]:
    """A watcher of `root` that has begun."""
    with watching(heard, lambda: [root], polls=request.param == "polling") as watcher:
        heard.until(root)
        yield watcher


def test_a_photo_that_comes_changes_or_goes_is_told_by_its_folder(
    watched: Watcher, root: Path, heard: Heard
) -> None:
    photo = write(root / "Bags" / "Small" / "ü B2.JPG")
    heard.until(root / "Bags" / "Small")
    write(photo, "changed")
    heard.until(root / "Bags" / "Small")
    photo.rename(root / "B3.jpg")
    heard.until(root)
    (root / "B3.jpg").unlink()
    heard.until(root)


def test_a_folder_that_is_renamed_or_removed_is_told(
    watched: Watcher, root: Path, heard: Heard
) -> None:
    (root / "Bags").rename(root / "Sacs")
    heard.until(root / "Bags", root / "Sacs")
    shutil.rmtree(root / "Sacs")
    heard.until(root / "Sacs")


def test_what_changes_in_a_folder_that_was_moved_here_is_told(
    watched: Watcher, root: Path, heard: Heard, tmp_path: Path
) -> None:
    write(tmp_path / "new" / "deep" / "N1.jpg")
    (tmp_path / "new").rename(root / "new")
    heard.until(root / "new")
    write(root / "new" / "deep" / "N2.jpg")
    heard.until(root / "new" / "deep")


def test_reading_and_what_is_no_photo_are_not_told(
    watched: Watcher, root: Path, heard: Heard
) -> None:
    (root / "Bags" / "B1.jpg").read_bytes()
    write(root / "Bags" / "notes.txt")
    write(root / "Bags" / ".hidden.jpg")
    write(root / ".thumbnails" / "B1.jpg")
    write(root / "@eaDir" / "B1.jpg")
    heard.nothing()


def test_a_name_that_becomes_a_photo_s_is_told(watched: Watcher, root: Path, heard: Heard) -> None:
    part = write(root / "Bags" / "B2.jpg.part")
    heard.nothing()
    part.rename(root / "Bags" / "B2.jpg")
    heard.until(root / "Bags")


def test_a_burst_is_told_once(root: Path, heard: Heard) -> None:
    with watching(heard, lambda: [root], anew=False) as _watcher:
        time.sleep(0.3)
        for number in range(50):
            write(root / "Bags" / f"N{number}.jpg")
            time.sleep(0.01)
        time.sleep(SILENCE_SECONDS)
        assert heard.folders == [root / "Bags"]


def test_a_burst_without_end_is_told_after_a_while(root: Path, heard: Heard) -> None:
    times = Times(quiet=0.5, longest=1.5, look=60)
    with watching(heard, lambda: [root], times, anew=False):
        time.sleep(0.3)
        began = time.monotonic()
        while not heard.folders and time.monotonic() - began < PATIENCE_SECONDS:
            write(root / "Bags" / "slow.jpg", str(time.monotonic()))
            time.sleep(0.1)
        assert 1.2 < time.monotonic() - began < 5
        assert heard.folders == [root / "Bags"]


def test_a_folder_that_is_away_is_taken_up_when_it_is_back(
    watched: Watcher, root: Path, heard: Heard
) -> None:
    root.rename(root.with_name("away"))
    time.sleep(2 * TIMES.look)
    heard.folders.clear()
    heard.nothing()
    root.with_name("away").rename(root)
    heard.until(root)
    write(root / "B9.jpg")
    heard.until(root)


def test_another_folder_in_its_place_is_seen_as_one(
    watched: Watcher, root: Path, heard: Heard
) -> None:
    other = root.with_name("other")
    write(other / "O1.jpg")
    root.rename(root.with_name("away"))
    other.rename(root)
    heard.until(root)
    write(root / "O2.jpg")
    heard.until(root)


def test_what_is_switched_off_is_not_told_and_what_is_switched_on_is(
    root: Path, heard: Heard
) -> None:
    wanted = [root]
    with watching(heard, lambda: list(wanted), Times(0.4, 2.0, 0.3, 60)) as watcher:
        heard.until(root)
        wanted.clear()
        watcher.look(root)
        time.sleep(0.3)
        write(root / "Bags" / "B5.jpg")
        heard.nothing()
        wanted.append(root)
        watcher.look(root)
        heard.until(root)
        write(root / "Bags" / "B6.jpg")
        heard.until(root / "Bags")


def test_a_folder_that_was_just_indexed_is_watched_and_not_told(root: Path, heard: Heard) -> None:
    wanted: list[Path] = []
    with watching(heard, lambda: list(wanted), Times(0.4, 2.0, 0.3, 60)) as watcher:
        time.sleep(0.2)
        wanted.append(root)
        watcher.look()
        heard.nothing()
        write(root / "Bags" / "B7.jpg")
        heard.until(root / "Bags")


def test_as_long_as_nobody_can_tell_what_to_watch_the_same_is_watched(
    root: Path, heard: Heard
) -> None:
    answers = iter([[root], [root]])

    def roots() -> list[Path]:
        for answer in answers:
            return answer
        raise CatalogueError(root, CatalogueReason.LOCKED)

    with watching(heard, roots):
        heard.until(root)
        time.sleep(3 * TIMES.look)
        write(root / "Bags" / "B8.jpg")
        heard.until(root / "Bags")


def test_where_the_system_refuses_it_is_looked_at_and_the_log_says_so(
    root: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> BaseObserver:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(observing, "Observer", refuse)
    with caplog.at_level(logging.WARNING), watching(heard, lambda: [root]):
        heard.until(root)
        write(root / "Bags" / "B2.jpg")
        heard.until(root / "Bags")
    assert str(root) in caplog.text
    assert "limit reached" in caplog.text


paths = st.lists(
    st.lists(st.sampled_from("abc"), max_size=4).map(lambda parts: Path("/root", *parts)),
    min_size=1,
    max_size=40,
)


@given(paths)
def test_what_is_gathered_covers_every_folder_and_is_not_much(folders: list[Path]) -> None:
    for told in (outermost(folders), gathered(folders)):
        assert all(any(folder.is_relative_to(one) for one in told) for folder in folders)
        assert all(one == other or not one.is_relative_to(other) for one in told for other in told)
    assert len(gathered(folders)) <= MOST_FOLDERS
    assert set(outermost(folders)) <= set(folders)
