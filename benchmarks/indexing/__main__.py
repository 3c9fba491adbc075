"""Indexing measured: `python -m benchmarks.indexing [--grow N ...] [--json]`.

Without `--grow`: Vitrine beside the plain loop on the same photos, and where the time goes; the
sample's photos where no folders are given. With it: catalogues of so many photos, nothing else.
The last line is JSON. Processor times are what to look at on a machine that others use too.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.indexing import growth, speed
from benchmarks.indexing.photos import choose
from core import folders


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    sample = folders.resource("sample")
    parser.add_argument("--phone", type=Path, default=sample / "queries", metavar="DIR")
    parser.add_argument("--packshots", type=Path, default=sample / "catalogue", metavar="DIR")
    parser.add_argument("--photos", type=int, default=16, help="of each folder")
    parser.add_argument("--enlarge", type=_size, metavar="WxH", help="packshots, e.g. 4000x5000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--grow", type=int, nargs="+", metavar="N", help="sizes of catalogues")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures: Any = growth.measure(options.grow) if options.grow else _speed(options)
    if not options.json:
        print(json.dumps(figures, indent=2))
    print(json.dumps(figures))


def _speed(options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        os.environ[folders.DATA_VARIABLE] = home
        work = Path(home, "photos")
        work.mkdir()
        sets = {
            "phone": choose(options.phone, options.photos, work / "phone", None),
            "packshots": choose(
                options.packshots, options.photos, work / "packshots", options.enlarge
            ),
        }
        return speed.measure(sets, options.rounds, Path(home))


def _size(text: str) -> tuple[int, int]:
    width, height = map(int, text.split("x"))
    return width, height


if __name__ == "__main__":
    main()
