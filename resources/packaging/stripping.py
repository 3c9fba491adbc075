"""Libraries without the names of their inner functions, which only a debugger reads."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from resources.packaging.trimming import Entry

# What is compiled on the building machine: Python and Annoy. Wheels are stripped by their makers,
# and `strip` damages libraries that were moved into wheels.
_COMPILED_HERE = re.compile(
    r"(libpython[\d.]+\.so.*|(python[\d.]+/)?lib-dynload/.*|annoy/annoylib.*)"
)


def stripped(entries: list[Entry], folder: Path) -> list[Entry]:
    """The entries with stripped copies, made in `folder`, in place of what was compiled here.

    On systems other than Linux nothing is stripped: libraries have no such names, or are signed.
    """
    if sys.platform != "linux" or not shutil.which("strip"):
        return entries
    return [
        (name, _stripped(Path(source), folder), kind)
        if kind in ("BINARY", "EXTENSION") and _COMPILED_HERE.fullmatch(name)
        else (name, source, kind)
        for name, source, kind in entries
    ]


def _stripped(source: Path, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / source.name
    subprocess.run(["strip", "--strip-unneeded", "-o", str(copy), str(source)], check=True)
    return str(copy)
