"""Of what the executable is made: each collected file is told to the package that it came from."""

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from resources.packaging.libraries import owners_of
from resources.packaging.project import ROOT

_LICENCE_FILE = re.compile(r"(?i).*(licen[cs]e|copying|notice|copyright|third.?party)[^/]*")
_CODE = (".py", ".pyc", ".pyi", ".so", ".json", ".ABOUT")
# Debian's copyright files point to the texts of common licences.
_COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.-]*[A-Za-z0-9])")
# Codecs under the GPL, which some builds of FFmpeg hold: a program that is linked with them may be
# given away under the GPL alone.
_GPL = re.compile(r"(lib)?x26[45].*")
_TEXTS = Path(__file__).parent / "licences"
# Wheels that come without the text of their licence.
_OF_QT = (_TEXTS / "LGPL-3.0.txt", _TEXTS / "GPL-3.0.txt")
_WITHOUT_TEXT = {
    "pyside6-essentials": _OF_QT,
    "shiboken6": _OF_QT,
    "tokenizers": (ROOT / "LICENSE",),  # Apache-2.0, as the project's own
}


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the executable that others made.

    `kind` is `pypi`, `deb`, `generic` or `model`; `licence` is a short name; `texts` are the files
    that hold the licence and its notices; `sources` are those of its files that were collected.
    """

    name: str
    version: str
    kind: str
    licence: str
    texts: tuple[Path, ...]
    sources: tuple[Path, ...]


def components(sources: Iterable[Path], root: Path = ROOT) -> list[Component]:
    """What the files `sources` came from, in the order of names; the project's own are left out.

    PyInstaller's bootloader, which is in each program, counts with Python, and so do the embedded
    models. Raises `SystemExit` naming a file that belongs to nothing known or is under the GPL, or
    a component without the text of a licence.
    """
    files = {path.resolve() for path in sources if not _is_own(path, root)}
    for path in sorted(files):
        if _GPL.fullmatch(path.name):
            raise SystemExit(f"{path} is under the GPL, and Vitrine is not: build without it.")
    by_owner = _of_distributions(files)
    rest = files - {path for _owner, owned in by_owner for path in owned}
    python = {path for path in rest if _is_of_python(path)}
    found = [_of_distribution(owner, owned) for owner, owned in by_owner]
    found += [_python(python), *_of_system(rest - python), *_models(root)]
    for component in found:
        if not component.texts:
            raise SystemExit(f"{component.name} is in the executable without a licence's text.")
    return sorted(found, key=lambda component: (component.name.lower(), component.kind))


def licence_name(distribution: Distribution) -> str:
    """The licence that a distribution names: an SPDX expression where it has one."""
    fields = distribution.metadata
    for line in (*fields.get_all("License-Expression", ()), *fields.get_all("License", ())):
        if line.strip() and "\n" not in line.strip():
            return str(line.strip())
    classes = fields.get_all("Classifier", ())
    of_licence = [line.split(" :: ")[-1] for line in classes if line.startswith("License :: ")]
    return ", ".join(of_licence) or "see its text"


def _is_own(path: Path, root: Path) -> bool:
    inside = path.is_relative_to(root) and "site-packages" not in path.parts
    return inside and not path.is_relative_to(root / ".venv")


def _of_distributions(files: set[Path]) -> list[tuple[Distribution, list[Path]]]:
    owned = []
    for distribution in distributions():
        listed = {Path(str(distribution.locate_file(f))) for f in distribution.files or ()}
        mine = sorted(files & listed)
        if mine or distribution.metadata["Name"].lower() == "pyinstaller":
            owned.append((distribution, mine))
    return owned


def _of_distribution(distribution: Distribution, files: list[Path]) -> Component:
    name = distribution.metadata["Name"]
    texts = [
        Path(str(distribution.locate_file(file)))
        for file in distribution.files or ()
        if _LICENCE_FILE.fullmatch(file.name) and file.suffix not in _CODE
    ]
    of_wheel = list(dict.fromkeys(path for path in texts if path.is_file()))
    kept_here = _WITHOUT_TEXT.get(name.lower().replace("_", "-"), ())
    return Component(
        name,
        distribution.version,
        "pypi",
        licence_name(distribution),
        tuple(of_wheel or kept_here),
        tuple(files),
    )


def _is_of_python(path: Path) -> bool:
    bases = {Path(sys.base_prefix).resolve(), Path(sysconfig.get_path("stdlib")).resolve()}
    bases.discard(Path("/usr"))
    return any(path.is_relative_to(base) for base in bases)


def _python(files: set[Path]) -> Component:
    base, stdlib = Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))
    number = f"{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        stdlib / "LICENSE.txt",
        base / "LICENSE.txt",
        Path(f"/usr/share/doc/python{number}/copyright"),
    )
    texts = tuple(path for path in places if path.is_file())[:1]
    version = ".".join(map(str, sys.version_info[:3]))
    return Component("Python", version, "generic", "PSF-2.0", texts, tuple(sorted(files)))


def _of_system(files: set[Path]) -> list[Component]:
    if sys.platform != "linux":
        return []  # libraries of Visual C++, which Python's own licence covers
    if not shutil.which("dpkg-query"):
        raise SystemExit("Executables for Linux are built on Debian or Ubuntu.")
    owners = owners_of(sorted(files))
    unknown = sorted(files - owners.keys())
    if unknown:
        raise SystemExit(f"{unknown[0]} would be in the executable, and no package holds it.")
    by_package: dict[str, list[Path]] = {}
    for path, package in sorted(owners.items()):
        by_package.setdefault(package, []).append(path)
    return [_of_package(package, paths) for package, paths in by_package.items()]


def _of_package(package: str, files: list[Path]) -> Component:
    version = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}\n", package],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()[0]
    copyright_file = Path("/usr/share/doc") / package / "copyright"
    texts = []
    if copyright_file.is_file():
        named = _COMMON.findall(copyright_file.read_text(encoding="utf-8", errors="replace"))
        common = [Path("/usr/share/common-licenses") / name for name in dict.fromkeys(named)]
        texts = [copyright_file, *(path for path in common if path.is_file())]
    return Component(package, version, "deb", "see its copyright", tuple(texts), tuple(files))


def _models(root: Path) -> list[Component]:
    models = tomllib.loads((root / "resources" / "models.toml").read_text(encoding="utf-8"))
    folder = root / "resources" / "models"
    # All that are embedded are under the project's own licence, whose text is here.
    return [
        Component(
            model["title"],
            model["sha256"][:8],
            "model",
            model["licence"],
            (root / "LICENSE",),
            (folder / model["file"],),
        )
        for model in models.values()
        if model["embedded"]
    ]
