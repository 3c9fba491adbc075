"""Texts that are handed on say nothing of the person's folders, photos and name."""

import logging
import re
import string
from pathlib import Path, PosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import folders, language
from core.discretion import discreet, discreet_for
from core.errors import CatalogueError, CatalogueReason, PhotoError, PhotoReason
from core.messages import sentence

HOME = Path("/home/ann")
OWN = {"/opt/vitrine/core": "<Vitrine>/core"}


def told(text: str) -> str:
    return discreet_for(text, HOME, {"ann"}, OWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open /home/ann/Photos/BG1.jpg", "open ~/<folder 1>/<photo 1>.jpg"),
        ("in /home/ann", "in ~"),
        ("/mnt/a/1.jpg: incomplete cut", "<folder 1>/<photo 1>.jpg: incomplete cut"),
        (
            "passed over /mnt/My bags/a (1).JPG: PermissionError(13, 'Permission denied')",
            "passed over <folder 1>/<photo 1>.jpg: PermissionError(13, 'Permission denied')",
        ),
        ("passed over /mnt/x: OSError(5)", "passed over <folder 1>/<name 1>: OSError(5)"),
        ("“Robe d’été.jpg” is empty: copy", "“<photo 1>.jpg” is empty: copy"),
        ("« secret » est vide", "«<name 1>» est vide"),
        ("C:\\Users\\Ann\\a.png: empty", "<folder 1>/<photo 1>.png: empty"),
        ("\\\\server\\share\\a.png", "<folder 1>/<photo 1>.png"),
        ("WindowsPath('C:\\\\x\\\\a.tif')", "WindowsPath('<folder 1>/<photo 1>.tif')"),
        ("file:///mnt/x%20y/a.jpg", "file:<folder 1>/<photo 1>.jpg"),
        ("https://ann:pw@example.org/u2net.onnx", "https://example.org/u2net.onnx"),
        ("lost BG1042_front.jpg again", "lost <photo 1>.jpg again"),
        ('  File "/opt/vitrine/core/a.py", line 3', '  File "<Vitrine>/core/a.py", line 3'),
        ("host of Ann", "host of <user>"),
        ("3.5 photos/s, and/or 1/2", "3.5 photos/s, and/or 1/2"),
    ],
)
def test_what_is_personal_gets_a_label(text: str, expected: str) -> None:
    assert told(text) == expected


def test_the_same_photo_keeps_its_number() -> None:
    first, second, third = told("/a/1.jpg\n/a/2.jpg\n/a/1.jpg").split("\n")
    assert first == third != second


def test_a_line_of_code_below_its_place_stays() -> None:
    trace = '  File "/opt/vitrine/core/a.py", line 3, in f\n    path = folder / name'
    assert told(trace).endswith("\n    path = folder / name")


def test_on_this_computer_the_program_s_own_places_stay() -> None:
    place = folders.resource("models", "u2netp.onnx")
    assert discreet(f"{place}: missing") == "<Vitrine>/resources/models/u2netp.onnx: missing"
    assert discreet(f"{Path.home()}/Secret/a.jpg") == "~/<folder 1>/<photo 1>.jpg"


MARK = "Zq7"
SAFE = "".join(set(string.printable) - set("\\/\n\r\x0b\x0c\t")) + "éßçœ’“”«»–漢字"
# What looks like the end of a path, or like no path.
NASTY = st.sampled_from(
    [
        *(".jpg", ".jpg: ", ": ", "” ", "» ", "' ", '"', ", ", ")"),
        "http:",
        "~",
    ]
)
PIECES = st.one_of(st.text(SAFE, max_size=8), NASTY, st.builds(str.__add__, NASTY, NASTY))
NAMES = st.builds(lambda a, b: f"{a}{MARK}{b}", PIECES, PIECES)
ENDINGS = st.sampled_from([".jpg", ".JPEG", ".png", ".heic", ".tif", ".xlsx", "", ".xyz"])
ROOTS = st.sampled_from(
    ["/", "/home/ann/", "/mnt/", "C:\\", "D:\\Users\\ann\\", "\\\\disk\\share\\"]
)


@st.composite
def paths(draw: st.DrawFn) -> str:
    root = draw(ROOTS)
    between = "\\" if "\\" in root else "/"
    return root + between.join(draw(st.lists(NAMES, min_size=1, max_size=4))) + draw(ENDINGS)


def trace_of(path: str) -> str:
    try:
        raise PhotoError(path, PhotoReason.UNREADABLE, repr(FileNotFoundError(2, "gone", path)))
    except PhotoError as error:
        record = logging.LogRecord("n", 40, "p", 1, "failed", None, (type(error), error, None))
        return logging.Formatter().format(record)


def in_words(code: str, path: str) -> str:
    language.use(code)
    try:
        return "\n".join(
            sentence(error)
            for error in (
                PhotoError(path, PhotoReason.NOT_AN_IMAGE),
                CatalogueError(path, CatalogueReason.LOCKED),
            )
        )
    finally:
        language.use("en")


TEMPLATES = [
    lambda p: f"2026-11-26 09:00:00,000 worker WARNING passed over {p}: {OSError(5, 'I/O', p)!r}",
    lambda p: f"match failed: {PhotoError(p, PhotoReason.INCOMPLETE, 'OSError(5)')}",
    lambda p: f"passed over {p!r}: its name is no text",
    lambda p: f"[Errno 2] No such file or directory: {p!r} -> {p!r}",
    lambda p: f"{p} is only read: {CatalogueError(p, CatalogueReason.IN_USE)}",
    lambda p: f"watching {PosixPath(p)!r} and {PureWindowsPath(p)!r}",
    lambda p: f"not listed: {p}",
    trace_of,
    lambda p: in_words("en", p),
    lambda p: in_words("fr", p),
]


@given(path=paths(), template=st.sampled_from(TEMPLATES))
def test_no_path_of_the_person_survives(path: str, template) -> None:
    said = template(path)
    assert MARK in said
    if "Zq7" in (kept := told(said)):
        raise AssertionError(f"{kept!r} of {said!r}")
    assert not re.search(r"(?i)(?<!\w)ann(?!\w)", kept)
