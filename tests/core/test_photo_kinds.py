"""What a file is told from its beginning, and the sentence for what is not read."""

import struct
from pathlib import Path

import pytest

from core import intake
from core.errors import PhotoError, PhotoReason
from core.intake.kinds import Kind, kind_of
from core.messages import sentence
from tests.core.photos import quarters, saved


def boxes(brand: bytes, *compatible: bytes) -> bytes:
    body = brand + bytes(4) + b"".join(compatible)
    return struct.pack(">I4s", len(body) + 8, b"ftyp") + body + bytes(100)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (boxes(b"avif"), Kind.AVIF),
        (boxes(b"avis"), Kind.AVIF),
        (boxes(b"mif1", b"miaf", b"avif"), Kind.AVIF),
        (boxes(b"heic", b"mif1"), Kind.HEIF),
        (boxes(b"mif1", b"heic"), Kind.HEIF),
        (boxes(b"msf1", b"hevc"), Kind.HEIF),
        (boxes(b"mif1"), Kind.HEIF),
        (boxes(b"crx "), PhotoReason.CAMERA_RAW),
        (boxes(b"mp42", b"isom"), PhotoReason.VIDEO),
        (boxes(b"qt  "), PhotoReason.VIDEO),
        (b"\0\0\0\x08moov" + bytes(50), PhotoReason.VIDEO),
        (b"RIFF\0\0\0\0AVI LIST", PhotoReason.VIDEO),
        (b"\x1aE\xdf\xa3\x01\0\0\0", PhotoReason.VIDEO),
        (b"II*\0\x10\0\0\0CR\x02\0", PhotoReason.CAMERA_RAW),
        (b"FUJIFILMCCD-RAW 0201", PhotoReason.CAMERA_RAW),
        (b"IIRO\x08\0\0\0", PhotoReason.CAMERA_RAW),
        (b"IIU\0\x18\0\0\0", PhotoReason.CAMERA_RAW),
        (b"%PDF-1.7\n", PhotoReason.DOCUMENT),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 40 40\nshowpage\n", PhotoReason.DOCUMENT),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PhotoReason.DOCUMENT),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<svg>", PhotoReason.DOCUMENT),
        (b"<?xml version='1.0'?><note/>", PhotoReason.NOT_AN_IMAGE),
        (b"<html><body>404</body></html>", PhotoReason.WEB_PAGE),
        (b"\r\n\r\n<!DOCTYPE html>\n<html>", PhotoReason.WEB_PAGE),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", PhotoReason.WEB_PAGE),
        (b"\xff\x0a\xfa\x1f", PhotoReason.OTHER_FORMAT),
        (b"\0\0\0\x0cJXL \r\n\x87\n", PhotoReason.OTHER_FORMAT),
        (b"\0\0\x01\0\x01\0  ", PhotoReason.OTHER_FORMAT),
        (b"v/1\x01\x02\0\0\0", PhotoReason.OTHER_FORMAT),
        (b"P3\n1 1\n255\n0 0 0\n", PhotoReason.OTHER_FORMAT),
        (b"\0" * 5000, PhotoReason.INCOMPLETE),
    ],
)
def test_the_beginning_tells_the_kind(head: bytes, kind: Kind | PhotoReason) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize("form", ["ICO", "PCX", "ICNS", "DDS", "PDF", "EPS", "SGI", "QOI", "XBM"])
def test_what_pillow_could_read_but_nobody_photographs_in_is_refused(form: str) -> None:
    image = quarters((64, 64)).convert("1" if form == "XBM" else "RGB")
    with pytest.raises(PhotoError) as caught:
        intake.decode(saved(image, form), Path("a.jpg"), 100)
    assert caught.value.reason in (
        PhotoReason.OTHER_FORMAT,
        PhotoReason.DOCUMENT,
        PhotoReason.NOT_AN_IMAGE,
    )


def test_a_film_of_two_gigabytes_is_not_read_to_its_end(tmp_path: Path) -> None:
    film = tmp_path / "photo.jpg"
    with film.open("wb") as file:
        file.write(boxes(b"mp42", b"isom"))
        file.truncate(2 * 1024**3)
    with pytest.raises(PhotoError) as caught:
        intake.read(film)
    assert caught.value.reason == PhotoReason.VIDEO


def test_the_limit_is_named() -> None:
    for reason, limit in (
        (PhotoReason.TOO_LARGE, "2 GB"),
        (PhotoReason.TOO_MANY_PIXELS, "250 megapixels"),
        (PhotoReason.TOO_MUCH_MEMORY, "2 GB"),
    ):
        assert limit in sentence(PhotoError("a.jpg", reason))
