"""Whatever the file, a picture or a `PhotoError`."""

import contextlib
import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core import intake
from core.errors import PhotoError
from tests.core.photos import psd_of, saved

FORMS = {
    "1": ["PNG", "TIFF", "BMP"],
    "L": ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "TGA", "PPM", "JPEG2000", "PSD"],
    "LA": ["PNG", "TIFF", "TGA", "JPEG2000"],
    "P": ["PNG", "GIF", "BMP", "TIFF", "TGA", "PSD"],
    "PA": ["PNG", "TIFF"],
    "RGB": ["PNG", "JPEG", "MPO", "TIFF", "WEBP", "AVIF", "BMP", "JPEG2000", "TGA", "PPM", "PSD"],
    "RGBA": ["PNG", "TIFF", "WEBP", "AVIF", "BMP", "JPEG2000", "TGA", "GIF"],
    "RGBX": ["TIFF"],
    "CMYK": ["JPEG", "TIFF", "PSD"],
    "YCbCr": ["JPEG", "TIFF"],
    "LAB": ["TIFF"],
    "HSV": ["TIFF"],
    "I;16": ["PNG", "TIFF", "PPM", "JPEG2000"],
    "I;16B": ["TIFF"],
    "I": ["TIFF", "PPM"],
    "F": ["TIFF"],
}
WITH_EXIF = ("PNG", "JPEG", "MPO", "TIFF", "WEBP", "AVIF")
SIDES = st.integers(1, 300)
MODES_AND_FORMS = st.sampled_from([(mode, form) for mode, forms in FORMS.items() for form in forms])


def picture(mode: str, width: int, height: int) -> Image.Image:
    """Dark left half, bright right half."""
    values = np.full((height, width), 200, np.uint8)
    values[:, : width // 2] = 50
    if mode == "I;16":
        return Image.fromarray(values.astype(np.uint16) * 257)
    if mode == "I":
        return Image.fromarray(values.astype(np.int32) * 257)
    if mode == "F":
        return Image.fromarray(values.astype(np.float32))
    if mode == "I;16B":
        return Image.frombytes(mode, (width, height), (values.astype(">u2") * 257).tobytes())
    if mode in ("YCbCr", "HSV", "LAB"):
        return Image.fromarray(values).convert("RGB").convert(mode)
    if mode == "PA":
        return Image.fromarray(values).convert("P").convert("PA")
    if mode == "CMYK":
        return Image.merge(
            mode, [*[Image.new("L", (width, height))] * 3, Image.fromarray(255 - values)]
        )
    return Image.fromarray(values).convert(mode)


@settings(max_examples=250)
@given(MODES_AND_FORMS, SIDES, SIDES, st.integers(1, 8), st.integers(1, 400))
def test_any_photo_comes_out_upright_in_rgb_within_its_limit(
    mode_and_form: tuple[str, str], width: int, height: int, orientation: int, max_side: int
) -> None:
    _comes_out_upright(mode_and_form, (width, height), orientation, max_side)


@pytest.mark.slow
@settings(max_examples=400)
@given(
    MODES_AND_FORMS,
    st.integers(1, 4096),
    st.integers(1, 4096),
    st.integers(1, 8),
    st.sampled_from([160, 1024, 4096]),
)
def test_any_photo_up_to_4096_pixels_comes_out_upright(
    mode_and_form: tuple[str, str], width: int, height: int, orientation: int, max_side: int
) -> None:
    _comes_out_upright(mode_and_form, (width, height), orientation, max_side)


def _comes_out_upright(
    mode_and_form: tuple[str, str], size: tuple[int, int], orientation: int, max_side: int
) -> None:
    mode, form = mode_and_form
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, object] = {"exif": exif} if form in WITH_EXIF else {}
    options |= {"speed": 10} if form == "AVIF" else {}
    options |= {"method": 0} if form == "WEBP" else {}
    image = picture(mode, *size)
    try:
        data = psd_of(image) if form == "PSD" else saved(image, form, **options)
    except OSError as error:
        assert "cannot write mode" in str(error)  # noqa: PT017  HSV, for one, has no format
        return
    found = intake.decode(data, Path("a"), max_side)
    turned = form in WITH_EXIF and orientation >= 5
    upright = size[::-1] if turned else size
    assert found.mode == "RGB"
    assert max(found.size) == min(max_side, max(size))
    scale = min(1.0, max_side / max(size))
    assert all(
        abs(is_now - was * scale) <= 1 for is_now, was in zip(found.size, upright, strict=True)
    )
    if min(size) >= 32 and max_side >= 64 and min(found.size) >= 8 and mode != "1":
        _assert_dark_side(found, orientation if form in WITH_EXIF else 1)


def _assert_dark_side(image: Image.Image, orientation: int) -> None:
    values = np.asarray(image.convert("L")).astype(float)
    if orientation in (1, 4):
        dark, bright = values[:, : image.width // 4], values[:, -image.width // 4 :]
    elif orientation in (2, 3):
        dark, bright = values[:, -image.width // 4 :], values[:, : image.width // 4]
    elif orientation in (5, 6):
        dark, bright = values[: image.height // 4], values[-image.height // 4 :]
    else:
        dark, bright = values[-image.height // 4 :], values[: image.height // 4]
    assert dark.mean() + 60 < bright.mean()


@cache
def sample(form: str) -> bytes:
    image = Image.fromarray(np.random.default_rng(7).integers(0, 255, (40, 60, 3), np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    if form == "PROGRESSIVE":
        image.save(buffer, "JPEG", progressive=True, exif=exif)
    elif form == "LZW":
        image.save(buffer, "TIFF", compression="tiff_lzw", exif=exif)
    elif form == "ANIMATED":
        image.save(buffer, "GIF", save_all=True, append_images=[image.rotate(90)])
    else:
        image.save(buffer, form, **({"exif": exif} if form in WITH_EXIF else {}))
    return buffer.getvalue()


KINDS = [
    *("JPEG", "PROGRESSIVE", "PNG", "GIF", "ANIMATED", "WEBP"),
    *("TIFF", "LZW", "BMP", "AVIF", "JPEG2000", "TGA", "PPM"),
]
BYTES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12)


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=400)
@given(
    st.sampled_from(KINDS),
    BYTES,
    st.floats(0.02, 1),
    st.sampled_from([None, *KINDS]),
    st.booleans(),
)
def test_damaged_bytes_raise_nothing_but_a_photo_error(
    kind: str,
    flips: list[tuple[float, int]],
    kept: float,
    spliced: str | None,
    near_the_start: bool,
) -> None:
    data = bytearray(sample(kind))
    reach = min(len(data), 120) if near_the_start else len(data)
    for where, value in flips:
        data[int(where * reach)] = value
    del data[int(len(data) * kept) :]
    if spliced:
        data += sample(spliced)[-len(sample(spliced)) // 2 :]
    with contextlib.suppress(PhotoError):
        image = intake.decode(bytes(data), Path("a"), 100)
        assert image.mode == "RGB"
        assert max(image.size) <= 100


@settings(max_examples=100)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM"])
)
def test_arbitrary_bytes_raise_nothing_but_a_photo_error(data: bytes, start: bytes) -> None:
    with contextlib.suppress(PhotoError):
        assert intake.decode(start + data, Path("a"), 100).mode == "RGB"
