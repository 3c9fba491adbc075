"""The catalogue view with 20,000 products: first paint, frames while it scrolls, memory.

The program itself on a catalogue whose photos are small pictures, decoded as any. First paint is
the time from the click on Catalogue to the paint of the first page of products with their
references; frames are the times between two paints while the wheel turns every 16 ms, forth and
back and by leaps, photos arriving meanwhile. No models: the worker is not started.
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.browsing.house import build
from benchmarks.browsing.looking import look

PRODUCTS = 20_000


def main() -> None:
    """Build the catalogue, look at it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--products", type=int, default=PRODUCTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        build(Path(home), options.products)
        figures = {"products": options.products, **look(Path(home))}
    if not options.json:
        for name, value in figures.items():
            print(f"{name:28} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
