"""Photos looked at by some threads: codecs and networks leave Python's lock while they work."""

import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from core import gentleness
from core.errors import PhotoError
from core.laboratory import needs
from core.laboratory.looking import look
from core.laboratory.needs import Need
from core.laboratory.networks import Networks
from core.laboratory.parts import PartStore

_MOST_THREADS = 4
# So many more are begun than there are threads, so that none rests.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file, its SHA-256, what is needed of it; of a gallery photo the indexed folder, too."""

    path: Path
    digest: str
    needs: tuple[Need, ...]
    root: Path | None = None


def look_at_all(
    waiting: Iterable[Waiting], parts: PartStore, networks: Networks
) -> Generator[tuple[Waiting, PhotoError | None], None, None]:
    """Have what is needed of each file on disk; each in turn, and why it cannot be used.

    No two have the same SHA-256. What is under way when it is closed is finished and kept. Raises
    `CatalogueError` where nothing can be written.
    """
    begun: deque[tuple[Waiting, Future[None]]] = deque()
    cores = min(os.cpu_count() or 1, _MOST_THREADS)
    pool = ThreadPoolExecutor(cores, "laboratory", gentleness.become_gentle)
    try:
        for one in waiting:
            begun.append((one, pool.submit(_look, one, parts, networks)))
            if len(begun) >= gentleness.lanes(cores) + _AHEAD:
                yield _ended(*begun.popleft())
        while begun:
            yield _ended(*begun.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _look(one: Waiting, parts: PartStore, networks: Networks) -> None:
    known = parts.get(one.digest)
    if needs.missing(one.needs, known):
        parts.put(one.digest, look(one.path, one.digest, known, one.needs, networks))


def _ended(one: Waiting, future: "Future[None]") -> tuple[Waiting, PhotoError | None]:
    try:
        future.result()
    except PhotoError as error:
        return one, error
    return one, None
