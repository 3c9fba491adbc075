"""A selection of products as a CSV or XLSX file, which `sheets` can read again."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core import intake, products
from core.catalogue import Catalogue
from core.errors import PhotoError, RequestError, RequestReason
from core.naming import fold
from core.records import Product

if TYPE_CHECKING:
    from openpyxl.drawing.image import Image as Drawing

_FIXED = ("reference", "category", "name", "tags", "notes")
_SUFFIXES = (".csv", ".xlsx")
THUMBNAIL_SIDE = 96
# Excel counts heights in points (3/4 of a pixel) and widths in characters (about 7 pixels).
_POINTS_A_PIXEL, _PIXELS_A_CHARACTER = 0.75, 7
_PHOTO_COLUMN = "A"


def is_exportable(path: Path) -> bool:
    """Whether the name is one of a kind of file that `export` writes."""
    return path.suffix.lower() in _SUFFIXES


def export(catalogue: Catalogue, ids: Sequence[int], path: Path) -> int:
    """Write the products with these ids, in their order; how many there were.

    CSV is UTF-8 with a byte order mark, which Excel needs, and commas. XLSX has a thumbnail of
    each product's first readable photo, at most `THUMBNAIL_SIDE` pixels wide and high. The file
    is complete before it has its name. Raises `RequestError` when it cannot be written.
    """
    found = products.products(catalogue, ids)
    names = products.column_names(catalogue)
    partial = path.with_name(f"{path.name}.part")
    try:
        if path.suffix.lower() == ".xlsx":
            _write_xlsx(found, names, partial)
        else:
            _write_csv(found, names, partial)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise RequestError(path, RequestReason.CANNOT_WRITE, str(error)) from error
    return len(found)


def _rows(found: Sequence[Product], names: Sequence[str]) -> Iterator[list[str]]:
    for product in found:
        own = {fold(name): value for name, value in product.columns.items()}
        yield [
            *(product.reference, product.category, product.name),
            *(", ".join(product.tags), product.notes),
            *(own.get(fold(name), "") for name in names),
        ]


def _write_csv(found: Sequence[Product], names: Sequence[str], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*_FIXED, *names, "photo"])
        for product, row in zip(found, _rows(found, names), strict=True):
            writer.writerow([*row, str(product.photos[0]) if product.photos else ""])


def _write_xlsx(found: Sequence[Product], names: Sequence[str], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.freeze_panes = "A2"
    sheet.column_dimensions[_PHOTO_COLUMN].width = THUMBNAIL_SIDE / _PIXELS_A_CHARACTER
    rows = [["photo", *_FIXED, *names], *(["", *row] for row in _rows(found, names))]
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, _writable(text))
            cell.data_type = "s"  # a text that begins with = is no formula
    for number, product in enumerate(found, start=2):
        drawing = _thumbnail(product)
        if drawing is not None:
            sheet.row_dimensions[number].height = THUMBNAIL_SIDE * _POINTS_A_PIXEL
            sheet.add_image(drawing, f"{_PHOTO_COLUMN}{number}")
    book.save(path)


def _writable(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _thumbnail(product: Product) -> "Drawing | None":
    from openpyxl.drawing.image import Image as Drawing

    for photo in product.photos:
        try:
            image = intake.load(photo, THUMBNAIL_SIDE)
        except PhotoError:
            continue
        data = io.BytesIO()
        image.save(data, "JPEG")
        return Drawing(data)
    return None
