"""Photos a second of each way, taken in turns over the same photos."""

import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.indexing import clock, stages
from benchmarks.indexing.ways import DEFAULT, LOOP, embedders, plain_loop, vitrine
from core import runtimes
from core.encoding import FastEncoder
from core.removal_network import RembgNetwork

# Threads of a runtime may spin for a while after its run; the next is not to be charged for it.
_PAUSE_SECONDS = 0.2


def measure(sets: dict[str, list[Path]], rounds: int, home: Path) -> dict[str, Any]:
    """Per set of photos: photos a second, times the loop's, and shares of the stages.

    A ratio is the median of the rounds' own. `wall` is by the clock, `processor` by processor time.
    """
    ours = embedders(home)
    ways = {LOOP: plain_loop(), **{name: vitrine(each) for name, each in ours.items()}}
    figures: dict[str, Any] = {
        "threads": runtimes.thread_limit(),
        "runs_by": {name: _runs_by(each.encoder) for name, each in ours.items()},
    }
    remover = ours[DEFAULT].remover
    if remover and isinstance(remover.network, RembgNetwork):
        figures["removal_runs_by"] = remover.network.runtime
    for name, photos in sets.items():
        for run in ways.values():
            run(photos)  # caches, first runs of networks
        took: dict[str, list[clock.Moment]] = {way: [] for way in ways}
        for _ in range(rounds):
            for way, run in ways.items():
                time.sleep(_PAUSE_SECONDS)
                began = clock.now()
                run(photos)
                took[way].append(clock.now().since(began))
        figures[name] = {
            "photos": len(photos),
            "ways": {way: _row(took[way], took[LOOP], len(photos)) for way in ways},
            "stages": {way: stages.shares(ours[way], photos) for way in ours},
        }
    return figures


def _row(took: list[clock.Moment], loop: list[clock.Moment], photos: int) -> dict[str, float]:
    pairs = list(zip(took, loop, strict=True))
    return {
        "photos_a_second": round(photos / statistics.median(each.wall for each in took), 2),
        "processor_ms_a_photo": round(
            1000 * statistics.median(each.processor for each in took) / photos, 1
        ),
        "times_faster_wall": round(statistics.median(a.wall / b.wall for b, a in pairs), 2),
        "times_faster_processor": round(
            statistics.median(a.processor / b.processor for b, a in pairs), 2
        ),
    }


def _runs_by(encoder: object) -> str:
    return encoder.run.name if isinstance(encoder, FastEncoder) else "-"
