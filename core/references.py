"""Which product a person means by a reference, and which of its photos by a name."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from core.catalogue import Catalogue
from core.errors import RequestError, RequestReason
from core.naming import fold


def by_reference(catalogue: Catalogue) -> dict[str, list[tuple[int, str]]]:
    """The id and folded category of the products of each folded reference."""
    products = defaultdict(list)
    for product_id, reference, category in catalogue.database.rows(
        "SELECT id, reference, category FROM product ORDER BY id"
    ):
        products[fold(reference)].append((product_id, fold(category)))
    return dict(products)


def find(catalogue: Catalogue, texts: Iterable[str]) -> list[int]:
    """The products that texts mean: a reference, or category and reference as in `Bags/BG1042`.

    Capitals do not count where there is one such product without them. Raises `RequestError` for
    a text that means none, or several.
    """
    rows = catalogue.database.rows("SELECT id, reference, category FROM product")
    tables = [
        (alike, _by_text((alike(shown(*names)), product_id) for product_id, *names in rows))
        for alike in (str, fold)
        for shown in ("{0}".format, "{1}/{0}".format)
    ]
    found = []
    for text in texts:
        ids = next((known[alike(text)] for alike, known in tables if alike(text) in known), [])
        if len(ids) != 1:
            reason = RequestReason.SEVERAL_PRODUCTS if ids else RequestReason.NO_PRODUCT
            raise RequestError(text, reason)
        found += ids
    return found


def find_photos(catalogue: Catalogue, product_id: int, photos: Iterable[Path]) -> list[int]:
    """The photos of a product that are meant by their file names or paths.

    Raises `RequestError` for one that the product has not, or has in several folders.
    """
    rows = catalogue.database.rows(
        "SELECT id, path FROM photo WHERE product_id = ? AND status != 'missing'", [product_id]
    )
    found = []
    for photo in photos:
        whole = str(photo.resolve())
        ids = [i for i, path in rows if path == whole] or [
            i for i, path in rows if Path(path).name == str(photo)
        ]
        if len(ids) != 1:
            raise RequestError(photo, RequestReason.NO_PHOTO)
        found += ids
    return found


def _by_text(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for text, product_id in pairs:
        ids[text].append(product_id)
    return dict(ids)
