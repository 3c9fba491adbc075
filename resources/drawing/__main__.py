"""Draws the sample catalogue: `python -m resources.drawing [--out DIR] [--jobs N]`."""

from __future__ import annotations

import argparse
import csv
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image

from . import queries
from .catalogue import PRODUCTS
from .product import Product

QUALITY = 78


def _save(picture: Image.Image, path: Path, exif: Image.Exif | None = None) -> None:
    """Writes one photo; the same picture always gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tags = exif.tobytes() if exif else b""
    picture.save(path, "JPEG", quality=QUALITY, optimize=True, exif=tags)


def draw_product(index: int, out: Path) -> str:
    """All views of one product."""
    product = PRODUCTS[index]
    for view in product.views:
        _save(product.photo(view), out / "catalogue" / product.name(view))
    return product.ref


def draw_query(index: int, out: Path) -> str:
    """One query photo."""
    shot = queries.SHOTS[index]
    picture = queries.photo(shot, _find(shot.ref), 1000 + 17 * index)
    name = _query_name(index)
    stored, exif = queries.stored(picture, shot.orientation)
    _save(stored, out / name, exif)
    return name


def _query_name(index: int) -> str:
    return f"queries/q{index + 1:02d}.jpg"


def _find(ref: str) -> Product:
    """A product by its reference."""
    return next(product for product in PRODUCTS if product.ref == ref)


def write_truth(out: Path) -> None:
    """Which packshot each query photo shows."""
    with (out / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("query", "match", "category"))
        for index, shot in enumerate(queries.SHOTS):
            product = _find(shot.ref)
            match = f"catalogue/{product.name(shot.view)}"
            rows.writerow((_query_name(index), match, product.category))


def clear(out: Path) -> None:
    """Removes the photos of an earlier drawing."""
    for old in (*out.glob("catalogue/*/*.jpg"), *out.glob("queries/q*.jpg")):
        old.unlink()


def main() -> None:
    """Draws the catalogue, the queries and the truth."""
    parser = argparse.ArgumentParser(prog="resources.drawing", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "sample")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args()
    out: Path = options.out
    clear(out)
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(options.jobs) as pool:
        work = [pool.submit(draw_product, index, out) for index in range(len(PRODUCTS))]
        work += [pool.submit(draw_query, index, out) for index in range(len(queries.SHOTS))]
        for task in work:
            print(task.result(), flush=True)
    write_truth(out)


if __name__ == "__main__":
    main()
