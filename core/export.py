"""A selection of products as a CSV or XLSX file, which `sheets` can read again."""

import csv
import io
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from core import intake, products
from core.catalogue import Catalogue
from core.errors import PhotoError, RequestError, RequestReason
from core.naming import fold
from core.product_records import Product
from core.records import Progress, Stage
from core.written import arriving, guarded

if TYPE_CHECKING:
    from openpyxl.drawing.image import Image as Drawing
    from openpyxl.worksheet.worksheet import Worksheet

_FIXED = ("reference", "category", "name", "tags", "notes")
_SUFFIXES = (".csv", ".xlsx")
THUMBNAIL_SIDE = 96
_ROWS_A_REPORT = 500
Steps = Generator[int, None, None]
# Excel counts heights in points (3/4 of a pixel) and widths in characters (about 7 pixels).
_POINTS_A_PIXEL, _PIXELS_A_CHARACTER = 0.75, 7
_PHOTO_COLUMN = "A"


def is_exportable(path: Path) -> bool:
    """Whether the name is one of a kind of file that `export` writes."""
    return path.suffix.lower() in _SUFFIXES


def export(catalogue: Catalogue, ids: Sequence[int], path: Path) -> Generator[Progress, None, int]:
    """Write the products with these ids, in their order; how many there were.

    CSV is UTF-8 with a byte order mark, which Excel needs, and commas. XLSX has a thumbnail of
    each product's first readable photo, at most `THUMBNAIL_SIDE` pixels wide and high. The file
    is complete before it has its name; closing the generator leaves nothing behind. Raises
    `RequestError` when it cannot be written.
    """
    found = products.products(catalogue, ids)
    names = products.column_names(catalogue)
    write = _write_xlsx if path.suffix.lower() == ".xlsx" else _write_csv
    try:
        with arriving(path) as partial, closing(write(found, names, partial)) as steps:
            for done in steps:
                yield Progress(Stage.EXPORTING, done, len(found))
    except OSError as error:
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


def _write_csv(found: Sequence[Product], names: Sequence[str], path: Path) -> Steps:
    """Write, saying now and then how many products are done."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(guarded, [*_FIXED, *names, "photo"]))
        for done, (product, row) in enumerate(zip(found, _rows(found, names), strict=True)):
            if done % _ROWS_A_REPORT == 0:
                yield done
            photo = str(product.photos[0]) if product.photos else ""
            writer.writerow(map(guarded, [*row, photo]))
    yield len(found)


def _write_xlsx(found: Sequence[Product], names: Sequence[str], path: Path) -> Steps:
    """As `_write_csv`; the workbook is put on the disk at the end."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.freeze_panes = "A2"
    sheet.column_dimensions[_PHOTO_COLUMN].width = THUMBNAIL_SIDE / _PIXELS_A_CHARACTER
    _write_row(sheet, 1, ["photo", *_FIXED, *names])
    for done, (product, row) in enumerate(zip(found, _rows(found, names), strict=True)):
        yield done
        _write_row(sheet, done + 2, ["", *row])
        drawing = _thumbnail(product)
        if drawing is not None:
            sheet.row_dimensions[done + 2].height = THUMBNAIL_SIDE * _POINTS_A_PIXEL
            sheet.add_image(drawing, f"{_PHOTO_COLUMN}{done + 2}")
    yield len(found)
    book.save(path)
    yield len(found)


def _write_row(sheet: "Worksheet", number: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(number, column, _writable(text))
        cell.data_type = "s"  # a text that begins with = is no formula


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
