"""Where test sets come from, and where they go: confirmed matches, tables, folders of photos."""

from collections.abc import Collection, Generator
from dataclasses import replace
from pathlib import Path

from core import filing
from core.catalogue import Catalogue
from core.evaluate import read_truth
from core.laboratory.stand import known_by
from core.laboratory.test_sets import Labelled, create, create_all, queries, split
from core.laboratory_records import SetOrder, SetsMade, SetSource
from core.naming import fold
from core.records import Progress, Stage
from core.references import by_reference
from core.scan import walk
from core.written import csv_text, write_whole

HEADINGS = ("query", "reference", "category", "digest")


def make(catalogue: Catalogue, order: SetOrder) -> Generator[Progress, None, SetsMade]:
    """Make the test set, or the two, of an order.

    Photos of a folder whose product is not known are in none, and photos of the catalogue itself,
    wherever they come from: each would find itself. Photos that a table names and that are away
    are in it, by the digest that it may tell. Raises `RequestError` for a table or
    folder that names no product of the catalogue, and for a name that is taken.
    """
    all_labelled, unknown = yield from _labelled(catalogue, order)
    own = yield from _own(catalogue, {_size(row.path) for row in all_labelled})
    labelled = [row for row in all_labelled if row.digest not in own]
    left_out = (*unknown, *(row.path for row in all_labelled if row.digest in own))
    named = labelled if order.source == SetSource.CSV else []
    away = tuple(row.path for row in named if _size(row.path) is None)
    if not order.part:
        return SetsMade((create(catalogue, order.name, order.source, labelled),), left_out, away)
    sides = split(labelled, order.part, order.seed)
    names = (f"{order.name} (1)", f"{order.name} (2)")
    made = create_all(catalogue, order.source, zip(names, sides, strict=True))
    return SetsMade(tuple(made), left_out, away)


def export(catalogue: Catalogue, test_set: int, path: Path) -> None:
    """Write a test set as a CSV of `HEADINGS`, from which it can be made again.

    Raises `RequestError` where it cannot be written.
    """
    rows = [
        (str(query.path), query.reference, query.category, query.digest)
        for query in queries(catalogue, test_set)
    ]
    write_whole(path, csv_text([HEADINGS, *rows]))


def _labelled(
    catalogue: Catalogue, order: SetOrder
) -> Generator[Progress, None, tuple[list[Labelled], tuple[Path, ...]]]:
    if order.source == SetSource.CONFIRMED or order.path is None:
        return _confirmed(catalogue), ()
    if order.source == SetSource.CSV:
        truth = read_truth(order.path, catalogue)
        named = [Labelled(row.query.resolve(), row.digest, row.product_id) for row in truth]
        left_out: list[Path] = []
    else:
        named, left_out = _in_folder(catalogue, order.path.resolve())
    labelled = []
    for done, row in enumerate(named):
        yield Progress(Stage.LISTING, done, len(named))
        labelled.append(replace(row, digest=known_by(row.path, row.digest)))
    return labelled, tuple(left_out)


def _own(
    catalogue: Catalogue, sizes: Collection[int | None]
) -> Generator[Progress, None, set[str]]:
    """The digests of catalogue photos; of those that are not embedded, only where a size fits."""
    rows = catalogue.database.rows(
        "SELECT path, coalesce(digest, ''), size FROM photo WHERE status = 'present'"
    )
    known = {digest for _path, digest, _size in rows if digest}
    likely = [Path(path) for path, digest, size in rows if not digest and size in sizes]
    for done, path in enumerate(likely):
        yield Progress(Stage.LISTING, done, len(likely))
        known.add(known_by(path))
    return known


def _size(path: Path) -> int | None:
    """The bytes of a file; None where it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def _confirmed(catalogue: Catalogue) -> list[Labelled]:
    """What people have confirmed; the photos need not be there any more.

    What was said of a square (`core.confirmed.judged`) holds for no whole photo.
    """
    rows = catalogue.database.rows(
        "SELECT path, query_digest, product_id FROM confirmed "
        "WHERE is_right AND query_digest NOT LIKE '%#%' ORDER BY path"
    )
    return [Labelled(Path(path), digest, product_id) for path, digest, product_id in rows]


def _in_folder(catalogue: Catalogue, folder: Path) -> tuple[list[Labelled], list[Path]]:
    """Photos, unread, and the products that they are named by; and those that are named by none.

    The file's name, then its name without the view, then those of the folders above it.
    """
    rule, known = filing.stored_rule(catalogue.database), by_reference(catalogue)
    named: list[Labelled] = []
    left_out: list[Path] = []
    for photo in (stamp.path for stamp in walk(folder)):
        above = [parent.name for parent in photo.parents if parent.is_relative_to(folder)]
        names = [photo.stem, rule.reference_of(photo), *above]
        categories = set(map(fold, above))
        product = next(filter(None, (_meant(known, name, categories) for name in names)), None)
        if product is None:
            left_out.append(photo)
        else:
            named.append(Labelled(photo, "", product))
    return named, left_out


def _meant(known: dict[str, list[tuple[int, str]]], name: str, categories: set[str]) -> int | None:
    """The one product of a reference, or the one in these categories where there are several."""
    found = known.get(fold(name), [])
    if len(found) > 1:
        found = [each for each in found if each[1] in categories]
    return found[0][0] if len(found) == 1 else None
