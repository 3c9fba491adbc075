"""Folders of small files in a catalogue, each with a vector that tells its content."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.catalogue import Catalogue
from core.listing import list_folder
from core.recipe import Recipe
from core.records import Embedded


class Row(NamedTuple):
    """What the catalogue has of a photo; `vector` is the content that was embedded, if any."""

    id: int
    product_id: int
    status: str
    vector: bytes | None


def write(path: Path, content: str = "x") -> Path:
    """A file with its folders; content of any kind will do where nothing is decoded."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def vector_of(content: bytes) -> np.ndarray:
    """A unit vector that no other content has."""
    drawn = np.random.default_rng(list(hashlib.sha256(content).digest())).normal(size=8)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def bring_up_to_date(
    catalogue: Catalogue, recipe: Recipe, root: Path, within: Path | None = None
) -> int:
    """List, then embed what waits and is there; how many that were."""
    list(list_folder(catalogue, root, within))
    count = 0
    for photo in catalogue.waiting(recipe.embedding_id):
        if photo.path.exists():
            content = photo.path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            made = Embedded(photo.id, vector_of(content), digest, (1, 1))
            catalogue.store(recipe, [made])
            count += 1
    return count


def rows(catalogue: Catalogue, recipe: Recipe) -> dict[Path, Row]:
    """All photos of the catalogue by path."""
    found = catalogue.database.rows(
        "SELECT path, photo.id, product_id, status, data FROM photo "
        "LEFT JOIN vector ON photo_id = photo.id AND recipe_id = ?",
        [recipe.embedding_id],
    )
    return {Path(path): Row(*rest) for path, *rest in found}


def present(catalogue: Catalogue, recipe: Recipe) -> set[Path]:
    """The paths of photos that can match."""
    return {p for p, row in rows(catalogue, recipe).items() if row.status == "present"}
