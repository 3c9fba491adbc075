"""The photos that are indexed: those of a folder, as they are or enlarged, or many small ones."""

import shutil
from pathlib import Path

import numpy as np
from PIL import Image

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
_QUALITY = 92
SMALL_SIDE = 16
_FILES_A_FOLDER = 1000


def choose(folder: Path, count: int, target: Path, size: tuple[int, int] | None) -> list[Path]:
    """`count` photos from all over `folder` put into `target`, enlarged into `size` if given."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)
    target.mkdir()
    chosen = []
    for number, path in enumerate(found[:: max(1, len(found) // count)][:count]):
        copy = target / f"{number:04}{path.suffix}"
        if size:
            _enlarge(path, copy, size)
        else:
            shutil.copyfile(path, copy)
        chosen.append(copy)
    return chosen


def _enlarge(path: Path, copy: Path, size: tuple[int, int]) -> None:
    """As large as fits into `size`, in the photo's own proportions."""
    with Image.open(path) as image:
        photo = image.convert("RGB")
    scale = min(size[0] / photo.width, size[1] / photo.height)
    wanted = round(photo.width * scale), round(photo.height * scale)
    photo.resize(wanted, Image.Resampling.LANCZOS).save(copy, quality=_QUALITY)


def draw_small(folder: Path, count: int) -> None:
    """`count` pictures of noise, a thousand in each subfolder, each the photo of one product."""
    chance = np.random.default_rng(0)
    for number in range(count):
        path = folder / f"C{number // _FILES_A_FOLDER:02}" / f"P{number:06}x.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = chance.integers(0, 256, (SMALL_SIDE, SMALL_SIDE, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(path, compress_level=1)
