"""Watching indexed folders: the folders in which something has changed, told once it is quiet.

A thread keeps one observation for each folder that is there, looks again every while which are to
be watched, and gathers what the observations hear.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from core import drives
from core.bursts import Burst, Times, gathered
from core.errors import CatalogueError
from core.observing import Observation, observe

# Of a folder that was moved here, watchdog's inotify hears nothing until it is watched anew.
_RENEWS = sys.platform == "linux"

_log = logging.getLogger(__name__)


class Watcher:
    """Watches the folders that `roots` names, and calls `changed` with each folder that did.

    Both are called in a thread of the watcher, `roots` by `start` too. `roots` may raise
    `CatalogueError`; then what was watched goes on being watched.
    """

    def __init__(
        self,
        roots: Callable[[], list[Path]],
        changed: Callable[[Path], None],
        times: Times,
        is_network: Callable[[Path], bool] = drives.is_network,
    ) -> None:
        self._roots, self._changed = roots, changed
        self._times, self._is_network = times, is_network
        self._wake = threading.Condition()
        self._burst = Burst()
        self._must_look = self._is_stopped = False
        self._observed: dict[Path, Observation] = {}
        # About these something may have been missed: told as changed once they are watched.
        self._missed: set[Path] = set()

    def start(self, *, anew: bool) -> None:
        """Begin. With `anew` all that is watched now is told as changed: it may have been."""
        if anew:
            self._missed.update(self._wanted() or ())
        threading.Thread(target=self._run, name="watcher", daemon=True).start()

    def look(self, switched: Path | None = None) -> None:
        """Look now which folders are to be watched; `switched` may have changed meanwhile."""
        with self._wake:
            if switched:
                self._missed.add(switched)
            self._must_look = True
            self._wake.notify()

    def stop(self) -> None:
        """Tell nothing more; the threads end by themselves."""
        with self._wake:
            self._is_stopped = True
            self._wake.notify()

    def _run(self) -> None:
        try:
            while not self._is_stopped:
                self._look()
                self._gather(time.monotonic() + self._times.look)
        finally:
            for observation in self._observed.values():
                observation.stop()

    def _gather(self, until: float) -> None:
        """Tell of bursts until it is time to look."""
        while True:
            with self._wake:
                left = min(until, self._burst.due(self._times)) - time.monotonic()
                if left > 0 and not (self._must_look or self._is_stopped):
                    self._wake.wait(left)
                if self._must_look or self._is_stopped:
                    self._must_look = False
                    return
            if self._burst.due(self._times) <= time.monotonic():
                self._tell()
            elif until <= time.monotonic():
                return

    def _tell(self) -> None:
        with self._wake:
            burst, self._burst = self._burst, Burst()
        for root in burst.renewed & self._observed.keys():
            old = self._observed[root]
            if _RENEWS and not old.polls:
                self._take_up(root)
                old.stop()
        for root in burst.folders.keys() & self._observed.keys():
            for folder in gathered(burst.folders[root]):
                if not self._is_stopped:
                    self._changed(folder)

    def _wanted(self) -> set[Path] | None:
        try:
            return set(self._roots())
        except CatalogueError as error:
            _log.warning("which folders to watch is not known now: %s", error)
            return None

    def _look(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            return
        for root, observation in list(self._observed.items()):
            if root not in wanted or not observation.is_current():
                del self._observed[root]
                observation.stop()
                self._missed.add(root)
        for root in sorted(wanted - self._observed.keys()):
            if root.is_dir():
                self._take_up(root)
            else:
                self._missed.add(root)
        with self._wake:
            told = self._missed & self._observed.keys()
            self._missed &= wanted - told
        for root in sorted(told):
            self._hear(root, root, has_come=False)

    def _take_up(self, root: Path) -> None:
        hear, seconds = partial(self._hear, root), self._times.poll
        try:
            self._observed[root] = observe(
                root, hear, polls=self._is_network(root), poll_seconds=seconds
            )
        except OSError as error:
            _log.warning("%s cannot be watched now: %r", root, error)
            self._missed.add(root)

    def _hear(self, root: Path, folder: Path, has_come: bool) -> None:
        with self._wake:
            is_first = not self._burst.folders
            self._burst.note(root, folder, time.monotonic())
            if has_come:
                self._burst.renewed.add(root)
            if is_first:
                self._wake.notify()
