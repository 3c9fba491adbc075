"""What people say of matches: this photo shows that product, or it does not.

It is kept by the SHA-256 of the photo's file, so that it holds wherever the photo lies and whatever
it is called, and for as long as the product is there. What is said of a square that a person has
drawn holds for that square: there may be other products around it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from core.catalogue import Catalogue
from core.database import DatabaseFile
from core.merging import names_of
from core.query_records import Look
from core.records import Match


@dataclass(frozen=True, slots=True)
class Verdict:
    """A photo (`judged`, and where it was) shows a product, or not; None is nothing said."""

    digest: str
    product_id: int
    is_right: bool | None
    path: Path


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A verdict as it is told: the product by name, and when it was given (UTC)."""

    photo: Path
    digest: str
    reference: str
    category: str
    is_right: bool
    at: datetime


def judged(digest: str, look: Look) -> str:
    """What verdicts are kept by: the digest of a photo's file, and the square looked at, if any."""
    if not digest or look.square is None:
        return digest
    square = look.square
    return f"{digest}#{look.turns},{square.left},{square.top},{square.width}"


def judge(catalogue: Catalogue, verdict: Verdict) -> Verdict:
    """Keep a verdict in place of an earlier one, which is given back.

    Raises `RequestError` when the product is gone, `CatalogueError` where nothing can be written.
    """
    database, key = catalogue.database, [verdict.digest, verdict.product_id]
    with database.write():
        names_of(database, verdict.product_id)
        before = _before(database, verdict)
        if verdict.is_right is None:
            database.execute("DELETE FROM confirmed WHERE query_digest = ? AND product_id = ?", key)
        else:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            database.execute(
                "INSERT OR REPLACE INTO confirmed(query_digest, product_id, is_right, at, path) "
                "VALUES (?, ?, ?, ?, ?)",
                [*key, verdict.is_right, now, str(verdict.path)],
            )
    return before


def verdicts(catalogue: Catalogue, digest: str) -> dict[int, bool]:
    """What was said of a photo: whether it shows the product, by product."""
    rows = catalogue.database.rows(
        "SELECT product_id, is_right FROM confirmed WHERE query_digest = ?", [digest]
    )
    return {product_id: bool(is_right) for product_id, is_right in rows}


def confirmed(catalogue: Catalogue) -> Iterable[Confirmed]:
    """All that was said, by photo and product."""
    rows = catalogue.database.each(
        "SELECT path, query_digest, reference, category, is_right, at FROM confirmed "
        "JOIN product ON product.id = product_id ORDER BY path, query_digest, reference, category"
    )
    for path, digest, reference, category, is_right, at in rows:
        when = datetime.fromisoformat(at)
        yield Confirmed(Path(path), digest, reference, category, bool(is_right), when)


def arranged(ranked: Iterable[Match], said: Mapping[int, bool], count: int) -> tuple[Match, ...]:
    """Matches with what was said of them: confirmed ones first, then by distance.

    Of those about which nothing was said, so many that `count` are not refused.
    """
    matches = [replace(match, is_right=said.get(match.product_id)) for match in ranked]
    right = [match for match in matches if match.is_right]
    left = max(count - len(right), 0)
    others = []
    for match in matches:
        if match.is_right is False:
            others.append(match)
        elif match.is_right is None and left:
            others.append(match)
            left -= 1
    return (*right, *others)


def _before(database: DatabaseFile, verdict: Verdict) -> Verdict:
    rows = database.rows(
        "SELECT is_right, path FROM confirmed WHERE query_digest = ? AND product_id = ?",
        [verdict.digest, verdict.product_id],
    )
    is_right, path = rows[0] if rows else (None, verdict.path)
    said = None if is_right is None else bool(is_right)
    return Verdict(verdict.digest, verdict.product_id, said, Path(path))
