"""Quality of the plain-ground path and of the network on composed photos; speed beside rembg.

`python -m benchmarks.removal [--json] [--photos N] [--seed S] [--no-network] [--out FOLDER]
[--packshots FOLDER]`. The last line is one JSON object. `--out` gets a sheet of the 20 worst cases
and, with `--packshots` (any folder of photos), sheets of the accepted and the refused ones. Speed
is that of `--packshots`, or of the sample; without the network it is not measured.
The plain-ground path was made with photos of seeds 1, 3, 4 and 5; its figures are of another seed.
"""

import argparse
import json
from pathlib import Path

from benchmarks.removal import sheets, speed
from benchmarks.removal.photos import photos
from benchmarks.removal.quality import Network, figures, judge
from core.removal import WORK_SIDE
from core.removal_network import open_network
from core.weights import DEFAULT_REMOVAL, open_store

SEED, PHOTOS = 6, 400
_TIMED = 60


def network() -> Network:
    """The default removal network."""
    return open_network(DEFAULT_REMOVAL, open_store().verified(DEFAULT_REMOVAL)).mask


def main() -> None:
    """Compose, cut out, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--no-network", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--packshots", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    mask = None if options.no_network else network()
    results = [judge(photo, mask) for photo in photos(options.photos, options.seed)]
    found = figures(results)
    if mask:
        found |= speed.measure(options.packshots, _TIMED)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        sheets.worst(results, options.out)
        if options.packshots:
            found["packshots"] = sheets.packshots(options.packshots, options.out, WORK_SIDE)
    if not options.json:
        for name, value in found.items():
            print(f"{name:36} {value}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
