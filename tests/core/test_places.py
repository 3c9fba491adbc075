"""Which folders are hardly meant when somebody asks for product photos."""

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from core import folders
from core.errors import FolderReason
from core.places import judge, unwise

LINUX = PurePosixPath("/home/ada"), PurePosixPath("/home/ada/.local/share/Vitrine")
MACOS = PurePosixPath("/Users/ada"), PurePosixPath("/Users/ada/Library/Application Support/Vitrine")
WINDOWS = (
    PureWindowsPath(r"C:\Users\ada"),
    PureWindowsPath(r"C:\Users\ada\AppData\Local\Vitrine"),
)


@pytest.mark.parametrize(
    ("computer", "folder", "reason"),
    [
        (LINUX, "/", FolderReason.WHOLE_DISK),
        (LINUX, "/home", FolderReason.HOME),
        (LINUX, "/home/ada", FolderReason.HOME),
        (LINUX, "/home/ada/Pictures", None),
        (LINUX, "/home/ada/.local/share/Vitrine", FolderReason.OWN_DATA),
        (LINUX, "/home/ada/.local/share/Vitrine/catalogues/x", FolderReason.OWN_DATA),
        (LINUX, "/usr", FolderReason.SYSTEM),
        (LINUX, "/usr/share/icons", FolderReason.SYSTEM),
        (LINUX, "/proc/1", FolderReason.SYSTEM),
        (LINUX, "/var", FolderReason.SYSTEM),
        (LINUX, "/var/www/shop/photos", None),
        (LINUX, "/media/ada/USB", None),
        (LINUX, "/run/media/ada/USB", None),
        (LINUX, "/mnt", None),
        (LINUX, "/devices", None),
        (MACOS, "/System/Library", FolderReason.SYSTEM),
        (MACOS, "/Users", FolderReason.HOME),
        (MACOS, "/Volumes/Photos", None),
        (MACOS, "/private/var/folders/xy/photos", None),
        (WINDOWS, "C:\\", FolderReason.WHOLE_DISK),
        (WINDOWS, "c:\\", FolderReason.WHOLE_DISK),
        (WINDOWS, "D:\\", None),
        (WINDOWS, r"\\server\photos", None),
        (WINDOWS, r"C:\Users", FolderReason.HOME),
        (WINDOWS, r"C:\WINDOWS\System32", FolderReason.SYSTEM),
        (WINDOWS, r"C:\Program Files (x86)\Shop", FolderReason.SYSTEM),
        (WINDOWS, r"C:\Photos", None),
        (WINDOWS, r"D:\Windows", None),
    ],
)
def test_a_place_is_judged(
    computer: tuple[PurePath, PurePath], folder: str, reason: FolderReason | None
) -> None:
    assert judge(type(computer[0])(folder), *computer) == reason


def test_this_computer_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(folders.DATA_VARIABLE, str(tmp_path / "data"))
    assert unwise(Path(tmp_path.anchor)) == FolderReason.WHOLE_DISK
    assert unwise(Path.home()) == FolderReason.HOME
    assert unwise(tmp_path / "data" / "catalogues") == FolderReason.OWN_DATA
    assert unwise(tmp_path / "photos" / ".." / "data") == FolderReason.OWN_DATA
    assert unwise(tmp_path) is None
    monkeypatch.chdir(tmp_path.anchor)
    assert unwise(Path()) == FolderReason.WHOLE_DISK
