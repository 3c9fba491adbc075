"""Walking folders: what is a photo by its name, and in which order."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FolderError, FolderReason
from core.records import FileStamp
from core.scan import is_there, walk


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def walked(root: Path) -> list[str]:
    return [stamp.path.relative_to(root).as_posix() for stamp in walk(root)]


def test_photos_are_found_by_their_suffix_in_a_fixed_order(tmp_path: Path) -> None:
    make(tmp_path, "b/2.PNG", "b/1.jpg", "a/3.webp", "z.heic", "notes.txt", "a/list.csv", "noend")
    assert walked(tmp_path) == ["a/3.webp", "b/1.jpg", "b/2.PNG", "z.heic"]


def test_a_stamp_is_what_the_file_system_says(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    os.utime(tmp_path / "a.jpg", ns=(5, 1_700_000_000_123_000_000))
    assert list(walk(tmp_path)) == [FileStamp(tmp_path / "a.jpg", 1, 1_700_000_000_123_000_000)]


def test_hidden_and_side_files_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, ".a.jpg", "~$b.jpg", ".cache/c.jpg", "@eaDir/d.jpg", "__MACOSX/e.jpg", "f.jpg")
    make(tmp_path, "._f.jpg", "Thumbs.db", "sub/.DS_Store", "$RECYCLE.BIN/g.jpg")
    assert walked(tmp_path) == ["f.jpg"]


@pytest.mark.parametrize("name", ["ä ß 商品/é.jpg", "100% off_a'b.jpg", "a;--/b.jpg", "a\tb.jpg"])
def test_any_name_is_found(tmp_path: Path, name: str) -> None:
    make(tmp_path, name)
    assert walked(tmp_path) == [name]


def test_deep_folders_are_walked(tmp_path: Path) -> None:
    name = "/".join(["a-rather-long-folder-name"] * 12) + "/a.jpg"
    make(tmp_path, name)
    assert walked(tmp_path) == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are always text")
def test_a_name_that_is_no_text_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.jpg")).write_bytes(b"x")
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/c\xff"))
    folder.mkdir()
    (folder / "d.jpg").write_bytes(b"x")
    assert walked(tmp_path) == ["a.jpg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_devices_and_dead_links_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    os.mkfifo(tmp_path / "b.jpg")
    (tmp_path / "c.jpg").symlink_to("/dev/zero")
    (tmp_path / "d.jpg").symlink_to(tmp_path / "nowhere.jpg")
    assert walked(tmp_path) == ["a.jpg"]


def test_links_to_photos_count_and_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.jpg")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "sub" / "a.jpg")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert walked(tmp_path) == ["b.jpg", "sub/a.jpg"]


NAMES = st.text(st.sampled_from("aZ-. é商!0\U0001f45c\uffee"), min_size=1, max_size=4)


@given(st.sets(st.lists(NAMES, min_size=1, max_size=3).map("/".join), max_size=12))
def test_photos_come_as_sqlite_sorts_their_paths(names: set[str]) -> None:
    with TemporaryDirectory() as folder, closing(sqlite3.connect(":memory:")) as database:
        for name in names:
            with suppress(OSError):  # a folder and a file of one name
                make(Path(folder), f"{name}.jpg")
        paths = [str(stamp.path) for stamp in walk(Path(folder))]
        database.execute("CREATE TABLE found (path TEXT)")
        database.executemany("INSERT INTO found VALUES (?)", [(path,) for path in paths])
        rows = database.execute("SELECT path FROM found ORDER BY path").fetchall()
    assert paths == [path for (path,) in rows]


def test_only_a_part_of_a_folder_is_walked(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "b/c.jpg", "b/d/e.jpg", "bc/f.jpg")
    paths = [stamp.path for stamp in walk(tmp_path, tmp_path / "b")]
    assert paths == [tmp_path / "b/c.jpg", tmp_path / "b/d/e.jpg"]
    assert list(walk(tmp_path, tmp_path / "nowhere")) == []


def test_a_folder_that_changes_while_it_is_walked_ends_nothing(tmp_path: Path) -> None:
    make(tmp_path, "a/1.jpg", "b/2.jpg", "c/3.jpg")
    found = walk(tmp_path)
    first = next(found)
    shutil.rmtree(tmp_path / "b")
    assert [first.path.name, *(stamp.path.name for stamp in found)] == ["1.jpg", "3.jpg"]


def test_a_folder_named_like_a_photo_is_walked(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg/b.jpg")
    assert walked(tmp_path) == ["a.jpg/b.jpg"]


@pytest.mark.parametrize("name", ["nowhere", "file.jpg"])
def test_a_folder_that_is_none_is_missing(tmp_path: Path, name: str) -> None:
    make(tmp_path, "file.jpg")
    with pytest.raises(FolderError) as caught:
        list(walk(tmp_path / name))
    assert caught.value.reason == FolderReason.MISSING


def test_a_forbidden_folder_is_unreadable(
    public_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    root = public_folder / "photos"
    make(root, "a.jpg")
    root.chmod(0)
    with unprivileged(), pytest.raises(FolderError) as caught:
        list(walk(root))
    root.chmod(0o755)
    assert caught.value.reason == FolderReason.UNREADABLE


def test_a_forbidden_folder_inside_is_passed_over(
    public_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    make(public_folder, "closed/a.jpg", "open/b.jpg")
    (public_folder / "closed").chmod(0)
    with unprivileged():
        found = walked(public_folder)
    (public_folder / "closed").chmod(0o755)
    assert found == ["open/b.jpg"]


def test_a_file_is_there_unless_the_disk_says_no(
    public_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    make(public_folder, "closed/a.jpg", "file")
    assert is_there(public_folder / "closed" / "a.jpg")
    assert not is_there(public_folder / "closed" / "b.jpg")
    assert not is_there(public_folder / "file" / "below.jpg")
    (public_folder / "closed").chmod(0)
    with unprivileged():
        is_closed_there = is_there(public_folder / "closed" / "b.jpg")
    (public_folder / "closed").chmod(0o755)
    assert is_closed_there
