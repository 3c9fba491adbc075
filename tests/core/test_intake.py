"""Files of every kind become upright sRGB pictures, or one reason why not."""

import io
import os
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageFile

from core import intake
from core.errors import PhotoError, PhotoReason
from core.intake import limits
from tests.core.photos import (
    assert_quarters,
    decoded,
    lying,
    oriented,
    png_of,
    quarters,
    reason_of,
    saved,
)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "TIFF", "PNG", "WEBP", "AVIF", "MPO"])
def test_a_turned_photo_is_put_upright_exactly_once(form: str, orientation: int) -> None:
    image = decoded(saved(lying(orientation), form, exif=oriented(orientation)))
    assert image.size == (64, 48)
    assert_quarters(image, 25)
    assert image.getexif().get(0x0112, 1) == 1
    assert_quarters(decoded(saved(image, "PNG")), 25)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_changes_nothing(orientation: int) -> None:
    assert_quarters(decoded(saved(quarters(), "JPEG", exif=oriented(orientation))))


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0II*\0\x08\0\0\0\xff\xff" * 9]
)
def test_broken_exif_does_not_lose_the_photo(exif: bytes) -> None:
    assert_quarters(decoded(saved(quarters(), "JPEG", exif=exif)))


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("RGB", "PNG"),
        ("RGB", "JPEG"),
        ("RGB", "WEBP"),
        ("RGB", "AVIF"),
        ("RGB", "BMP"),
        ("RGB", "TGA"),
        ("RGB", "PPM"),
        ("RGB", "JPEG2000"),
        ("RGB", "TIFF"),
        ("RGBA", "PNG"),
        ("RGBA", "TIFF"),
        ("RGBX", "TIFF"),
        ("P", "PNG"),
        ("P", "GIF"),
        ("P", "BMP"),
        ("PA", "TIFF"),
        ("YCbCr", "JPEG"),
        ("YCbCr", "TIFF"),
        ("LAB", "TIFF"),
    ],
)
def test_colours_survive_every_mode(mode: str, form: str) -> None:
    image = quarters()
    if mode == "LAB":
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        image = ImageCms.applyTransform(image, ImageCms.buildTransform(srgb, lab, "RGB", "LAB"))
    elif mode == "PA":
        image = image.convert("P", palette=Image.Palette.ADAPTIVE).convert("PA")
    elif mode == "P":
        image = image.convert("P", palette=Image.Palette.ADAPTIVE)
    else:
        image = image.convert(mode)
    assert image.mode == mode
    assert_quarters(decoded(saved(image, form)), 30)


@pytest.mark.parametrize(
    ("mode", "form", "scale"),
    [
        ("1", "PNG", None),
        ("L", "PNG", 1),
        ("L", "JPEG", 1),
        ("LA", "PNG", 1),
        ("I;16", "PNG", 257),
        ("I;16", "TIFF", 257),
        ("I;16B", "TIFF", 257),
        ("I", "TIFF", 257),
        ("F", "TIFF", 1),
        ("F", "TIFF", 1 / 255),
        ("F", "TIFF", 257),
    ],
)
def test_grey_keeps_its_tones(mode: str, form: str, scale: float | None) -> None:
    ramp = np.tile(np.arange(256), (16, 1))
    if scale is None:
        expected = np.where(ramp > 127, 255, 0)
        image = Image.fromarray(expected.astype(np.uint8)).convert("1")
    else:
        expected = ramp
        kind = {"I": np.int32, "F": np.float32}.get(mode, np.uint16 if scale == 257 else np.uint8)
        values = (ramp * scale).astype(kind)
        if mode == "I;16B":
            image = Image.frombytes("I;16B", (256, 16), values.astype(">u2").tobytes())
        else:
            image = Image.fromarray(values)
        image = image.convert("LA") if mode == "LA" else image
    assert image.mode == mode
    found = np.asarray(decoded(saved(image, form))).astype(int)
    assert np.abs(found - expected[..., None]).max() <= 2


def test_sixteen_bits_that_use_their_lower_part_stay_dark() -> None:
    data = saved(Image.fromarray(np.full((8, 8), 1000, np.uint16)), "PNG")
    assert np.asarray(decoded(data)).max() == round(1000 / 257)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_become_black(value: float) -> None:
    values = np.full((8, 8), 0.5, np.float32)
    values[0, 0] = value
    found = np.asarray(decoded(saved(Image.fromarray(values), "TIFF")))
    assert (found[0, 0] == 0).all()
    assert (found[4, 4] == 128).all()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF"])
def test_transparency_lies_on_white(form: str) -> None:
    image = quarters().convert("RGBA")
    image.putalpha(0)
    options = {"lossless": True, "exact": True} if form == "WEBP" else {}
    assert (np.asarray(decoded(saved(image, form, **options))) == 255).all()


def test_half_transparency_is_blended_with_white() -> None:
    image = Image.new("RGBA", (8, 8), (0, 0, 0, 128))
    assert np.abs(np.asarray(decoded(saved(image, "PNG"))).astype(int) - 127).max() <= 1


def test_an_opaque_alpha_channel_changes_nothing() -> None:
    opaque = quarters().convert("RGBA")
    assert np.array_equal(decoded(saved(opaque, "PNG")), quarters())


@pytest.mark.parametrize("transparency", [0, b"\x00\xff\xff\xff"])
def test_a_transparent_palette_entry_is_white(transparency: int | bytes) -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([0, 0, 0, 200, 0, 0, 0, 200, 0, 0, 0, 200])
    image.paste(1, (4, 0, 8, 8))
    found = decoded(saved(image, "PNG", transparency=transparency))
    assert found.getpixel((1, 4)) == (255, 255, 255)
    assert found.getpixel((6, 4)) == (200, 0, 0)


def test_a_transparent_grey_is_white() -> None:
    image = Image.new("L", (8, 8), 7)
    image.paste(90, (4, 0, 8, 8))
    found = decoded(saved(image, "PNG", transparency=7))
    assert found.getpixel((1, 4)) == (255, 255, 255)
    assert found.getpixel((6, 4)) == (90, 90, 90)


def swapped_profile() -> bytes:
    """An sRGB profile whose red and blue primaries are exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile = profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    return bytes(profile)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_colour_profile_is_applied(form: str) -> None:
    red, green, blue = quarters().split()
    stored = Image.merge("RGB", (blue, green, red))
    options = {"lossless": True} if form == "WEBP" else {}
    options |= {"quality": 95, "subsampling": 0} if form == "JPEG" else {}
    assert_quarters(decoded(saved(stored, form, icc_profile=swapped_profile(), **options)), 20)


def test_the_srgb_profile_changes_nothing() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = np.asarray(decoded(saved(quarters(), "PNG", icc_profile=srgb))).astype(int)
    assert np.abs(found - np.asarray(quarters())).max() <= 1


@pytest.mark.parametrize("profile", [b"x", b"\0" * 200, swapped_profile()[:300]])
def test_a_broken_colour_profile_does_not_lose_the_photo(profile: bytes) -> None:
    assert_quarters(decoded(saved(quarters(), "PNG", icc_profile=profile)))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "I;16"])
def test_a_profile_of_another_colour_space_does_not_lose_the_photo(mode: str) -> None:
    grey = quarters().convert("L")
    image = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257) if mode == "I;16" else grey
    image = image if mode == "I;16" else image.convert(mode)
    found = np.asarray(decoded(saved(image, "PNG", icc_profile=swapped_profile()))).astype(int)
    assert np.abs(found - np.asarray(grey)[..., None]).max() <= 6


@pytest.mark.parametrize("form", ["MPO", "GIF", "TIFF", "WEBP", "PNG", "AVIF"])
def test_the_first_of_several_frames_is_taken(form: str) -> None:
    later = Image.new("RGB", (64, 48), "black")
    data = saved(quarters(), form, save_all=True, append_images=[later, later])
    assert Image.open(io.BytesIO(data)).n_frames >= 2
    assert_quarters(decoded(data), 30)


def test_a_later_page_of_another_size_is_not_looked_at() -> None:
    later = Image.new("RGB", (500, 500), "black")
    assert decoded(saved(quarters(), "TIFF", save_all=True, append_images=[later])).size == (64, 48)


@pytest.mark.parametrize("name", ["photo.png", "photo.JPG", "photo", "photo.txt"])
def test_the_content_decides_and_not_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(saved(quarters(), "JPEG"))
    assert_quarters(intake.load(path, 1000))


@pytest.mark.parametrize(
    "name", ["Täsche 商品.jpg", "100% a_b.jpg", " a .jpg", "'; --.jpg", "é.jpg"]
)
def test_any_name_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(saved(quarters(), "JPEG"))
    assert_quarters(intake.load(path, 1000))


@pytest.mark.parametrize(
    "data",
    [b"hello, this is text\n", b"\xff", b"GIF", b"BM, said he", b"P6 is a label", b"PK\x03\x04abc"],
)
def test_what_is_no_picture_is_told_so(data: bytes) -> None:
    assert reason_of(data) == PhotoReason.NOT_AN_IMAGE


def noisy() -> Image.Image:
    values = np.random.default_rng(1).integers(0, 255, (96, 128, 3), np.uint8)
    return Image.fromarray(values)


@pytest.mark.parametrize(
    ("form", "options", "share"),
    [
        ("JPEG", {}, 1 / 2),
        ("JPEG", {"progressive": True}, 1 / 2),
        ("JPEG", {"progressive": True}, 1 / 6),
        ("PNG", {}, 1 / 2),
        ("WEBP", {}, 1 / 2),
        ("TIFF", {}, 1 / 2),
        ("BMP", {}, 1 / 2),
        ("GIF", {}, 1 / 2),
        ("AVIF", {}, 1 / 2),
        ("AVIF", {}, 1 / 20),
        ("JPEG", {}, 1 / 900),
        ("PNG", {}, 1 / 900),
        ("TIFF", {}, 1 / 900),
    ],
)
def test_a_file_cut_short_is_incomplete(form: str, options: dict[str, bool], share: float) -> None:
    data = saved(noisy(), form, **options)
    assert reason_of(data[: int(len(data) * share)]) == PhotoReason.INCOMPLETE


def test_a_file_that_is_complete_at_last_is_read(tmp_path: Path) -> None:
    path, data = tmp_path / "copying.jpg", saved(quarters(), "JPEG")
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(PhotoError):
        intake.load(path, 1000)
    path.write_bytes(data)
    assert_quarters(intake.load(path, 1000))


def read_reason(path: Path) -> PhotoReason:
    with pytest.raises(PhotoError) as caught:
        intake.load(path, 1000)
    assert caught.value.subject == str(path)
    return caught.value.reason


def test_an_empty_file_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.touch()
    assert read_reason(path) == PhotoReason.EMPTY


def test_a_vanished_file_is_told_so(tmp_path: Path) -> None:
    assert read_reason(tmp_path / "a.jpg") == PhotoReason.VANISHED


def test_a_folder_named_like_a_photo_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").mkdir()
    assert read_reason(tmp_path / "a.jpg") == PhotoReason.UNREADABLE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_named_like_a_photo_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    assert read_reason(tmp_path / "a.jpg") == PhotoReason.UNREADABLE


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_named_like_a_photo_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to("/dev/zero")
    assert read_reason(tmp_path / "a.jpg") == PhotoReason.UNREADABLE


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that gives EIO")
def test_a_read_that_fails_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to("/proc/self/mem")
    assert read_reason(tmp_path / "a.jpg") == PhotoReason.UNREADABLE


def test_a_forbidden_file_is_unreadable(
    tmp_path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(quarters(), "JPEG"))
    path.chmod(0)
    with unprivileged():
        assert read_reason(path) == PhotoReason.UNREADABLE


def test_a_file_too_large_to_hold_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.truncate(limits.MAX_FILE_BYTES + 1)
    assert read_reason(path) == PhotoReason.TOO_LARGE


def one_bit_png(side: int) -> bytes:
    """A small file of `side` x `side` pixels."""
    return png_of((side, side), 1, 0, [b"\xff" * ((side + 7) // 8)] * side)


@pytest.mark.parametrize("side", [16_000, 20_000])
def test_a_decompression_bomb_is_too_large(side: int) -> None:
    data = one_bit_png(side)
    assert len(data) < 100_000
    assert reason_of(data) == PhotoReason.TOO_MANY_PIXELS


def test_a_large_scan_within_the_limit_is_read() -> None:
    image = decoded(one_bit_png(10_000), 200)
    assert image.size == (200, 200)
    assert np.asarray(image).min() == 255


@pytest.mark.parametrize("progressive", [False, True])
def test_a_large_jpeg_is_decoded_reduced(progressive: bool) -> None:
    data = saved(quarters((4000, 3000)), "JPEG", progressive=progressive)
    image = decoded(data, 400)
    assert image.size == (400, 300)
    assert_quarters(image)


@pytest.mark.parametrize(
    ("size", "fitted"),
    [((100, 50), (100, 50)), ((200, 50), (100, 25)), ((50, 200), (25, 100)), ((300, 1), (100, 1))],
)
def test_a_photo_is_made_smaller_and_never_larger(
    size: tuple[int, int], fitted: tuple[int, int]
) -> None:
    assert decoded(saved(Image.new("RGB", size, "red"), "PNG"), 100).size == fitted


def test_the_same_bytes_give_the_same_pixels() -> None:
    data = saved(noisy(), "JPEG")
    assert decoded(data, 60).tobytes() == decoded(data, 60).tobytes()


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff.jpg"))
    assert read_reason(path) == PhotoReason.VANISHED
    path.write_bytes(saved(quarters(), "JPEG"))
    assert_quarters(intake.load(path, 1000))


def test_a_name_that_cannot_be_is_unreadable() -> None:
    assert read_reason(Path("a\0.jpg")) == PhotoReason.UNREADABLE


def test_a_file_that_changes_while_it_is_read_is_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "copying.jpg"
    with path.open("wb") as file:
        file.write(saved(quarters(), "JPEG"))
        file.truncate(300_000_000)
    ended = threading.Event()

    def copy() -> None:
        with path.open("r+b") as file:
            while not ended.is_set():
                file.seek(299_000_000)
                file.write(b"more")
                file.flush()

    copying = threading.Thread(target=copy)
    copying.start()
    try:
        assert read_reason(path) == PhotoReason.INCOMPLETE
    finally:
        ended.set()
        copying.join()


def test_pillow_is_left_as_it_is() -> None:
    """Its limits and the filters of warnings belong to the whole process and all its threads."""
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES, list(warnings.filters)
    data = [saved(quarters(), form) for form in ("JPEG", "PNG", "TIFF", "WEBP", "AVIF")]
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda d: decoded(d, 40).size, data * 20))) == 1
    decoded(one_bit_png(11_000), 100)
    after = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES, list(warnings.filters)
    assert after == before


def test_threads_get_the_pixels_that_one_alone_gets() -> None:
    data = [saved(noisy(), form) for form in ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "JPEG2000")]
    alone = [decoded(each, 60).tobytes() for each in data]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: decoded(each, 60).tobytes(), data * 10)) == alone * 10
