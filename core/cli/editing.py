"""The commands of `vitrine-cli` that change products, and which photos are of one product."""

import argparse

import msgspec

from core import products, views, wire
from core.catalogue import Catalogue
from core.cli import output
from core.cli.commands import ExitCode
from core.merging import names_of
from core.product_records import ProductChanges
from core.references import find, find_photos
from core.view_rule import ViewRule
from core.weights import ModelStore


def edit(options: argparse.Namespace, store: ModelStore) -> int:
    """Change one or many products, all or none."""
    catalogue = Catalogue(options.catalogue, create=False)
    ids = find(catalogue, options.products)
    changes = ProductChanges(
        reference=options.reference,
        category=options.category,
        name=options.name,
        notes=options.notes,
        add_tags=tuple(options.add_tag),
        remove_tags=tuple(options.remove_tag),
        columns=dict(options.column),
    )
    products.change(catalogue, ids, changes)
    return _show(options, catalogue, ids)


def merge(options: argparse.Namespace, store: ModelStore) -> int:
    """Make several products one."""
    catalogue = Catalogue(options.catalogue, create=False)
    into, *others = find(catalogue, [options.into, *options.others])
    products.merge(catalogue, into, others)
    return _show(options, catalogue, [into])


def split(options: argparse.Namespace, store: ModelStore) -> int:
    """Make a product of its own of some photos."""
    catalogue = Catalogue(options.catalogue, create=False)
    (product_id,) = find(catalogue, [options.product])
    photos = find_photos(catalogue, product_id, options.photos)
    category = options.category
    if category is None:
        category = names_of(catalogue.database, product_id)[1]
    made = products.split(catalogue, photos, options.reference, category)
    return _show(options, catalogue, [product_id, made])


def view_rule(options: argparse.Namespace, store: ModelStore) -> int:
    """Show the rule for views, or change it, or say what a change would do."""
    catalogue = Catalogue(options.catalogue, create=False)
    named = {name: getattr(options, name) for name in ViewRule.__struct_fields__}
    changes = {name: value for name, value in named.items() if value is not None}
    rule = views.rule(catalogue)
    if not changes and not options.default:
        values = {"rule": wire.plain(rule)}
        output.report(options, values, lambda: output.rule_text(rule))
        return ExitCode.DONE
    wanted = msgspec.structs.replace(ViewRule() if options.default else rule, **changes)
    report = (views.preview if options.preview else views.apply)(catalogue, wanted)
    output.report(options, wire.plain(report), lambda: output.views_text(report))
    return ExitCode.DONE


def _show(options: argparse.Namespace, catalogue: Catalogue, ids: list[int]) -> int:
    found = products.products(catalogue, ids)
    output.report(options, {"products": wire.plain(found)}, lambda: output.products_text(found))
    return ExitCode.DONE
