"""Every profile to sRGB; the corners of the inks."""

import colorsys
import io
import struct
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image, ImageCms

from core.folders import resource
from core.intake import colour
from tests.core.photos import decoded, quarters, saved

INKS = {
    "paper": ((0, 0, 0, 0), (255, 255, 255)),
    "black ink": ((0, 0, 0, 255), (35, 31, 32)),
    "all inks": ((255, 255, 255, 255), (0, 0, 0)),
    "cyan": ((255, 0, 0, 0), (0, 174, 239)),
    "magenta": ((0, 255, 0, 0), (236, 0, 140)),
    "yellow": ((0, 0, 255, 0), (255, 242, 0)),
    "red": ((0, 255, 255, 0), (237, 28, 36)),
    "green": ((255, 0, 255, 0), (0, 166, 80)),
    "blue": ((255, 255, 0, 0), (46, 48, 146)),
}
PRESS = resource("profiles", "cmyk.icc").read_bytes()


def inked(inks: tuple[int, int, int, int]) -> Image.Image:
    return Image.new("CMYK", (16, 16), inks)


@pytest.mark.parametrize(("inks", "expected"), INKS.values(), ids=INKS)
@pytest.mark.parametrize("profile", [None, PRESS], ids=["without a profile", "with its profile"])
@pytest.mark.parametrize("form", ["TIFF", "JPEG"])
def test_inks_come_out_as_a_press_prints_them(
    inks: tuple[int, int, int, int],
    expected: tuple[int, int, int],
    profile: bytes | None,
    form: str,
) -> None:
    options = {"icc_profile": profile} if profile else {}
    options |= {"quality": 100} if form == "JPEG" else {}
    found = decoded(saved(inked(inks), form, **options)).getpixel((8, 8))
    assert np.abs(np.subtract(found, expected)).max() <= 3


def adobe(data: bytes, transform: int | None) -> bytes:
    """A CMYK JPEG as Pillow writes it with another Adobe marker, or with none."""
    place = data.index(b"\xff\xee")
    rest = data[place + 16 :]
    if transform is None:
        return data[:place] + rest
    return data[:place] + data[place : place + 15] + bytes([transform]) + rest


def plain_jpeg(image: Image.Image, profile: bytes | None) -> bytes:
    """A JPEG of four channels that holds the inks themselves, without Adobe's marker."""
    inverted = Image.merge("CMYK", [band.point(lambda v: 255 - v) for band in image.split()])
    options = {"icc_profile": profile} if profile else {}
    return adobe(saved(inverted, "JPEG", quality=100, **options), None)


@pytest.mark.parametrize(("inks", "expected"), INKS.values(), ids=INKS)
@pytest.mark.parametrize("profile", [None, PRESS], ids=["without a profile", "with its profile"])
def test_inks_of_a_jpeg_without_adobes_marker_are_not_inverted(
    inks: tuple[int, int, int, int], expected: tuple[int, int, int], profile: bytes | None
) -> None:
    found = decoded(plain_jpeg(inked(inks), profile)).getpixel((8, 8))
    assert np.abs(np.subtract(found, expected)).max() <= 3


@pytest.mark.parametrize(("inks", "expected"), INKS.values(), ids=INKS)
def test_ycck(inks: tuple[int, int, int, int], expected: tuple[int, int, int]) -> None:
    cyan, magenta, yellow, black = inks
    turned = Image.new("RGB", (16, 16), (cyan, magenta, yellow)).convert("YCbCr")
    luma, blue, red = (band.getextrema()[0] for band in turned.split())
    # Pillow inverts what it writes: it is given the complement of what is to be stored.
    stored = Image.new("CMYK", (16, 16), (255 - luma, 255 - blue, 255 - red, black))
    found = decoded(adobe(saved(stored, "JPEG", quality=100), 2)).getpixel((8, 8))
    assert np.abs(np.subtract(found, expected)).max() <= 6


GAMMAS = {"AdobeRGB": 2.19921875, "DisplayP3": 2.2, "ProPhoto": 1.8}
# X, Y, Z of red, green and blue under D50.
PRIMARIES = {
    "AdobeRGB": (0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457),
    "DisplayP3": (0.51512, 0.2412, -0.00105, 0.29198, 0.69225, 0.04189, 0.1571, 0.06657, 0.78407),
    "ProPhoto": (0.79767, 0.28804, 0.0, 0.13519, 0.71188, 0.0, 0.03134, 0.00009, 0.82491),
}


def matrix_profile(name: str) -> bytes:
    """A profile of three primaries and a gamma, made by hand."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(GAMMAS[name] * 256)) + b"\0\0"
    tags = [(b"wtpt", xyz(0.9642, 1.0, 0.8249))]
    for at, tag in enumerate((b"rXYZ", b"gXYZ", b"bXYZ")):
        tags.append((tag, xyz(*PRIMARIES[name][3 * at : 3 * at + 3])))
    tags += [(tag, curve) for tag in (b"rTRC", b"gTRC", b"bTRC")]
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for tag, data in tags:
        table += tag + struct.pack(">II", at + len(body), len(data))
        body += data
    size = at + len(body)
    head = struct.pack(">I4sI", size, b"lcms", 0x02400000) + b"mntrRGB XYZ " + bytes(12) + b"acsp"
    head = head.ljust(68, b"\0") + fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


@pytest.mark.parametrize("primaries", ["AdobeRGB", "DisplayP3", "ProPhoto"])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
def test_wide_profiles_come_back_to_srgb(primaries: str, form: str) -> None:
    """A picture stored in a wide space by another way comes back as it was."""
    profile = matrix_profile(primaries)
    wide = ImageCms.profileToProfile(
        quarters(),
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        outputMode="RGB",
    )
    options = {"JPEG": {"quality": 100, "subsampling": 0}, "WEBP": {"lossless": True}}
    options["AVIF"] = {"quality": 100, "subsampling": "4:4:4"}
    data = saved(wide, form, icc_profile=profile, **options.get(form, {}))
    found = np.asarray(decoded(data)).astype(int)
    assert np.abs(found - np.asarray(quarters())).mean() < 3
    assert np.abs(np.asarray(wide).astype(int) - np.asarray(quarters())).max() > 12


def test_a_colour_out_of_srgb_keeps_its_hue() -> None:
    image = Image.new("RGB", (8, 8), (60, 200, 90))
    red, green, blue = decoded(
        saved(image, "PNG", icc_profile=matrix_profile("AdobeRGB"))
    ).getpixel((4, 4))
    assert green > 195
    assert abs(colorsys.rgb_to_hsv(red, green, blue)[0] - 1 / 3) < 0.1


def grey_profile(gamma: float) -> bytes:
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    tags = ((b"wtpt", white), (b"kTRC", curve))
    at, table, body = 128 + 4 + 24, b"", b""
    for name, data in tags:
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data
    head = struct.pack(">I4sI", at + len(body), b"lcms", 0x02400000)
    head += b"mntrGRAYXYZ " + bytes(12) + b"acsp"
    head = head.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", 2) + table + body


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_a_grey_profile_is_applied(mode: str) -> None:
    grey = Image.new("L", (8, 8), 128)
    if mode == "I;16":
        grey = Image.fromarray(np.full((8, 8), 128 * 257, np.uint16))
    elif mode == "LA":
        grey = grey.convert("LA")
    found = decoded(saved(grey, "PNG", icc_profile=grey_profile(1.0))).getpixel((4, 4))
    assert np.abs(np.subtract(found, 188)).max() <= 2
    assert decoded(saved(grey, "PNG")).getpixel((4, 4)) == (128, 128, 128)


def test_lab_with_and_without_its_profile() -> None:
    lab = ImageCms.createProfile("LAB")
    way = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB")
    image = ImageCms.applyTransform(quarters(), way)
    profile = ImageCms.ImageCmsProfile(lab).tobytes()
    for options in ({}, {"icc_profile": profile}):
        found = np.asarray(decoded(saved(image, "TIFF", **options))).astype(int)
        assert np.abs(found - np.asarray(quarters())).max() <= 4


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "LAB"])
@pytest.mark.parametrize(
    "profile",
    [
        b"",
        b"x",
        bytes(200),
        matrix_profile("AdobeRGB")[:200],
        matrix_profile("AdobeRGB").replace(b"acsp", b"xxxx"),
        matrix_profile("AdobeRGB").replace(b"RGB ", b"HSV "),
        matrix_profile("AdobeRGB").replace(b"rXYZ", b"qXYZ"),
        PRESS[:3000],
        PRESS.replace(b"A2B0", b"A2B9"),
        matrix_profile("AdobeRGB") + bytes(colour.MAX_PROFILE_BYTES),
    ],
)
def test_no_profile_loses_a_photo(mode: str, profile: bytes) -> None:
    image = Image.new(mode, (8, 8))
    found = colour.to_srgb(image, profile)
    assert (found.mode, found.size) == ("RGB", (8, 8))


def test_profiles_of_another_space_are_passed_over() -> None:
    image = inked((0, 255, 255, 0))
    assert colour.to_srgb(image, grey_profile(1)).getpixel((0, 0)) == (237, 28, 36)
    assert colour.to_srgb(image, matrix_profile("AdobeRGB")).getpixel((0, 0)) == (237, 28, 36)
    assert colour.to_srgb(quarters(), PRESS).tobytes() == quarters().tobytes()


def test_threads_may_share_a_profile() -> None:
    rng = np.random.default_rng(3)
    pictures = [
        Image.frombytes("CMYK", (200, 200), rng.integers(0, 256, 160_000, np.uint8).tobytes())
        for _ in range(8)
    ]
    alone = [colour.to_srgb(picture, None).tobytes() for picture in pictures]
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda picture: colour.to_srgb(picture, None).tobytes(), pictures * 8)
        assert list(found) == alone * 8
