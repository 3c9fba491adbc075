"""The catalogue's rule for the views of a product: read, tried out, and changed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from core import filing, merging, refiling
from core.catalogue import Catalogue
from core.database import DatabaseFile
from core.refiling import Place, Placed
from core.view_rule import ViewRule

MOST_EXAMPLES = 5
MOST_PHOTOS = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A product and some of its photos, by path."""

    reference: str
    category: str
    photos: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ViewReport:
    """What a rule does or did: products that have photos, before and after, and photos moved.

    `together` are examples of products that photos of several come to, with a photo of each;
    `apart` of products whose photos go to several, with a photo for each of those.
    """

    rule: ViewRule
    products_before: int
    products_after: int
    photos_moved: int
    together: tuple[Example, ...]
    apart: tuple[Example, ...]


def rule(catalogue: Catalogue) -> ViewRule:
    """The rule in use. Raises `RequestError` for one that cannot be read."""
    return filing.stored_rule(catalogue.database)


def preview(catalogue: Catalogue, wanted: ViewRule) -> ViewReport:
    """What `apply` would do, changing nothing."""
    return _report(catalogue.database, wanted, refiling.plan(catalogue.database, wanted))


def apply(catalogue: Catalogue, wanted: ViewRule) -> ViewReport:
    """Make `wanted` the catalogue's rule and file its photos anew, all or nothing.

    Photos that a person split off or merged stay. A product that is left without photos goes;
    what was entered about it goes to the product that all of them came to. Where they came to
    several, it stays with what was entered.
    """
    database = catalogue.database
    with database.write():
        placed = refiling.plan(database, wanted)
        report = _report(database, wanted, placed)
        refiling.carry_out(database, placed)
        filing.store_rule(database, wanted)
    return report


def _report(database: DatabaseFile, wanted: ViewRule, placed: list[Placed]) -> ViewReport:
    shown = [photo for photo in placed if photo.is_present]
    together: defaultdict[Place, dict[Place, Path]] = defaultdict(dict)
    apart: defaultdict[Place, dict[Place, Path]] = defaultdict(dict)
    for photo in shown:
        together[photo.place].setdefault(photo.product_id, photo.path)
        apart[photo.product_id].setdefault(photo.place, photo.path)
    return ViewReport(
        rule=wanted,
        products_before=len(apart),
        products_after=len(together),
        photos_moved=sum(photo.moves for photo in shown),
        together=_examples(database, together),
        apart=_examples(database, apart),
    )


def _examples(
    database: DatabaseFile, groups: Mapping[Place, Mapping[Place, Path]]
) -> tuple[Example, ...]:
    several = ((place, group) for place, group in groups.items() if len(group) > 1)
    return tuple(
        Example(
            *(merging.names_of(database, place) if isinstance(place, int) else place),
            photos=tuple(islice(group.values(), MOST_PHOTOS)),
        )
        for place, group in islice(several, MOST_EXAMPLES)
    )
