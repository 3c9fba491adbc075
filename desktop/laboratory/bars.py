"""Measured lines as bars, named by what differs among them."""

from collections.abc import Sequence

from core.laboratory.wording import dated
from core.language import _
from desktop.laboratory import words
from desktop.laboratory.chart import Bar
from desktop.laboratory.results_model import ResultsModel


def bars(model: ResultsModel, rows: Sequence[int]) -> list[Bar]:
    """A bar for each of these rows of the model that has figures, in that order."""
    lines = [model.lines[row] for row in rows]
    measured = [(line, line.figures.top1) for line in lines if line.figures]
    told = [model.choices(line) for line, _share in measured]
    differing = [i for i, column in enumerate(zip(*told, strict=True)) if len(set(column)) > 1]
    made = []
    for named, (line, share) in zip(told, measured, strict=True):
        parts = [named[i] for i in differing if words.is_told(line.result.cell, i)]
        name, is_base = " · ".join(parts) or named[0], model.is_base(line)
        text = _("{recipe} (in use)").format(recipe=name) if is_base else name
        text = dated(text, line.result)
        made.append(Bar(text, share.value, share.low, share.high, is_base))
    return made
