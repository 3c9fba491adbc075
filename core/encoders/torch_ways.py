"""Ways to run a network in torch. Each is made of the network as it was loaded, which stays so."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.encoders.network import features

Batch = NDArray[np.float32]
Run = Callable[[Batch], Batch]


def open_way(way: str, network: nn.Module) -> Run:
    """The run of one of `WAYS`. Raises `RuntimeError` where this machine cannot serve."""
    return WAYS[way](network)


def _plain(network: nn.Module) -> Run:
    return lambda batch: features(network, torch.from_numpy(batch))


def _channels_last(network: nn.Module) -> Run:
    turned = deepcopy(network).to(memory_format=torch.channels_last)
    return lambda batch: features(turned, _in_channels_last(batch))


def _bf16(network: nn.Module) -> Run:
    if not torch.ops.mkldnn._is_mkldnn_bf16_supported():  # noqa: SLF001  torch has no other
        raise RuntimeError("this processor has no bf16")
    turned = deepcopy(network).to(memory_format=torch.channels_last)

    def run(batch: Batch) -> Batch:
        with torch.autocast("cpu", torch.bfloat16):
            return features(turned, _in_channels_last(batch))

    return run


def _on(device: str, network: nn.Module) -> Run:
    backend = torch.cuda if device == "cuda" else torch.backends.mps
    if not backend.is_available():
        raise RuntimeError(f"no {device} here")
    moved = deepcopy(network).to(device)
    return lambda batch: features(moved, torch.from_numpy(batch).to(device))


def _in_channels_last(batch: Batch) -> Tensor:
    return torch.from_numpy(batch).contiguous(memory_format=torch.channels_last)


WAYS: dict[str, Callable[[nn.Module], Run]] = {
    "f32": _plain,
    "cuda": partial(_on, "cuda"),
    "mps": partial(_on, "mps"),
    "channels_last": _channels_last,
    "bf16": _bf16,
}
