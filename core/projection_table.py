"""The projections of `catalogue.db`: what was learned, from how much, and what is wished for."""

from dataclasses import dataclass, replace

from core.database import DatabaseFile
from core.errors import RequestError, RequestReason
from core.recipe import METRICS, PROJECTIONS, Projection, Recipe, from_json
from core.whitening import Whitening, digest_of, from_bytes

_WISH_KEY = "projection"


def wish(database: DatabaseFile) -> Projection:
    """The numbers that vectors are to be projected to as soon as there are photos enough, or 0."""
    rows = database.rows("SELECT value FROM setting WHERE key = ?", [_WISH_KEY])
    told = rows[0][0] if rows else "0"
    return next((known for known in PROJECTIONS if str(known) == told), 0)


def set_wish(database: DatabaseFile, dimension: Projection) -> None:
    """Note what vectors are to be projected to, within a transaction."""
    database.execute(
        "INSERT OR REPLACE INTO setting(key, value) VALUES (?, ?)", [_WISH_KEY, str(dimension)]
    )


def keep(database: DatabaseFile, whitening: Whitening, count: int) -> None:
    """Note what was learned from `count` vectors, within a transaction."""
    database.execute(
        "INSERT OR REPLACE INTO projection(digest, dimension, count, data) VALUES (?, ?, ?, ?)",
        [whitening.digest, whitening.dimension, count, whitening.to_bytes()],
    )


def find(database: DatabaseFile, recipe: Recipe) -> Whitening | None:
    """What a recipe projects by; None where it has no projection, or that is not here as it was."""
    rows = database.rows(
        "SELECT data FROM projection WHERE digest = ? AND dimension = ?",
        [recipe.projection_digest, recipe.projection],
    )
    if not rows or digest_of(rows[0][0]) != recipe.projection_digest:
        return None
    return from_bytes(rows[0][0], recipe.projection)


def needed(database: DatabaseFile, recipe: Recipe) -> Whitening | None:
    """As `find`. Raises `RequestError` where a recipe's projection is not here as it was."""
    found = find(database, recipe)
    if recipe.projection and found is None:
        detail = f"no projection {recipe.projection_digest}"
        raise RequestError("recipe", RequestReason.BAD_RECIPE, detail)
    return found


def learned_from(database: DatabaseFile, recipe: Recipe) -> int:
    """How many vectors a recipe's projection was learned from."""
    digest = recipe.projection_digest
    rows = database.rows("SELECT count FROM projection WHERE digest = ?", [digest])
    return int(rows[0][0]) if rows else 0


def damaged(database: DatabaseFile, used: list[Recipe]) -> list[str]:
    """Digests of the projections of the recipes in use that are not here as they were."""
    broken = {r.projection_digest for r in used if r.projection and not find(database, r)}
    return sorted(broken)


@dataclass(frozen=True, slots=True)
class Unused:
    """A recipe's `id` for vectors, and those that its index generations may have."""

    id: str
    generations: tuple[str, ...]


def unused(database: DatabaseFile, used: list[Recipe]) -> list[Unused]:
    """The recipes with a projection whose vectors nobody uses."""
    kept = {recipe.embedding_id for recipe in used}
    rows = database.rows("SELECT json FROM recipe ORDER BY id")
    known = {r.embedding_id: r for r in map(from_json, (row[0] for row in rows)) if r.projection}
    return [
        Unused(name, tuple(replace(recipe, metric=metric).id for metric in METRICS))
        for name, recipe in known.items()
        if name not in kept
    ]
