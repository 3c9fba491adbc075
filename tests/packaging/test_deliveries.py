"""What people install: icons, entries, archives, packages, digests."""

import ast
import configparser
import hashlib
import os
import plistlib
import re
import shutil
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from core.intake.kinds import Kind
from core.scan import SUFFIXES
from resources.packaging import icons, libraries, linux, macos, windows
from resources.packaging.digests import write_digests
from resources.packaging.photo_types import PHOTO_TYPES
from resources.packaging.project import ROOT, read_project

PROJECT = read_project()
ENDINGS = sorted(ending for photo in PHOTO_TYPES for ending in photo.endings)
on_debian = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs dpkg")


def test_systems_are_told_of_every_kind_of_photo_that_is_read() -> None:
    assert {photo.kind for photo in PHOTO_TYPES} == set(Kind)
    assert sorted(SUFFIXES) == ENDINGS


def test_the_icon_is_drawn_with_clear_corners() -> None:
    picture = icons.drawn(64)
    assert (picture.mode, picture.size) == ("RGBA", (64, 64))
    assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
    assert picture.getpixel((32, 8))[3] == 255  # type: ignore[index]


def test_an_icon_that_is_no_svg_is_refused(tmp_path: Path) -> None:
    (tmp_path / "icon.svg").write_text("nothing")
    with pytest.raises(SystemExit, match=r"icon\.svg"):
        icons.drawn(16, tmp_path / "icon.svg")


def test_icons_of_windows_and_macos_hold_every_size(tmp_path: Path) -> None:
    with Image.open(icons.write_ico(tmp_path / "v.ico")) as ico:
        assert ico.info["sizes"] == {(side, side) for side in icons.ICO_SIDES}
        ico.size = (16, 16)
        assert not ImageChops.difference(ico.convert("RGBA"), icons.drawn(16)).getbbox()
    with Image.open(icons.write_icns(tmp_path / "v.icns")) as icns:
        sides = {width * scale for width, _height, scale in icns.info["sizes"]}
        assert sides >= {32, 64, 128, 256, 512, 1024}


def test_the_icon_theme_has_a_folder_for_each_size(tmp_path: Path) -> None:
    for path in icons.write_theme(tmp_path, "vitrine"):
        if path.suffix == ".png":
            with Image.open(path) as picture:
                assert f"{picture.width}x{picture.height}" == path.parent.parent.name
    assert (tmp_path / "scalable" / "apps" / "vitrine.svg").is_file()


def test_the_desktop_entry_is_whole_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "vitrine.desktop"
    path.write_text(linux.desktop_entry(), encoding="utf-8")
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path, encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == "vitrine %f"
    for key in ("Name", "GenericName", "Comment", "Keywords"):
        assert entry[key]
        assert entry[f"{key}[fr]"]
    types = entry["MimeType"].rstrip(";").split(";")
    assert types == [mime for photo in PHOTO_TYPES for mime in photo.mime]
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", str(path)], check=True)


def test_the_installer_of_windows_mentions_every_kind_of_photo() -> None:
    lines = windows.photo_registry()
    assert sorted(re.findall(r"Classes\\(\.\w+)\\OpenWithProgids", lines)) == ENDINGS
    assert sorted(re.findall(r'ValueName: "(\.\w+)"', lines)) == ENDINGS


def test_the_installer_of_windows_leaves_what_people_made_alone() -> None:
    script = windows.SCRIPT.read_text(encoding="utf-8")
    sections = re.findall(r"^\[(\w+)\]", script, re.MULTILINE)
    assert "UninstallDelete" not in sections
    deleted = script.split("[InstallDelete]")[1].split("[Files]")[0]
    assert re.findall(r'Name: "([^"]*)"', deleted) == [r"{app}\_internal"]
    code = "\n".join(line for line in script.splitlines() if not line.startswith(";"))
    assert "localappdata" not in code.lower()
    assert "PrivilegesRequired=lowest" in script
    assert "runasoriginaluser" in script
    assert '"french"' in script
    english = set(re.findall(r"^english\.(\w+)=", script, re.MULTILINE))
    assert english == set(re.findall(r"^french\.(\w+)=", script, re.MULTILINE))


def test_the_libraries_of_visual_c_go_beside_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    with pytest.raises(SystemExit, match=r"msvcp140\.dll"):
        windows.runtime_libraries()
    (tmp_path / "System32").mkdir()
    for name in ("msvcp140.dll", "msvcp140_1.dll"):
        (tmp_path / "System32" / name).touch()
    pairs = windows.runtime_libraries()
    assert {folder for _path, folder in pairs} == {"."}
    assert all(Path(path).is_file() for path, _folder in pairs)


@pytest.mark.parametrize("program", ["Vitrine", "vitrine-cli"])
def test_the_programs_of_windows_say_what_they_are(program: str) -> None:
    text = windows.version_resource(PROJECT, program)
    calls = {node.func.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)}  # type: ignore[attr-defined]
    assert "VSVersionInfo" in calls
    assert f"'{program}.exe'" in text
    assert f"'{PROJECT.version}'" in text


def test_macos_is_told_of_photos_languages_and_version(tmp_path: Path) -> None:
    told = plistlib.loads(plistlib.dumps(macos.information(PROJECT)))
    assert told["CFBundleVersion"] == PROJECT.version
    assert told["CFBundleLocalizations"] == ["en", "fr"]
    assert told["NSHighResolutionCapable"]
    assert (told["CFBundleExecutable"], told["LSBackgroundOnly"]) == ("Vitrine", False)
    types = told["CFBundleDocumentTypes"][0]["LSItemContentTypes"]
    assert {"public.jpeg", "public.png", "public.heic", "public.tiff"} <= set(types)
    assert plistlib.loads(macos.ENTITLEMENTS.read_bytes())


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A built folder, small: a program that is a real one, a link, a file."""
    folder = tmp_path / "dist" / "Vitrine"
    inside = folder / "_internal"
    inside.mkdir(parents=True)
    for name in ("Vitrine", "vitrine-cli"):
        shutil.copy("/bin/true" if sys.platform == "linux" else sys.executable, folder / name)
        (folder / name).chmod(0o755)
    (inside / "é.txt").write_text("here", encoding="utf-8")
    (inside / "link.txt").symlink_to("é.txt")
    return folder


def test_the_archive_is_the_same_for_the_same_folder(program: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    first = linux.archive(PROJECT, program, out, 1_700_000_000).read_bytes()
    os.utime(program / "Vitrine", (0, 0))
    path = linux.archive(PROJECT, program, out, 1_700_000_000)
    assert path.read_bytes() == first
    with tarfile.open(path) as tar:
        top = f"Vitrine-{PROJECT.version}"
        assert {entry.name.split("/")[0] for entry in tar} == {top}
        assert {(entry.mtime, entry.uid) for entry in tar} == {(1_700_000_000, 0)}
        assert tar.getmember(f"{top}/Vitrine").mode & stat.S_IXUSR
        assert tar.getmember(f"{top}/_internal/link.txt").linkname == "é.txt"


@on_debian
def test_the_debian_package_holds_programs_entry_and_icons(program: Path, tmp_path: Path) -> None:
    package = linux.debian(PROJECT, program, tmp_path)
    opened = tmp_path / "opened"
    subprocess.run(["dpkg-deb", "-x", str(package), str(opened)], check=True)
    assert (opened / "opt/vitrine/_internal/é.txt").read_text(encoding="utf-8") == "here"
    assert (opened / "usr/bin/vitrine").readlink() == Path("/opt/vitrine/Vitrine")
    assert (opened / "usr/bin/vitrine-cli").readlink() == Path("/opt/vitrine/vitrine-cli")
    for path in (
        "usr/share/applications/vitrine.desktop",
        "usr/share/icons/hicolor/48x48/apps/vitrine.png",
        "usr/share/doc/vitrine/copyright",
    ):
        assert (opened / path).is_file()
    fields = subprocess.run(
        ["dpkg-deb", "-f", str(package)], capture_output=True, text=True, check=True
    ).stdout
    assert f"Version: {PROJECT.version}\n" in fields
    assert re.search(r"^Depends: libc6 \(>= 2\.\d+\)", fields, re.MULTILINE)
    assert list(tmp_path.glob("tmp*")) == []


@on_debian
def test_a_library_that_no_package_holds_is_named() -> None:
    with pytest.raises(SystemExit, match="libnothing"):
        libraries.packages(frozenset({"libnothing.so.9"}))


@on_debian
def test_what_a_program_wants_is_what_it_does_not_bring(tmp_path: Path) -> None:
    curses = shutil.which("bash") or "/bin/bash"
    shutil.copy(curses, tmp_path / "bash")
    wanted = libraries.wants(tmp_path)
    assert any(name.startswith("libtinfo.so") for name in wanted.libraries)
    assert wanted.glibc >= (2, 2)
    assert [name for name in libraries.packages(wanted.libraries) if name.startswith("libtinfo")]
    (tmp_path / next(iter(wanted.libraries))).write_bytes(b"")
    assert not libraries.wants(tmp_path).libraries


def test_digests_are_as_sha256sum_reads_them(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="nothing to install"):
        write_digests(tmp_path)
    (tmp_path / "Vitrine-1.tar.gz").write_bytes(b"one")
    (tmp_path / "vitrine_1_amd64.deb").write_bytes(b"two")
    (tmp_path / "notes.txt").write_bytes(b"three")
    write_digests(tmp_path)
    lines = (tmp_path / "SHA256SUMS").read_text().splitlines()
    one, two = (hashlib.sha256(data).hexdigest() for data in (b"one", b"two"))
    assert lines == [f"{one}  Vitrine-1.tar.gz", f"{two}  vitrine_1_amd64.deb"]


def test_the_release_pins_actions_by_their_major_version() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)
