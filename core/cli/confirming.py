"""The commands of `vitrine-cli` about matches: what people said of them, and what is like one."""

import argparse
import csv
import io
from collections.abc import Iterable

from core import wire
from core.catalogue import Catalogue
from core.cli import output
from core.cli.commands import ExitCode, filter_of, open_matcher
from core.confirmed import Confirmed, confirmed
from core.errors import RequestError, RequestReason
from core.references import find
from core.weights import ModelStore
from core.written import guarded

HEADINGS = ("photo", "digest", "reference", "category", "right", "at")


def confirmed_matches(options: argparse.Namespace, store: ModelStore) -> int:
    """Every match that a person confirmed or refused."""
    catalogue = Catalogue(options.catalogue, create=False)
    found = list(confirmed(catalogue))
    values = {"confirmed": [dict(zip(HEADINGS, _row(one), strict=True)) for one in found]}
    text = _as_csv if options.csv else _as_lines
    output.report(options, values, lambda: text(found))
    return ExitCode.DONE


def like(options: argparse.Namespace, store: ModelStore) -> int:
    """Rank the catalogue for the photos of one of its products, without it."""
    matcher = open_matcher(options, store)
    (product_id,) = find(matcher.catalogue, [options.product])
    photos = matcher.catalogue.database.rows(
        "SELECT id FROM photo WHERE product_id = ? AND status = 'present' ORDER BY path",
        [product_id],
    )
    if not photos:
        raise RequestError(options.product, RequestReason.NOT_COMPARED)
    answer = matcher.match_like(photos[0][0], options.k, filter_of(options, options.search))
    output.report(options, wire.plain(answer), lambda: output.answer_text(answer))
    return ExitCode.DONE


def _row(one: Confirmed) -> tuple[str, str, str, str, bool, str]:
    when = one.at.isoformat()
    return str(one.photo), one.digest, one.reference, one.category, one.is_right, when


def _as_csv(found: Iterable[Confirmed]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(HEADINGS)
    for one in found:
        *texts, is_right, when = _row(one)
        writer.writerow(map(guarded, (*texts, "yes" if is_right else "no", when)))
    return made.getvalue().rstrip("\n")


def _as_lines(found: Iterable[Confirmed]) -> str:
    return "\n".join(
        f"{'is' if one.is_right else 'not':3}  {one.reference}  {one.category}  {one.photo}"
        for one in found
    )
