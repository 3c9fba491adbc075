"""Indexing a folder: list it, embed what is new or changed, publish a new generation.

Each job is a generator of `Progress` and `SetAside`; closing it cancels. The catalogue is the
state: whatever was yielded is stored, and the next run goes on from there.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from core import embedding_run, projection_table, run_wish
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import FolderError, FolderReason, RequestError, RequestReason
from core.indexed_folders import watched_root_of
from core.listing import list_folder
from core.projecting import is_outgrown, learn_anew, project_stored
from core.recipe import Projection
from core.records import Progress, SetAside, Stage
from core.run_wish import Wish
from core.scan import is_folder
from core.unused_projections import drop_unused
from core.upkeep import keep_generation

_log = logging.getLogger(__name__)


def index_folder(
    catalogue: Catalogue, folder: Path, embedder: Embedder
) -> Iterator[Progress | SetAside]:
    """Bring the catalogue up to date with `folder`, then build the index.

    A new catalogue takes the embedder's recipe as its own. Raises `FolderError` (missing,
    unreadable, without photos, vanished during the run) and `CatalogueError`; whatever was done
    until then is kept.
    """
    run_wish.set_wish(catalogue.database, Wish.GO)
    if catalogue.recipe("active") is None:
        catalogue.set_recipe("active", embedder.recipe)
    yield from list_folder(catalogue, folder.resolve())
    yield from embed_waiting(catalogue, embedder)


def list_changed(catalogue: Catalogue, folders: Iterable[Path]) -> Iterator[Progress]:
    """List folders in which something has changed, where they are watched.

    What cannot be listed is logged and nobody is told: it may be gone again already.
    """
    for folder in folders:
        root = watched_root_of(catalogue.database, folder)
        if root is None:
            continue
        try:
            yield from list_folder(catalogue, root, None if folder == root else folder)
        except FolderError as error:
            _log.info("not listed: %s", error)


def change_recipe(catalogue: Catalogue, embedder: Embedder) -> Iterator[Progress | SetAside]:
    """Embed everything under another recipe; the old one answers until all is done.

    Left off anywhere, the next call goes on. Raises as `index_folder`, also when photos of a
    folder that is away could not be embedded; what is only projected needs no photo.
    """
    active = catalogue.recipe("active")
    catalogue.set_recipe("wanted", embedder.recipe)
    yield from embed_waiting(catalogue, embedder)
    waiting = catalogue.waiting(embedder.recipe.embedding_id)
    left = [photo for photo in waiting if not is_folder(photo.root)]
    if left and not (active and active.base == embedder.recipe.base):
        raise FolderError(left[0].root, FolderReason.VANISHED, f"{len(left)} photos wait")
    catalogue.set_recipe("active", embedder.recipe)


def project(
    catalogue: Catalogue, embedder: Embedder, dimension: Projection
) -> Iterator[Progress | SetAside]:
    """Compare photos by projected vectors from now on, or with 0 by vectors as they are.

    The embedder has the networks of the recipe in use. What was learned before is kept until the
    catalogue has outgrown it. Raises as `change_recipe` and, with everything as it was,
    `RequestError` for too few photos and for an encoder with too few numbers.
    """
    active = catalogue.recipe("active")
    if active is None:
        return
    if active.projection == dimension and not is_outgrown(catalogue, active):
        _wish(catalogue, dimension)
    elif dimension:
        projected = yield from learn_anew(catalogue, embedder, dimension)
        yield from change_recipe(catalogue, projected)
    else:
        _wish(catalogue, dimension)
        yield from change_recipe(catalogue, embedder.under(active.base, None))
    yield from drop_unused(catalogue)


def keep_projection(catalogue: Catalogue, embedder: Embedder) -> Iterator[Progress | SetAside]:
    """Learn the projection that was asked for, where there is none or it has been outgrown.

    Where it cannot be learned, vectors go on being compared as they are. Otherwise as `project`.
    """
    try:
        wish = projection_table.wish(catalogue.database)
        yield from project(catalogue, embedder, wish)
    except RequestError as refusal:
        if refusal.reason not in (RequestReason.TOO_FEW_PHOTOS, RequestReason.TOO_NARROW):
            raise
        _log.info("no projection: %s", refusal)


def _wish(catalogue: Catalogue, dimension: Projection) -> None:
    if projection_table.wish(catalogue.database) != dimension:
        with catalogue.database.write():
            projection_table.set_wish(catalogue.database, dimension)


def embed_waiting(catalogue: Catalogue, embedder: Embedder) -> Iterator[Progress | SetAside]:
    """Embed every photo that has no vector of the embedder's recipe, then build the index.

    A generation that is missing or damaged is built again even where no photo waited. Photos of
    an indexed folder that is away go on waiting. Raises as `index_folder`.
    """
    before = catalogue.count_vectors(embedder.recipe.embedding_id)
    if embedder.whitening:
        yield from project_stored(catalogue, embedder.recipe, embedder.whitening)
    is_new = catalogue.count_vectors(embedder.recipe.embedding_id) != before
    reached = Progress(Stage.EMBEDDING)
    for record in embedding_run.embed(catalogue, embedder):
        yield record
        if isinstance(record, Progress):
            reached = record
    changed = is_new or reached.done > 0
    yield replace(reached, stage=Stage.BUILDING)
    for stage in keep_generation(catalogue, embedder.recipe, changed=changed):
        yield replace(reached, stage=stage)
    yield replace(reached, stage=Stage.DONE, seconds_left=0.0)
