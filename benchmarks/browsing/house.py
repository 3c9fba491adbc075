"""A catalogue of many products, each with a photo that can be read."""

from pathlib import Path

import numpy as np
from PIL import Image

from core.catalogue import Catalogue
from core.records import FileStamp

KINDS, SIDE = 200, 640
CATEGORIES = 12


def build(home: Path, count: int) -> None:
    """`count` products in `home`/catalogue, their photos links to 200 different pictures."""
    photos, kinds = home / "photos", _draw(home / "kinds")
    stamps = []
    for number in range(count):
        path = photos / f"Category {number % CATEGORIES:02}" / f"REF-{number:06}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.hardlink_to(kinds[number % KINDS])
        found = path.stat()
        stamps.append(FileStamp(path, found.st_size, found.st_mtime_ns))
    catalogue = Catalogue(home / "catalogue")
    catalogue.add_files(catalogue.root_id(photos), photos, stamps)
    catalogue.close()


def _draw(folder: Path) -> list[Path]:
    folder.mkdir()
    rng, paths = np.random.default_rng(1), []
    for number in range(KINDS):
        coarse = rng.integers(0, 255, (12, 12, 3), dtype=np.uint8)
        picture = Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        paths.append(folder / f"{number}.jpg")
        picture.save(paths[-1], quality=90)
    return paths
