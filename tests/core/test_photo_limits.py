"""The memory that decoding takes is never more than what the header made us expect."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import PhotoError, PhotoReason
from core.intake import limits
from core.intake.formats import open_photo
from core.intake.kinds import HEAD_BYTES, Kind, kind_of
from tests.core.photos import psd_of, saved, tiff_of

ROOT = Path(__file__).parents[2]
SLACK = 4 * 1024**2  # what the interpreter itself may take meanwhile
SIDE = 100

WEIGH = """
import sys
from pathlib import Path
from core import intake
from tests.core.mutating import measured, samples
for _, sample in samples():
    intake.decode(sample, Path("a"), int(sys.argv[2]))
with measured() as found:
    image = intake.load(Path(sys.argv[1]), int(sys.argv[2]))
print(int(found[1]), *image.getpixel((1, 1)))
"""


def weighed(path: Path, side: int) -> tuple[int, tuple[int, ...]]:
    """The most memory that a fresh process takes to load a photo, and a pixel of it."""
    command = [sys.executable, "-W", "ignore", "-c", WEIGH, str(path), str(side)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    taken, *pixel = map(int, run.stdout.split())
    return taken, tuple(pixel)


def needed(data: bytes, side: int) -> int:
    kind = kind_of(data[:HEAD_BYTES])
    assert isinstance(kind, Kind)
    return open_photo(data, Path("a"), kind, side).needed


def scene(bands: int = 3) -> Image.Image:
    """Eight megapixels of something that is neither flat nor noise."""
    values = np.random.default_rng(5).integers(0, 255, (300, 400, bands), np.uint8)
    mode = {1: "L", 3: "RGB", 4: "RGBA"}[bands]
    flat = Image.fromarray(values[..., 0] if bands == 1 else values)
    assert flat.mode == mode
    return flat.resize((3200, 2400), Image.Resampling.BILINEAR)


def deep(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image).astype(np.uint16) * 257)


LARGE: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: saved(scene(), "JPEG"),
    "progressive jpeg": lambda: saved(scene(), "JPEG", progressive=True, subsampling=0),
    "progressive inks": lambda: saved(scene(4).convert("CMYK"), "JPEG", progressive=True),
    "png": lambda: saved(scene(), "PNG", compress_level=1, exif=b"Exif\0\0"),
    "clear png": lambda: saved(scene(4), "PNG", compress_level=1),
    "palette png": lambda: saved(scene(1).quantize(64), "PNG", transparency=2),
    "deep png": lambda: saved(deep(scene(1)), "PNG", compress_level=1),
    "tiff": lambda: saved(scene(), "TIFF"),
    "turned tiff": lambda: saved(scene(), "TIFF", tiffinfo={274: 6}),
    "packed tiff": lambda: saved(scene(4).convert("CMYK"), "TIFF", compression="tiff_lzw"),
    "one strip": lambda: saved(
        scene(4), "TIFF", compression="tiff_adobe_deflate", strip_size=2**30
    ),
    "jpeg tiff": lambda: saved(scene(), "TIFF", compression="jpeg"),
    "float tiff": lambda: saved(scene(1).convert("F"), "TIFF"),
    "layered tiff": lambda: saved(scene(), "TIFF", tiffinfo={37724: b"x" * 40_000_000}),
    "webp": lambda: saved(scene(), "WEBP", method=0),
    "clear webp": lambda: saved(scene(4), "WEBP", lossless=True, method=0),
    "animated webp": lambda: saved(
        scene(), "WEBP", save_all=True, append_images=[scene().rotate(180)], method=0
    ),
    "avif": lambda: saved(scene(), "AVIF", speed=10),
    "clear avif": lambda: saved(scene(4), "AVIF", speed=10, subsampling="4:4:4"),
    "gif": lambda: saved(scene(1).quantize(64), "GIF"),
    "bmp": lambda: saved(scene(4), "BMP"),
    "tga": lambda: saved(scene(4), "TGA", compression="tga_rle"),
    "jpeg 2000": lambda: saved(scene(), "JPEG2000", num_resolutions=1),
    "psd": lambda: psd_of(scene()),
    "deep psd": lambda: psd_of(scene(4).convert("CMYK"), depth=16),
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="reads the peak from Linux")
@pytest.mark.parametrize("name", LARGE)
def test_decoding_takes_no_more_memory_than_expected(name: str, tmp_path: Path) -> None:
    data = LARGE[name]()
    path = tmp_path / "photo"
    path.write_bytes(data)
    taken, _ = weighed(path, SIDE)
    expected = needed(data, SIDE)
    assert taken < expected + SLACK, f"{taken} of {expected}"
    assert expected < 3 * taken + 64 * 1024**2


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="reads the peak from Linux")
@pytest.mark.parametrize(("depth", "packing"), [(16, 1), (8, 8)])
def test_a_studio_tiff_of_eighty_megapixels_is_read(
    depth: int, packing: int, tmp_path: Path
) -> None:
    import zlib

    row = np.zeros((10_000, 4), f"<u{depth // 8}")
    row[:, 3] = 2**depth - 1
    strip = row.tobytes() * 100
    strip = strip if packing == 1 else zlib.compress(strip, 1)
    tags = {256: 10_000, 257: 8_000, 258: (depth,) * 4, 259: packing, 262: 5, 277: 4, 278: 100}
    path = tmp_path / "studio.tif"
    path.write_bytes(tiff_of(tags, [strip] * 80))
    taken, pixel = weighed(path, 1024)
    assert taken < limits.MAX_MEMORY
    assert np.abs(np.subtract(pixel, (35, 31, 32))).max() <= 2


def test_pixels_and_memory_are_limited_each() -> None:
    path = Path("a.jpg")
    limits.check(path, (15_000, 16_000), limits.MAX_MEMORY)
    with pytest.raises(PhotoError) as pixels:
        limits.check(path, (16_000, 16_000), 1)
    with pytest.raises(PhotoError) as memory:
        limits.check(path, (1, 1), limits.MAX_MEMORY + 1)
    assert pixels.value.reason == PhotoReason.TOO_MANY_PIXELS
    assert memory.value.reason == PhotoReason.TOO_MUCH_MEMORY


def test_large_photos_wait_for_each_other_and_small_ones_for_nobody() -> None:
    inside, most, lock = 0, 0, threading.Lock()

    def decode() -> None:
        nonlocal inside, most
        with limits.room_for(limits.MAX_MEMORY):
            with lock:
                inside += 1
                most = max(most, inside)
            with limits.room_for(1000):
                time.sleep(0.005)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=decode) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
