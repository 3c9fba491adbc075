"""Linux: the archive and the Debian package of a built folder."""

import gzip
import os
import platform
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from resources.packaging import icons, libraries
from resources.packaging.photo_types import PHOTO_TYPES
from resources.packaging.project import COMMAND, ROOT, TITLE, Project

_ENTRY = """[Desktop Entry]
Type=Application
Name=Vitrine
Name[fr]=Vitrine
GenericName=Product Finder
GenericName[fr]=Recherche de produits
Comment=Find which product of the catalogue is in a photo
Comment[fr]=Retrouver quel produit du catalogue est sur une photo
Keywords=catalogue;product;photo;fashion;
Keywords[fr]=catalogue;produit;photo;mode;
Exec=vitrine %f
Icon=vitrine
Terminal=false
StartupNotify=true
StartupWMClass=Vitrine
Categories=Graphics;Photography;
MimeType={mime};
"""
_COPYRIGHT = """Vitrine is under the Apache License 2.0 (/opt/vitrine/_internal/LICENSE).
What it is made of, and under which licences: /opt/vitrine/_internal/licences/third-party.txt
"""
_MAINTAINER = "The makers of Vitrine <nobody@vitrine.invalid>"


def desktop_entry() -> str:
    """What desktops show of the program, and which photos they offer to open with it."""
    types = [mime for photo in PHOTO_TYPES for mime in photo.mime]
    return _ENTRY.format(mime=";".join(types))


def archive(project: Project, program: Path, out: Path, time: int) -> Path:
    """Pack the folder `program` into `out`; every file gets `time`, in seconds since 1970."""
    name = f"{TITLE}-{project.version}"
    path = out / f"{name}-linux-{platform.machine()}.tar.gz"

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = time
        return entry

    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=time) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for file in [program, *sorted(program.rglob("*"))]:
            relative = file.relative_to(program)
            tar.add(file, str(Path(name) / relative), recursive=False, filter=plain)
    return path


def debian(project: Project, program: Path, out: Path) -> Path:
    """Make the Debian package of the folder `program` in `out`.

    Raises `SystemExit` where a library that the program wants belongs to no package.
    """
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    package = out / f"{project.name}_{project.version}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=out) as made:
        tree = Path(made) / "tree"
        _lay_out(project, program, tree)
        _write(tree / "DEBIAN" / "control", control(project, program, architecture))
        make = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    return package


def control(project: Project, program: Path, architecture: str) -> str:
    """What Debian is told of the package, with what the folder `program` wants of the system."""
    wanted = libraries.wants(program)
    libc = "libc6 (>= {}.{})".format(*wanted.glibc)
    depends = [libc, *libraries.packages(wanted.libraries)]
    size = sum(file.lstat().st_size for file in program.rglob("*"))
    return (
        f"Package: {project.name}\n"
        f"Version: {project.version}\n"
        f"Architecture: {architecture}\n"
        f"Maintainer: {_MAINTAINER}\n"
        "Section: graphics\n"
        "Priority: optional\n"
        f"Installed-Size: {size // 1024}\n"
        f"Depends: {', '.join(depends)}\n"
        f"Description: {project.summary.rstrip('.')}\n"
        " Finds which product of a catalogue is in a photo, and keeps the catalogue.\n"
        " Photos never leave the computer.\n"
    )


def _lay_out(project: Project, program: Path, tree: Path) -> None:
    home = Path("opt") / project.name
    (tree / "opt").mkdir(parents=True)
    shutil.copytree(program, tree / home, symlinks=True, copy_function=os.link)
    commands = tree / "usr" / "bin"
    commands.mkdir(parents=True)
    (commands / project.name).symlink_to(f"/{home}/{TITLE}")
    (commands / COMMAND).symlink_to(f"/{home}/{COMMAND}")
    share = tree / "usr" / "share"
    _write(share / "applications" / f"{project.name}.desktop", desktop_entry())
    _write(share / "doc" / project.name / "copyright", _COPYRIGHT)
    changes = share / "doc" / project.name / "changelog.gz"
    changes.write_bytes(gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    icons.write_theme(share / "icons" / "hicolor", project.name)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
