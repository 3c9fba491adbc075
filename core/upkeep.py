"""A catalogue's generation kept usable: built where photos changed, again where it is damaged.

Both happen in a thread with a connection of its own, so that queries are answered meanwhile. A
process that ends in the middle leaves at most a file that nobody names (`core.leftovers`).
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from core.candidates import digest_of, open_generation
from core.catalogue import Catalogue
from core.errors import IndexFileError
from core.generation import build
from core.leftovers import sweep
from core.recipe import Recipe
from core.records import Stage
from core.vector_file import vectors_beside

_LOOK_SECONDS = 0.05

_log = logging.getLogger(__name__)

Result = TypeVar("Result")


def keep_generation(catalogue: Catalogue, recipe: Recipe, *, changed: bool) -> Iterator[Stage]:
    """Build a generation where photos `changed` or the published one is missing or damaged.

    Yields what is being done while it lasts; closing it leaves a build to end by itself. What
    killed processes have left is removed. Raises `CatalogueError`.
    """
    sweep(catalogue)
    with_threads = ThreadPoolExecutor(1, "upkeep")
    try:
        stage = Stage.BUILDING
        if not changed and catalogue.generation_file(recipe.id) is not None:
            usable = with_threads.submit(_with_own, catalogue, recipe, is_usable)
            yield from _until(usable, stage)
            if usable.result():
                return
            stage = Stage.MENDING
        built = with_threads.submit(_with_own, catalogue, recipe, _build)
        yield stage
        yield from _until(built, stage)
        built.result()
    finally:
        with_threads.shutdown(wait=False)


def is_usable(catalogue: Catalogue, recipe: Recipe) -> bool:
    """Whether the published generation can be opened; the reason why not goes to the log."""
    generation = catalogue.generation(recipe.id)
    if generation is None:
        return False
    path = catalogue.index_folder / generation.file
    try:
        open_generation(path, generation, recipe.metric)
        whole = digest_of(vectors_beside(path)) == generation.vectors_digest
    except (IndexFileError, OSError) as error:
        _log.warning("the search index is built again: %s", error)
        return False
    return whole


def generation_state(catalogue: Catalogue, recipe: Recipe) -> tuple[object, ...]:
    """What tells a generation's files from others, or from themselves once they were changed."""
    name = catalogue.generation_file(recipe.id)
    if name is None:
        return ()
    path = catalogue.index_folder / name
    return name, _state(path), _state(vectors_beside(path))


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _with_own(
    catalogue: Catalogue, recipe: Recipe, act: Callable[[Catalogue, Recipe], Result]
) -> Result:
    """`act` on a catalogue that belongs to this thread."""
    with closing(Catalogue(catalogue.folder, create=False)) as own:
        return act(own, recipe)


def _build(catalogue: Catalogue, recipe: Recipe) -> None:
    try:
        build(catalogue, recipe)
    except IndexFileError as error:
        _log.warning("exact search goes on: %s", error)


def _until(work: Future[Result], stage: Stage) -> Iterator[Stage]:
    while not wait([work], _LOOK_SECONDS).done:
        yield stage
