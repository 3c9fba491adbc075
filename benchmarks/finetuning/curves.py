"""The losses of a fine-tuning as a picture, beside what they are worth."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from core.tuning_records import TuningEpoch


def draw(ways: Mapping[str, Sequence[TuningEpoch]], path: Path, title: str) -> None:
    """Loss, and recall of the products held back, by epoch: a line for each way."""
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    losses, recalls = figure.subplots(1, 2)
    for name, epochs in ways.items():
        trained = [each for each in epochs if each.loss is not None]
        losses.plot([e.epoch for e in trained], [e.loss for e in trained], marker="o", label=name)
        recalls.plot([e.epoch for e in epochs], [e.recall for e in epochs], marker="o", label=name)
    losses.set(title=title, xlabel="epoch", ylabel="loss")
    recalls.set(title="products held back", xlabel="epoch", ylabel="found first", ylim=(0, 1))
    for axes in (losses, recalls):
        axes.grid(alpha=0.3)
        axes.legend()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
