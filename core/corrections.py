"""Changes of products that can be taken back, and what several products have in common."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core import products
from core.catalogue import Catalogue
from core.database import DatabaseFile
from core.naming import fold
from core.records import Common, Product, ProductChanges

Value = TypeVar("Value")
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Before:
    """What a change of one product replaced.

    `changes` put its values back. Where the change gave it new `names` (reference, category),
    `alias_of` is the product that they stood for until then, if any.
    """

    product_id: int
    changes: ProductChanges
    names: Names | None
    alias_of: int | None


def correct(catalogue: Catalogue, ids: Sequence[int], changes: ProductChanges) -> list[Before]:
    """`products.change`, with what it replaced."""
    database = catalogue.database
    with database.write():
        before = [
            _before(database, product, changes) for product in products.products(catalogue, ids)
        ]
        for product_id in ids:
            products.change_one(database, product_id, changes)
    return before


def take_back(catalogue: Catalogue, corrected: Iterable[Before]) -> None:
    """Put back what `correct` replaced, all or none.

    The names that are taken back stand for the product no longer. Raises as `products.change`.
    """
    database = catalogue.database
    with database.write():
        for before in corrected:
            products.change_one(database, before.product_id, before.changes)
            if before.names is not None:
                _restore_alias(database, before)


def common(chosen: Sequence[Product]) -> Common:
    """What the products, one or more, have in common."""
    tags = {fold(tag): tag for product in reversed(chosen) for tag in product.tags}
    shared = set(tags).intersection(*(map(fold, product.tags) for product in chosen))
    return Common(
        reference=_same(product.reference for product in chosen),
        category=_same(product.category for product in chosen),
        name=_same(product.name for product in chosen),
        notes=_same(product.notes for product in chosen),
        tags=tuple(tags[key] for key in sorted(shared)),
        some_tags=tuple(tags[key] for key in sorted(set(tags) - shared)),
        columns=_columns(chosen),
    )


def _before(database: DatabaseFile, product: Product, changes: ProductChanges) -> Before:
    old = (product.reference, product.category)
    new = (
        old[0] if changes.reference is None else changes.reference.strip(),
        old[1] if changes.category is None else changes.category.strip(),
    )
    alias = database.rows("SELECT product_id FROM alias WHERE reference = ? AND category = ?", new)
    return Before(
        product_id=product.id,
        changes=_inverse(product, changes),
        names=new if new != old else None,
        alias_of=alias[0][0] if alias else None,
    )


def _inverse(product: Product, changes: ProductChanges) -> ProductChanges:
    """The changes that put back each value which `changes` name."""
    touched = {fold(tag) for tag in (*changes.add_tags, *changes.remove_tags)}
    columns = {fold(name): (name, value) for name, value in product.columns.items()}
    return ProductChanges(
        reference=None if changes.reference is None else product.reference,
        category=None if changes.category is None else product.category,
        name=None if changes.name is None else product.name,
        notes=None if changes.notes is None else product.notes,
        add_tags=tuple(tag for tag in product.tags if fold(tag) in touched),
        remove_tags=changes.add_tags,
        columns=dict(columns.get(fold(name), (name, "")) for name in changes.columns),
    )


def _restore_alias(database: DatabaseFile, before: Before) -> None:
    database.execute("DELETE FROM alias WHERE reference = ? AND category = ?", before.names or ())
    if before.alias_of is not None:
        database.execute(
            "INSERT INTO alias(reference, category, product_id) "
            "SELECT ?, ?, id FROM product WHERE id = ?",
            [*(before.names or ()), before.alias_of],
        )


def _same(values: Iterable[Value]) -> Value | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _columns(chosen: Sequence[Product]) -> Mapping[str, str | None]:
    """By name, as the first product that has it writes it; empty where a product lacks it."""
    rows = [{fold(name): value for name, value in p.columns.items()} for p in chosen]
    names = {fold(name): name for product in reversed(chosen) for name in product.columns}
    return {names[key]: _same(row.get(key, "") for row in rows) for key in sorted(names)}
