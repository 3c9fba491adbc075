"""Epoch after epoch, until the products that are held back are found no better any more."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.finetuning import checkpoints
from core.finetuning.checkpoints import Stand
from core.finetuning.student import Student
from core.records import Progress, Stage
from core.tuning_records import TuningEpoch, TuningOrder

# So many epochs that are no better end it.
PATIENCE = 5

Lessons = Generator[Progress | TuningEpoch, None, Stand]


def train(student: Student, order: TuningOrder, kept: Path) -> Lessons:
    """Train; the `Stand` in the end has the best epoch's parameters.

    `kept` is the file in which it stands after each epoch: what is there is gone on with. Raises
    `OSError`.
    """
    shapes = {key: value.shape for key, value in student.parameters.items()}
    stand = checkpoints.load(kept, shapes) or _begin(student)
    student.take(stand.now)
    student.remember(stand.optimiser)
    for epoch in range(len(stand.losses) + 1):
        yield _told(stand, epoch, order)
    while stand.epoch < order.epochs and stand.epoch - stand.best_epoch < PATIENCE:
        stand = yield from _epoch(student, stand, order)
        checkpoints.save(stand, kept)
        yield _told(stand, stand.epoch, order)
    return stand


def _begin(student: Student) -> Stand:
    state = student.state()
    return Stand(0, 0, [_score(student)], [], state, state, {})


def _epoch(student: Student, stand: Stand, order: TuningOrder) -> Generator[Progress, None, Stand]:
    epoch = stand.epoch + 1
    batches = list(student.lesson.batches((order.seed, epoch)))
    losses = []
    for number, batch in enumerate(batches):
        yield Progress(Stage.TRAINING, number, len(batches))
        share = (stand.epoch + number / len(batches)) / order.epochs
        losses.append(student.step(batch, share))
    state, score = student.state(), _score(student)
    went = replace(
        stand,
        epoch=epoch,
        scores=[*stand.scores, score],
        losses=[*stand.losses, float(np.mean(losses))],
        now=state,
        optimiser=student.memory(),
    )
    if score > tuple(stand.scores[stand.best_epoch]):
        return replace(went, best_epoch=epoch, best=state)
    return went


def _score(student: Student) -> tuple[float, float]:
    """Recall, then mean reciprocal rank: of two that find as many, who comes closer is better."""
    found = student.ranks(student.lesson.held)
    return float((found == 1).mean()), float((1 / found).mean())


def _told(stand: Stand, epoch: int, order: TuningOrder) -> TuningEpoch:
    best = max(range(epoch + 1), key=lambda each: (tuple(stand.scores[each]), -each))
    loss = stand.losses[epoch - 1] if epoch else None
    return TuningEpoch(epoch, order.epochs, loss, stand.scores[epoch][0], best)
