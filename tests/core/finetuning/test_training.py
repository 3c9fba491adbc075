"""Training, by a network of one layer on rows of numbers: what it learns, when it ends."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from core.finetuning.layers import Halves
from core.finetuning.lesson import Lesson, lesson
from core.finetuning.shelf import Shelved, Shown
from core.finetuning.split import split
from core.finetuning.student import Student
from core.finetuning.training import PATIENCE, Lessons, train
from core.jobs import result
from core.tuning_records import TuningEpoch, TuningOrder

PRODUCTS, PLAIN, MADE, WIDTH = 60, 1, 6, 24


def rows() -> np.ndarray:
    """What tells products apart is in four numbers, and drowned by the noise of the others."""
    chance = np.random.default_rng(3)
    own = np.repeat(chance.normal(size=(PRODUCTS, 4)), PLAIN + MADE, axis=0)
    noise = chance.normal(size=(len(own), WIDTH - 4)) * 1.5
    return np.concatenate([own, noise], axis=1).astype(np.float16)


def known() -> Lesson:
    step = PLAIN + MADE
    photos = [
        Shelved(Shown(f"/{n}.jpg", n, "AB"[n % 2]), n * step, PLAIN, MADE) for n in range(PRODUCTS)
    ]
    return lesson(photos, split(range(PRODUCTS), (), 0))


def student(*, with_category: bool = False) -> Student:
    layer = nn.Linear(WIDTH, WIDTH, bias=False)
    layer.weight.data.copy_(torch.eye(WIDTH))
    halves = Halves(nn.Identity(), layer, {"weight": layer.weight})
    return Student(halves, rows(), known(), WIDTH if with_category else 0)


def run(job: Lessons) -> list[TuningEpoch]:
    return [record for record in job if isinstance(record, TuningEpoch)]


def test_no_row_of_one_part_is_in_another() -> None:
    made = known()
    trained = set(np.concatenate(list(made.trained.values())).tolist())
    held, judged = (set(part[0].rows.tolist()) for part in (made.held, made.judged))
    assert not trained & held
    assert not trained & judged
    assert not held & judged
    assert {len(own) for own in made.trained.values()} == {PLAIN + MADE}
    batches = list(made.batches((0, 1)))
    seen = np.concatenate([batch.products for batch in batches])
    assert set(seen.tolist()) == set(made.trained)
    assert set(np.concatenate([batch.rows for batch in batches]).tolist()) <= trained


def test_labelled_photos_judge_and_teach_nothing() -> None:
    step = PLAIN + MADE
    shelved = [Shelved(Shown(f"/{n}.jpg", n, ""), n * step, PLAIN, MADE) for n in range(PRODUCTS)]
    first = PRODUCTS * step
    asked = [
        Shelved(Shown(f"/q{n}.jpg", n, "", is_query=True), first + place, 1, 0)
        for place, n in enumerate((3, 9, 999))
    ]
    made = lesson([*shelved, *asked], split(range(PRODUCTS), {3, 9}, 0))
    assert made.by_photos
    assert made.judged[0].rows.tolist() == [first, first + 1]
    assert made.judged[0].products.tolist() == [3, 9]
    assert not {3, 9} & set(made.trained)
    assert max(max(own) for own in made.trained.values()) < first


@pytest.mark.parametrize("with_category", [False, True])
def test_what_counts_is_learned(
    tmp_path: Path, with_category: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.finetuning.student.RATE", 0.02)
    learner = student(with_category=with_category)
    before = (learner.ranks(learner.lesson.judged) == 1).mean()
    stand = result(train(learner, TuningOrder(epochs=60), tmp_path / "stand.safetensors"))
    learner.take(stand.best)
    after = (learner.ranks(learner.lesson.judged) == 1).mean()
    assert stand.losses[-1] < stand.losses[0]
    assert stand.best_epoch > 0
    assert after > before


def test_it_ends_when_nothing_gets_better(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.finetuning.student.RATE", 0.0)
    epochs = run(train(student(), TuningOrder(epochs=60), tmp_path / "stand.safetensors"))
    assert [each.epoch for each in epochs] == list(range(PATIENCE + 1))
    assert {each.best for each in epochs} == {0}


@pytest.mark.parametrize("with_category", [False, True])
@pytest.mark.parametrize("after", [1, 2, 3, 7, 8, 13])
def test_left_off_anywhere_it_ends_as_if_it_had_not_been(
    tmp_path: Path, after: int, with_category: bool
) -> None:
    order = TuningOrder(epochs=4)
    whole = student(with_category=with_category)
    expected = run(train(whole, order, tmp_path / "whole.safetensors"))
    kept = tmp_path / "stand.safetensors"
    job = train(student(with_category=with_category), order, kept)
    for _turn in range(after):
        next(job)
    job.close()
    again = student(with_category=with_category)
    records = list(train(again, order, kept))
    epochs = [each for each in records if isinstance(each, TuningEpoch)]
    assert [each.recall for each in epochs] == [each.recall for each in expected]
    assert [each.best for each in epochs] == [each.best for each in expected]
    assert [each.loss for each in epochs] == pytest.approx([each.loss for each in expected])
    for key, value in whole.state().items():
        assert torch.allclose(again.state()[key], value, atol=1e-6)
