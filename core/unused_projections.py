"""Projections that are neither in use nor wanted: their vectors and generations are let go of."""

from collections.abc import Iterator

from core import projection_table as table
from core.catalogue import Catalogue
from core.records import Progress, Stage
from core.vector_file import unlink_both

# Rows of a transaction; others write in between.
_ROWS = 1024


def drop_unused(catalogue: Catalogue) -> Iterator[Progress]:
    """Remove what belongs to projections that are neither in use nor wanted.

    Index generations go first: whoever searches them sees that they are gone.
    """
    database = catalogue.database
    used = [r for r in map(catalogue.recipe, ("active", "wanted")) if r]
    for recipe in table.unused(database, used):
        for generation in recipe.generations:
            for file in catalogue.unpublish(generation):
                unlink_both(catalogue.index_folder / file)
        while _drop_rows(catalogue, recipe.id):
            yield Progress(Stage.PROJECTING)
        with database.write():
            database.execute(
                "DELETE FROM recipe WHERE id = ?1 "
                "AND NOT EXISTS (SELECT 1 FROM vector WHERE recipe_id = ?1)",
                [recipe.id],
            )
    with database.write():
        database.execute(
            "DELETE FROM projection WHERE digest NOT IN (SELECT "
            "coalesce(json_extract(value, '$.projection_digest'), '') FROM setting "
            "WHERE key IN ('recipe.active', 'recipe.wanted'))"
        )


def _drop_rows(catalogue: Catalogue, recipe_id: str) -> int:
    with catalogue.database.write():
        gone = catalogue.database.execute(
            "DELETE FROM vector WHERE id IN (SELECT id FROM vector WHERE recipe_id = ? LIMIT ?)",
            [recipe_id, _ROWS],
        )
    return gone.rowcount
