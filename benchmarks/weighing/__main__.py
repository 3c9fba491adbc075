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

from benchmarks.weighing.gathering import TERMS, table
from benchmarks.weighing.kept import keeping
from benchmarks.weighing.learning import first_right, held_out, learn
from benchmarks.weighing.sets import apart, as_they_are, made_sets, photos
from benchmarks.weighing.sureness import calibration_error, held_out_error, learn_sureness
from core.embedding import Embedder, open_embedder
from core.evidence import joined
from core.presets import best_recipe
from core.rows import spread
from core.surroundings import Scales, scales
from core.weighing import Weights
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
    every, grounds = apart(list(photos(spread(paths, most), embedder)))
    plain = as_they_are(every, embedder)
    usual = scales(joined([photo.look for photo in plain]))
    made = [table(each, usual) for each in made_sets(every, plain, grounds, embedder)]
    weights, _none = learn(made)
    sureness = learn_sureness(weights, made)
    unseen = zip(held_out(made), held_out_error(made), strict=True)
    for each, ((loss, first), off) in zip(made, unseen, strict=True):
        own = first_right(weights, each), calibration_error(weights, sureness, each)
        alone = calibration_error(weights, sureness, each.alone)
        print(
            f"{each.name:10} {len(each.right):4} queries, {each.terms.shape[1]} photos: first "
            f"{own[0]:.3f}, off {own[1]:.3f} ({alone:.3f} without twins); "
            f"learned from the others: first {first:.3f}, off {off:.3f}, loss {loss:.3f}"
        )
    return weights_of(weights.tolist(), sureness.tolist(), usual)


def weights_of(values: list[float], sureness: list[float], usual: Scales) -> Weights:
    """What was learned, as it is kept."""
    kept = {
        name: (round(getattr(usual, name).middle, 3), round(getattr(usual, name).spread, 3))
        for name in usual.__slots__
    }
    terms = {name: round(value, 2) for name, value in zip(TERMS, values, strict=True)}
    lead, above, sure = (round(value, 3) for value in sureness)
    return Weights(**terms, lead=lead, above=above, sure=sure, least_share=0.5, usual=kept)


if __name__ == "__main__":
    main()
