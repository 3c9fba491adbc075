"""A text that may be handed on: without the paths, file names and name of the person.

Every absolute path is taken for the person's own, unless it leads to a part of Vitrine or Python,
and so is what stands in typographic quotation marks, which is how sentences name files. Where a
path ends in a line is not always clear, since names may hold anything; then more of the line goes.
Names with line breaks in them, or with an error's name after a colon, are beyond this.
"""

import getpass
import re
import sysconfig
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core import errors, folders
from core.scan import SUFFIXES

_REASONS = sorted(
    {str(reason) for kind in errors.VitrineError.__subclasses__() for reason in kind.reasons}
)
_TABLES = frozenset({".csv", ".xlsx"})
_ENDINGS = "|".join(re.escape(suffix[1:]) for suffix in sorted(SUFFIXES | _TABLES))
# Where a path begins: a drive, two backslashes of a server, a slash, a home folder.
_BEGINS = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:[\\/]|(?<![\w\\:>])\\\\|(?<![\w/\\<>])~?/|(?<!\w)~\\|[“«]"
)
# An address in the web, but for who is let in there.
_WEB = re.compile(r"(?i)(https?://)(?:[^/@\s]*@)?([^\s'\"”»]*)")
# A path that no quotation mark ends goes to the end of the line, or to what our log says next.
_ENDS = re.compile(
    rf": (?:\w+(?:Error|Exception|Interrupt|Exit)\b|(?:{'|'.join(_REASONS)})(?: |$))"
)
_BARE = re.compile(rf"(?i)[^\s/\\<>\"'“”«»()\[\]]+\.(?:{_ENDINGS})(?!\w)")
_SEPARATOR = re.compile(r"[\\/]")
_QUOTES = {"'": "'", '"': '"', "“": "”", "«": "»"}
_CODE = "    "
_TRACE = re.compile(r'^  File ".*", line \d+')


@dataclass
class _Names:
    """What stands for a path: the same for the same."""

    home: str
    own: Mapping[str, str]
    _numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    def of_path(self, path: str) -> str:
        """`~/<folder 1>/<photo 2>.jpg`."""
        plain = re.sub(r"[\\/]+", "/", path.strip())
        inside = plain.casefold().startswith(f"{self.home}/".casefold())
        folder, _slash, name = plain.rpartition("/")
        if plain.casefold() == self.home.casefold():
            return "~"
        start = "~/" if inside or plain.startswith("~") else ""
        if folder.casefold() != self.home.casefold():
            start += f"<folder {self._number('folder', folder)}>/"
        return start + self.of_name(name)

    def of_name(self, name: str) -> str:
        """`<photo 2>.jpg` for a photo, `<name 3>` for anything else."""
        suffix = Path(name).suffix.lower()
        if suffix in SUFFIXES:
            return f"<photo {self._number('photo', name)}>{suffix}"
        return f"<name {self._number('name', name)}>"

    def _number(self, kind: str, what: str) -> int:
        known = self._numbers.setdefault(kind, {})
        return known.setdefault(what, len(known) + 1)


def discreet(text: str) -> str:
    """`discreet_for` the person whose computer this is."""
    home = Path.home()
    try:
        users = {home.name, getpass.getuser()}
    except (OSError, KeyError, ImportError):  # no name is known to the system
        users = {home.name}
    return discreet_for(text, home, users, _own_places())


def discreet_for(text: str, home: Path, users: Collection[str], own: Mapping[str, str]) -> str:
    """`text` without paths below `home` or elsewhere, file names in quotes, and names of `users`.

    What leads into the folders `own` is kept, with the given word in the place of the folder.
    """
    spelt = {spelling: word for path, word in own.items() for spelling in _spellings(path)}
    names = _Names(re.sub(r"[\\/]+", "/", str(home)).rstrip("/"), spelt)
    lines: list[str] = []
    before = ""
    for line in text.split("\n"):
        is_code = line.startswith(_CODE) and _TRACE.match(before)
        lines.append(line if is_code else _discreet_line(line, names))
        before = line
    told = "\n".join(lines)
    for user in sorted((u for u in users if len(u) > 1), key=len, reverse=True):
        told = re.sub(rf"(?i)(?<!\w){re.escape(user)}(?!\w)", "<user>", told)
    return told


def _discreet_line(line: str, names: _Names) -> str:
    told, at = "", 0
    while found := _BEGINS.search(line, at):
        begin = found.start()
        told += _without_bare(line[at:begin], names)
        web = _WEB.match(line, line.rfind("http", at, begin)) if "http" in line[at:begin] else None
        place = _own_at(line, begin, names.own)
        if web and web.start(2) > begin:
            told += f"//{web[2]}"
            at = web.end()
        elif place:
            told += names.own[place]
            at = begin + len(place)
        elif line[begin] in _QUOTES:
            at = _closing(line, begin)
            told += line[begin] + _label(line[begin + 1 : at], names)
        else:
            at = _end(line, begin)
            told += names.of_path(line[begin:at])
    return told + _without_bare(line[at:], names)


def _label(quoted: str, names: _Names) -> str:
    return names.of_path(quoted) if _SEPARATOR.search(quoted) else names.of_name(quoted)


def _without_bare(text: str, names: _Names) -> str:
    return _BARE.sub(lambda found: names.of_name(found[0]), text)


def _own_at(line: str, begin: int, own: Mapping[str, str]) -> str:
    """The longest of the places that are Vitrine's own and begin there; empty if there is none."""
    found = [
        place
        for place in own
        if line.startswith(place, begin) and not line[begin + len(place) :][:1].isalnum()
    ]
    return max(found, key=len, default="")


def _end(line: str, begin: int) -> int:
    """Where the path ends that begins there: too late rather than too early."""
    if line[begin - 1 : begin] in _QUOTES and begin:
        return _closing(line, begin - 1)
    ends = [found.start() for found in _ENDS.finditer(line, begin)]
    end = ends[-1] if ends else len(line)
    return len(line) if _SEPARATOR.search(line, end) else end


def _closing(line: str, opening: int) -> int:
    """The last mark that may close the quotation, else the end of the line."""
    closing = line.rfind(_QUOTES[line[opening]], opening + 1)
    return closing if closing > opening else len(line)


def _spellings(path: str) -> set[str]:
    """A path as it is, as Python quotes it, and with slashes."""
    return {path, path.replace("\\", "\\\\"), path.replace("\\", "/")}


def _own_places() -> dict[str, str]:
    """Where Vitrine and Python keep their own files, and what stands for these folders."""
    program, data = folders.resource().parent, folders.data_folder()
    kept = {str(program / part): f"<Vitrine>/{part}" for part in ("core", "desktop", "resources")}
    kept |= {str(data / part): f"<data>/{part}" for part in ("catalogues", "graphs", "logs")}
    python = ("stdlib", "platstdlib", "purelib", "platlib")
    return kept | {sysconfig.get_path(name): "<Python>" for name in python}
