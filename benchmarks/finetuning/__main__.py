"""Fine-tune on half of the categories of natural photos, and look for products of the others.

`python -m benchmarks.finetuning PHOTOS [--encoder ID] [--epochs N] [--stages N] [--each N]
[--curves FILE.png] [--json]`: PHOTOS has a folder for each category. Every second category is
trained on, both without and with category as a second target; the photos of the other categories,
each a product, and the sample's products are looked for before and after.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from benchmarks.finetuning import unseen
from benchmarks.finetuning.unseen import Exam
from core import model_use, wire
from core.embedding import Embedder, open_embedder, plain_recipe
from core.encoders import open_encoder
from core.encoders.network import TorchEncoder
from core.finetuning.course import Learned, learn
from core.finetuning.judging import Ids, gain, is_recommended
from core.finetuning.outcome import keep
from core.finetuning.shelf import Shown
from core.finetuning.split import split
from core.jobs import result
from core.tuning_records import Gain, TuningEpoch, TuningOrder
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, open_store


@dataclass(frozen=True)
class Way:
    """One way of fine-tuning: its epochs, and the gains over products never seen."""

    seconds: int
    best: int
    epochs: list[TuningEpoch]
    own_judgement: Gain | None
    unseen: dict[str, Gain]


def main() -> None:
    """Both ways."""
    options = _options()
    store = open_store()
    embedder = open_embedder(plain_recipe(store, options.encoder, DEFAULT_REMOVAL), store)
    categories = sorted(path for path in options.photos.iterdir() if path.is_dir())
    learned, others = (
        [path for each in some for path in sorted(each.iterdir())[: options.each]]
        for some in (categories[::2], categories[1::2])
    )
    exams = unseen.made_views(others, embedder) | {"the sample": unseen.sample(embedder)}
    base = {name: exam.ranks(embedder.encoder) for name, exam in exams.items()}
    ways = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("without class", "with class"):
            order = TuningOrder(
                with_category=name == "with class", epochs=options.epochs, stages=options.stages
            )
            ways[name] = way = measure(order, learned, embedder, Path(folder), (exams, base))
            if not options.json:
                show(name, way)
    if options.curves:
        from benchmarks.finetuning.curves import draw

        curves = {name: way.epochs for name, way in ways.items()}
        draw(curves, options.curves, options.encoder)
    print(json.dumps(wire.plain(ways)))


def measure(
    order: TuningOrder,
    paths: Sequence[Path],
    embedder: Embedder,
    folder: Path,
    asked: tuple[dict[str, Exam], dict[str, Ids]],
) -> Way:
    """One way, with what it kept read from its file again."""
    began = time.perf_counter()
    photos = [Shown(str(path), number, path.parent.name) for number, path in enumerate(paths)]
    store = replace(open_store(), target=folder, search=(folder, *open_store().search))
    name = embedder.recipe.encoder
    weights = store.verified(name)
    cutting = replace(embedder, encoder=open_encoder(name, weights, embedder.recipe.pooling))
    epochs: list[TuningEpoch] = []
    job = learn(order, photos, split(range(len(photos)), (), 0), cutting, folder / "shelf")
    learned = result(_noted(job, epochs))
    seconds = round(time.perf_counter() - began)
    gains = {}
    if learned.gain:
        encoder = cast("TorchEncoder", cutting.encoder)
        made = keep(store, encoder, learned.parameters, datetime.now(UTC).date()).id
        tuned = open_encoder(made, model_use.with_tuned(store).verified(made))
        for what, exam in asked[0].items():
            before, after = asked[1][what] == 1, exam.ranks(tuned) == 1
            gains[what] = gain(list(before), list(after), [int(each) for each in exam.shown])
    return Way(seconds, learned.epoch, epochs, learned.gain, gains)


def _noted(job, epochs: list[TuningEpoch]):  # type: ignore[no-untyped-def]
    while True:
        try:
            record = next(job)
        except StopIteration as end:
            return cast("Learned", end.value)
        if isinstance(record, TuningEpoch):
            epochs.append(record)
            print(record, flush=True)
        yield record


def show(name: str, way: Way) -> None:
    """What a person reads."""
    print(f"{name}: {way.seconds} s, best epoch {way.best} of {len(way.epochs) - 1}")
    own = {"of the same categories": way.own_judgement} if way.own_judgement else {}
    for what, found in {**own, **way.unseen}.items():
        verdict = "recommended" if is_recommended(found) else "no better than chance"
        print(
            f"  {what}: {found.base:.3f} to {found.tuned:.3f} over {found.queries}, "
            f"{found.difference:+.3f} ({found.low:+.3f} to {found.high:+.3f}): {verdict}"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--encoder", default=EMBEDDED_ENCODER)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--stages", type=int, default=1)
    parser.add_argument("--each", type=int, help="so many photos of a category at the most")
    parser.add_argument("--curves", type=Path)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
