"""A catalogue of many products, as a large house has, of the sample's photos under many names."""

from itertools import cycle, islice
from pathlib import Path

from core.catalogue import Catalogue
from core.records import FileStamp
from resources.pictures.stage import SAMPLE


def fill(folder: Path, photos: Path, count: int) -> None:
    """`count` products in the catalogue in `folder`; their photos are links below `photos`."""
    own = Path(folder) / "sample"
    own.mkdir(parents=True)
    kinds = sorted((SAMPLE / "catalogue").rglob("*_front.jpg"))
    copies = []
    for photo in kinds:
        copies.append(own / photo.name)
        copies[-1].write_bytes(photo.read_bytes())
    stamps = []
    for number, (kind, copy) in enumerate(islice(cycle(zip(kinds, copies, strict=True)), count)):
        path = photos / kind.parent.name / f"{kind.name[:2]}-{number:05}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.hardlink_to(copy)
        found = path.stat()
        stamps.append(FileStamp(path, found.st_size, found.st_mtime_ns))
    catalogue = Catalogue(folder)
    catalogue.add_files(catalogue.root_id(photos), photos, stamps)
    catalogue.close()
