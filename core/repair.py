"""Is a catalogue on disk whole, and what of it can be made whole again?

Repair removes or rebuilds only what Vitrine derived itself: vectors (their photos are embedded
again by the next run), index files, the text to search in. What a person entered is only told of.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from core.candidates import digest_of
from core.catalogue import Catalogue
from core.errors import CatalogueError, CatalogueReason
from core.leftovers import stray_files, sweep
from core.records import Problem, ProblemKind
from core.schema import FILL_PRODUCT_TEXT
from core.vector_file import vectors_beside

_VECTORS_A_BLOCK = 10_000

_TEXT_BEHIND = (
    "SELECT count(DISTINCT id) FROM (SELECT * FROM (SELECT * FROM product_words "
    "EXCEPT SELECT rowid, reference, name, category, tags, notes, own FROM product_text) "
    "UNION ALL SELECT * FROM (SELECT rowid, reference, name, category, tags, notes, own "
    "FROM product_text EXCEPT SELECT * FROM product_words))"
)


def check(catalogue: Catalogue) -> list[Problem]:
    """Everything that is wrong, changing nothing.

    Raises `CatalogueError` where the database is too damaged to be asked.
    """
    return [
        *_database(catalogue),
        *_links(catalogue),
        *_vectors(catalogue),
        *_text(catalogue),
        *_generations(catalogue),
        *(Problem(ProblemKind.STRAY_FILE, path.name) for path in stray_files(catalogue)),
        *_unused(catalogue),
    ]


def repair(catalogue: Catalogue) -> None:
    """Remove or rebuild what is derived and not whole. Raises `CatalogueError`."""
    database = catalogue.database
    with database.write():
        if any(_database(catalogue)):
            database.execute("REINDEX")
        _drop_vectors(catalogue)
        database.execute("INSERT INTO product_text(product_text) VALUES ('rebuild')")
        database.execute("DELETE FROM product_text")
        database.execute(FILL_PRODUCT_TEXT)
        for problem in _generations(catalogue):
            database.execute("DELETE FROM generation WHERE file = ?", [problem.subject])
            path = catalogue.index_folder / problem.subject
            _unlink(path)
            _unlink(vectors_beside(path))
    sweep(catalogue)


def _database(catalogue: Catalogue) -> Iterator[Problem]:
    for (line,) in catalogue.database.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield Problem(ProblemKind.DATABASE, line.rstrip("."))


def _links(catalogue: Catalogue) -> Iterator[Problem]:
    rows = catalogue.database.rows(
        'SELECT "table", count(*) FROM pragma_foreign_key_check GROUP BY "table" ORDER BY "table"'
    )
    for table, count in rows:
        yield Problem(ProblemKind.LINKS, table, count)


def _vectors(catalogue: Catalogue) -> Iterator[Problem]:
    for recipe_id in _recipe_ids(catalogue):
        bad = _bad_vectors(catalogue, recipe_id)
        if bad:
            yield Problem(ProblemKind.VECTORS, recipe_id, len(bad))


def _recipe_ids(catalogue: Catalogue) -> list[str]:
    rows = catalogue.database.rows("SELECT DISTINCT recipe_id FROM vector ORDER BY recipe_id")
    return [row[0] for row in rows]


def _bad_vectors(catalogue: Catalogue, recipe_id: str) -> list[int]:
    """Ids of a recipe's vectors that are not as long as most, not finite, or zero."""
    rows = catalogue.database.rows(
        "SELECT id, length(data) FROM vector WHERE recipe_id = ? ORDER BY id", [recipe_id]
    )
    ids, lengths = np.array(rows, dtype=np.int64).T
    values, counts = np.unique(lengths, return_counts=True)
    usual = values[np.argmax(counts)]
    bad: list[int] = ids[lengths != usual].tolist()
    good = ids[lengths == usual]
    for start in range(0, len(good), _VECTORS_A_BLOCK):
        known, block = catalogue.vectors_by_id(good[start : start + _VECTORS_A_BLOCK].tolist())
        bad += known[~(np.isfinite(block).all(axis=1) & block.any(axis=1))].tolist()
    return bad


def _drop_vectors(catalogue: Catalogue) -> None:
    database = catalogue.database
    database.execute(
        "DELETE FROM vector WHERE photo_id NOT IN (SELECT id FROM photo) "
        "OR recipe_id NOT IN (SELECT id FROM recipe)"
    )
    for recipe_id in _recipe_ids(catalogue):
        for vector_id in _bad_vectors(catalogue, recipe_id):
            database.execute("DELETE FROM vector WHERE id = ?", [vector_id])


def _text(catalogue: Catalogue) -> Iterator[Problem]:
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


def _generations(catalogue: Catalogue) -> Iterator[Problem]:
    for file, *digests in catalogue.database.rows(
        "SELECT file, digest, vectors_digest FROM generation ORDER BY id"
    ):
        path = catalogue.index_folder / file
        if [_digest(path), _digest(vectors_beside(path))] != digests:
            yield Problem(ProblemKind.GENERATION, file)


def _digest(path: Path) -> str:
    """A file's SHA-256, empty where it cannot be read."""
    try:
        return digest_of(path)
    except OSError:
        return ""


def _unlink(path: Path) -> None:
    """Remove a file; one that another process holds open stays and is told of by the next check."""
    with suppress(OSError):
        path.unlink()


def _unused(catalogue: Catalogue) -> Iterator[Problem]:
    recipes = filter(None, map(catalogue.recipe, ("active", "wanted")))
    used = {recipe.embedding_id for recipe in recipes}
    for recipe_id, count in catalogue.database.rows(
        "SELECT recipe_id, count(*) FROM vector GROUP BY recipe_id ORDER BY recipe_id"
    ):
        if recipe_id not in used:
            yield Problem(ProblemKind.UNUSED_VECTORS, recipe_id, count)
