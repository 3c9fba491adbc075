"""The commands of `vitrine-cli` that tend a catalogue: its health, its products, its lists."""

import argparse

from core import check as health
from core import duplicates as twice
from core import products, repair, sheets, wire
from core.catalogue import Catalogue
from core.cli import output
from core.cli.commands import ExitCode, filter_of
from core.errors import RequestError, RequestReason
from core.export import export as export_products
from core.holding import held
from core.search import search as search_products
from core.weights import ModelStore


def check(options: argparse.Namespace, store: ModelStore) -> int:
    """Whether a catalogue is whole; with `--repair` what could be mended is."""
    catalogue = Catalogue(options.catalogue, create=False)
    found = output.result(health.check(catalogue))
    left = found
    if options.repair:
        with held(options.catalogue):
            left = output.result(repair.repair(catalogue))
    values = {"found": wire.plain(found), "left": wire.plain(left)}
    output.report(options, values, lambda: output.problems_text(found, left))
    return ExitCode.FAILED if any(map(health.is_fault, left)) else ExitCode.DONE


def search(options: argparse.Namespace, store: ModelStore) -> int:
    """Products by words, category and tag."""
    catalogue = Catalogue(options.catalogue, create=False)
    ids = search_products(catalogue, filter_of(options, " ".join(options.words)))
    found = products.products(catalogue, ids)
    output.report(options, {"products": wire.plain(found)}, lambda: output.products_text(found))
    return ExitCode.DONE


def duplicates(options: argparse.Namespace, store: ModelStore) -> int:
    """Photos that are there twice, or nearly."""
    catalogue = Catalogue(options.catalogue, create=False)
    exact, near = twice.exact(catalogue), output.result(twice.near(catalogue, options.near))
    values = {"exact": wire.plain(exact), "near": wire.plain(near)}
    output.report(options, values, lambda: output.groups_text(exact + near))
    return ExitCode.DONE


def import_sheet(options: argparse.Namespace, store: ModelStore) -> int:
    """Join a table on the reference, or say what that would do."""
    catalogue = Catalogue(options.catalogue, create=False)
    sheet = sheets.read(options.file)
    chosen = dict(options.column)
    unknown = chosen.keys() - set(sheet.headings)
    if unknown:
        raise RequestError(options.file, RequestReason.BAD_SHEET, f"no columns {sorted(unknown)}")
    guessed = zip(sheet.headings, sheets.guess(catalogue, sheet), strict=True)
    columns = [(heading, chosen.get(heading, target)) for heading, target in guessed]
    act = sheets.preview if options.preview else sheets.join
    report = act(catalogue, sheet, [target for _, target in columns])
    values = {"columns": [list(column) for column in columns], **wire.plain(report)}
    output.report(options, values, lambda: output.join_text(columns, report))
    return ExitCode.DONE


def export(options: argparse.Namespace, store: ModelStore) -> int:
    """Write what a search finds to a file."""
    catalogue = Catalogue(options.catalogue, create=False)
    ids = search_products(catalogue, filter_of(options, options.search))
    count = output.result(export_products(catalogue, ids, options.file))
    values = {"file": str(options.file), "products": count}
    output.report(options, values, lambda: f"{options.file}: {count} products")
    return ExitCode.DONE
