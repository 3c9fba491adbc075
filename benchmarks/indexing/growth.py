"""What the run itself costs as catalogues grow: small pictures, no removal, a stand-in encoder.

Each size has a process of its own, whose memory is looked at on the way.
"""

from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from benchmarks.crashes.indexing import EMBEDDER
from benchmarks.indexing import clock
from benchmarks.indexing.photos import draw_small
from core.catalogue import Catalogue
from core.pipeline import index_folder
from core.records import Progress, Stage

MARKS = (0.02, 0.1, 0.25, 0.5, 0.75, 1.0)
_STAGES = (Stage.LISTING, Stage.EMBEDDING, Stage.BUILDING)


def measure(sizes: list[int]) -> list[dict[str, Any]]:
    """Per size: milliseconds a photo by stage, on the clock and of the processor, and memory."""
    rows = []
    for size in sizes:
        with TemporaryDirectory() as home:
            draw_small(Path(home, "photos"), size)
            with ProcessPoolExecutor(1, get_context("spawn")) as own:
                rows.append(own.submit(_index, Path(home), size).result())
    for row in rows:
        smallest = rows[0]["processor_ms_a_photo"]["all"]
        row["times_the_smallest"] = round(row["processor_ms_a_photo"]["all"] / smallest, 3)
    return rows


def _index(home: Path, size: int) -> dict[str, Any]:
    """In a process of its own: index the photos."""
    process = psutil.Process()
    before = process.memory_info().rss
    on_way = _OnWay(process, size)
    moments = {Stage.LISTING: clock.now()}
    with closing(Catalogue(home / "catalogue")) as catalogue:
        for record in index_folder(catalogue, home / "photos", EMBEDDER):
            if not isinstance(record, Progress):
                raise TypeError(record)
            moments.setdefault(record.stage, clock.now())
            if record.stage == Stage.EMBEDDING:
                on_way.note(record.done)
    took = {
        str(stage): moments[after].since(moments[stage])
        for stage, after in zip(_STAGES, [*_STAGES[1:], Stage.DONE], strict=True)
    }
    took["all"] = moments[Stage.DONE].since(moments[Stage.LISTING])
    return {
        "photos": size,
        "wall_ms_a_photo": {name: _ms(each.wall, size) for name, each in took.items()},
        "processor_ms_a_photo": {name: _ms(each.processor, size) for name, each in took.items()},
        "embedding_processor_ms_a_photo_until": on_way.costs(),
        "megabytes_before": round(before / 1e6),
        "megabytes_at": on_way.megabytes(),
        "megabytes_after_building": round(process.memory_info().rss / 1e6),
    }


class _OnWay:
    """Memory and time when shares of the photos were done."""

    def __init__(self, process: psutil.Process, size: int) -> None:
        self._process = process
        self._marks = [(share, round(share * size)) for share in (0.0, *MARKS)]
        self._noted: list[tuple[float, int, clock.Moment, int]] = []

    def note(self, done: int) -> None:
        while self._marks and done >= self._marks[0][1]:
            share = self._marks.pop(0)[0]
            self._noted.append((share, done, clock.now(), self._process.memory_info().rss))

    def megabytes(self) -> dict[float, int]:
        return {share: round(rss / 1e6) for share, _done, _now, rss in self._noted}

    def costs(self) -> dict[float, float]:
        """Milliseconds of the processor for each photo between a mark and the one before."""
        return {
            share: _ms(now.since(before).processor, done - done_before)
            for (_, done_before, before, _), (share, done, now, _) in pairwise(self._noted)
        }


def _ms(seconds: float, photos: int) -> float:
    return round(1000 * seconds / max(1, photos), 3)
