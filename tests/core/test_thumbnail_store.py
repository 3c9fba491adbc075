"""Small pictures on disk: found again, bounded, done without when anything is wrong."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.records import FileStamp
from core.thumbnail_store import ThumbnailStore

PHOTO = FileStamp(Path("/photos/été.jpg"), 10, 20)


def test_a_picture_is_found_after_a_restart_and_not_once_its_photo_has_changed(
    tmp_path: Path,
) -> None:
    store = ThumbnailStore(tmp_path / "data" / "t.db")
    assert store.get(PHOTO) is None
    store.put(PHOTO, b"picture")
    store.close()
    again = ThumbnailStore(tmp_path / "data" / "t.db")
    assert again.get(PHOTO) == b"picture"
    assert again.get(FileStamp(PHOTO.path, 11, 20)) is None
    assert again.get(FileStamp(PHOTO.path, 10, 21)) is None
    again.put(FileStamp(PHOTO.path, 11, 20), b"newer")
    assert again.get(PHOTO) is None
    again.close()
    assert again.get(PHOTO) is None


@given(st.lists(st.integers(0, 400), max_size=40))
def test_it_never_holds_more_than_it_may(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    path = tmp_path_factory.mktemp("store") / "t.db"
    store = ThumbnailStore(path, capacity=1000)
    for number, size in enumerate(sizes):
        photo = FileStamp(Path(f"/{number}"), 1, 1)
        store.put(photo, b"x" * size)
        assert store.get(photo) == b"x" * size
    store.close()
    if path.exists():
        database = sqlite3.connect(path)
        held = database.execute("SELECT coalesce(sum(length(data)), 0) FROM thumbnail").fetchone()
        database.close()
        assert held[0] <= 1000


def test_a_damaged_file_goes_and_the_next_start_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    store = ThumbnailStore(path)
    assert store.get(PHOTO) is None
    store.put(PHOTO, b"picture")
    assert store.get(PHOTO) is None
    store.close()
    again = ThumbnailStore(path)
    again.put(PHOTO, b"picture")
    assert again.get(PHOTO) == b"picture"
    again.close()


def test_one_that_another_program_holds_is_done_without_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    first = ThumbnailStore(path)
    first.put(PHOTO, b"picture")
    first.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = ThumbnailStore(path)
    store.put(FileStamp(Path("/b"), 1, 1), b"second")
    store.close()
    other.execute("ROLLBACK")
    other.close()
    again = ThumbnailStore(path)
    assert again.get(PHOTO) == b"picture"
    again.close()
