"""Files that a person has asked for: whole, or not at all; tables that no program runs."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import RequestError, RequestReason

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


@contextmanager
def arriving(path: Path) -> Iterator[Path]:
    """Where to write what is to lie at `path`: it has that name once the block has ended well.

    Nothing is left beside it. Raises `OSError` where it cannot have its name.
    """
    partial = path.with_name(f"{path.name}.part")
    try:
        yield partial
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write `text` as UTF-8, its lines ending as they do.

    Raises `RequestError` where it cannot be written.
    """
    try:
        with arriving(path) as partial:
            partial.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise RequestError(path, RequestReason.CANNOT_WRITE, str(error)) from error


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV, each cell as `guarded`."""
    text = io.StringIO()
    csv.writer(text).writerows(map(guarded, row) for row in rows)
    return text.getvalue()


def guarded(cell: object) -> object:
    """A cell for CSV: a text that spreadsheets would run as a formula has a ' before it."""
    if not isinstance(cell, str) or _NUMBER.fullmatch(cell) or not _is_formula(cell):
        return cell
    return f"'{cell}"


def unguarded(cell: str) -> str:
    """The text that was `guarded`."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    """Whether it begins as one; behind any ' too, so that one more can be told from its own."""
    return text.lstrip("'").startswith(_FORMULA)
