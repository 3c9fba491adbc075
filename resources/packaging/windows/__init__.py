"""Windows: what the executables say of themselves, and the installer."""

import os
import shutil
import subprocess
from pathlib import Path

from resources.packaging.photo_types import PHOTO_TYPES
from resources.packaging.project import COPYRIGHT, TITLE, Project

SCRIPT = Path(__file__).parent / "vitrine.iss"
_REGISTRY = r"""Root: HKA; Subkey: "Software\Classes\{ending}\OpenWithProgids"; \
  ValueType: string; ValueName: "Vitrine.Photo"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Applications\Vitrine.exe\SupportedTypes"; \
  ValueType: string; ValueName: "{ending}"; ValueData: ""
"""
_COMPILER = Path("Inno Setup 6") / "ISCC.exe"
# What onnxruntime, OpenVINO and Annoy are linked with. PyInstaller stops at the copy of shiboken6,
# which the worker, without Qt, never comes to (pyinstaller 9216).
_RUNTIME = ("msvcp140.dll", "msvcp140_1.dll")


def version_resource(project: Project, program: str) -> str:
    """The version resource of `program` (`Vitrine`, `vitrine-cli`), as PyInstaller reads it."""
    numbers = tuple(int(part) for part in project.version.split("."))
    four = (*numbers, 0, 0, 0, 0)[:4]
    words = {
        "FileDescription": TITLE if program == TITLE else f"{TITLE} (command line)",
        "FileVersion": project.version,
        "InternalName": program,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{program}.exe",
        "ProductName": TITLE,
        "ProductVersion": project.version,
    }
    strings = ", ".join(f"StringStruct({key!r}, {text!r})" for key, text in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={four}, prodvers={four}), kids=["
        f"StringFileInfo([StringTable('040904B0', [{strings}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


def runtime_libraries() -> list[tuple[str, str]]:
    """Visual C++'s own libraries as pairs of a file and the folder of the executable it goes to.

    Raises `SystemExit` when Windows has none.
    """
    files = [Path(os.environ["SYSTEMROOT"]) / "System32" / name for name in _RUNTIME]
    missing = [path.name for path in files if not path.is_file()]
    if missing:
        raise SystemExit(f"The Visual C++ Redistributable is needed: {', '.join(missing)}")
    return [(str(path), ".") for path in files]


def photo_registry() -> str:
    """Lines of the installer's section Registry: each kind of photo can be opened with Vitrine."""
    endings = (ending for photo in PHOTO_TYPES for ending in photo.endings)
    return "".join(_REGISTRY.format(ending=ending) for ending in endings)


def installer(project: Project, program: Path, out: Path, work: Path) -> Path:
    """Make the installer of the folder `program` in `out`; `work` takes what is made on the way.

    Raises `SystemExit` when Inno Setup is not installed.
    """
    compiler = _find_compiler()
    (work / "photos.iss").write_text(photo_registry(), encoding="utf-8")
    name = f"{TITLE}-{project.version}-windows-x86_64"
    values = {
        "Version": project.version,
        "Program": program,
        "Photos": work / "photos.iss",
        "Icon": work / "vitrine.ico",
    }
    defined = [f"/D{key}={value}" for key, value in values.items()]
    options = ["/Q", *defined, f"/O{out}", f"/F{name}"]
    subprocess.run([str(compiler), *options, str(SCRIPT)], check=True)
    return out / f"{name}.exe"


def _find_compiler() -> Path:
    homes = [os.environ.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles")]
    places = [Path(home) / _COMPILER for home in homes if home]
    found = shutil.which("ISCC") or next((str(path) for path in places if path.is_file()), None)
    if found is None:
        raise SystemExit("Inno Setup 6 is needed to make the installer.")
    return Path(found)
