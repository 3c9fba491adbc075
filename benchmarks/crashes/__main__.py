"""Kill children at random instants and hold the catalogues that they leave to their promises.

`python -m benchmarks.crashes [--kills 300] [--seed 1] [--program worker|window] [--json]`. The
instants are spread evenly over the time that a child's whole work took before; the seed is
reported. Vectors are made or, for photos, the photo's own pixels: a child spends its life in the
catalogue and its index, not in a network. With `--program` a real worker or window is killed
instead while it indexes, several times in a row (`benchmarks.crashes.runs`). The last line is one
JSON object of figures; `violations` must be 0.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.crashes.building import Building
from benchmarks.crashes.entering import Entering
from benchmarks.crashes.indexing import Indexing
from benchmarks.crashes.killing import Work, preload, run
from benchmarks.crashes.migrating import Migrating
from benchmarks.crashes.runs import STARTS, kill_runs

# A child may be faster than the one that was measured, and done before it is killed.
_MOST_TRIES = 5
_AIMED, _SOON_SECONDS = 1 / 3, 0.05


def works(folder: Path) -> list[Work]:
    """The kinds of work, each on catalogues of its own in `folder`."""
    return [kind(folder) for kind in (Indexing, Building, Migrating, Entering)]


def calibrate(work: Work) -> None:
    """Let a child work to its end, for the time that it takes."""
    job, arguments = work.prepare(0)
    ended = run(job, arguments, None)
    work.seconds = ended.seconds
    work.verify(ended.told)
    work.finish()


def kill_once(work: Work, seed: int, rng: np.random.Generator) -> str:
    """Kill one child, hold what it left to the promises, finish its job; the phase of the kill.

    Raises `BrokenPromiseError`. A child that had finished by itself is not counted: another is
    killed. One kill in three waits for the delicate part and strikes soon after.
    """
    for attempt in range(_MOST_TRIES):
        job, arguments = work.prepare(seed + attempt)
        if work.delicate and rng.random() < _AIMED:
            ended = run(job, arguments, rng.uniform(0, _SOON_SECONDS), partial(_is_near, work))
        else:
            ended = run(job, arguments, rng.uniform(0, work.seconds))
        phase = work.verify(ended.told)
        work.finish()
        if ended.killed:
            return phase
    return "always too late"


def _is_near(work: Work) -> bool:
    return any(work.folder.glob(work.delicate))


def kill_many(kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """`kills` kills, the kinds of work in turn; counts by kind and phase, and violations."""
    preload()
    rng = np.random.default_rng(seed)
    kinds = works(folder)
    for work in kinds:
        calibrate(work)
    phases = {work.name: Counter[str]() for work in kinds}
    violations: list[str] = []
    for number in range(kills):
        work = kinds[number % len(kinds)]
        try:
            phases[work.name][kill_once(work, seed + 10 * number, rng)] += 1
        except Exception as broken:  # noqa: BLE001  whatever a catalogue refuses now, it promised
            violations.append(f"kill {number}, {work.name}: {broken!r}")
    return {
        "kills": sum(count for counter in phases.values() for count in counter.values()),
        "seed": seed,
        "phases": {name: dict(counter.most_common()) for name, counter in phases.items()},
        "violations": len(violations),
        "broken": violations,
    }


def main() -> None:
    """Kill, check, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", choices=STARTS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        if options.program:
            figures = kill_runs(options.program, options.kills, options.seed, Path(folder))
        else:
            figures = kill_many(options.kills, options.seed, Path(folder))
    figures["seconds"] = round(time.monotonic() - began)
    if not options.json:
        for name, phases in figures["phases"].items():
            print(f"{name:10}", ", ".join(f"{phase} {count}" for phase, count in phases.items()))
        for broken in figures["broken"]:
            print(broken)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
