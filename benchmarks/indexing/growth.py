"""What the run itself costs as catalogues grow: small pictures, no removal, a stand-in encoder.

Each size has a process of its own, whose memory is looked at on the way.
"""

from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
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
    marks = {round(size * mark): mark for mark in MARKS}
    before, memory = process.memory_info().rss, {}
    moments = {Stage.LISTING: clock.now()}
    reached = 0
    with closing(Catalogue(home / "catalogue")) as catalogue:
        for record in index_folder(catalogue, home / "photos", EMBEDDER):
            if not isinstance(record, Progress):
                raise TypeError(record)
            moments.setdefault(record.stage, clock.now())
            if record.stage == Stage.EMBEDDING:
                passed = [mark for mark in marks if reached < mark <= record.done]
                memory |= {marks[mark]: process.memory_info().rss for mark in passed}
                reached = record.done
    ends = [*_STAGES, Stage.DONE]
    took = {
        stage: moments[after].since(moments[stage])
        for stage, after in zip(_STAGES, ends[1:], strict=True)
    }
    took_in_all = moments[Stage.DONE].since(moments[Stage.LISTING])
    named = {**{str(stage): each for stage, each in took.items()}, "all": took_in_all}
    return {
        "photos": size,
        "wall_ms_a_photo": {name: _ms(each.wall, size) for name, each in named.items()},
        "processor_ms_a_photo": {name: _ms(each.processor, size) for name, each in named.items()},
        "megabytes_before": round(before / 1e6),
        "megabytes_at": {mark: round(rss / 1e6) for mark, rss in memory.items()},
        "megabytes_after_building": round(process.memory_info().rss / 1e6),
    }


def _ms(seconds: float, photos: int) -> float:
    return round(1000 * seconds / photos, 3)
