"""Tables from CSV and XLSX files, and their join with the products on the reference."""

import csv
import datetime
import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.catalogue import Catalogue
from core.errors import RequestError, RequestReason
from core.naming import fold
from core.product_records import ProductChanges
from core.product_text import filled_later
from core.products import change_one
from core.references import by_reference
from core.written import unguarded

_DELIMITERS = ";,\t"
_DELIMITER_LINES = {"sep=;", "sep=,", "sep="}  # the last one is a tab's, stripped
# Rows from which on the text to search in is filled once, which takes a second for 50,000 products.
_MANY = 1000
_TAG_MARKS = str.maketrans(";|\n", ",,,")


# A row, its reference, and the ids and folded categories of the products that it may mean.
Matched = tuple["Row", str, list[tuple[int, str]]]


class Target(StrEnum):
    """Where a column of a table goes."""

    REFERENCE = "reference"
    CATEGORY = "category"
    NAME = "name"
    NOTES = "notes"
    TAGS = "tags"
    OWN = "own"
    NOWHERE = "nowhere"


# Headings by their letters alone, as English and French tables have them.
_HEADINGS = {
    Target.REFERENCE: {"reference", "ref", "referenceproduit", "refproduit", "sku", "itemnumber"}
    | {"codearticle", "codeproduit", "productcode", "productid", "article", "code"},
    Target.CATEGORY: {"category", "categorie", "famille", "family", "rayon"},
    Target.NAME: {"name", "nom", "title", "titre", "designation", "libelle", "productname"},
    Target.NOTES: {"notes", "note", "remarks", "remarques", "commentaire", "comments", "comment"},
    Target.TAGS: {"tags", "tag", "motscles", "keywords", "etiquettes", "labels"},
    Target.NOWHERE: {"photo", "photos", "image", "images", "thumbnail", "vignette", ""},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file, the first being 1, and its texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file: the texts of its first row, and the rows below that are not empty."""

    path: Path
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A row whose reference no product has, or more than one."""

    row: int
    reference: str


@dataclass(frozen=True, slots=True)
class JoinReport:
    """What a join does or did: how many rows it read, which products they are, which are none."""

    rows: int
    products: tuple[int, ...]
    unmatched: tuple[Unmatched, ...]


def read(path: Path) -> Sheet:
    """The table in a CSV file (UTF-8 or Windows-1252; `;`, `,` or tab) or an XLSX's first sheet.

    Raises `RequestError` for a file that is neither or that has no row.
    """
    try:
        found = _xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
        rows = [Row(n, cells) for n, cells in enumerate(found, start=1) if any(cells)]
    except Exception as error:
        raise RequestError(path, RequestReason.BAD_SHEET, repr(error)) from error
    if not rows:
        raise RequestError(path, RequestReason.BAD_SHEET, "empty")
    return Sheet(path, rows[0].cells, tuple(rows[1:]))


def guess(catalogue: Catalogue, sheet: Sheet) -> tuple[Target, ...]:
    """A target for each column, by its heading; unknown headings become own columns.

    Without a heading that means the reference, the column with the most references of the
    catalogue is taken for it, if there is one.
    """
    targets: list[Target] = []
    for heading in sheet.headings:
        target = _target_of(heading)
        taken = target in targets and target != Target.NOWHERE
        targets.append(Target.OWN if taken else target)
    if Target.REFERENCE not in targets:
        known = by_reference(catalogue)
        hits = [
            sum(fold(row.cells[i]) in known for row in sheet.rows if i < len(row.cells))
            for i in range(len(targets))
        ]
        if any(hits):
            targets[hits.index(max(hits))] = Target.REFERENCE
    return tuple(targets)


def preview(catalogue: Catalogue, sheet: Sheet, targets: Sequence[Target]) -> JoinReport:
    """What `join` would do, changing nothing. Raises `RequestError` without a reference."""
    return _report(_matched(catalogue, sheet, targets))


def join(catalogue: Catalogue, sheet: Sheet, targets: Sequence[Target]) -> JoinReport:
    """Take a table's texts over into the products of its references, all rows or none.

    Empty cells change nothing, tags are added. A reference that is in several categories needs
    the category beside it; else the category is corrected, unless it differs in capitals alone,
    as it does from systems that have nothing else. Raises `RequestError` without a column
    for the reference.
    """
    matched = _matched(catalogue, sheet, targets)
    changes = [
        (found[0][0], _changes(sheet, targets, row, found[0][1]))
        for row, _, found in matched
        if len(found) == 1
    ]
    database = catalogue.database
    with database.write(), filled_later(database) if len(changes) > _MANY else nullcontext():
        for product_id, change in changes:
            change_one(database, product_id, change)
    return _report(matched)


def _csv_rows(path: Path) -> list[tuple[str, ...]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    if "\0" in text:
        raise ValueError("no text")
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    if first.strip().lower() in _DELIMITER_LINES:  # Excel's own: no row of the table
        delimiter, text = first[len("sep=")], text.replace(first, "", 1)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [tuple(unguarded(cell.strip()) for cell in row) for row in rows]


def _xlsx_rows(path: Path) -> list[tuple[str, ...]]:
    from openpyxl import load_workbook

    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [tuple(map(_text, row)) for row in sheet.iter_rows(values_only=True)]


def _text(value: object) -> str:
    """A cell's value as a person sees it: 1042.0 is 1042, midnight is a date."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return "" if value is None else str(value).strip()


def _target_of(heading: str) -> Target:
    plain = unicodedata.normalize("NFKD", heading).casefold()
    letters = "".join(letter for letter in plain if letter.isalnum())
    for target, headings in _HEADINGS.items():
        if letters in headings:
            return target
    return Target.OWN


def _matched(catalogue: Catalogue, sheet: Sheet, targets: Sequence[Target]) -> list[Matched]:
    """Each row with its reference and the products that it may mean: one, none or several."""
    if Target.REFERENCE not in targets:
        raise RequestError(sheet.path, RequestReason.BAD_SHEET, "no reference")
    known = by_reference(catalogue)
    matched = []
    for row in sheet.rows:
        values = dict(_values(targets, row))
        reference = values.get(Target.REFERENCE, "")
        found = known.get(fold(reference), [])
        if len(found) > 1:
            category = fold(values.get(Target.CATEGORY, ""))
            found = [product for product in found if product[1] == category]
        matched.append((row, reference, found))
    return matched


def _values(targets: Sequence[Target], row: Row) -> Iterator[tuple[Target, str]]:
    return ((target, cell) for target, cell in zip(targets, row.cells, strict=False) if cell)


def _changes(sheet: Sheet, targets: Sequence[Target], row: Row, category: str) -> ProductChanges:
    """What a row says of a product of this folded category."""
    values = dict(_values(targets, row))
    if fold(values.get(Target.CATEGORY, "")) == category:
        values.pop(Target.CATEGORY, None)
    cells = zip(sheet.headings, targets, row.cells, strict=False)
    return ProductChanges(
        category=values.get(Target.CATEGORY),
        name=values.get(Target.NAME),
        notes=values.get(Target.NOTES),
        add_tags=tuple(values.get(Target.TAGS, "").translate(_TAG_MARKS).split(",")),
        columns={head: cell for head, target, cell in cells if target == Target.OWN and cell},
    )


def _report(matched: Sequence[Matched]) -> JoinReport:
    clear = [found[0][0] for _, _, found in matched if len(found) == 1]
    return JoinReport(
        rows=len(matched),
        products=tuple(dict.fromkeys(clear)),
        unmatched=tuple(
            Unmatched(row.number, reference) for row, reference, found in matched if len(found) != 1
        ),
    )
