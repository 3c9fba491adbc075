"""What of a catalogue on disk can be made whole again.

Repair removes or rebuilds only what Vitrine derived itself: vectors (their photos are embedded
again by the next run), index files, the text to search in. What a person entered is only told of.
"""

from collections.abc import Generator

from core import check
from core.catalogue import Catalogue
from core.check import DERIVED_TABLES
from core.database import DatabaseFile
from core.leftovers import sweep
from core.product_text import refill
from core.records import Problem, Progress, Stage
from core.unused_projections import drop_unused
from core.vector_file import unlink_both

_DROP_LOOSE = (
    "DELETE FROM {} WHERE photo_id NOT IN (SELECT id FROM photo) "
    "OR recipe_id NOT IN (SELECT id FROM recipe)"
)


def repair(catalogue: Catalogue) -> Generator[Progress, None, list[Problem]]:
    """Remove or rebuild what is derived and not whole; what `check` still finds then.

    Each step is a transaction of its own and the long looking is done before it, so that another
    process that writes waits no longer than it must. Raises `CatalogueError`.
    """
    database = catalogue.database
    yield Progress(Stage.REPAIRING)
    if any(check.database_faults(catalogue)):
        _write(database, "REINDEX")
    yield Progress(Stage.REPAIRING)
    for table in DERIVED_TABLES:
        _write(database, _DROP_LOOSE.format(table))
    for bad in (yield from check.bad_vectors(catalogue, Stage.REPAIRING)).values():
        with database.write():
            for number in bad:
                database.execute("DELETE FROM vector WHERE id = ?", [number])
    yield Progress(Stage.REPAIRING)
    if any(check.text_faults(catalogue)):
        with database.write():
            refill(database)
    yield Progress(Stage.REPAIRING)
    for problem in list(check.generation_faults(catalogue)):
        with database.write():
            database.execute("DELETE FROM generation WHERE file = ?", [problem.subject])
        unlink_both(catalogue.index_folder / problem.subject)
    if any(check.projection_faults(catalogue)):
        _do_without_projection(catalogue)
        yield from drop_unused(catalogue)
    sweep(catalogue)
    return (yield from check.check(catalogue))


def _do_without_projection(catalogue: Catalogue) -> None:
    """Vectors as they are answer until the next run has learned a projection again."""
    for key in ("active", "wanted"):
        recipe = catalogue.recipe(key)
        if recipe:
            catalogue.set_recipe(key, recipe.base)


def _write(database: DatabaseFile, statement: str) -> None:
    with database.write():
        database.execute(statement)
