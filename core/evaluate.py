"""Top-1/3/5 over labelled queries, as the study measured."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.catalogue import Catalogue
from core.errors import PhotoError, RequestError, RequestReason
from core.match import Matcher
from core.records import Progress, SetAside, Stage

RANKS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query photo and the product that it shows."""

    query: Path
    product_id: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of queries whose product is among the first 1, 3 and 5, each in 0..1."""

    queries: int
    failed: int
    top1: float
    top3: float
    top5: float
    seconds_a_query: float


def read_truth(path: Path, catalogue: Catalogue) -> list[Labelled]:
    """The rows of a CSV with columns `query` and `match`, both paths relative to the CSV.

    Raises `RequestError` when it cannot be read or names a photo that the catalogue lacks.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [(row["query"], row["match"]) for row in csv.DictReader(file)]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise RequestError(path, RequestReason.BAD_TRUTH, repr(error)) from error
    base = path.resolve().parent
    labelled = []
    for query, match in rows:
        if not query or not match:
            raise RequestError(path, RequestReason.BAD_TRUTH, "a row is not complete")
        product = catalogue.product_of((base / match).resolve())
        if product is None:
            raise RequestError(path, RequestReason.BAD_TRUTH, f"{match} is not in the catalogue")
        labelled.append(Labelled(base / query, product))
    if not labelled:
        raise RequestError(path, RequestReason.BAD_TRUTH, "no rows")
    return labelled


def evaluate(matcher: Matcher, labelled: list[Labelled]) -> Iterator[Progress | SetAside | Scores]:
    """Match every query; the last record is the `Scores`. A query that fails counts as missed."""
    ranks: list[int | None] = []
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
        yield Progress(Stage.EVALUATING, len(ranks), len(labelled), failed)
    top1, top3, top5 = (
        sum(rank is not None and rank <= k for rank in ranks) / len(ranks) for k in RANKS
    )
    yield Scores(len(ranks), failed, top1, top3, top5, seconds / max(len(ranks) - failed, 1))
