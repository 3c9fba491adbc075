"""What is peculiar to each format: its rare varieties come out right, or with one reason."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops

from core import intake
from core.errors import PhotoError, PhotoReason
from tests.core.photos import (
    assert_quarters,
    chunk,
    decoded,
    lying,
    oriented,
    photoshop_resource,
    png_of,
    psd_of,
    quarters,
    reason_of,
    saved,
    tiff_of,
    two_pages,
    with_chunk,
)

HEIC = Path(__file__).parents[1] / "data" / "heic"
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def noisy(size: tuple[int, int] = (128, 96)) -> Image.Image:
    values = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), np.uint8)
    return Image.fromarray(values)


# JPEG


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_whose_copy_left_zeros_behind_is_incomplete(progressive: bool) -> None:
    data = saved(noisy(), "JPEG", progressive=progressive)
    half = data[: len(data) // 2] + b"\0" * (len(data) // 2)
    assert reason_of(half) == PhotoReason.INCOMPLETE


def test_a_jpeg_followed_by_something_else_is_whole() -> None:
    assert_quarters(decoded(saved(quarters(), "JPEG") + b"\0" * 999 + b"trailer"))


@pytest.mark.parametrize("share", [1 / 6, 1 / 2, 0.9, 0.99])
@pytest.mark.parametrize("max_side", [1000, 16])
def test_a_cut_progressive_jpeg_never_comes_out_black(share: float, max_side: int) -> None:
    data = saved(noisy(), "JPEG", progressive=True)
    with pytest.raises(PhotoError) as caught:
        intake.decode(data[: int(len(data) * share)], Path("a"), max_side)
    assert caught.value.reason == PhotoReason.INCOMPLETE


def test_a_jpeg_of_a_thousand_scans_is_not_worked_through() -> None:
    data = saved(noisy(), "JPEG", progressive=True)
    scan = data.rfind(b"\xff\xda")
    bomb = data[:scan] + data[scan:-2] * 1000 + data[-2:]
    assert reason_of(bomb) == PhotoReason.INCOMPLETE


@pytest.mark.parametrize("side", [40_000, 65_500])
def test_the_size_of_a_progressive_jpeg_is_taken_before_it_is_reduced(side: int) -> None:
    data = bytearray(saved(noisy(), "JPEG", progressive=True))
    frame = data.index(b"\xff\xc2")
    data[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    assert reason_of(bytes(data)) == PhotoReason.TOO_MANY_PIXELS


def test_a_progressive_jpeg_needs_memory_for_all_its_coefficients() -> None:
    data = bytearray(saved(noisy().convert("CMYK"), "JPEG", progressive=True))
    frame = data.index(b"\xff\xc2")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 15_600, 16_000)
    with pytest.raises(PhotoError) as caught:
        intake.decode(bytes(data), Path("a"), 4000)
    assert caught.value.reason == PhotoReason.TOO_MUCH_MEMORY


@pytest.mark.parametrize("marker", [True, False])
def test_inks_survive_the_reduced_decoding_of_a_jpeg(marker: bool) -> None:
    image = Image.new("CMYK", (1600, 1200), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (800, 0, 1600, 1200))
    data = saved(image if marker else ImageChops.invert(image), "JPEG")
    if not marker:
        place = data.index(b"\xff\xee")
        data = data[:place] + data[place + 16 :]
    found = decoded(data, 100)
    assert found.getpixel((10, 10)) == WHITE
    assert max(found.getpixel((90, 10))) < 40


def test_a_long_thin_jpeg_keeps_its_shape() -> None:
    assert decoded(saved(quarters((12_000, 120)), "JPEG"), 1000).size == (1000, 10)


# PNG


@pytest.mark.parametrize(
    "added",
    [
        chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 80_000_000, 9)),
        chunk(b"iTXt", b"k\0\1\0\0\0" + zlib.compress(b"a" * 80_000_000, 9)),
        chunk(b"tEXt", b"k\0" + b"a" * 5_000_000),
        b"".join([chunk(b"tEXt", b"k\0" + b"a" * 900_000)] * 80),
        chunk(b"iCCP", b"k\0\0" + zlib.compress(b"a" * 80_000_000, 9)),
        chunk(b"iCCP", b"k\0\0not packed"),
        chunk(b"iCCP", b"k"),
        chunk(b"gAMA", b"x"),
        chunk(b"gAMA", struct.pack(">I", 1)),
        chunk(b"cICP", bytes([9, 16, 0, 1])),
        chunk(b"cICP", b""),
        chunk(b"pHYs", b"x"),
        chunk(b"tRNS", b""),
        chunk(b"eXIf", b"nonsense"),
        chunk(b"acTL", struct.pack(">II", 2**31, 0)),
        chunk(b"tEXt", b"k\0text")[:-1] + b"?",
        chunk(b"vpAg", b"private"),
    ],
)
def test_no_side_note_of_a_png_loses_the_photo(added: bytes) -> None:
    assert_quarters(decoded(with_chunk(saved(quarters(), "PNG"), added)))


def test_a_large_profile_in_a_png_is_applied() -> None:
    profile = profile_with_swapped_colours() + b"\0" * 3_000_000
    red, green, blue = quarters().split()
    stored = saved(Image.merge("RGB", (blue, green, red)), "PNG")
    packed = chunk(b"iCCP", b"large\0\0" + zlib.compress(profile))
    assert_quarters(decoded(with_chunk(stored, packed)))


def profile_with_swapped_colours() -> bytes:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")


@pytest.mark.parametrize(
    ("colours", "values", "expected"),
    [
        (0, (1000, 65535, 32768), [(4, 4, 4), WHITE, (128, 128, 128)]),
        (2, (65535, 0, 0, 0, 32768, 257, 0, 0, 65535), [(255, 0, 0), (0, 128, 1), (0, 0, 255)]),
        (4, (257, 65535, 0, 0, 0, 32768), [(1, 1, 1), WHITE, (127, 127, 127)]),
        (
            6,
            (65535, 0, 0, 65535, 0, 0, 0, 0, 0, 0, 0, 32768),
            [(255, 0, 0), WHITE, (127, 127, 127)],
        ),
    ],
)
def test_sixteen_bits_of_a_png_are_scaled(
    colours: int, values: tuple[int, ...], expected: list[tuple[int, int, int]]
) -> None:
    image = decoded(png_of((3, 1), 16, colours, [struct.pack(f">{len(values)}H", *values)]))
    found = [image.getpixel((x, 0)) for x in range(3)]
    assert np.abs(np.subtract(found, expected)).max() <= 1


@pytest.mark.parametrize(
    ("depth", "colours", "row", "transparent", "expected"),
    [
        (1, 0, b"\x40", (1,), [BLACK, WHITE]),
        (1, 0, b"\x40", (0,), [WHITE, WHITE]),
        (2, 0, b"\x10", (1,), [BLACK, WHITE]),
        (2, 0, b"\x10", (2,), [BLACK, (85, 85, 85)]),
        (4, 0, b"\x07", (7,), [BLACK, WHITE]),
        (4, 0, b"\x07", (8,), [BLACK, (119, 119, 119)]),
        (16, 0, struct.pack(">2H", 0, 1000), (1000,), [BLACK, WHITE]),
        (16, 0, struct.pack(">2H", 0, 1000), (1001,), [BLACK, (4, 4, 4)]),
        (8, 2, bytes(3) + bytes([1, 2, 3]), (1, 2, 3), [BLACK, WHITE]),
        (16, 2, struct.pack(">6H", 0, 0, 0, 900, 800, 700), (900, 800, 700), [BLACK, WHITE]),
    ],
)
def test_the_transparent_colour_of_a_png_is_white(
    depth: int,
    colours: int,
    row: bytes,
    transparent: tuple[int, ...],
    expected: list[tuple[int, int, int]],
) -> None:
    key = chunk(b"tRNS", struct.pack(f">{len(transparent)}H", *transparent))
    image = decoded(png_of((2, 1), depth, colours, [row], key))
    assert [image.getpixel((x, 0)) for x in range(2)] == expected


def test_an_interlaced_png() -> None:
    values = np.asarray(quarters())
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2))
    body = b"".join(
        b"\0" + row.tobytes()
        for left, top, across, down in (*passes, (0, 1, 1, 2))
        for row in values[top::down, left::across]
    )
    header = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 1)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(body))
    assert np.array_equal(decoded(data + chunk(b"IEND", b"")), quarters())


def test_the_default_picture_of_an_animated_png_is_taken() -> None:
    later = Image.new("RGB", (64, 48), "black")
    data = saved(quarters(), "PNG", save_all=True, append_images=[later], default_image=True)
    assert_quarters(decoded(data))


# What `test_a_turned_photo_is_put_upright_exactly_once` says of EXIF, against XMP

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" tiff:Orientation="6"></x:xmpmeta>'


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", [None, 1, 6])
def test_a_photo_is_not_turned_by_its_xmp(form: str, orientation: int | None) -> None:
    options: dict[str, object] = {"exif": oriented(orientation)} if orientation else {}
    stored = saved(lying(orientation or 1), form, **(options if form == "TIFF" else {}))
    if form == "TIFF":
        stored = saved(lying(orientation or 1), form, tiffinfo={700: XMP, 274: orientation or 1})
    elif form == "PNG":
        note = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
        stored = with_chunk(saved(lying(orientation or 1), form, **options), note)
    else:
        stored = saved(lying(orientation or 1), form, xmp=XMP, **options)
    image = decoded(stored)
    assert image.size == (64, 48)
    assert_quarters(image, 25)


@pytest.mark.parametrize("exif", [b"Exif\0\0MM\0*\xff\xff\xff\xff", b"nonsense", b"II*\0" * 40])
@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_broken_exif_loses_no_photo_of_other_formats(form: str, exif: bytes) -> None:
    assert_quarters(decoded(saved(quarters(), form, exif=exif)), 25)


# TIFF

RGB = {256: 64, 257: 48, 258: (8, 8, 8), 259: 1, 262: 2, 277: 3, 278: 48}
GREY = {256: 256, 257: 1, 258: (8,), 259: 1, 262: 1, 277: 1, 278: 1}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
def test_tiff_of_every_order_and_size(order: str, big: bool) -> None:
    data = tiff_of(RGB, [quarters().tobytes()], order, big=big)
    if order == ">" and big:  # Pillow reads these only in the other order
        assert reason_of(data) == PhotoReason.OTHER_FORMAT
    else:
        assert_quarters(decoded(data))


def test_tiff_in_planes() -> None:
    planes = [plane.tobytes() for plane in quarters().split()]
    assert_quarters(decoded(tiff_of({**RGB, 284: 2}, planes)))


def test_tiff_in_tiles() -> None:
    boxes = [(x, y, x + 32, y + 32) for y in (0, 32) for x in (0, 32)]
    tiles = [quarters().crop(box).tobytes() for box in boxes]
    tags = {number: value for number, value in RGB.items() if number != 278}
    assert_quarters(decoded(tiff_of({**tags, 322: 32, 323: 32}, tiles)))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("packing", [1, 8])
def test_sixteen_bits_of_a_tiff_are_scaled(order: str, packing: int) -> None:
    values = (np.asarray(quarters()).astype(np.uint32) * 257 + 100).astype(f"{order}u2").tobytes()
    strip = values if packing == 1 else zlib.compress(values)
    tags = {**RGB, 258: (16, 16, 16), 259: packing}
    assert_quarters(decoded(tiff_of(tags, [strip], order)))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("depth", [8, 16])
def test_inks_of_a_tiff(order: str, depth: int) -> None:
    inks = np.zeros((48, 64, 4), np.uint32)
    inks[:, 32:, 3] = 255
    values = (inks * (257 if depth == 16 else 1)).astype(f"{order}u{depth // 8}")
    tags = {**RGB, 258: (depth,) * 4, 262: 5, 277: 4}
    image = decoded(tiff_of(tags, [values.tobytes()], order))
    assert image.getpixel((5, 5)) == WHITE
    assert max(image.getpixel((60, 5))) < 40


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("white_is_zero", [False, True])
def test_grey_tiff_of_either_polarity(order: str, depth: int, white_is_zero: bool) -> None:
    ramp = np.arange(256)
    stored = (255 - ramp if white_is_zero else ramp) * (257 if depth == 16 else 1)
    tags = {**GREY, 258: (depth,), 262: 0 if white_is_zero else 1}
    data = tiff_of(tags, [stored.astype(f"{order}u{depth // 8}").tobytes()], order)
    if (order, depth, white_is_zero) == (">", 16, True):
        assert reason_of(data) == PhotoReason.OTHER_FORMAT
        return
    found = np.asarray(decoded(data))[0, :, 0].astype(int)
    assert np.abs(found - ramp).max() <= 1


def test_twelve_bits_are_scaled() -> None:
    values = np.repeat(np.arange(0, 4096, 16), 2)[:256]
    pairs = values.reshape(-1, 2)
    packed = np.stack(
        [pairs[:, 0] >> 4, (pairs[:, 0] & 15) << 4 | pairs[:, 1] >> 8, pairs[:, 1] & 255], 1
    )
    data = tiff_of({**GREY, 258: (12,)}, [packed.astype(np.uint8).tobytes()])
    found = np.asarray(decoded(data))[0, :, 0].astype(int)
    assert np.abs(found - values / 4095 * 255).max() <= 1


@pytest.mark.parametrize(("kind", "expected"), [(1, 255), (2, 255), (0, 0)])
def test_alpha_of_a_tiff_premultiplied_or_not(kind: int, expected: int) -> None:
    clear = bytes(4 * 64 * 48)
    tags = {**RGB, 258: (8,) * 4, 277: 4, 338: (kind,)}
    assert np.asarray(decoded(tiff_of(tags, [clear]))).max() == expected


def test_premultiplied_alpha_is_not_darkened_twice() -> None:
    half = bytes([100, 0, 0, 128]) * (64 * 48)
    image = decoded(tiff_of({**RGB, 258: (8,) * 4, 277: 4, 338: (1,)}, [half]))
    assert np.abs(np.subtract(image.getpixel((5, 5)), (227, 127, 127))).max() <= 2


@pytest.mark.parametrize(
    "compression",
    ["tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "packbits", "jpeg", "zstd", "lzma"],
)
def test_every_packing_of_a_tiff(compression: str) -> None:
    options = {"quality": 95} if compression == "jpeg" else {}
    assert_quarters(decoded(saved(quarters(), "TIFF", compression=compression, **options)), 40)


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt"])
def test_fax_packings_of_a_tiff(compression: str) -> None:
    page = Image.new("1", (64, 48), 1)
    page.paste(0, (0, 0, 32, 48))
    image = decoded(saved(page, "TIFF", compression=compression))
    assert (image.getpixel((5, 5)), image.getpixel((60, 5))) == (BLACK, WHITE)


def test_the_old_jpeg_packing_of_a_tiff() -> None:
    jpeg = saved(quarters(), "JPEG", quality=95)
    data = tiff_of({**RGB, 259: 6, 262: 6, 513: 8, 514: len(jpeg)}, [jpeg])
    assert_quarters(decoded(data), 20)


def test_subsampled_ycbcr_of_a_tiff() -> None:
    image = quarters().convert("YCbCr")
    values = np.asarray(image)
    blocks = []
    for y in range(0, 48, 2):
        for x in range(0, 64, 2):
            block = values[y : y + 2, x : x + 2]
            blocks.append(bytes(block[..., 0].ravel()) + bytes(block[0, 0, 1:]))
    data = tiff_of({**RGB, 259: 8, 262: 6, 530: (2, 2)}, [zlib.compress(b"".join(blocks))])
    assert_quarters(decoded(data), 20)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("packed", [False, True])
def test_a_tiff_is_turned_once_before_it_is_fitted(orientation: int, packed: bool) -> None:
    options = {"compression": "tiff_lzw"} if packed else {}
    data = saved(lying(orientation), "TIFF", exif=oriented(orientation), **options)
    image = decoded(data, 32)
    assert image.size == (32, 24)
    assert_quarters(image)


@pytest.mark.parametrize(("kind", "expected"), [(1, (64, 48)), (4, (64, 48)), (0, (1, 1))])
def test_a_preview_before_the_picture_is_passed_over(kind: int, expected: tuple[int, int]) -> None:
    before = {254: kind, 256: 1, 257: 1, 258: 8, 259: 1, 262: 1, 277: 1, 278: 1}
    data = two_pages(before, tiff_of(RGB, [quarters().tobytes()]))
    assert decoded(data).size == expected


@pytest.mark.parametrize("tags", [{50706: b"\1\4\0\0"}, {262: 32803}, {254: 1, 330: (8, 8)}])
def test_a_raw_file_of_a_camera_is_told_so(tags: dict[int, object]) -> None:
    data = tiff_of({**RGB, **tags}, [quarters().tobytes()])
    assert reason_of(data) == PhotoReason.CAMERA_RAW


@pytest.mark.parametrize(
    "tags",
    [
        {258: (32, 32, 32), 339: (3, 3, 3)},
        {258: (64,), 277: 1, 262: 1},
        {259: 34661},
        {262: 4},
        {259: 50001},
    ],
)
def test_a_kind_of_tiff_that_is_not_read_is_told_so(tags: dict[int, object]) -> None:
    data = tiff_of({**RGB, **tags}, [bytes(64 * 48 * 12)])
    assert reason_of(data) == PhotoReason.OTHER_FORMAT


def test_a_tiff_with_a_broken_exif_folder_is_read() -> None:
    assert_quarters(decoded(tiff_of({**RGB, 34665: 4_000_000_000}, [quarters().tobytes()])))


@pytest.mark.parametrize("tags", [{256: 65_000, 257: 65_000}, {256: 200_000, 257: 30_000}])
def test_a_tiff_bomb_is_refused(tags: dict[int, int]) -> None:
    data = tiff_of({**RGB, **tags, 259: 8}, [zlib.compress(b"\0" * 1000)])
    assert reason_of(data) == PhotoReason.TOO_MANY_PIXELS


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("side", [10_000, 15_000])
def test_a_large_fax_is_read_whatever_pillow_warns_of(side: int) -> None:
    page = Image.new("1", (side, side), 1)
    assert decoded(saved(page, "TIFF", compression="group4"), 100).getpixel((5, 5)) == WHITE


def test_a_tiff_whose_one_tile_is_a_bomb_is_refused() -> None:
    tags = {number: value for number, value in RGB.items() if number != 278}
    tile = {322: 60_000, 323: 60_000, 259: 8}
    data = tiff_of({**tags, **tile}, [zlib.compress(b"\0" * 1000)])
    assert reason_of(data) == PhotoReason.TOO_MUCH_MEMORY


# GIF, BMP, TGA, WebP


def gif_frame_at(x: int, y: int, **options: object) -> bytes:
    """A green 2x2 frame in an 8x8 picture."""
    frame = Image.new("P", (2, 2), 1)
    frame.putpalette([255, 0, 0, 0, 255, 0])
    data = bytearray(saved(frame, "GIF", optimize=False, **options))
    data[6:10] = struct.pack("<HH", 8, 8)
    place = data.index(b"\x2c", 13)
    data[place + 1 : place + 5] = struct.pack("<HH", x, y)
    return bytes(data)


def test_what_the_first_frame_of_a_gif_leaves_out_is_white() -> None:
    image = decoded(gif_frame_at(3, 3))
    assert image.size == (8, 8)
    assert image.getpixel((0, 0)) == WHITE
    assert image.getpixel((4, 4)) == (0, 255, 0)


def test_the_transparent_colour_of_a_gif_is_white() -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.paste(1, (4, 0, 8, 8))
    found = decoded(saved(image, "GIF", transparency=0))
    assert (found.getpixel((1, 1)), found.getpixel((6, 6))) == (WHITE, (0, 255, 0))


def bmp_of(bits: int, packing: int, pixels: bytes, palette: bytes = b"", height: int = 2) -> bytes:
    header = struct.pack(
        "<IiiHHIIiiII", 40, 2, height, 1, bits, packing, len(pixels), 0, 0, len(palette) // 4, 0
    )
    start = 14 + len(header) + len(palette)
    return (
        b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + header + palette + pixels
    )


TWO = bytes([0, 0, 255, 0, 0, 255, 0, 0])  # red, green


@pytest.mark.parametrize(
    ("bits", "packing", "pixels", "palette"),
    [
        (8, 1, bytes([2, 1, 0, 0, 2, 0, 0, 0, 0, 1]), TWO),
        (8, 0, bytes([1, 1, 0, 0, 0, 0, 0, 0]), TWO),
        (4, 2, bytes([2, 0x11, 0, 0, 2, 0, 0, 0, 0, 1]), TWO),
        (1, 0, bytes([0b11000000, 0, 0, 0, 0, 0, 0, 0]), TWO),
        (16, 0, struct.pack("<4H", 31 << 5, 31 << 5, 31 << 10, 31 << 10), b""),
        (16, 3, struct.pack("<3I4H", 63488, 2016, 31, 2016, 2016, 63488, 63488), b""),
        (24, 0, bytes([0, 255, 0] * 2 + [0, 0] + [0, 0, 255] * 2 + [0, 0]), b""),
        (32, 0, bytes([0, 255, 0, 0] * 2 + [0, 0, 255, 0] * 2), b""),
    ],
)
@pytest.mark.parametrize("top_down", [False, True])
def test_every_kind_of_bmp(
    bits: int, packing: int, pixels: bytes, palette: bytes, top_down: bool
) -> None:
    if packing == 3:
        palette, pixels = pixels[:12], pixels[12:]
    image = decoded(bmp_of(bits, packing, pixels, palette, -2 if top_down else 2))
    upper, lower = ((0, 255, 0), (255, 0, 0)) if top_down else ((255, 0, 0), (0, 255, 0))
    assert (image.getpixel((0, 0)), image.getpixel((0, 1))) == (upper, lower)


@pytest.mark.parametrize("form", ["BMP", "TGA"])
def test_an_alpha_channel_that_nobody_filled_hides_nothing(form: str) -> None:
    image = quarters().convert("RGBA")
    image.putalpha(0)
    assert_quarters(decoded(saved(image, form)))


def test_the_alpha_channel_of_a_tga_counts_where_it_is_used() -> None:
    image = quarters().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 8, 8))
    assert decoded(saved(image, "TGA")).getpixel((2, 2)) == WHITE


@pytest.mark.parametrize("kind", [b"VP8X", b"VP8L", b"VP8 "])
def test_a_webp_bomb_is_refused_before_it_is_opened(kind: bytes) -> None:
    size = {
        b"VP8X": bytes(4) + (16383).to_bytes(3, "little") * 2,
        b"VP8L": b"\x2f" + struct.pack("<I", 16383 | 16383 << 14),
        b"VP8 ": b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 16383, 16383),
    }[kind]
    body = b"WEBP" + kind + struct.pack("<I", 100) + size + bytes(100)
    data = b"RIFF" + struct.pack("<I", len(body)) + body
    assert reason_of(data) == PhotoReason.TOO_MANY_PIXELS


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 90}, {"exif": oriented(1)}])
def test_every_kind_of_webp(options: dict[str, object]) -> None:
    assert_quarters(decoded(saved(quarters(), "WEBP", **options)), 20)
    clear = quarters().convert("RGBA")
    clear.putalpha(0)
    assert (np.asarray(decoded(saved(clear, "WEBP", **options))) >= 250).all()


# HEIC, made by hand with pillow-heif (its encoder is GPL, so no test depends on it)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("exif", [1, 3, 6, 8])
def test_a_heic_is_turned_by_its_box_and_not_by_its_exif(orientation: int, exif: int) -> None:
    data = (HEIC / f"turned_{orientation}.heic").read_bytes()
    tag = b"\x01\x12\0\x03\0\0\0\x01\0"
    assert data.count(tag) == 1
    place = data.index(tag) + len(tag)
    data = data[:place] + bytes([exif]) + data[place + 1 :]
    image = decoded(data)
    assert image.size == (64, 48)
    assert_quarters(image, 40)


def test_other_kinds_of_heic() -> None:
    assert_quarters(decoded((HEIC / "several.heic").read_bytes()), 40)
    assert_quarters(decoded((HEIC / "ten_bits.heic").read_bytes()), 40)
    assert (np.asarray(decoded((HEIC / "clear.heic").read_bytes())) == 255).all()
    grey = np.asarray(decoded((HEIC / "grey.heic").read_bytes())).astype(int)
    expected = np.asarray(quarters().convert("L")).astype(int)
    assert np.abs(grey - expected[..., None]).mean() < 6


@pytest.mark.parametrize("share", [1 / 2, 0.9])
def test_a_cut_heic_is_incomplete(share: float) -> None:
    data = (HEIC / "turned_1.heic").read_bytes()
    assert reason_of(data[: int(len(data) * share)]) == PhotoReason.INCOMPLETE


@pytest.mark.parametrize("name", [b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"])
def test_a_heic_whose_items_have_no_names_ends_no_process(name: bytes) -> None:
    data = (HEIC / "turned_6.heic").read_bytes()
    place = data.index(b"Exif")
    assert reason_of(data[:place] + name + data[place + 4 :]) == PhotoReason.INCOMPLETE


def test_a_heic_bomb_is_refused() -> None:
    data = (HEIC / "turned_1.heic").read_bytes()
    box = data.index(b"ispe") + 8
    bomb = data[:box] + struct.pack(">II", 30_000, 30_000) + data[box + 8 :]
    assert reason_of(bomb) in (PhotoReason.TOO_MANY_PIXELS, PhotoReason.INCOMPLETE)


# Photoshop


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_photoshop_of_every_kind(depth: int, packed: bool, large: bool) -> None:
    image = psd_of(quarters(), depth=depth, packed=packed, large=large)
    assert_quarters(decoded(image))
    grey = psd_of(quarters().convert("L"), depth=depth, packed=packed, large=large)
    assert np.array_equal(decoded(grey), quarters().convert("L").convert("RGB"))


@pytest.mark.parametrize("depth", [8, 16])
def test_inks_of_photoshop_are_not_inverted(depth: int) -> None:
    image = Image.new("CMYK", (64, 48), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (32, 0, 64, 48))
    found = decoded(psd_of(image, depth=depth))
    assert found.getpixel((5, 5)) == WHITE
    assert max(found.getpixel((60, 5))) < 40


def test_the_palette_of_photoshop() -> None:
    image = quarters().quantize(4)
    assert_quarters(decoded(psd_of(image)))


@pytest.mark.parametrize(("layers", "expected"), [(-1, WHITE), (1, (220, 30, 30))])
def test_a_saved_selection_of_photoshop_is_no_transparency(
    layers: int, expected: tuple[int, int, int]
) -> None:
    hidden = Image.new("L", (64, 48), 0)
    image = decoded(psd_of(quarters(), extra=hidden, layers=layers))
    assert image.getpixel((5, 5)) == expected


def test_photoshop_layers_without_their_picture_are_told_so() -> None:
    version = photoshop_resource(1057, struct.pack(">IB", 1, 0))
    assert reason_of(psd_of(quarters(), resources=version)) == PhotoReason.NOT_FLATTENED


def test_the_profile_of_photoshop_is_applied() -> None:
    red, green, blue = quarters().split()
    profile = photoshop_resource(1039, profile_with_swapped_colours())
    stored = psd_of(Image.merge("RGB", (blue, green, red)), resources=profile)
    assert_quarters(decoded(stored))


@pytest.mark.parametrize("share", [0.001, 0.01, 0.5, 0.99])
@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_photoshop_file_is_incomplete(share: float, packed: bool) -> None:
    data = psd_of(noisy(), packed=packed)
    assert reason_of(data[: int(len(data) * share)]) == PhotoReason.INCOMPLETE


def test_a_photoshop_bomb_is_refused() -> None:
    data = bytearray(psd_of(quarters()))
    data[14:22] = struct.pack(">II", 30_000, 30_000)
    assert reason_of(bytes(data)) == PhotoReason.TOO_MANY_PIXELS


# JPEG 2000, PPM


@pytest.mark.parametrize("size", [(64, 48), (640, 480), (641, 479), (1, 1)])
@pytest.mark.parametrize("max_side", [1000, 40, 7])
def test_jpeg_2000_is_decoded_reduced(size: tuple[int, int], max_side: int) -> None:
    image = decoded(saved(quarters(size), "JPEG2000"), max_side)
    assert max(image.size) == min(max(size), max_side)
    if min(image.size) > 20:
        assert_quarters(image, 30)


def test_a_ppm_that_would_take_minutes_is_not_begun() -> None:
    assert reason_of(b"P6 4000 3000 65535\n" + bytes(4000 * 3000 * 6)) == PhotoReason.OTHER_FORMAT
    assert_quarters(decoded(saved(quarters(), "PPM")))
