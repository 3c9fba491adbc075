"""Changes of products that can be taken back, and what several products have in common."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core import filing, products
from core.catalogue import Catalogue
from core.database import DatabaseFile
from core.errors import RequestError, RequestReason
from core.naming import fold
from core.product_records import Common, Product, ProductChanges

Names = tuple[str, str]
_FIELDS = ("reference", "category", "name", "notes")


@dataclass(frozen=True, slots=True)
class Before:
    """What a change of one product replaced.

    `made` is the change, `changes` put its values back. Where the change gave it new `names`
    (reference, category), `alias_of` is the product that they stood for until then, if any.
    """

    product_id: int
    made: ProductChanges
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

    The names that are taken back stand for the product no longer. Raises as `products.change`, and
    `RequestError` where somebody has changed the same values since.
    """
    database, corrected = catalogue.database, list(corrected)
    with database.write():
        made = {before.product_id: before.made for before in corrected}
        for product in products.products(catalogue, list(made)):
            if not _is_as_made(product, made[product.id]):
                raise RequestError(product.reference, RequestReason.CHANGED_SINCE)
        for before in corrected:
            products.change_one(database, before.product_id, before.changes)
            if before.names is not None:
                _restore_alias(database, before.names, before)


class Comparison:
    """What products have in common, told of one by one: there may be a hundred thousand."""

    def __init__(self) -> None:
        self._count = 0
        self._values: dict[str, set[str]] = {name: set() for name in _FIELDS}
        self._tags: Counter[str] = Counter()
        self._columns: Counter[str] = Counter()
        self._texts: defaultdict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}

    def add(self, product: Product) -> None:
        """Count this product in."""
        self._count += 1
        for name, values in self._values.items():
            if len(values) <= 1:
                values.add(getattr(product, name))
        for tag in product.tags:
            self._tags[self._key(tag)] += 1
        for name, text in product.columns.items():
            key = self._key(name)
            self._columns[key] += 1
            self._texts[key].add(text)

    def result(self) -> Common:
        """What they have in common; names are written as the first product has them."""
        everywhere = {key for key, count in self._tags.items() if count == self._count}
        return Common(
            **{name: _same(values) for name, values in self._values.items()},
            tags=tuple(self._names[key] for key in sorted(everywhere)),
            some_tags=tuple(self._names[key] for key in sorted(set(self._tags) - everywhere)),
            columns={self._names[key]: self._text(key) for key in sorted(self._columns)},
        )

    def _text(self, key: str) -> str | None:
        return _same(self._texts[key]) if self._columns[key] == self._count else None

    def _key(self, name: str) -> str:
        key = fold(name)
        self._names.setdefault(key, name)
        return key


def _before(database: DatabaseFile, product: Product, changes: ProductChanges) -> Before:
    old = (product.reference, product.category)
    new = (
        old[0] if changes.reference is None else changes.reference.strip(),
        old[1] if changes.category is None else changes.category.strip(),
    )
    alias = database.rows("SELECT product_id FROM alias WHERE reference = ? AND category = ?", new)
    return Before(
        product_id=product.id,
        made=changes,
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


def _is_as_made(product: Product, made: ProductChanges) -> bool:
    """Whether a product has all that a change gave it."""
    names = ((made.reference, product.reference), (made.category, product.category))
    texts = ((made.name, product.name), (made.notes, product.notes))
    tags = {fold(tag) for tag in product.tags}
    added = {fold(tag) for tag in made.add_tags} - {""}
    removed = {fold(tag) for tag in made.remove_tags} - added
    columns = {fold(name): text for name, text in product.columns.items()}
    wanted = {fold(name): text for name, text in made.columns.items() if fold(name)}
    return (
        all(text is None or text.strip() == now for text, now in names)
        and all(text is None or text == now for text, now in texts)
        and added <= tags
        and not removed & tags
        and all(columns.get(key, "") == text for key, text in wanted.items())
    )


def _restore_alias(database: DatabaseFile, names: Names, before: Before) -> None:
    """Let names that a product had for a while stand for what they stood for before."""
    filing.drop_alias(database, names)
    if before.alias_of is not None:
        database.execute(
            "INSERT INTO alias(reference, category, product_id) "
            "SELECT ?, ?, id FROM product WHERE id = ?",
            [*names, before.alias_of],
        )


def _same(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
