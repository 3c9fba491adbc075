"""Where training stands is read back as it was, or not at all."""

import errno
import os
import pickle
from pathlib import Path
from typing import Any

import pytest
import torch

from core.finetuning.checkpoints import Stand, load, save

NOW = {"a.weight": torch.arange(6.0).reshape(2, 3), "b/c": torch.ones(4)}
SHAPES = {key: value.shape for key, value in NOW.items()}
MEMORY = {"a.weight": {"step": torch.tensor(3.0), "exp_avg": torch.ones(2, 3)}}


def stand() -> Stand:
    best = {key: value + 1 for key, value in NOW.items()}
    return Stand(2, 1, [(0.1, 0.2), (0.3, 0.4), (0.2, 0.3)], [1.5, 1.25], NOW, best, MEMORY)


def test_a_stand_comes_back(tmp_path: Path) -> None:
    save(stand(), tmp_path / "stand.safetensors")
    read = load(tmp_path / "stand.safetensors", SHAPES)
    assert read is not None
    assert (read.epoch, read.best_epoch, read.losses) == (2, 1, [1.5, 1.25])
    assert [tuple(score) for score in read.scores] == stand().scores
    for key, value in NOW.items():
        assert torch.equal(read.now[key], value)
        assert torch.equal(read.best[key], value + 1)
    assert torch.equal(read.optimiser["a.weight"]["step"], torch.tensor(3.0))
    assert [path.name for path in tmp_path.iterdir()] == ["stand.safetensors"]


def test_the_best_may_be_what_is_now(tmp_path: Path) -> None:
    """Found by the first run with categories: safetensors refuses tensors that share memory."""
    held = {**NOW, "c": torch.ones(2, 3, 1, 1).to(memory_format=torch.channels_last)}
    save(Stand(1, 1, [(0.1, 0.2), (0.3, 0.4)], [1.5], held, held, {}), tmp_path / "s.safetensors")
    read = load(tmp_path / "s.safetensors", {key: value.shape for key, value in held.items()})
    assert read is not None
    assert torch.equal(read.best["c"], held["c"])


class Payload:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.mark),)


@pytest.mark.parametrize("damage", ["missing", "cut", "foreign", "pickle", "other network"])
def test_what_is_no_stand_is_begun_anew(tmp_path: Path, damage: str) -> None:
    path, mark = tmp_path / "stand.safetensors", tmp_path / "the code ran"
    wanted = SHAPES
    if damage != "missing":
        save(stand(), path)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-9])
    elif damage == "foreign":
        path.write_bytes(b"\x02" * 100)
    elif damage == "pickle":
        path.write_bytes(pickle.dumps(Payload(mark)))
    elif damage == "other network":
        wanted = {**SHAPES, "b/c": torch.Size([5])}
    assert load(path, wanted) is None
    assert not mark.exists()


def test_what_the_disk_refuses_is_said_with_its_number(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(OSError) as caught:  # noqa: PT011  its number is asked for
            save(stand(), tmp_path / "stand.safetensors")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.errno == errno.EFBIG
