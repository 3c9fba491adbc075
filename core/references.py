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


def find(catalogue: Catalogue, text: str) -> int:
    """The product that `text` means: its reference, or its category and reference: `Bags/BG1042`.

    Capitals do not count where there is one such product without them. Raises `RequestError`
    where there is none, or where there are several.
    """
    products = catalogue.database.rows("SELECT id, reference, category FROM product")
    for alike in (str, fold):
        wanted = alike(text)
        for shown in ("{reference}", "{category}/{reference}"):
            found = [
                product_id
                for product_id, reference, category in products
                if alike(shown.format(reference=reference, category=category)) == wanted
            ]
            if len(found) == 1:
                return int(found[0])
            if found:
                raise RequestError(text, RequestReason.SEVERAL_PRODUCTS)
    raise RequestError(text, RequestReason.NO_PRODUCT)


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
