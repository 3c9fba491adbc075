"""Milliseconds a photo and agreement of each way to run each encoder, and the cold worker start.

A photo is four crops, as the default recipe makes them of it: two views and their mirrors. The
baseline is torch in f32, one crop at a time; every other way gets the four at once. Preparation
counts. The embedded encoder has its true weights; those of the others are random, of the true
shape, so that theirs are figures of speed and of agreement, and never of accuracy.

The cold start is that of a real worker process, from its start to the first vector that it has put
into a catalogue: on a new machine (where runtimes are measured), then with what it remembered, and
with torch, as it was before. `python -m benchmarks.encoders [--encoder ID ...]`; the last line is
JSON.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from benchmarks import encoder_files
from core import folders, intake, runtimes, wire
from core.encoders import batches, kind, open_encoder
from core.encoders.preparation import Crops
from core.encoding import Home, ways
from core.weights import EMBEDDED_ENCODER, open_store

ENCODERS = (EMBEDDED_ENCODER, "resnet50", "clip-vit-b-32", "dinov2-vit-s-14")
BASELINE = "torch f32, one crop at a time"
PHOTOS = 6
ROUNDS = 3
STARTS = 3
_PAUSE_SECONDS = 0.06

Encode = Callable[[Crops], NDArray[np.float32]]


def photos() -> list[Crops]:
    """Photos of the sample, as four crops of 256 each."""
    paths = sorted(folders.resource("sample", "catalogue").rglob("*.jpg"))
    shown = []
    for path in paths[:: len(paths) // PHOTOS][:PHOTOS]:
        image = intake.load(path, 512)
        views = [np.asarray(image.resize((256, 256))), np.asarray(image.resize((320, 320)))]
        both = np.stack([views[0], views[1][32:288, 32:288]])
        shown.append(np.concatenate([both, both[:, :, ::-1]]))
    return shown


def measure(name: str, weights: Path, shown: list[Crops]) -> dict[str, Any]:
    """Per way: median milliseconds a photo, lowest cosine with torch f32, times the baseline."""
    able = kind(name)
    home = cast("Home", cache(partial(open_encoder, name, weights, able.poolings[0])))
    encoder = home()
    expected = [encoder.encode(crops) for crops in shown]
    encoders: dict[str, Encode] = {
        BASELINE: lambda crops: np.concatenate([encoder.encode(crop[None]) for crop in crops])
    }
    rows: dict[str, Any] = {}
    for way, open_way in ways(name, able.poolings[0], weights, home).items():
        try:
            encoders[way] = partial(batches.encode, able.preparation, open_way())
        except Exception as error:  # noqa: BLE001  runtimes share no base but Exception
            rows[way] = {"cannot_serve": str(error).splitlines()[0]}
    times: dict[str, list[float]] = {way: [] for way in encoders}
    lowest = dict.fromkeys(encoders, 1.0)
    for _ in range(ROUNDS):
        for crops, right in zip(shown, expected, strict=True):
            for way, encode in encoders.items():
                time.sleep(_PAUSE_SECONDS)
                began = time.perf_counter()
                made = encode(crops)
                times[way].append((time.perf_counter() - began) * 1000)
                lowest[way] = min(lowest[way], float((made * right).sum(axis=1).min()))
    took = {way: statistics.median(each[1:]) for way, each in times.items()}
    for way in encoders:
        rows[way] = {
            "ms": round(took[way], 1),
            "cosine": round(lowest[way], 6),
            "times_faster": round(took[BASELINE] / took[way], 2),
        }
    return rows


def cold_start(data: Path, settings: dict[str, str]) -> float:
    """Seconds from the start of a worker to the first vector in its new catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder, "photos", "one.jpg")
        photo.parent.mkdir()
        source = next(folders.resource("sample", "catalogue").rglob("*.jpg"))
        shutil.copyfile(source, photo)
        requests = [
            wire.Request(1, "open", folder + "/catalogue"),
            wire.Request(2, "index", str(photo.parent)),
        ]
        began = time.perf_counter()
        with subprocess.Popen(  # noqa: S603  the program itself
            [sys.executable, "-m", "desktop", "--worker", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, folders.DATA_VARIABLE: str(data), **settings},
        ) as worker:
            assert worker.stdin  # noqa: S101
            assert worker.stdout  # noqa: S101
            worker.stdin.writelines(map(wire.encode_request, requests))
            worker.stdin.flush()
            for line in worker.stdout:
                reply = json.loads(line)
                record = reply["record"] or {}
                if reply["event"] == "failed":
                    raise RuntimeError(line)
                if reply["id"] == 2 and record.get("stage") == "embedding" and record["done"]:
                    break
            took = time.perf_counter() - began
            worker.stdin.close()
    return took


def cold_starts() -> dict[str, float]:
    """Seconds to the first vector: ever, then remembered, then as with torch alone."""
    with tempfile.TemporaryDirectory() as data:
        first = cold_start(Path(data), {})
        settings = {"warm": {}, "torch": {runtimes.ONLY_VARIABLE: "onnxruntime"}}
        figures = {
            title: statistics.median(cold_start(Path(data), given) for _ in range(STARTS))
            for title, given in settings.items()
        }
    return {key: round(value, 2) for key, value in {"first_ever": first, **figures}.items()}


def weights_of(name: str, folder: Path) -> Path:
    """The true weights where they are embedded, else a file of the true shape in `folder`."""
    model = open_store().model(name)
    if model.embedded:
        return open_store().verified(name)
    return encoder_files.save(encoder_files.state_of(name), folder / model.file)


def main() -> None:
    """Measure the encoders one after the other, then the starts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--encoder", action="append", choices=ENCODERS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    shown = photos()
    figures: dict[str, Any] = {"threads": runtimes.thread_limit(), "encoders": {}}
    with tempfile.TemporaryDirectory() as data:
        os.environ[folders.DATA_VARIABLE] = data
        for name in options.encoder or ENCODERS:
            true = name == EMBEDDED_ENCODER
            rows = measure(name, weights_of(name, Path(data)), shown)
            figures["encoders"][name] = {"weights": "true" if true else "random", "ways": rows}
            if not options.json:
                print(f"{name}, {'true' if true else 'random'} weights, ms a photo of four crops")
                for way, row in rows.items():
                    print(f"  {way:36} {row}")
    figures["seconds_to_first_vector"] = cold_starts()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
