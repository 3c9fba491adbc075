"""Is a catalogue on disk whole? Every fault is told of, none is touched."""

from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np

from core import projection_table
from core.catalogue import Catalogue
from core.digest import digest_of
from core.errors import CatalogueError, CatalogueReason
from core.leftovers import stray_files
from core.recipe import Recipe
from core.records import Problem, ProblemKind, Progress, Stage
from core.vector_file import vectors_beside

# What is made of photos and can be made again.
DERIVED_TABLES = ("vector", "evidence")
_VECTORS_A_BLOCK = 5000

_TEXT_BEHIND = (
    "SELECT count(DISTINCT id) FROM (SELECT * FROM (SELECT * FROM product_words "
    "EXCEPT SELECT rowid, reference, name, category, tags, notes, own FROM product_text) "
    "UNION ALL SELECT * FROM (SELECT rowid, reference, name, category, tags, notes, own "
    "FROM product_text EXCEPT SELECT * FROM product_words))"
)


def is_fault(problem: Problem) -> bool:
    """Whether it is a fault at all; vectors that wait for their recipe are none."""
    return problem.kind != ProblemKind.UNUSED_VECTORS


def is_mendable(problem: Problem) -> bool:
    """Whether `repair` may put it right: it is not what a person entered."""
    if problem.kind == ProblemKind.LINKS:
        return problem.subject in DERIVED_TABLES
    return is_fault(problem)


def check(catalogue: Catalogue) -> Generator[Progress, None, list[Problem]]:
    """Everything that is wrong, changing nothing.

    Raises `CatalogueError` where the database is too damaged to be asked.
    """
    found: list[Problem] = []
    yield Progress(Stage.CHECKING)
    found += database_faults(catalogue)
    yield Progress(Stage.CHECKING)
    found += _links(catalogue)
    for recipe_id, bad in (yield from bad_vectors(catalogue, Stage.CHECKING)).items():
        found.append(Problem(ProblemKind.VECTORS, recipe_id, len(bad)))
    yield Progress(Stage.CHECKING)
    found += text_faults(catalogue)
    yield Progress(Stage.CHECKING)
    found += generation_faults(catalogue)
    found += projection_faults(catalogue)
    found += (Problem(ProblemKind.STRAY_FILE, path.name) for path in stray_files(catalogue))
    found += _unused(catalogue)
    return found


def database_faults(catalogue: Catalogue) -> Iterator[Problem]:
    """What SQLite itself finds wrong with its file."""
    for (line,) in catalogue.database.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield Problem(ProblemKind.DATABASE, line.rstrip("."))


def _links(catalogue: Catalogue) -> Iterator[Problem]:
    rows = catalogue.database.rows(
        'SELECT "table", count(*) FROM pragma_foreign_key_check GROUP BY "table" ORDER BY "table"'
    )
    for table, count in rows:
        yield Problem(ProblemKind.LINKS, table, count)


def bad_vectors(
    catalogue: Catalogue, stage: Stage
) -> Generator[Progress, None, dict[str, list[int]]]:
    """Ids of the vectors of each recipe that are not as long as most, not finite, or zero."""
    rows = catalogue.database.rows("SELECT DISTINCT recipe_id FROM vector ORDER BY recipe_id")
    found = {}
    for (recipe_id,) in rows:
        bad = yield from _bad_of(catalogue, recipe_id, stage)
        if bad:
            found[recipe_id] = bad
    return found


def _bad_of(
    catalogue: Catalogue, recipe_id: str, stage: Stage
) -> Generator[Progress, None, list[int]]:
    rows = catalogue.database.rows(
        "SELECT id, length(data) FROM vector WHERE recipe_id = ? ORDER BY id", [recipe_id]
    )
    ids, lengths = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    values, counts = np.unique(lengths, return_counts=True)
    usual = values[counts == counts.max(initial=0)][:1]
    bad: list[int] = ids[~np.isin(lengths, usual)].tolist()
    good = ids[np.isin(lengths, usual)]
    for start in range(0, len(good), _VECTORS_A_BLOCK):
        yield Progress(stage, start, len(good))
        known, block = catalogue.vectors_by_id(good[start : start + _VECTORS_A_BLOCK].tolist())
        bad += known[~(np.isfinite(block).all(axis=1) & block.any(axis=1))].tolist()
    return bad


def text_faults(catalogue: Catalogue) -> Iterator[Problem]:
    """Whether the text to search in is what the products say."""
    behind = catalogue.database.one(_TEXT_BEHIND)
    if behind or not _is_text_whole(catalogue):
        yield Problem(ProblemKind.TEXT, "product_text", behind)


def _is_text_whole(catalogue: Catalogue) -> bool:
    try:
        with catalogue.database.write():
            catalogue.database.execute(
                "INSERT INTO product_text(product_text) VALUES ('integrity-check')"
            )
    except CatalogueError as error:
        if error.reason != CatalogueReason.DAMAGED:
            raise
        return False
    return True


def generation_faults(catalogue: Catalogue) -> Iterator[Problem]:
    """Generations whose two files are not the ones that were published."""
    for file, *digests in catalogue.database.rows(
        "SELECT file, digest, vectors_digest FROM generation ORDER BY id"
    ):
        path = catalogue.index_folder / file
        whole = [_digest(path), _digest(vectors_beside(path))] == digests
        # Another process may have published a newer one, and removed this, in between.
        if not whole and file in _files(catalogue):
            yield Problem(ProblemKind.GENERATION, file)


def _files(catalogue: Catalogue) -> set[str]:
    return {row[0] for row in catalogue.database.rows("SELECT file FROM generation")}


def _digest(path: Path) -> str:
    """A file's SHA-256, empty where it cannot be read."""
    try:
        return digest_of(path)
    except OSError:
        return ""


def projection_faults(catalogue: Catalogue) -> Iterator[Problem]:
    """Projections of the recipes in use that are not there as they were learned."""
    for digest in projection_table.damaged(catalogue.database, _recipes(catalogue)):
        yield Problem(ProblemKind.PROJECTION, digest)


def _recipes(catalogue: Catalogue) -> list[Recipe]:
    return [recipe for recipe in map(catalogue.recipe, ("active", "wanted")) if recipe]


def _unused(catalogue: Catalogue) -> Iterator[Problem]:
    both = ((recipe, recipe.base) for recipe in _recipes(catalogue))
    used = {recipe.embedding_id for recipes in both for recipe in recipes}
    for recipe_id, count in catalogue.database.rows(
        "SELECT recipe_id, count(*) FROM vector GROUP BY recipe_id ORDER BY recipe_id"
    ):
        if recipe_id not in used:
            yield Problem(ProblemKind.UNUSED_VECTORS, recipe_id, count)
