"""Photos come from threads, keyed, once, and never late."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Timer, get_ident

import pytest
from PIL import Image
from PySide6.QtCore import QThread
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from core.errors import PhotoError, PhotoReason
from core.intake import load
from desktop.photos import thumbnails
from desktop.photos.thumbnails import ThumbnailLoader, read_photo, take_cutout

WritePhoto = Callable[..., Path]


def test_a_thumbnail_answers_with_its_key_and_fits_its_side(
    qtbot: QtBot, loader: ThumbnailLoader, photo: WritePhoto
) -> None:
    with qtbot.waitSignal(loader.ready) as answer:
        loader.request(7, photo(size=(400, 200)), 100)
    key, image = answer.args
    assert key == 7
    assert (image.width(), image.height()) == (100, 50)


def test_pixels_survive_the_way_to_the_window(photo: WritePhoto) -> None:
    image = read_photo(photo("dot.png", "#0a64c8", size=(3, 5)), 64)
    assert {image.pixelColor(x, y).name() for x in range(3) for y in range(5)} == {"#0a64c8"}


@pytest.mark.parametrize("form", ["lying", "inked", "clear"])
def test_the_window_shows_what_the_encoder_sees(tmp_path: Path, form: str) -> None:
    stored = Image.linear_gradient("L").resize((90, 60)).convert("RGB")
    path, exif = tmp_path / "photo", Image.Exif()
    exif[0x0112] = 6
    if form == "inked":
        stored.convert("CMYK").save(path, "JPEG", exif=exif)
    elif form == "clear":
        stored.putalpha(90)
        stored.save(path, "PNG", exif=exif)
    else:
        stored.save(path, "JPEG", exif=exif)
    shown, seen = read_photo(path, 40), load(path, 40)
    assert (shown.width(), shown.height()) == seen.size == (27, 40)
    for x, y in ((0, 0), (20, 5), (3, 39), (26, 39)):
        assert shown.pixelColor(x, y).getRgb()[:3] == seen.getpixel((x, y))


def test_photos_are_decoded_outside_the_window_thread(
    qtbot: QtBot, loader: ThumbnailLoader, photo: WritePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoding: list[int] = []

    def read(path: Path, side: int, turns: int = 0) -> QImage:
        decoding.append(get_ident())
        return QImage(2, 2, QImage.Format.Format_RGB32)

    monkeypatch.setattr(thumbnails, "read_photo", read)
    answered: list[QThread] = []
    loader.ready.connect(lambda key, image: answered.append(QThread.currentThread()))
    with qtbot.waitSignal(loader.ready):
        loader.request(1, photo(), 64)
    assert decoding != [get_ident()]
    assert answered == [loader.thread()]


def test_an_unusable_photo_fails_with_its_key(
    qtbot: QtBot, loader: ThumbnailLoader, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no photo")
    with qtbot.waitSignal(loader.failed) as failed:
        loader.request(3, broken, 64)
    assert failed.args == [3]
    with qtbot.waitSignal(loader.failed) as failed:
        loader.request(4, tmp_path / "gone.jpg", 64)
    assert failed.args == [4]


def test_a_query_photo_that_fails_tells_why(
    qtbot: QtBot, loader: ThumbnailLoader, tmp_path: Path
) -> None:
    with qtbot.waitSignal(loader.photo_failed) as failed:
        loader.load_photo(12, tmp_path / "gone.jpg", 64)
    token, error = failed.args
    assert token == 12
    assert error.reason == PhotoReason.VANISHED


def test_a_bug_in_reading_still_answers(
    qtbot: QtBot, loader: ThumbnailLoader, photo: WritePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, side: int, turns: int = 0) -> QImage:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(thumbnails, "read_photo", read)
    with qtbot.waitSignal(loader.photo_failed) as failed:
        loader.load_photo(1, photo(), 64)
    assert "unforeseen" in failed.args[1].detail


def test_a_cutout_keeps_its_transparency_and_its_file_goes(tmp_path: Path) -> None:
    path = tmp_path / "cutout.png"
    image = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    image.paste((200, 10, 20, 255), (200, 0, 400, 200))
    image.save(path)
    cutout = take_cutout(path)
    assert (cutout.width(), cutout.height()) == (400, 200)
    assert cutout.pixelColor(40, 100).alpha() == 0
    assert cutout.pixelColor(360, 100).name() == "#c80a14"
    assert not path.exists()


def test_a_cutout_that_is_missing_or_no_picture_is_a_photo_error(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    for name in ("none.png", "text.png"):
        with pytest.raises(PhotoError):
            take_cutout(tmp_path / name)


def test_stale_thumbnails_are_dropped(
    qtbot: QtBot, loader: ThumbnailLoader, photo: WritePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()

    def read(path: Path, side: int, turns: int = 0) -> QImage:
        begun.set()
        go_on.wait(5)
        return QImage(2, 2, QImage.Format.Format_RGB32)

    monkeypatch.setattr(thumbnails, "read_photo", read)
    heard: list[int] = []
    loader.ready.connect(lambda key, image: heard.append(key))
    for key in range(5):
        loader.request(key, photo(f"{key}.jpg"), 64)
    assert begun.wait(5)
    loader.restart()
    go_on.set()
    with qtbot.waitSignal(loader.ready):
        loader.request(99, photo("99.jpg"), 64)
    assert heard == [99]


def test_a_restart_leaves_the_query_photo_alone(
    qtbot: QtBot, loader: ThumbnailLoader, photo: WritePhoto
) -> None:
    with qtbot.waitSignal(loader.photo_ready) as ready:
        loader.load_photo(5, photo(), 64)
        loader.restart()
    assert ready.args[0] == 5


def test_a_photo_is_read_once_until_it_changes(
    qtbot: QtBot, loader: ThumbnailLoader, photo: WritePhoto
) -> None:
    path = photo("same.png", "red")
    for colour, expected in (("red", "#ff0000"), ("blue", "#0000ff")):
        photo("same.png", colour)
        os.utime(path, ns=(0, 1_000_000_000 if colour == "red" else 2_000_000_000))
        with qtbot.waitSignal(loader.ready) as ready:
            loader.request(1, path, 64)
        assert ready.args[1].pixelColor(0, 0).name() == expected


def test_the_cache_stays_within_its_bounds(
    photo: WritePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []

    def read(path: Path, side: int, turns: int = 0) -> QImage:
        reads.append(path.name)
        return QImage(10, 10, QImage.Format.Format_RGB32)

    monkeypatch.setattr(thumbnails, "read_photo", read)
    cache = thumbnails._Cache(capacity=2 * 400)
    first, second, third = (photo(f"{name}.jpg") for name in "abc")
    for path in (first, second, first, third, first, second):
        cache.photo(path, 10)
    assert reads == ["a.jpg", "b.jpg", "c.jpg", "b.jpg"]


def test_closing_drops_the_queue_and_waits_for_what_runs(
    photo: WritePhoto, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    begun, gate, ended = Event(), Event(), []

    def read(path: Path, side: int, turns: int = 0) -> QImage:
        begun.set()
        gate.wait(5)
        ended.append(path)
        return QImage(2, 2, QImage.Format.Format_RGB32)

    monkeypatch.setattr(thumbnails, "read_photo", read)
    loader = ThumbnailLoader()
    heard: list[int] = []
    loader.ready.connect(lambda key, image: heard.append(key))
    for key in range(40):
        loader.request(key, photo(f"{key}.jpg"), 64)
    assert begun.wait(5)
    opening = Timer(0.5, gate.set)
    opening.start()
    loader.close()
    opening.join()
    assert 0 < len(ended) <= thumbnails.THREADS[thumbnails.THUMBNAIL]
    qtbot.wait(20)
    assert heard == []
