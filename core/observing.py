"""Hearing of what changes below one folder: from the operating system, or by looking every while.

The system (inotify, FSEvents, ReadDirectoryChangesW) tells nothing of what another machine does on
its disk, and may refuse. There the folder is compared with what it was.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from core import scan

# Reading a photo is an event, too, and a folder "is modified" with each file in it, photo or not.
_EVENTS: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]
# The folder that holds what changed, and whether folders have come into it.
Hear = Callable[[Path, bool], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Observation:
    """One folder being observed."""

    root: Path
    polls: bool
    _identity: tuple[int, int] | None
    _observer: BaseObserver

    def is_current(self) -> bool:
        """Whether it is still observed, and no other disk is in its place."""
        emitters = self._observer.emitters
        alive = all(emitter.is_alive() for emitter in emitters) and bool(emitters)
        return alive and _identity(self.root) == self._identity

    def stop(self) -> None:
        """Hear no more; returns when its threads have ended."""
        self._observer.stop()
        self._observer.join()


def observe(root: Path, hear: Hear, *, polls: bool, poll_seconds: float) -> Observation:
    """Hear of what changes below `root`, in another thread.

    With `polls`, and where the system refuses, by looking every `poll_seconds`. Raises `OSError`
    where that cannot be done either: the folder is gone.
    """
    if not polls:
        try:
            return _start(root, hear, Observer(), polls=False)
        except (OSError, RuntimeError, SystemError) as error:
            _log.warning(
                "the system does not watch %s, which is looked at every %g s instead: %r",
                *(root, poll_seconds, error),
            )
    return _start(root, hear, PollingObserver(timeout=poll_seconds), polls=True)


def _start(root: Path, hear: Hear, observer: BaseObserver, *, polls: bool) -> Observation:
    identity = _identity(root)
    observer.schedule(_Handler(root, hear), str(root), recursive=True, event_filter=_EVENTS)
    observer.start()
    return Observation(root, polls, identity, observer)


def _identity(root: Path) -> tuple[int, int] | None:
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Handler(FileSystemEventHandler):
    """Passes on what a walk of the folder would take."""

    def __init__(self, root: Path, hear: Hear) -> None:
        self._root, self._hear = root, hear

    def on_any_event(self, event: FileSystemEvent) -> None:
        names = [event.src_path, event.dest_path] if event.dest_path else [event.src_path]
        for path in map(Path, map(os.fsdecode, names)):
            # Windows cannot tell what a thing was that is gone.
            is_gone = isinstance(event, FileDeletedEvent) and not path.suffix
            is_folder = event.is_directory or is_gone
            if path == self._root or not scan.would_take(self._root, path, is_folder=is_folder):
                continue
            has_come = isinstance(event, DirCreatedEvent | DirMovedEvent)
            self._hear(path if is_folder else path.parent, has_come)
