"""One sentence for each way to fail."""

from pathlib import Path

import pytest

from core import language
from core.errors import PhotoReason, Reason, VitrineError
from core.messages import about_photo, sentence, words
from core.records import SetAside

KINDS = [(kind, reason) for kind in VitrineError.__subclasses__() for reason in kind.reasons]
# Sentences about the program as a whole name no file.
NAMELESS = {"no-encoder", "not-compared"}


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize(("kind", "reason"), KINDS)
@pytest.mark.parametrize("name", ["bag {0} 100% ü 商品.jpg", "{name}", "%s"])
def test_every_failure_has_a_sentence_that_names_its_subject(
    kind: type[VitrineError], reason: Reason, spoken: str, name: str
) -> None:
    language.use(spoken)
    said = sentence(kind(Path("/photos") / name, reason, "a detail for the log"))
    assert said[0].isupper() or said[0] in "“«" or said.startswith(name)
    assert said.endswith(".")
    assert (name in said) == (reason.value not in NAMELESS)
    assert "a detail" not in said


def test_the_families_cover_every_error() -> None:
    assert {kind.family for kind, _ in KINDS} == {
        "photo",
        "folder",
        "weights",
        "catalogue",
        "index",
        "request",
        "picture",
    }


def test_photos_are_named_by_file_and_folders_in_full() -> None:
    from core.errors import FolderReason

    assert "/a/b/c.jpg" not in words(PhotoReason.EMPTY, "/a/b/c.jpg")
    assert "/a/b/c" in words(FolderReason.MISSING, "/a/b/c")


def test_a_photo_set_aside_is_told_by_its_reason() -> None:
    photo = SetAside(Path("/a/b.jpg"), PhotoReason.EMPTY.value, "x")
    assert about_photo(photo) == words(PhotoReason.EMPTY, "/a/b.jpg")


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANGUAGE": "fr_FR:en"}, "fr"),
        ({"LANGUAGE": "de:fr"}, "en"),
        ({"LC_ALL": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "FR"}, "fr"),
    ],
)
def test_the_language_is_the_one_of_the_system(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], spoken: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.system_language() == spoken


def test_an_unknown_language_speaks_english() -> None:
    language.use("tlh")
    assert language._("Cancel") == "Cancel"
    assert language.ngettext("{n} photo", "{n} photos", 2) == "{n} photos"
