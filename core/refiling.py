"""Filing photos anew when the rule for views changes, without losing what people entered.

A photo follows the rule for as long as it lies where the rule has put it. Where a person has split
photos off or merged products, they have said more than a file's name can, and all stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from core import filing, merging, products
from core.database import DatabaseFile, listed
from core.naming import category_of
from core.product_records import ProductChanges
from core.view_rule import ViewRule

Names = tuple[str, str]
# A product's id, or the reference and category of one to be made.
Place = int | Names

_EMPTIED = (
    "SELECT id FROM product WHERE id IN (SELECT value FROM json_each(?)) "
    "AND id NOT IN (SELECT product_id FROM photo) ORDER BY id"
)
_DESCRIBED = (
    "SELECT id FROM product WHERE id IN (SELECT value FROM json_each(?)) "
    "AND (name != '' OR coalesce(notes, '') != '' "
    "OR EXISTS (SELECT 1 FROM tag WHERE product_id = product.id) "
    "OR EXISTS (SELECT 1 FROM own_column WHERE product_id = product.id) "
    "OR EXISTS (SELECT 1 FROM test_query WHERE product_id = product.id) "
    "OR EXISTS (SELECT 1 FROM confirmed WHERE product_id = product.id))"
)
_RENAMED = (
    "SELECT DISTINCT product_id FROM alias WHERE product_id IN (SELECT value FROM json_each(?))"
)


class Placed(NamedTuple):
    """A photo, its product, and where a rule puts it.

    `old` and `new` are the reference and category that its file says under the rule in use and
    under the wanted one.
    """

    photo_id: int
    path: Path
    is_present: bool
    product_id: int
    old: Names
    new: Names
    place: Place

    @property
    def moves(self) -> bool:
        """Whether the photo comes to another product."""
        return self.place != self.product_id


def plan(database: DatabaseFile, rule: ViewRule) -> list[Placed]:
    """Where `rule` puts each photo of the catalogue, by path."""
    current = {
        product_id: (reference, category)
        for product_id, reference, category in database.rows(
            "SELECT id, reference, category FROM product"
        )
    }
    known = {names: product_id for product_id, names in current.items()}
    for *names, product_id in database.rows("SELECT reference, category, product_id FROM alias"):
        known[names[0], names[1]] = product_id
    photos = _photos(database, rule)
    filed_as = defaultdict(set)
    for photo in photos:
        if known.get(photo.old) == photo.product_id:
            filed_as[photo.product_id].add(photo.old)
    # A product that photos come to under several names was merged by a person.
    movable = {p.photo_id for p in photos if filed_as.get(p.product_id) == {p.old}}
    places = _places([p for p in photos if p.photo_id in movable], known, current)
    return [
        photo._replace(place=places[photo.new])
        if photo.photo_id in movable and places[photo.new] != photo.product_id
        else photo
        for photo in photos
    ]


def carry_out(database: DatabaseFile, placed: Iterable[Placed]) -> None:
    """Move the photos of a plan, within the transaction that it was made in.

    Products that are left without photos and about which nothing was entered go.
    """
    made: dict[Names, int] = {}
    moved: defaultdict[int, list[tuple[Placed, int]]] = defaultdict(list)
    for photo in filter(lambda photo: photo.moves, placed):
        if isinstance(photo.place, int):
            to = photo.place
        else:
            to = made.get(photo.place) or filing.make_product(database, photo.place)
            made[photo.place] = to
        database.execute("UPDATE photo SET product_id = ? WHERE id = ?", [to, photo.photo_id])
        moved[photo.product_id].append((photo, to))
    for names, to in {(photo.new, to) for pairs in moved.values() for photo, to in pairs}:
        if filing.find_product(database, names) is None:
            filing.add_alias(database, to, names)
    emptied = _ids(database, _EMPTIED, moved)
    described = set(_ids(database, _DESCRIBED, emptied))
    renamed = set(_ids(database, _RENAMED, emptied))
    for product_id in emptied:
        if product_id in described or product_id in renamed:
            _clear(database, product_id, moved[product_id], product_id in described)
        else:
            database.execute("DELETE FROM product WHERE id = ?", [product_id])


def _photos(database: DatabaseFile, rule: ViewRule) -> list[Placed]:
    """Every photo as it is filed now."""
    before = filing.stored_rule(database)
    roots = {i: Path(path) for i, path in database.rows("SELECT id, path FROM root")}
    photos = []
    for photo_id, text, root_id, status, product_id in database.rows(
        "SELECT id, path, root_id, status, product_id FROM photo ORDER BY path"
    ):
        path, root = Path(text), roots[root_id]
        category = category_of(path, root)
        old, new = (before.reference_of(path), category), (rule.reference_of(path), category)
        photos.append(Placed(photo_id, path, status == "present", product_id, old, new, product_id))
    return photos


def _places(
    photos: list[Placed], known: Mapping[Names, int], current: Mapping[int, Names]
) -> dict[Names, Place]:
    """For each new reference and category its product, there already or to be made.

    A product to be made is in the category that a person corrected the photo's product to.
    """
    said = {photo.new for photo in photos}
    places: dict[Names, Place] = {names: known.get(names, names) for names in said}
    for photo in photos:
        names = (photo.new[0], current[photo.product_id][1])
        is_corrected = names[1] != photo.old[1]
        if places[photo.new] == photo.new and is_corrected and names not in said:
            places[photo.new] = known.get(names, names)
    return places


def _ids(database: DatabaseFile, sql: str, among: Iterable[int]) -> list[int]:
    return [row[0] for row in database.rows(sql, [listed(among)])]


def _clear(
    database: DatabaseFile, product_id: int, moved: list[tuple[Placed, int]], is_described: bool
) -> None:
    """Bring what was entered about a product without photos to where they are, if that is one."""
    file_names = moved[0][0].old
    places = {to for _, to in moved}
    if len(places) == 1:
        said = {photo.new for photo, _ in moved}
        _hand_over(database, product_id, places.pop(), file_names, said)
        return
    reference, category = merging.names_of(database, product_id)
    categories = {merging.names_of(database, to)[1] for to in places}
    if reference == file_names[0] and categories == {category} and not is_described:
        database.execute("DELETE FROM alias WHERE product_id = ?", [product_id])
        database.execute("DELETE FROM product WHERE id = ?", [product_id])


def _hand_over(
    database: DatabaseFile, product_id: int, into: int, file_names: Names, said: set[Names]
) -> None:
    """`merging.absorb`; a reference and category that a person gave the product are not lost.

    `file_names` is what the files of its photos said, `said` what they say now.
    """
    names, theirs = merging.names_of(database, product_id), merging.names_of(database, into)
    merging.absorb(database, into, product_id)
    if names[0] == file_names[0]:
        for given_by_rule in (names, file_names):
            filing.drop_alias(database, given_by_rule)
    entered = {
        part: names[part] for part in (0, 1) if names[part] not in (file_names[part], theirs[part])
    }
    taken = {
        part: text for part, text in entered.items() if theirs[part] in {n[part] for n in said}
    }
    wanted = (taken.get(0, theirs[0]).strip(), taken.get(1, theirs[1]).strip())
    if taken and filing.find_product(database, wanted) in (None, into):
        changes = ProductChanges(reference=taken.get(0), category=taken.get(1))
        products.change_one(database, into, changes)
    else:
        taken = {}
    merging.add_notes(database, into, [text for part, text in entered.items() if part not in taken])
