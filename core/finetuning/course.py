"""The work of a fine-tuning: photos to the shelf, training on it, and the judgement."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch import Tensor

from core.embedding import Embedder
from core.encoders.network import TorchEncoder
from core.finetuning.judging import gain
from core.finetuning.layers import Halves, halves
from core.finetuning.lesson import lesson
from core.finetuning.shelf import Shelf, Shown
from core.finetuning.shelving import shelve, through
from core.finetuning.split import Split
from core.finetuning.student import Student
from core.finetuning.training import train
from core.records import Progress, SetAside
from core.tuning_records import Gain, TuningEpoch, TuningOrder


@dataclass(frozen=True)
class Learned:
    """The parameters of the best epoch, by their names in the network, and what they gained.

    Of epoch 0, which is the encoder as it was, there is no gain to measure.
    """

    epoch: int
    parameters: dict[str, Tensor]
    gain: Gain | None
    by_photos: bool


Steps = Generator[Progress | SetAside | TuningEpoch, None, Learned | None]


def learn(
    order: TuningOrder, photos: Sequence[Shown], parts: Split, cutting: Embedder, folder: Path
) -> Steps:
    """Train the encoder of `cutting`, a `TorchEncoder`; what is done is kept in `folder`.

    None where too few photos can be read to train, to choose and to judge by. Raises `OSError`.
    """
    encoder = cutting.encoder
    if not isinstance(encoder, TorchEncoder):
        raise TypeError(f"{encoder} is not of torch")
    cut = halves(encoder.name, encoder.network, order.stages)
    shelf = Shelf(folder, _shape(encoder.name, cut, cutting.recipe.crop_side))
    yield from shelve(shelf, photos, cutting, cut.below, order.seed)
    known = lesson(shelf.photos, parts)
    if not known.is_whole:
        return None
    dimension = encoder.dimension if order.with_category else 0
    student = Student(cut, shelf.rows(), known, dimension)
    before = student.ranks(known.judged)
    stand = yield from train(student, order, _stand(order, shelf))
    if not stand.best_epoch:
        return Learned(0, {}, None, known.by_photos)
    student.take(stand.best)
    after, products = student.ranks(known.judged), known.judged[0].products
    found = gain(list(before == 1), list(after == 1), [int(each) for each in products])
    best = {key: stand.best[key] for key in cut.trained}
    return Learned(stand.best_epoch, best, found, known.by_photos)


def _stand(order: TuningOrder, shelf: Shelf) -> Path:
    """Scores are of the photos that were there: with others, training begins anew."""
    targets = "categories" if order.with_category else "products"
    return shelf.folder / f"stand-{targets}-{shelf.digest}.safetensors"


def _shape(name: str, cut: Halves, side: int) -> tuple[int, ...]:
    blank = np.zeros((1, side, side, 3), np.uint8)
    return through(name, cut.below, blank).shape[1:]
