"""Catalogues on the disk for the tests of the tools, with files or without."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.catalogue import Catalogue
from core.recipe import NO_REMOVAL, Recipe
from core.records import Embedded, FileStamp

RECIPE = Recipe(encoder="made", encoder_digest="", removal=NO_REMOVAL, removal_digest="")


def make(
    folder: Path, paths: Sequence[Path], vectors: np.ndarray, digests: Sequence[str] = ()
) -> Path:
    """A catalogue with a photo, a product and a vector of unit axes for each path."""
    catalogue = Catalogue(folder)
    root = paths[0].parent
    catalogue.add_files(catalogue.root_id(root), root, [FileStamp(p, 1, 1) for p in paths])
    catalogue.set_recipe("active", RECIPE)
    waiting = {photo.path: photo.id for photo in catalogue.waiting(RECIPE.embedding_id)}
    names = digests or [str(path) for path in paths]
    for path, vector, digest in zip(paths, vectors, names, strict=True):
        catalogue.store(
            RECIPE, [Embedded(waiting[path], vector.astype(np.float32), digest, (10, 10))]
        )
    catalogue.close()
    return folder
