"""Damaged photo files, and the process that opens them: `python -m tests.core.mutating FIRST LAST`.

Each seed is one damaged file, the same on every machine. For each the process says that it begins,
then how it ended: what came of it, seconds, and bytes of memory at the most.
"""

import faulthandler
import random
import resource
import struct
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

from core import intake
from core.errors import PhotoError
from core.intake import limits
from tests.core.photos import oriented, psd_of, quarters, saved

SIDE = 200
SECONDS = 5
HEIC = Path(__file__).parents[1] / "data" / "heic"
PEAK = Path("/proc/self/clear_refs")


@cache
def samples() -> tuple[tuple[str, bytes], ...]:
    """A small photo of every kind that is read, with EXIF and a profile where it has them."""
    values = np.random.default_rng(7).integers(0, 255, (60, 90, 3), np.uint8)
    image = Image.blend(Image.fromarray(values), quarters((90, 60)), 0.7)
    clear = image.convert("RGBA")
    clear.putalpha(120)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    notes = {"exif": oriented(6), "icc_profile": profile}

    def frames() -> dict[str, object]:
        return {"save_all": True, "append_images": [image.rotate(90)]}

    deep = Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    made = {
        "jpeg": saved(image, "JPEG", **notes),
        "progressive": saved(image, "JPEG", progressive=True, **notes),
        "inks": saved(image.convert("CMYK"), "JPEG", exif=oriented(3)),
        "mpo": saved(image, "MPO", **frames()),
        "png": saved(image, "PNG", **notes),
        "deep png": saved(deep, "PNG"),
        "palette png": saved(image.quantize(20), "PNG", transparency=3),
        "clear png": saved(clear, "PNG"),
        "apng": saved(image, "PNG", **frames()),
        "tiff": saved(image, "TIFF", icc_profile=profile, exif=oriented(8)),
        "ink tiff": saved(image.convert("CMYK"), "TIFF", compression="tiff_lzw"),
        "float tiff": saved(image.convert("F"), "TIFF", compression="tiff_adobe_deflate"),
        "jpeg tiff": saved(image, "TIFF", compression="jpeg"),
        "fax tiff": saved(image.convert("1"), "TIFF", compression="group4"),
        "pages tiff": saved(image, "TIFF", **frames()),
        "zstd tiff": saved(clear, "TIFF", compression="zstd"),
        "webp": saved(image, "WEBP", **notes),
        "clear webp": saved(clear, "WEBP", lossless=True),
        "animated webp": saved(image, "WEBP", **frames()),
        "gif": saved(image, "GIF", **frames()),
        "bmp": saved(image, "BMP"),
        "clear bmp": saved(clear, "BMP"),
        "avif": saved(image, "AVIF", **notes),
        "clear avif": saved(clear, "AVIF"),
        "animated avif": saved(image, "AVIF", **frames()),
        "jpeg 2000": saved(image, "JPEG2000"),
        "clear jpeg 2000": saved(clear, "JPEG2000", irreversible=True),
        "tga": saved(clear, "TGA", compression="tga_rle"),
        "ppm": saved(image, "PPM"),
        "psd": psd_of(image, packed=True),
        "deep psd": psd_of(image.convert("CMYK"), depth=16, large=True),
    }
    made |= {path.stem: path.read_bytes() for path in sorted(HEIC.glob("*.heic"))[::3]}
    return tuple(sorted(made.items()))


def damaged(seed: int) -> tuple[str, bytes]:
    """A sample with something wrong, and what was done to it."""
    chance = random.Random(seed)
    name, whole = chance.choice(samples())
    data = bytearray(whole)
    done = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        way = chance.choice(
            (_flip, _flip, _flip_early, _cut, _splice, _number, _number, _repeat, _zero)
        )
        data = way(chance, data) or data
        done.append(way.__name__)
    if data[:4] == b"\x89PNG" and chance.random() < 0.7:
        data = _sealed(data)
    return f"{name}: {', '.join(done)}", bytes(data)


def _flip(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.randint(1, 24)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _flip_early(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(min(len(data), 300))] ^= 1 << chance.randrange(8)


def _cut(chance: random.Random, data: bytearray) -> bytearray:
    return data[: max(1, int(len(data) * chance.random()))]


def _splice(chance: random.Random, data: bytearray) -> bytearray:
    """The beginning of another kind, or another end."""
    other = chance.choice(samples())[1]
    place = min(len(data), len(other), chance.choice((4, 12, 32, 100, 400, len(data) // 2)))
    return (
        bytearray(other[:place]) + data[place:] if chance.random() < 0.5 else data[:place] + other
    )


def _number(chance: random.Random, data: bytearray) -> None:
    """A number of two or four bytes that means too much: sizes, counts, offsets."""
    reach = min(len(data), chance.choice((64, 400, len(data))))
    place = chance.randrange(reach)
    extremes = (
        b"\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff",
        b"\0\0\0\0",
        b"\xff\xff",
        b"\x40\0",
        b"\0\x40",
    )
    value = chance.choice(extremes)
    data[place : place + len(value)] = value


def _repeat(chance: random.Random, data: bytearray) -> bytearray:
    begin = chance.randrange(len(data))
    piece = data[begin : begin + chance.choice((4, 40, 400))]
    return data[:begin] + piece * chance.choice((2, 10, 300)) + data[begin:]


def _zero(chance: random.Random, data: bytearray) -> None:
    begin = chance.randrange(len(data))
    length = min(len(data) - begin, chance.choice((4, 100, len(data))))
    data[begin : begin + length] = bytes(length)


def _sealed(data: bytearray) -> bytearray:
    """A damaged PNG with the right check sums, so that the damage goes further than these."""
    at = 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if end + 4 > len(data):
            break
        data[end : end + 4] = struct.pack(">I", zlib.crc32(data[at + 4 : end]))
        at = end + 4
    return data


def outcome(data: bytes) -> str:
    """What opening a file comes to; anything but a picture or a reason is a fault."""
    try:
        image = intake.decode(data, Path("a.jpg"), SIDE)
    except PhotoError as error:
        return str(error.reason)
    except BaseException as error:  # noqa: BLE001
        return f"FAULT {error!r}"
    fits = image.mode == "RGB" and max(image.size) <= SIDE
    return "picture" if fits else f"FAULT {image}"


@contextmanager
def measured() -> Iterator[list[float]]:
    """Seconds and bytes that the block took at the most, appended to the list it is given."""
    found: list[float] = []
    with suppress(OSError):
        PEAK.write_text("5")
    before, begun = peak(), time.monotonic()
    yield found
    found += [time.monotonic() - begun, max(0, peak() - before)]


def peak() -> int:
    """The most memory of this process, in bytes, since it was last asked to forget it."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(first: int, last: int) -> None:
    """Open the damaged files of these seeds one after the other."""
    for _, whole in samples():
        intake.decode(whole, Path("a.jpg"), SIDE)
    room = 2 * limits.MAX_MEMORY + 4 * 1024**3
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    for seed in range(first, last):
        what, data = damaged(seed)
        sys.stdout.write(f"{seed}\t{what}")
        sys.stdout.flush()
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        with measured() as found:
            ended = outcome(data)
        faulthandler.cancel_dump_traceback_later()
        sys.stdout.write(f"\t{ended}\t{found[0]:.3f}\t{found[1]:.0f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
