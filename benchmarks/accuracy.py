"""Top-1/3/5 of each preset recipe over labelled queries, by real runs.

`python -m benchmarks.accuracy TRUTH.csv PHOTOS [--encoder ID] [--json]`: the folder PHOTOS is
indexed into a catalogue of its own for each preset, then every query of TRUTH.csv (columns `query`
and `match`, relative to the file) is matched. Without arguments the sample catalogue is measured.
"""

import argparse
import json
import tempfile
from pathlib import Path

from core import folders
from core.catalogue import Catalogue
from core.embedding import open_embedder
from core.evaluate import Scores, evaluate, read_truth
from core.match import Matcher
from core.pipeline import index_folder
from core.presets import PRESETS
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, open_store


def measure(preset: str, encoder: str, truth: Path, photos: Path) -> Scores:
    """The scores of one preset, from an empty catalogue on."""
    store = open_store()
    embedder = open_embedder(PRESETS[preset](store, encoder, DEFAULT_REMOVAL), store)
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder))
        for _record in index_folder(catalogue, photos, embedder):
            pass
        records = evaluate(Matcher(catalogue, embedder), read_truth(truth, catalogue))
        scores = next(record for record in records if isinstance(record, Scores))
        catalogue.close()
    return scores


def main() -> None:
    """Measure every preset."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", nargs="?", type=Path, default=folders.resource("sample/truth.csv"))
    parser.add_argument(
        "photos", nargs="?", type=Path, default=folders.resource("sample/catalogue")
    )
    parser.add_argument("--encoder", default=EMBEDDED_ENCODER)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = {}
    for preset in PRESETS:
        scores = measure(preset, options.encoder, options.truth, options.photos)
        figures[preset] = [round(score, 4) for score in (scores.top1, scores.top3, scores.top5)]
        if not options.json:
            print(f"{preset:10} Top-1/3/5 {figures[preset]} over {scores.queries} queries")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
