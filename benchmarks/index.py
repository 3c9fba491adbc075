"""The index from a thousand photos up: speed, recall, memory; exact search, hnswlib, faiss beside.

The vectors are simulated (`benchmarks.simulated` says how) and stored in a real catalogue. Each
step runs in a process of its own, so that its memory is its own. Recall is of the ten nearest
against exact cosines of the stored vectors; times are medians over the queries. The filters let
through 1 % at random, and one and five of ten categories; the queries are of all categories, so
that most of them look for what is not near. Each query asks anew which products pass. hnswlib
(HNSW) and faiss (inverted file; both in the group `bench`) hold full float32 vectors in memory;
they are left out where they cannot be imported. Numpy's BLAS has one thread: two of them wait for
each other wherever the machine has other work.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulated import DIMENSION, HALF, RECIPE, ROOT, TAG, Simulation, fill
from core.catalogue import Catalogue
from core.generation import build
from core.index import Index
from core.product_records import EVERYTHING, Filter
from core.ranking import baseline
from core.recipe import Metric
from core.records import Embedded, FileStamp
from core.search import Selection

SIZES = "1000,10000,100000"
QUERIES, COUNT, ADDED = 500, 10, 100
# So many queries tell what an exact comparison and a filter cost.
FEWER = 100
# Up to this size exact search is compared with candidates in every metric.
COMPARED = 20_000
_BLOCK = 20_000
FILTERS = {
    "all": EVERYTHING,
    "1% by tag": Filter(tag=TAG),
    "10% by category": Filter(category="C0"),
    "10% by words": Filter(words="c1"),
    "50% by folder": Filter(folder=HALF),
}

Ids = NDArray[np.int64]
Figures = dict[str, Any]


def measured(
    search: Callable[[NDArray[np.float32]], Ids], folder: Path, name: str, most: int = QUERIES
) -> Figures:
    """Median milliseconds of a query, and the part of the ten nearest that it finds."""
    truth = np.load(folder / f"truth-{name}.npy")[:most]
    times, found = [], 0
    for query, true in zip(np.load(folder / "queries.npy")[:most], truth, strict=True):
        began = time.perf_counter()
        answer = search(query)
        times.append(time.perf_counter() - began)
        found += len(set(answer.tolist()) & set(true.tolist()))
    return {
        "query_ms": round(1e3 * statistics.median(times), 2),
        "recall": round(found / truth.size, 4),
    }


def find_truth(folder: Path) -> Figures:
    """Exact cosines by numpy over all vectors in memory: the yardstick of recall."""
    catalogue = Catalogue(folder)
    ids, vectors = catalogue.vectors(RECIPE.embedding_id)
    queries = np.load(folder / "queries.npy")
    for name, wanted in FILTERS.items():
        passing = Selection(catalogue, RECIPE.embedding_id, wanted).all()
        places = np.arange(len(ids)) if wanted.is_open else np.searchsorted(ids, passing)
        np.save(folder / f"truth-{name}.npy", ids[_nearest_of(places, vectors, queries)])
    return measured(lambda query: _nearest(vectors, ids, query), folder, "all", FEWER)


def _nearest_of(
    places: Ids, vectors: NDArray[np.float32], queries: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Rows (q, `COUNT`) of the nearest vectors at some places, a block of them at a time."""
    best = np.empty((len(queries), 0), np.int64)
    likeness = np.empty((len(queries), 0), np.float32)
    for start in range(0, len(places), _BLOCK):
        block = places[start : start + _BLOCK]
        rows = np.broadcast_to(block, (len(queries), len(block)))
        best = np.concatenate([best, rows], axis=1)
        likeness = np.concatenate([likeness, queries @ vectors[block].T], axis=1)
        order = np.argpartition(likeness, -COUNT, axis=1)[:, -COUNT:]
        best = np.take_along_axis(best, order, axis=1)
        likeness = np.take_along_axis(likeness, order, axis=1)
    return best


def _nearest(vectors: NDArray[np.float32], ids: Ids, query: NDArray[np.float32]) -> Ids:
    best: Ids = ids[np.argpartition(vectors @ query, -COUNT)[-COUNT:]]
    return best


def build_generation(folder: Path) -> Figures:
    """Seconds of a build, the size of its file, and what the process held at most."""
    catalogue = Catalogue(folder)
    began = time.perf_counter()
    made = build(catalogue, RECIPE)
    seconds = time.perf_counter() - began
    size = (catalogue.index_folder / made.file).stat().st_size if made else 0
    return {
        "build_s": round(seconds, 2),
        "index_mb": round(size / 1e6, 1),
        "build_resident_mb": resident(),
    }


def search_catalogue(folder: Path) -> Figures:
    """Vitrine's own index: opening as a worker does, queries with and without filters, adding."""
    began = time.perf_counter()
    catalogue = Catalogue(folder)
    index = Index(catalogue, RECIPE)
    baseline(index)
    opened = time.perf_counter() - began
    figures: Figures = {"open_s": round(opened, 3)}
    for name, wanted in FILTERS.items():
        most = QUERIES if wanted.is_open else FEWER
        figures[name] = measured(lambda q, w=wanted: _ids(index, q, w), folder, name, most)  # type: ignore[misc]
    figures["resident_mb"] = resident()
    figures["added_100_s"] = round(_add(catalogue, index), 3)
    return figures


def _ids(index: Index, query: NDArray[np.float32], wanted: Filter) -> Ids:
    return np.array([near.vector_id for near in index.search(query, COUNT, wanted)])


def _add(catalogue: Catalogue, index: Index) -> float:
    """Seconds until 100 photos that were just stored can match."""
    paths = [ROOT / f"new{i}.jpg" for i in range(ADDED)]
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, [FileStamp(path, 1, 1) for path in paths])
    vectors = Simulation(ADDED).draw(ADDED)[1]
    waiting = catalogue.waiting(RECIPE.embedding_id)
    for photo, vector in zip(waiting, vectors, strict=True):
        catalogue.store(RECIPE, [Embedded(photo.id, vector, "", (1, 1))])
    began = time.perf_counter()
    index.refresh()
    baseline(index)
    seconds = time.perf_counter() - began
    found = index.search(vectors[-1], 1)[0]
    if found.cosine < 0.9999:
        raise AssertionError("an added photo is not found")
    return seconds


def search_hnswlib(folder: Path) -> Figures:
    """By hnswlib (Malkov, Yashunin) over full vectors."""
    import hnswlib

    ids, vectors = Catalogue(folder).vectors(RECIPE.embedding_id)
    began = time.perf_counter()
    index = hnswlib.Index("ip", DIMENSION)
    index.init_index(len(ids), M=16, ef_construction=100)
    index.add_items(vectors, ids)
    built = time.perf_counter() - began
    index.set_ef(200)
    figures = measured(lambda query: index.knn_query(query, COUNT)[0][0], folder, "all")
    return {**figures, "build_s": round(built, 2), "resident_mb": resident()}


def search_faiss(folder: Path) -> Figures:
    """By faiss (Johnson, Douze, Jégou): an inverted file over full vectors."""
    import faiss

    ids, vectors = Catalogue(folder).vectors(RECIPE.embedding_id)
    began = time.perf_counter()
    lists = round(2 * len(ids) ** 0.5)
    flat = faiss.IndexFlatIP(DIMENSION)
    index = faiss.IndexIVFFlat(flat, DIMENSION, lists, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = 10
    index.train(vectors[:: max(1, len(ids) // (40 * lists))])
    index.add(vectors)
    built = time.perf_counter() - began
    index.nprobe = lists // 10
    figures = measured(lambda q: ids[index.search(q[np.newaxis], COUNT)[1][0]], folder, "all")
    return {**figures, "build_s": round(built, 2), "resident_mb": resident()}


def compare_metrics(folder: Path) -> Figures:
    """Milliseconds of exact search and of search by candidates, in each metric."""
    catalogue = Catalogue(folder)
    figures: Figures = {}
    for metric in get_args(Metric):
        recipe = replace(RECIPE, metric=metric)
        build(catalogue, recipe)
        ways = {"exact": Index(catalogue, recipe, exact_below=sys.maxsize)}
        ways["candidates"] = Index(catalogue, recipe, exact_below=0)
        figures[metric] = {
            f"{name}_ms": measured(lambda q, i=index: _ids(i, q, EVERYTHING), folder, "all")[  # type: ignore[misc]
                "query_ms"
            ]
            for name, index in ways.items()
        }
    return figures


def resident() -> float | None:
    """Megabytes of this process in memory, mapped files included; None where it is not told."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return None
    return round(
        int(status.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
    )


def apart(step: Callable[..., Figures | None], *arguments: object) -> Figures:
    """A step in a process of its own; nothing of a yardstick that is not installed."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(step, *arguments).result() or {}
        except ImportError as error:
            return {"left_out": str(error)}


def measure(size: int, *, yardsticks: bool) -> Figures:
    """Everything for one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(fill, folder, size, QUERIES)
        figures = {"numpy": apart(find_truth, folder)}
        if yardsticks:
            figures["hnswlib"] = apart(search_hnswlib, folder)
            figures["faiss"] = apart(search_faiss, folder)
        if size <= COMPARED:
            figures["metrics"] = apart(compare_metrics, folder)
        built = apart(build_generation, folder)
        figures["vitrine"] = {**built, **apart(search_catalogue, folder)}  # adds photos: the last
        ratio = figures["numpy"]["query_ms"] / figures["vitrine"]["all"]["query_ms"]
        figures["vitrine"]["times_as_fast_as_numpy"] = round(ratio, 2)
    return figures


def main() -> None:
    """Measure each size; the last line is one JSON object."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for the processes of the steps
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"photos, with commas between ({SIZES})")
    parser.add_argument("--json", action="store_true", help="nothing but the JSON object")
    parser.add_argument("--alone", action="store_true", help="without hnswlib and faiss")
    options = parser.parse_args()
    figures: Figures = {}
    for size in options.sizes.split(","):
        figures[size] = measure(int(size), yardsticks=not options.alone)
        if not options.json:
            print(size, json.dumps(figures[size], indent=2), file=sys.stderr)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
