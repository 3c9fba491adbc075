"""The photos that a catalogue has to learn from, and those that people have said what they show."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from core.catalogue import Catalogue
from core.finetuning.shelf import Shown


def photos_of(catalogue: Catalogue) -> list[Shown]:
    """The catalogue's photos that are there, by path, then those whose match was confirmed."""
    rows = catalogue.database.rows(
        "SELECT path, product_id, category, size, mtime_ns FROM photo "
        "JOIN product ON product.id = product_id WHERE status = 'present' ORDER BY path"
    )
    asked = catalogue.database.rows(
        "SELECT path, product_id FROM confirmed WHERE is_right ORDER BY path, product_id"
    )
    own = [
        Shown(path, product, category, size=size, mtime_ns=mtime_ns)
        for path, product, category, size, mtime_ns in rows
    ]
    return own + labelled(own, ((Path(path), product) for path, product in asked))


def labelled(own: Iterable[Shown], known: Iterable[tuple[Path, int]]) -> list[Shown]:
    """Photos and the products that they show, of those that `own` shows; no photo of `own`."""
    paths, categories = set(), {}
    for photo in own:
        paths.add(photo.path)
        categories[photo.product] = photo.category
    return [
        Shown(str(path), product, categories[product], is_query=True)
        for path, product in dict(known).items()
        if product in categories and str(path) not in paths
    ]


def as_they_are(photos: Iterable[Shown]) -> list[Shown]:
    """With the size and time that their files have now; of one that is away, those last known."""
    return [_as_it_is(photo) for photo in photos]


def _as_it_is(photo: Shown) -> Shown:
    try:
        found = Path(photo.path).stat()
    except (OSError, ValueError):
        return photo
    return replace(photo, size=found.st_size, mtime_ns=found.st_mtime_ns)
