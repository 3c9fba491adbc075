"""Pictures that came as bytes become files, few and whole."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.errors import PhotoError, PhotoReason, PictureError, PictureReason
from core.kept_queries import Bounds, keep

FEW = Bounds(3, 10**6)


def picture(number: int = 0, kind: str = "PNG") -> bytes:
    """A small picture, another for each number."""
    out = BytesIO()
    Image.new("RGB", (8, 8), (number, 20, 30)).save(out, kind)
    return out.getvalue()


def kept(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*/*")}


def test_the_bytes_are_kept_as_they_are_under_the_ending_of_what_they_are(tmp_path: Path) -> None:
    data = picture(1, "JPEG")
    path = keep(tmp_path / "new", data, "Sac d'été.png")
    assert path.read_bytes() == data
    assert path.name == "Sac d'été.jpg"
    assert keep(tmp_path / "new", data, "again") == path
    assert [p.name for p in (tmp_path / "new").iterdir()] == [path.parent.name]


def test_the_oldest_go_but_never_one_in_use(tmp_path: Path) -> None:
    first = keep(tmp_path, picture(0), "0")
    for number in range(1, 6):
        path = keep(tmp_path, picture(number), str(number), {first}, FEW)
        os.utime(path, (number, number))
    os.utime(first, (0, 0))
    keep(tmp_path, picture(9), "9", {first}, FEW)
    assert kept(tmp_path) == {"0.png", "4.png", "5.png", "9.png"}
    keep(tmp_path, picture(0), "0", bounds=FEW)
    assert first.exists(), "it is new again"


def test_the_bytes_are_bounded_and_the_new_one_stays(tmp_path: Path) -> None:
    keep(tmp_path, picture(1), "1")
    keep(tmp_path, picture(2), "2", bounds=Bounds(9, 10))
    assert kept(tmp_path) == {"2.png"}


def test_nothing_but_kept_pictures_is_touched(tmp_path: Path) -> None:
    other = tmp_path / "notes" / "mine.txt"
    other.parent.mkdir()
    other.write_text("mine")
    for number in range(5):
        keep(tmp_path, picture(number), "a", bounds=Bounds(1, 1))
    assert other.read_text() == "mine"


def test_what_a_killed_run_has_left_does_not_hinder(tmp_path: Path) -> None:
    path = keep(tmp_path, picture(), "a")
    path.unlink()
    assert keep(tmp_path, picture(), "b").name == "b.png"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>Sign in", PhotoReason.WEB_PAGE),
        (b"hello, this is text and no picture" * 9, PhotoReason.NOT_AN_IMAGE),
        (b"%PDF-1.7", PhotoReason.DOCUMENT),
        (picture(3)[:45], PhotoReason.INCOMPLETE),
    ],
)
def test_what_is_no_picture_is_not_kept(tmp_path: Path, data: bytes, reason: PhotoReason) -> None:
    with pytest.raises(PhotoError) as caught:
        keep(tmp_path, data, "page.jpg")
    assert (caught.value.reason, caught.value.subject) == (reason, "page.jpg")
    assert kept(tmp_path) == set()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PictureError) as caught:
        keep(tmp_path / "file", picture(), "a")
    assert caught.value.reason == PictureReason.CANNOT_WRITE


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_name_will_do(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("kept")
    path = keep(folder, picture(), name)
    assert path.parent.parent == folder
    assert path.suffix == ".png"
    assert len(path.name) < 90
    assert not path.name.startswith(".") or path.stem
    assert path.read_bytes() == picture()


@pytest.mark.parametrize(
    "name", ["..", "/etc/passwd", "..\\x", "CON", "nul.png", "a:b", "", "x" * 400]
)
def test_no_name_leads_elsewhere(tmp_path: Path, name: str) -> None:
    path = keep(tmp_path, picture(), name)
    assert path.parent.parent == tmp_path
    assert path.stem.lower() not in ("con", "nul", "..", "")
