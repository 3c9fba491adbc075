"""The command `vitrine-cli finetune`."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core import wire
from core.catalogue import Catalogue
from core.choice import choose
from core.cli import options, output
from core.cli.commands import ExitCode
from core.embedding import open_embedder
from core.evaluate import read_truth
from core.finetuning.photos import labelled, photos_of
from core.finetuning.run import Place
from core.finetuning.run import finetune as run
from core.finetuning.words import epoch_text, verdict
from core.holding import held
from core.records import SetAside
from core.tuning_records import MOST_STAGES, Tuned, TuningEpoch, TuningOrder
from core.weights import ModelStore


def finetune(chosen: argparse.Namespace, store: ModelStore) -> int:
    """Make a new encoder on a catalogue's photos, and say whether it is better."""
    order = TuningOrder(
        chosen.encoder or "",
        chosen.with_category,
        chosen.epochs,
        chosen.stages,
        chosen.seed,
        chosen.resume,
    )
    with held(chosen.catalogue, create=False):
        catalogue = Catalogue(chosen.catalogue, create=False)
        photos = photos_of(catalogue)
        if chosen.truth:
            rows = read_truth(chosen.truth, catalogue)
            own = [photo for photo in photos if not photo.is_query]
            photos = own + labelled(own, ((row.query, row.product_id) for row in rows))
        embedder = open_embedder(choose(store, catalogue).answering.base, store)
        job = run(order, Place(catalogue.folder, store), photos, embedder)
        epochs: list[TuningEpoch] = []
        aside: list[SetAside] = []
        (tuned,) = output.shown(_told(job, epochs, aside), Tuned)
    told = {"epochs": wire.plain(epochs), "set_aside": wire.plain(aside)}
    output.report(chosen, {**wire.plain(tuned), **told}, lambda: verdict(tuned))
    return ExitCode.SOME_SET_ASIDE if aside else ExitCode.DONE


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument(
        "--encoder", type=options.encoder, metavar="ID", help="to begin with (the catalogue's own)"
    )
    parser.add_argument(
        "--with-category", action="store_true", help="tell categories apart too, beside products"
    )
    parser.add_argument("--epochs", type=options.epochs, default=20, help="at the most (20)")
    parser.add_argument(
        "--stages",
        type=int,
        choices=range(1, MOST_STAGES + 1),
        default=1,
        help="of the network so many are trained, from its end (1)",
    )
    parser.add_argument(
        "--seed", type=options.seed, default=0, help="products are divided by it (0)"
    )
    parser.add_argument("--resume", action="store_true", help="go on with one that was left off")
    parser.add_argument(
        "--truth", type=Path, help="CSV (query, match) to judge by, not the confirmed matches"
    )


def _told(job: Iterator[Any], epochs: list[TuningEpoch], aside: list[SetAside]) -> Iterator[Any]:
    for record in job:
        if isinstance(record, SetAside):
            aside.append(record)
        if isinstance(record, TuningEpoch):
            epochs.append(record)
            print(epoch_text(record), file=sys.stderr)
        yield record
