"""Local disks and network drives, and how the database behaves on each."""

from collections import namedtuple
from pathlib import Path

import pytest

from core.database import BUSY_SECONDS, NETWORK_BUSY_SECONDS, DatabaseFile
from core.drives import is_network, partitions

Mount = namedtuple("Mount", "mountpoint fstype opts", defaults=["rw"])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        *(("ext4", False), ("apfs", False), ("NTFS", False), ("tmpfs", False), ("fuseblk", False)),
        *(("nfs", True), ("nfs4", True), ("cifs", True), ("SMBFS", True), ("9p", True)),
        *(("fuse.sshfs", True), ("smb3", True), ("vboxsf", True)),
    ],
)
def test_the_nearest_mount_decides(tmp_path: Path, kind: str, expected: bool) -> None:
    other = "ext4" if expected else "nfs"
    here = str(tmp_path.resolve())
    mounts = [Mount("/", other), Mount(here, kind), Mount(here + "x", other)]
    assert is_network(tmp_path, lambda: mounts) == expected
    assert is_network(tmp_path / "not" / "yet", lambda: mounts[::-1]) == expected


def test_the_later_of_two_mounts_on_one_place_counts(tmp_path: Path) -> None:
    here = str(tmp_path.resolve())
    assert is_network(tmp_path, lambda: [Mount(here, "autofs"), Mount(here, "nfs")])
    assert not is_network(tmp_path, lambda: [Mount(here, "nfs"), Mount(here, "ext4")])


def test_a_drive_letter_of_another_machine_is_remote(tmp_path: Path) -> None:
    mounts = [Mount(tmp_path.resolve().anchor, "NTFS", "rw,remote")]
    assert is_network(tmp_path, lambda: mounts)


def test_a_network_path_of_windows_needs_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "resolve", lambda self: self)
    assert is_network(Path(r"\\server\share\catalogue"), list)


def test_without_a_list_the_safe_answer_is_given(tmp_path: Path) -> None:
    def refuse() -> list[Mount]:
        raise PermissionError

    assert is_network(tmp_path, refuse)
    assert not is_network(tmp_path, list)


def test_this_machine_has_a_list() -> None:
    assert all(isinstance(mount.fstype, str) for mount in partitions())


@pytest.mark.parametrize(("network", "journal"), [(False, "wal"), (True, "truncate")])
def test_a_network_drive_has_no_write_ahead_log(
    tmp_path: Path, network: bool, journal: str
) -> None:
    for now in (network, not network, network):  # moved from one to the other and back
        made = DatabaseFile(tmp_path, lambda _, answer=now: answer)
        found = made.rows("PRAGMA journal_mode")[0][0], made.one("PRAGMA busy_timeout")
        made.close()
    assert found == (journal, (NETWORK_BUSY_SECONDS if network else BUSY_SECONDS) * 1000)
