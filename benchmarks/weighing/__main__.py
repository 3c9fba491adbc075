"""Learn what each term of a score counts: `resources/weighing.json`.

`python -m benchmarks.weighing PHOTOS [--encoder ID] [--most N] [--kept FOLDER] [--out FILE]`:
PHOTOS holds product photos in folders by category, of no benchmark's queries. What networks answer
is kept in a folder where one is named. Without --out nothing is written.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from benchmarks.weighing.gathering import TERMS, table, usual
from benchmarks.weighing.kept import keeping
from benchmarks.weighing.learning import calibration_error, first_right, held_out, learn
from benchmarks.weighing.sets import as_they_are, made_sets, photos
from core.embedding import Embedder, open_embedder
from core.presets import best_recipe
from core.rows import spread
from core.surroundings import Scales
from core.weighing import Weights, learned
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, open_store


def main() -> None:
    """Learn, tell, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--encoder", default=EMBEDDED_ENCODER)
    parser.add_argument("--most", type=int, default=400, help="photos that are used")
    parser.add_argument("--kept", type=Path, help="a folder for what networks answer")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    store = open_store()
    embedder = open_embedder(best_recipe(store, options.encoder, DEFAULT_REMOVAL), store)
    with TemporaryDirectory() as passing:
        kept = options.kept or Path(passing)
        kept.mkdir(exist_ok=True)
        weights = _learn(options.photos, options.most, keeping(embedder, kept))
    written = msgspec.json.format(msgspec.json.encode(weights), indent=1)
    print(written.decode())
    if options.out:
        options.out.write_bytes(written + b"\n")


def _learn(folder: Path, most: int, embedder: Embedder) -> Weights:
    paths = np.array(sorted(folder.rglob("*.jpg")))
    every = list(photos(spread(paths, most), embedder))
    plain = as_they_are(every, embedder)
    scales = usual(plain, learned().scales)
    made = [table(each, scales) for each in made_sets(every, plain, embedder)]
    weights, none = learn(made)
    for each, (loss, first) in zip(made, held_out(made), strict=True):
        print(
            f"{each.name:10} {len(each.right):4} queries, {each.terms.shape[1]} photos: first "
            f"{first_right(weights, each):.3f}, off {calibration_error(weights, none, each):.3f}; "
            f"learned from the others: first {first:.3f}, loss {loss:.3f}"
        )
    return _weights(weights.tolist(), none, scales)


def _weights(values: list[float], none: float, scales: Scales) -> Weights:
    usual = {
        name: (round(getattr(scales, name).middle, 3), round(getattr(scales, name).spread, 3))
        for name in scales.__slots__
    }
    terms = {name: round(value, 2) for name, value in zip(TERMS, values, strict=True)}
    return Weights(**terms, none=round(none, 1), least_share=0.5, usual=usual)


if __name__ == "__main__":
    main()
