"""Where fine-tuning stands after an epoch, in one file that is whole or not there.

Tensors alone, in safetensors: reading it runs no code.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from core.finetuning import tensor_file

Tensors = dict[str, Tensor]

_log = logging.getLogger(__name__)
_NOW, _BEST, _OPTIMISER = "now", "best", "optimiser"


@dataclass(frozen=True)
class Stand:
    """The parameters after `epoch` and after the best one, and the optimiser's own, by parameter.

    `scores` are those of the epochs so far, from 0 on: recall, then mean reciprocal rank.
    """

    epoch: int
    best_epoch: int
    scores: list[tuple[float, float]]
    losses: list[float]
    now: Tensors
    best: Tensors
    optimiser: dict[str, Tensors]


def save(stand: Stand, path: Path) -> None:
    """Raises `OSError`."""
    tensors = {f"{_NOW}/{key}": value for key, value in stand.now.items()}
    tensors |= {f"{_BEST}/{key}": value for key, value in stand.best.items()}
    for key, own in stand.optimiser.items():
        tensors |= {f"{_OPTIMISER}/{key}/{part}": value for part, value in own.items()}
    told = {
        "epoch": stand.epoch,
        "best_epoch": stand.best_epoch,
        "scores": stand.scores,
        "losses": stand.losses,
    }
    partial = path.with_suffix(".part")
    packed = {key: _copied(value) for key, value in tensors.items()}
    tensor_file.write(packed, partial, {"stand": json.dumps(told)})
    partial.replace(path)


def _copied(value: Tensor) -> Tensor:
    """In main memory and on its own: what is best may be what is now."""
    return value.detach().cpu().clone(memory_format=torch.contiguous_format)


def load(path: Path, wanted: Mapping[str, torch.Size]) -> Stand | None:
    """The stand in `path`, of parameters of the `wanted` shapes; None where there is no such."""
    try:
        with safe_open(path, framework="pt") as file:
            told = json.loads(file.metadata()["stand"])
            held = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
        stand = _stand(told, held)
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        _log.info("no stand in %s: %s", path, error)
        return None
    shapes = {key: value.shape for key, value in stand.now.items()}
    return stand if shapes == dict(wanted) else None


def _stand(told: dict[str, object], held: Tensors) -> Stand:
    parts: dict[str, Tensors] = {_NOW: {}, _BEST: {}}
    optimiser: dict[str, Tensors] = {}
    for key, value in held.items():
        part, name = key.split("/", 1)
        if part == _OPTIMISER:
            parameter, own = name.rsplit("/", 1)
            optimiser.setdefault(parameter, {})[own] = value
        else:
            parts[part][name] = value
    return Stand(**told, now=parts[_NOW], best=parts[_BEST], optimiser=optimiser)  # type: ignore[arg-type]
