"""How long a mask takes: the plain loop that people write, our network path, our plain-ground one.

Also how soon a fresh process has its first mask, where numba has no cache and where it has.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from core import folders, intake, plain_ground
from core.removal import WORK_SIDE
from core.removal_network import open_network
from core.weights import DEFAULT_REMOVAL, open_store

# What rembg's threads still spin for after a run would be charged to whoever comes next.
_PAUSE_SECONDS = 0.1
_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def measure(photos: Path | None = None, most: int = 1000) -> dict[str, Any]:
    """Medians in milliseconds over a folder of photos (the sample's where none is given).

    The three ways take turns on each photo. A ratio is the median of the photos' own ratios to the
    plain loop; that of the plain-ground path is over the photos that it accepts.
    """
    folder = photos or folders.resource("sample", "catalogue")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)
    weights = open_store().verified(DEFAULT_REMOVAL)
    network = open_network(DEFAULT_REMOVAL, weights)
    loop = _plain_loop(weights)
    rows, accepted = [], []
    for number, path in enumerate(paths[:: max(1, len(paths) // most)]):
        image = intake.load(path, WORK_SIDE)
        if not number:
            loop(image), network.mask(image)
        plain, ours = _timed(partial(loop, image)), _timed(partial(network.mask, image))
        ground = _timed(partial(plain_ground.find, image))
        rows.append((plain, ours))
        if plain_ground.find(image):
            accepted.append((plain, ground))
    figures = {"photos": len(rows), "runtime": network.runtime, **_figures("network", rows)}
    return {**figures, "plain_ground_accepted": len(accepted), **_figures("plain_ground", accepted)}


def first_mask_seconds() -> dict[str, float]:
    """Seconds from the start of a process to its first mask, rembg alone and ours.

    Ours is on a machine whose runtimes were measured, as every start but the very first is.
    """
    weights = open_store().verified(DEFAULT_REMOVAL)
    image = "from PIL import Image; image = Image.new('RGB', (400, 300), 'red');"
    rembg = f"{image} import rembg; rembg.remove(image, session=rembg.new_session('u2netp'))"
    ours = (
        f"{image} from pathlib import Path; from core.removal_network import open_network;"
        f"open_network('{DEFAULT_REMOVAL}', Path({str(weights)!r})).mask(image)"
    )
    with tempfile.TemporaryDirectory() as empty:
        compiling = {"NUMBA_CACHE_DIR": empty, "U2NET_HOME": str(weights.parent)}
        return {
            "rembg_without_numba_cache": _process_seconds(rembg, compiling),
            "rembg_with_numba_cache": _process_seconds(rembg, compiling),
            "ours_first_ever": _process_seconds(ours, {folders.DATA_VARIABLE: empty}),
            "ours": _process_seconds(ours, {folders.DATA_VARIABLE: empty}),
        }


def _plain_loop(weights: Path) -> Callable[[Image.Image], Any]:
    os.environ["U2NET_HOME"] = str(weights.parent)
    import rembg

    return partial(rembg.remove, session=rembg.new_session(DEFAULT_REMOVAL))


def _timed(work: Callable[[], object]) -> float:
    time.sleep(_PAUSE_SECONDS)
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _figures(name: str, rows: list[tuple[float, float]]) -> dict[str, float]:
    """Of rows (plain loop, ours) in milliseconds."""
    if not rows:
        return {}
    plain, ours = zip(*rows, strict=True)
    ratio = statistics.median(one / other for one, other in rows)
    return {
        f"{name}_plain_loop_ms": round(statistics.median(plain), 1),
        f"{name}_ms": round(statistics.median(ours), 1),
        f"{name}_times_faster": round(ratio, 2),
    }


def _process_seconds(code: str, variables: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **variables}, check=True)  # noqa: S603
    return round(time.perf_counter() - began, 2)
