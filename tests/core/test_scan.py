"""Walking folders, and telling changed files from unchanged ones."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from core.errors import FolderError, FolderReason
from core.records import FileStamp
from core.scan import compare, walk


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def walked(root: Path) -> list[str]:
    return [stamp.path.relative_to(root).as_posix() for stamp in walk(root)]


def test_photos_are_found_by_their_suffix_in_a_fixed_order(tmp_path: Path) -> None:
    make(tmp_path, "b/2.PNG", "b/1.jpg", "a/3.webp", "z.heic", "notes.txt", "a/list.csv", "noend")
    assert walked(tmp_path) == ["z.heic", "a/3.webp", "b/1.jpg", "b/2.PNG"]


def test_a_stamp_is_what_the_file_system_says(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    os.utime(tmp_path / "a.jpg", ns=(5, 1_700_000_000_123_000_000))
    assert list(walk(tmp_path)) == [FileStamp(tmp_path / "a.jpg", 1, 1_700_000_000_123_000_000)]


def test_hidden_and_side_files_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, ".a.jpg", "~$b.jpg", ".cache/c.jpg", "@eaDir/d.jpg", "__MACOSX/e.jpg", "f.jpg")
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


def stamps(root: Path, **sizes: int) -> dict[str, FileStamp]:
    return {str(root / name): FileStamp(root / name, size, 1) for name, size in sizes.items()}


def test_new_and_changed_files_are_to_do_and_unchanged_ones_are_not(tmp_path: Path) -> None:
    known, found = stamps(tmp_path, same=1, grown=1), stamps(tmp_path, same=1, grown=2, new=1)
    found[str(tmp_path / "touched")] = FileStamp(tmp_path / "touched", 1, 2)
    known[str(tmp_path / "touched")] = FileStamp(tmp_path / "touched", 1, 1)
    changes = compare(known, found)
    assert {stamp.path.name for stamp in changes.to_do} == {"grown", "new", "touched"}
    assert changes.vanished == []


def test_a_known_file_that_is_gone_has_vanished(tmp_path: Path) -> None:
    known = stamps(tmp_path, gone=1)
    assert compare(known, {}).vanished == [str(tmp_path / "gone")]


def test_a_file_that_is_there_but_was_not_walked_has_not_vanished(tmp_path: Path) -> None:
    make(tmp_path, "there")
    assert compare(stamps(tmp_path, there=1), {}).vanished == []


def test_a_file_in_a_forbidden_folder_has_not_vanished(
    public_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    closed = public_folder / "closed"
    make(closed, "a.jpg")
    closed.chmod(0)
    with unprivileged():
        vanished = compare(stamps(closed, **{"a.jpg": 1}), {}).vanished
    closed.chmod(0o755)
    assert vanished == []


def test_a_file_whose_folder_became_a_file_has_vanished(tmp_path: Path) -> None:
    make(tmp_path, "a")
    assert compare(stamps(tmp_path / "a", b=1), {}).vanished == [str(tmp_path / "a" / "b")]
