"""What the torch encoders share: safe loading, networks without random values, inference."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn

from core.encoders import kind
from core.encoders.batches import encode
from core.encoders.checkpoint import is_safetensors
from core.encoders.preparation import Crops
from core.errors import WeightsError, WeightsReason

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class TorchEncoder:
    """A feature network (n, 3, s, s) -> (n, dimension) behind the `Encoder` protocol."""

    name: str
    network: nn.Module

    @property
    def dimension(self) -> int:
        """Values in one embedding."""
        return kind(self.name).dimension

    def encode(self, crops: Crops) -> NDArray[np.float32]:
        """See `core.encoders.Encoder.encode`."""
        return encode(kind(self.name).preparation, self._features, crops)

    def _features(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        return features(self.network, torch.from_numpy(batch))


def features(network: Callable[[Tensor], Tensor], given: Tensor) -> NDArray[np.float32]:
    """What a network makes of a batch, as float32 in main memory."""
    with torch.inference_mode():
        made: NDArray[np.float32] = network(given).float().cpu().numpy()
    return made


def load_state(weights: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint, without running any code that it may contain.

    Raises `WeightsError` when the file is no plain state dict.
    """
    try:
        state: Any = (
            load_file(weights)
            if is_safetensors(weights)
            else torch.load(weights, map_location="cpu", weights_only=True)
        )
    except Exception as error:  # torch and safetensors raise a dozen kinds
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, str(error)) from error
    if not isinstance(state, dict) or not all(isinstance(v, Tensor) for v in state.values()):
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, "not a state dict")
    return state


def unfilled(build: Callable[[], Network]) -> Network:
    """A network without memory for its tensors, nor time for random first values."""
    with torch.device("meta"):
        return build()


def fill(network: Network, state: Mapping[str, Tensor], weights: Path) -> Network:
    """`network` with `state` as its tensors, ready to infer. Raises `WeightsError` on a misfit."""
    try:
        network.load_state_dict(state, assign=True)
    except RuntimeError as error:
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, str(error)) from error
    return network.eval()
