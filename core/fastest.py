"""Which of several ways to compute the same is the fastest here: measured once, then remembered."""

import hashlib
import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from core import __version__, folders, runtimes, versions
from core.runtimes import Array, Open, Run

Agrees = Callable[[Array, Array], bool]

_LOG = logging.getLogger(__name__)
# What all of the measuring may take; a run that has begun is waited for.
_SECONDS = 10.0
_PAIRS = 4
# One that is this much slower at first is not run again; one must be this much quicker to win.
_CLEARLY_SLOWER = 1.3
_QUICKER = 0.95
# A runtime's threads may spin for a while after its run; who runs next is not to be charged for it.
_PAUSE_SECONDS = 0.06
# A measuring that never came to its end took the process with it. Twice is no coincidence.
_MOST_TRIES = 2
_ENTRIES_KEPT = 50


class Remembered(msgspec.Struct):
    """One line of `runtimes.json`: the way that won, and what each took in milliseconds."""

    way: str
    milliseconds: dict[str, float] = {}
    tries: int = 0


class Steady:
    """A run that goes over to the reference, for good, when its own way fails."""

    def __init__(self, name: str, run: Run, open_reference: Open) -> None:
        self.name = name
        self._run = run
        self._open_reference: Open | None = open_reference

    def __call__(self, array: Array) -> Array:
        """The output for `array`. Raises what the reference raises."""
        try:
            return self._run(array)
        except Exception as error:  # runtimes share no base but Exception
            if self._open_reference is None:
                raise
            _LOG.warning("%s failed, going on with the reference: %s", self.name, error)
            self._run, self._open_reference = self._open_reference(), None
            return self._run(array)


def open_fastest(graph: bytes, sample: Array, agrees: Agrees) -> Steady:
    """The fastest way on this machine to run the ONNX `graph`.

    `sample` is an input as it will come; `agrees(expected, output)` says whether a way's output is
    as good as the reference's. Raises what the reference raises when it cannot run the graph.
    """
    ways = runtimes.ways(lambda: graph)
    return open_fastest_of(ways, hashlib.sha256(graph).hexdigest(), sample, agrees)


def open_fastest_of(ways: dict[str, Open], what: str, sample: Array, agrees: Agrees) -> Steady:
    """The fastest of `ways`, whose first is the reference; `what` names what they compute."""
    reference = next(iter(ways))
    if len(ways) == 1:
        return Steady(reference, ways[reference](), ways[reference])
    key = f"{what} | {machine()}"
    entry = _remembered().get(key)
    if entry is None or entry.way not in ways or 0 < entry.tries < _MOST_TRIES:
        tries = entry.tries + 1 if entry else 1
        _remember(key, Remembered(reference, tries=tries))
        name, run, times = _measured(ways, sample, agrees)
        _remember(key, Remembered(name, times))
        _LOG.info("fastest here: %s of %s ms", name, times)
        return Steady(name, run, ways[reference])
    try:
        return Steady(entry.way, ways[entry.way](), ways[reference])
    except Exception as error:
        if entry.way == reference:
            raise
        _LOG.warning("%s cannot be opened, going on with the reference: %s", entry.way, error)
        return Steady(reference, ways[reference](), ways[reference])


def machine() -> str:
    """What a measurement holds for: processor, cores in use, versions of what computes."""
    packages = (
        f"{name} {versions.version_of(name)}" for name in ("onnxruntime", "openvino", "torch")
    )
    cores = f"threads {runtimes.thread_limit()}"
    return " | ".join((versions.processor(), cores, f"vitrine {__version__}", *packages))


def _measured(
    ways: dict[str, Open], sample: Array, agrees: Agrees
) -> tuple[str, Run, dict[str, float]]:
    """The winner's name and run, and the shortest time of each that agreed, in milliseconds."""
    best, *others = ways
    run = ways[best]()
    expected = run(sample)
    # From here on: a slow disk, from which the reference was just read, is not to decide.
    deadline = time.monotonic() + _SECONDS
    times = {best: _timed(run, sample)}
    for name in others:
        if time.monotonic() > deadline:
            break
        try:
            challenger = ways[name]()
            if not agrees(expected, challenger(sample)):
                _LOG.info("%s gives another result", name)
                continue
            times[best], times[name] = _duel(run, challenger, sample, deadline)
        except Exception as error:  # noqa: BLE001  runtimes share no base but Exception
            _LOG.info("%s cannot serve: %s", name, error)
            continue
        if times[name] < times[best] * _QUICKER:
            best, run = name, challenger
    return best, run, times


def _duel(holder: Run, challenger: Run, sample: Array, deadline: float) -> tuple[float, float]:
    """The shortest time of each, run in turns so that a busy moment hits both."""
    pairs: list[tuple[float, float]] = []
    while len(pairs) < _PAIRS and (not pairs or time.monotonic() < deadline):
        pairs.append((_timed(holder, sample), _timed(challenger, sample)))
        if pairs[0][1] > pairs[0][0] * _CLEARLY_SLOWER:
            break
    ours, theirs = zip(*pairs, strict=True)
    return min(ours), min(theirs)


def _timed(run: Run, sample: Array) -> float:
    """Milliseconds of one run, after a pause."""
    time.sleep(_PAUSE_SECONDS)
    began = time.perf_counter()
    run(sample)
    return round((time.perf_counter() - began) * 1000, 2)


def _file() -> Path:
    return folders.data_folder() / "runtimes.json"


def _remembered() -> dict[str, Remembered]:
    """What was measured; nothing where the file is missing or not what was written."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=dict[str, Remembered])
    except (OSError, msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return {}


def _remember(key: str, entry: Remembered) -> None:
    """Note one measurement; a disk that refuses costs a measuring at the next start."""
    entries = {name: known for name, known in _remembered().items() if name != key}
    kept = dict(list(entries.items())[-_ENTRIES_KEPT:])
    path = _file()
    partial = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(msgspec.json.format(msgspec.json.encode({**kept, key: entry})))
        partial.replace(path)
    except OSError as error:
        _LOG.warning("the measurement is not remembered: %s", error)
