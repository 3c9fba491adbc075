"""Exported networks in the user's data: found whole, or made again."""

import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from core import folders

_LOG = logging.getLogger(__name__)
_DIGEST_BYTES = 32


def cached(family: str, key: str, make: Callable[[], bytes]) -> bytes:
    """The graph `key` of a `family`; one that is missing or damaged is made and put in place.

    A family keeps one graph. A disk that refuses costs a making at the next start. Raises what
    `make` raises.
    """
    path = folders.graphs_folder() / family / key
    graph = _whole(path)
    if graph is None:
        graph = make()
        _put(graph, path)
    return graph


def _whole(path: Path) -> bytes | None:
    """What is behind the SHA-256 at the file's beginning, if that is its digest."""
    try:
        with path.open("rb") as file:
            digest, graph = file.read(_DIGEST_BYTES), file.read()
    except OSError:
        return None
    return graph if hashlib.sha256(graph).digest() == digest else None


def _put(graph: bytes, path: Path) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(hashlib.sha256(graph).digest())
            file.write(graph)
        part.replace(path)
        for other in path.parent.iterdir():
            if other != path:
                other.unlink()
    except OSError as error:
        _LOG.warning("the graph is not kept: %s", error)
        with suppress(OSError):
            part.unlink()
