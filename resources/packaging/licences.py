"""The text that people get about the licences of everything in the executable."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from resources.packaging.components import Component
from resources.packaging.project import Project

_RULE = "=" * 96
_HEAD = """Vitrine {version} is under the Apache License 2.0: see LICENSE beside this folder.

It is made of what is listed here, with the licence of each. The same list for machines is
vitrine.cdx.json (CycloneDX). The full texts follow below the list, each one once.

Libraries under the GNU Lesser General Public License
-----------------------------------------------------

Qt and PySide6 (LGPL-3.0), libheif and libde265 of pi_heif (LGPL-3.0) and, on Linux, FFmpeg of
OpenCV (LGPL-2.1) are separate libraries in the folder _internal, which on macOS is
Contents/Frameworks in Vitrine.app. Vitrine uses them unchanged.
You may replace each by your own build of the same version: put it in the place of the file of the
same name. On macOS, sign Vitrine.app anew afterwards
(codesign --force --deep -s - Vitrine.app).
You may take apart and change your copy of Vitrine as far as that needs it. Their sources:
https://code.qt.io (Qt, PySide6), https://github.com/strukturag (libheif, libde265),
https://ffmpeg.org (FFmpeg), each at the version that is listed or named in the notices of the
package.
"""


def third_party(project: Project, parts: Iterable[Component]) -> str:
    """The list of components with their licences, then every text once."""
    parts = list(parts)
    numbers: dict[str, int] = {}
    texts: list[str] = []
    lines = []
    for part in parts:
        told = []
        for path in part.texts:
            text = _read(path)
            digest = hashlib.sha256(text.encode()).hexdigest()
            if digest not in numbers:
                numbers[digest] = len(numbers) + 1
                texts.append(f"{_RULE}\n[{numbers[digest]}] {path.name}\n{_RULE}\n\n{text}\n")
            told.append(numbers[digest])
        where = ", ".join(f"[{number}]" for number in dict.fromkeys(told))
        lines.append(f"{part.name} {part.version}: {part.licence} {where}")
    head = _HEAD.format(version=project.version)
    return "\n".join([head, *lines, "", *texts])


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip()
