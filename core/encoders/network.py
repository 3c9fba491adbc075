"""What the torch encoders share: safe loading, normalising, pooling, unit length."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.errors import WeightsError, WeightsReason


@dataclass(frozen=True)
class TorchEncoder:
    """A feature network (n, 3, s, s) -> (n, dimension) behind the `Encoder` protocol.

    Crops are scaled to `side` (the network's own input size, in pixels) before they are normalised
    with `mean` and `std`, both for values in 0..1.
    """

    name: str
    dimension: int
    network: nn.Module
    side: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `core.encoders.Encoder.encode`."""
        with torch.inference_mode():
            features = self.network(self._normalise(crops))
            unit = nn.functional.normalize(features.float(), dim=1)
        return unit.numpy()

    def _normalise(self, crops: NDArray[np.uint8]) -> Tensor:
        batch = torch.from_numpy(np.ascontiguousarray(crops)).permute(0, 3, 1, 2).float() / 255
        if batch.shape[-1] != self.side:
            batch = nn.functional.interpolate(
                batch, (self.side, self.side), mode="bicubic", antialias=True
            ).clamp(0, 1)
        mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (self.mean, self.std))
        return ((batch - mean) / std).contiguous(memory_format=torch.channels_last)


def load_state(weights: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint, without running any code that it may contain.

    Raises `WeightsError` when the file is no plain state dict.
    """
    try:
        state = torch.load(weights, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises RuntimeError, UnpicklingError, EOFError, ...
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, str(error)) from error
    if not isinstance(state, dict) or not all(isinstance(v, Tensor) for v in state.values()):
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, "not a state dict")
    return state


def fill(network: nn.Module, state: dict[str, Tensor], weights: Path) -> nn.Module:
    """`network` with `state` in place, ready to infer. Raises `WeightsError` on a misfit."""
    try:
        network.load_state_dict(state)
    except RuntimeError as error:
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, str(error)) from error
    return network.eval().to(memory_format=torch.channels_last)
