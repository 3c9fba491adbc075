"""Top-1/3/5 over labelled queries, as the study measured, and what a likeness is worth."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.catalogue import Catalogue
from core.errors import PhotoError, RequestError, RequestReason
from core.match import Matcher
from core.records import Answer, Progress, SetAside, Stage
from core.references import find
from core.written import unguarded

RANKS = (1, 3, 5)
_BINS = 10
_DIGEST = re.compile("[0-9a-f]{64}")
# Of right first matches so many may be refused.
_LOST = 0.1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query photo, the product that it shows, and the SHA-256 that its file had, where known."""

    query: Path
    product_id: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Bin:
    """Queries of about one likeness: its mean, how often the first match is right, how many."""

    likeness: float
    right: float
    queries: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of queries whose product is among the first 1, 3 and 5, each in 0..1.

    `calibration_error` is how far likeness is from how often the first match is right, on average
    (expected calibration error, ten bins). Of queries whose product is taken out of the catalogue,
    `refused` go below the likeness that a tenth of the right first matches does not reach.
    `reliability` has the bins that are not empty.
    """

    queries: int
    failed: int
    top1: float
    top3: float
    top5: float
    seconds_a_query: float
    calibration_error: float = 0.0
    refused: float = 0.0
    reliability: tuple[Bin, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """Likeness of the first match, whether it is right, and likeness without the product."""

    first: float
    is_right: bool
    without: float


def read_truth(path: Path, catalogue: Catalogue) -> list[Labelled]:
    """The rows of a CSV with a column `query`, and `match` or `reference` (and `category`).

    `query` and `match` are paths relative to the CSV; a `digest` that is none is passed over.
    Raises `RequestError` when it cannot be read or names a photo or product that the catalogue
    lacks.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [_texts(row) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RequestError(path, RequestReason.BAD_TRUTH, repr(error)) from error
    if not rows:
        raise RequestError(path, RequestReason.BAD_TRUTH, "no rows")
    by_photo = "match" in rows[0]
    wanted = ("query", "match" if by_photo else "reference")
    cells = [row.get(column, "") for row in rows for column in wanted]
    if not all(cells) or any("\0" in cell for cell in cells):
        raise RequestError(path, RequestReason.BAD_TRUTH, "a row is not complete")
    base = path.resolve().parent
    if by_photo:
        products = [_shown_by(path, base / row["match"], catalogue) for row in rows]
    else:
        texts = ("/".join(filter(None, (row.get("category"), row["reference"]))) for row in rows)
        products = find(catalogue, texts)
    pairs = zip(rows, products, strict=True)
    return [Labelled(base / row["query"], product, _digest(row)) for row, product in pairs]


def _texts(row: dict[str, str | None]) -> dict[str, str]:
    """A row by its headings, without the cells that have none."""
    return {head: unguarded(cell or "") for head, cell in row.items() if head is not None}


def _digest(row: dict[str, str]) -> str:
    told = row.get("digest", "").lower()
    return told if _DIGEST.fullmatch(told) else ""


def _shown_by(truth: Path, photo: Path, catalogue: Catalogue) -> int:
    product = catalogue.product_of(photo.resolve())
    if product is None:
        raise RequestError(truth, RequestReason.BAD_TRUTH, f"{photo} is not in the catalogue")
    return product


def evaluate(matcher: Matcher, labelled: list[Labelled]) -> Iterator[Progress | SetAside | Scores]:
    """Match every query; the last record is the `Scores`. A query that fails counts as missed."""
    ranks: list[int | None] = []
    told: list[_Told] = []
    failed, seconds = 0, 0.0
    for row in labelled:
        try:
            answer = matcher.match(row.query, max(RANKS))
        except PhotoError as error:
            failed += 1
            ranks.append(None)
            yield SetAside(row.query, error.reason, error.detail)
        else:
            seconds += answer.seconds
            products = [match.product_id for match in answer.matches]
            found = row.product_id in products
            ranks.append(products.index(row.product_id) + 1 if found else None)
            told.append(_told(answer, row.product_id, is_share=bool(matcher.recipe.evidence)))
        yield Progress(Stage.EVALUATING, len(ranks), len(labelled), failed)
    top1, top3, top5 = (
        sum(rank is not None and rank <= k for rank in ranks) / len(ranks) for k in RANKS
    )
    took = seconds / max(len(ranks) - failed, 1)
    bins = _reliability(told)
    off = sum(held.queries * abs(held.likeness - held.right) for held in bins) / max(len(told), 1)
    yield Scores(*(len(ranks), failed, top1, top3, top5, took), off, _refused(told), bins)


def _told(answer: Answer, product_id: int, *, is_share: bool) -> _Told:
    """A share is of what those before it leave (`core.weighing.shares`)."""
    if not answer.matches:
        return _Told(0.0, False, 0.0)
    first = answer.matches[0]
    is_right = first.product_id == product_id
    others = [match.likeness for match in answer.matches if match.product_id != product_id]
    rest = max(1 - first.likeness, 1e-9) if is_share and is_right else 1.0
    return _Told(first.likeness, is_right, min(max(others, default=0.0) / rest, 1.0))


def _reliability(told: list[_Told]) -> tuple[Bin, ...]:
    bins: dict[int, list[_Told]] = {}
    for each in told:
        bins.setdefault(min(int(each.first * _BINS), _BINS - 1), []).append(each)
    return tuple(
        Bin(
            sum(each.first for each in held) / len(held),
            sum(each.is_right for each in held) / len(held),
            len(held),
        )
        for _number, held in sorted(bins.items())
    )


def _refused(told: list[_Told]) -> float:
    right = sorted(each.first for each in told if each.is_right)
    if not right:
        return 0.0
    least = right[int(len(right) * _LOST)]
    return sum(each.without < least for each in told) / len(told)
