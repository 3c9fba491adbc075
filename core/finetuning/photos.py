"""The photos that a catalogue has to learn from, and those that people have said what they show."""

from collections.abc import Iterable, Sequence
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
    own = [
        Shown(path, product, category, size=size, mtime_ns=mtime_ns)
        for path, product, category, size, mtime_ns in rows
    ]
    # Of a square, or of a photo of several products, the whole photo is no query.
    asked = catalogue.database.rows(
        "SELECT path, product_id, query_digest FROM confirmed "
        "WHERE is_right AND instr(query_digest, '#') = 0 "
        "GROUP BY query_digest HAVING count(*) = 1 ORDER BY path, at"
    )
    digests = {path: digest for path, _product, digest in asked}
    known = labelled(own, ((Path(path), product) for path, product, _digest in asked))
    return own + [replace(photo, digest=digests[photo.path]) for photo in known]


def labelled(own: Sequence[Shown], known: Iterable[tuple[Path, int]]) -> list[Shown]:
    """Photos and the products that they show, of those that `own` shows.

    No photo of `own` is among them, by whichever path, and none that shows several products.
    """
    categories = {photo.product: photo.category for photo in own}
    paths = _places(own)
    shown: dict[Path, set[int]] = {}
    for path, product in known:
        shown.setdefault(path, set()).add(product)
    return [
        Shown(str(path), product, categories[product], is_query=True)
        for path, products in shown.items()
        for product in products
        if len(products) == 1 and product in categories and path.resolve() not in paths
    ]


def _places(photos: Iterable[Shown]) -> set[Path]:
    """Where photos lie, without links in between; a folder is asked for once."""
    paths = [Path(photo.path) for photo in photos]
    folders = {folder: folder.resolve() for folder in {path.parent for path in paths}}
    return {folders[path.parent] / path.name for path in paths}


def as_they_are(photos: Iterable[Shown]) -> list[Shown]:
    """With the size and time that their files have now; of one that is away, those last known."""
    return [_as_it_is(photo) for photo in photos]


def _as_it_is(photo: Shown) -> Shown:
    try:
        found = Path(photo.path).stat()
    except (OSError, ValueError):
        return photo
    return replace(photo, size=found.st_size, mtime_ns=found.st_mtime_ns)
