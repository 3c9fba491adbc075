"""How long each part of a query takes, by preset, warm, in a catalogue of many photos.

`python -m benchmarks.query [--photos N] [--presets fast best] [--json]`: through `core` alone, with
the embedded models on the runtime that is fastest here. The catalogue is the sample and
simulated neighbours of its photos, with all that is known of those. Packshots have a plain ground,
phone photos need the network. *Seeing* is removal, encoder, and what is known without it meanwhile.
Medians in milliseconds; bytes are of a photo's vector and evidence.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import neighbours
from core import folders, intake
from core.catalogue import Catalogue
from core.embedding import Embedder, open_embedder
from core.presets import PRESETS
from core.product_records import EVERYTHING
from core.ranking import Ranking
from core.recipe import Recipe
from core.removal import WORK_SIDE
from core.weighing import Seen
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, open_store

PHOTOS, MATCHES = 10_000, 20
_WARM = 2  # queries that are not counted
_PARTS = ("decoding", "seeing", "ranking")


def measure(preset: str, count: int, home: Path) -> dict[str, float]:
    """Milliseconds of each part, of all together, and bytes a photo."""
    store = open_store()
    recipe = PRESETS[preset](store, EMBEDDED_ENCODER, DEFAULT_REMOVAL)
    embedder = open_embedder(recipe, store)
    neighbours.build(home, embedder, count)
    catalogue = Catalogue(home)
    ranking = Ranking(catalogue, recipe)
    sample = folders.resource("sample")
    kinds = {
        "packshot": sorted((sample / "catalogue").rglob("*_front.jpg")),
        "phone": sorted((sample / "queries").glob("*.jpg")),
    }
    figures = {}
    for kind, photos in kinds.items():
        took = [_asked(photo, embedder, ranking) for photo in photos][_WARM:]
        for part in (*_PARTS, "all"):
            parts = [each[part] if part in each else sum(each.values()) for each in took]
            figures[f"{preset}_{kind}_{part}_ms"] = round(1000 * statistics.median(parts), 1)
    figures[f"{preset}_bytes_a_photo"] = round(_bytes_a_photo(catalogue, recipe))
    catalogue.close()
    return figures


def _asked(photo: Path, embedder: Embedder, ranking: Ranking) -> dict[str, float]:
    """Seconds of each part of one query."""
    took: dict[str, float] = {}

    @contextmanager
    def timed(part: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        took[part] = time.perf_counter() - began

    with timed("decoding"):
        image = intake.load(photo, WORK_SIDE)
    with timed("seeing"):
        prepared, vectors = embedder.see(image)
    with timed("ranking"):
        asked = ranking.asked([vectors[0]], EVERYTHING, with_words=False)
        known = [Seen(vectors, prepared.gathered)] if prepared.gathered else []
        ranking.nearest(ranking.with_known(asked, known), MATCHES)
    return took


def _bytes_a_photo(catalogue: Catalogue, recipe: Recipe) -> float:
    """Of its vector and its evidence, on average."""
    queries = {
        "SELECT avg(length(data)) FROM vector WHERE recipe_id = ?": recipe.embedding_id,
        "SELECT avg(length(look) + length(points)) FROM evidence WHERE recipe_id = ?": (
            recipe.base.embedding_id
        ),
    }
    return sum(
        catalogue.database.rows(sql, [wanted])[0][0] or 0.0 for sql, wanted in queries.items()
    )


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--presets", nargs="+", choices=PRESETS, default=["fast", "best"])
    options = parser.parse_args()
    figures: dict[str, float] = {"photos": options.photos}
    for preset in options.presets:
        with tempfile.TemporaryDirectory() as home:
            figures |= measure(preset, options.photos, Path(home))
    if not options.json:
        for name, value in figures.items():
            print(f"{name:36} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
