"""Changes that come together: how long they are gathered, and in how few folders they are told."""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Of more folders that change together in an indexed one, what they all lie in is told.
MOST_FOLDERS = 8


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds: `quiet` ends a burst, which lasts `longest` at most; `poll` lies between two looks
    where the system does not tell, `look` between two at which folders are to be watched.
    """

    quiet: float = 2.0
    longest: float = 30.0
    poll: float = 30.0
    look: float = 60.0


TIMES = Times()


def outermost(folders: Iterable[Path]) -> list[Path]:
    """Those that lie in none of the others, in the order of their paths."""
    kept: list[Path] = []
    for folder in sorted(set(folders)):
        if not kept or not folder.is_relative_to(kept[-1]):
            kept.append(folder)
    return kept


def gathered(folders: Iterable[Path]) -> list[Path]:
    """The outermost, or what they all lie in where they are too many."""
    kept = outermost(folders)
    return kept if len(kept) <= MOST_FOLDERS else [Path(os.path.commonpath(kept))]


class Burst:
    """What has changed since it was last told, by indexed folder."""

    def __init__(self) -> None:
        self.folders: defaultdict[Path, set[Path]] = defaultdict(set)
        self.renewed: set[Path] = set()
        self._began = self._latest = 0.0

    def note(self, root: Path, folder: Path, now: float) -> None:
        """Something has changed in `folder`."""
        self._began = self._began if self.folders else now
        self._latest = now
        self.folders[root].add(folder)

    def due(self, times: Times) -> float:
        """When it is to be told; never as long as it is empty."""
        if not self.folders:
            return float("inf")
        return min(self._latest + times.quiet, self._began + times.longest)
