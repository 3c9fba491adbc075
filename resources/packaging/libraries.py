"""What the libraries of a built folder want from the Linux system around them."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)")
_CACHED = re.compile(r"^\s+(\S+) \(.*=> (\S+)$", re.MULTILINE)
# All of the C library, whose packages are named by its version alone.
_LIBC = re.compile(r"(libc|libm|libdl|librt|libpthread|libutil|libresolv|ld-linux.*)\.so\.\d+")


@dataclass(frozen=True, slots=True)
class Wants:
    """Names of libraries that the system is to have, and the oldest C library that will do."""

    libraries: frozenset[str]
    glibc: tuple[int, int]


def wants(folder: Path) -> Wants:
    """What the libraries and programs below `folder` are linked with and do not bring along."""
    files = [path for path in folder.rglob("*") if path.is_file() and is_elf(path)]
    text = subprocess.run(
        ["objdump", "-p", *map(str, files)], capture_output=True, text=True, check=True
    ).stdout
    brought = {path.name for path in folder.rglob("*")}
    needed = {name for name in _NEEDED.findall(text) if name not in brought}
    versions = [(int(major), int(minor)) for major, minor in _GLIBC.findall(text)]
    return Wants(
        frozenset(name for name in needed if not _LIBC.fullmatch(name)),
        max(versions, default=(0, 0)),
    )


def is_elf(path: Path) -> bool:
    """Whether a file is a library or program of Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def packages(libraries: frozenset[str]) -> list[str]:
    """The Debian packages that hold `libraries`, in alphabetical order.

    Raises `SystemExit` naming a library that is not on this system, or belongs to no package.
    """
    cache = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True)
    places = {name: Path(path) for name, path in _CACHED.findall(cache.stdout)}
    found = set()
    for name in libraries:
        owners = owners_of([places[name]]) if name in places else {}
        if not owners:
            raise SystemExit(f"{name} is wanted by the executable, and no package here holds it.")
        found |= set(owners.values())
    return sorted(found)


def owners_of(paths: list[Path]) -> dict[Path, str]:
    """The Debian package of each file, by the path that was given; files of none are left out."""
    spelt = {str(spelling): path for path in paths for spelling in _spellings(path)}
    if not spelt:
        return {}
    # It fails when one path is unknown, and tells of all the others.
    told = subprocess.run(
        ["dpkg-query", "-S", *spelt], capture_output=True, text=True, check=False
    ).stdout
    owners = {}
    for line in told.splitlines():
        package, _colon, path = line.rpartition(": ")
        if path in spelt:
            owners[spelt[path]] = package.split(",")[0].split(":")[0]
    return owners


def _spellings(path: Path) -> list[Path]:
    """The paths by which dpkg may know a file: /lib is a link to /usr/lib by now."""
    real = path.resolve()
    both = [path, real]
    for one in (path, real):
        if one.is_relative_to("/usr"):
            both.append(Path("/") / one.relative_to("/usr"))
        elif one.is_relative_to("/lib"):
            both.append(Path("/usr") / one.relative_to("/"))
    return both
