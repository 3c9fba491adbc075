"""What the torch encoders share: safe loading, preparing crops, batches, unit length."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor, nn

from core.errors import WeightsError, WeightsReason

# So many crops or texts are in a network at a time: 16 crops take 200 MB beside the weights.
BATCH = 16

Crops = NDArray[np.uint8]
Prepare = Callable[[Crops], Tensor]
Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class TorchEncoder:
    """A feature network (n, 3, s, s) -> (n, dimension) behind the `Encoder` protocol.

    `prepare` makes the network's input of crops (n, side, side, 3) in sRGB.
    """

    name: str
    dimension: int
    network: nn.Module
    prepare: Prepare

    def encode(self, crops: Crops) -> NDArray[np.float32]:
        """See `core.encoders.Encoder.encode`."""
        batches = (crops[start : start + BATCH] for start in range(0, len(crops), BATCH))
        return np.concatenate([unit_rows(self.network, self.prepare(batch)) for batch in batches])


def unit_rows(network: Callable[[Tensor], Tensor], given: Tensor) -> NDArray[np.float32]:
    """What a network makes of a batch, each row at unit length."""
    with torch.inference_mode():
        rows: NDArray[np.float32] = nn.functional.normalize(network(given).float(), dim=1).numpy()
    return rows


def by_library(transform: Callable[[Image.Image], Tensor]) -> Prepare:
    """Preparation by the transform that a network's library gives with it, crop by crop."""

    def prepare(crops: Crops) -> Tensor:
        images = (Image.fromarray(np.ascontiguousarray(crop)) for crop in crops)
        return _channels_last(torch.stack([transform(image) for image in images]))

    return prepare


def scaled(side: int, mean: tuple[float, ...], std: tuple[float, ...]) -> Prepare:
    """Preparation that keeps all of a crop: scaled to `side`, then `mean` and `std` for 0..1."""
    middle, spread = (torch.tensor(values).view(1, 3, 1, 1) for values in (mean, std))

    def prepare(crops: Crops) -> Tensor:
        batch = torch.from_numpy(np.ascontiguousarray(crops)).permute(0, 3, 1, 2).float() / 255
        if batch.shape[-1] != side:
            batch = nn.functional.interpolate(
                batch, (side, side), mode="bicubic", antialias=True
            ).clamp(0, 1)
        return _channels_last((batch - middle) / spread)

    return prepare


def load_state(weights: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint, without running any code that it may contain.

    Raises `WeightsError` when the file is no plain state dict.
    """
    try:
        state: Any = (
            load_file(weights)
            if _is_safetensors(weights)
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
    return network.eval().to(memory_format=torch.channels_last)


def _is_safetensors(weights: Path) -> bool:
    """By content, because the caches of others name files by their digest."""
    with weights.open("rb") as file:
        start = file.read(9)  # the length of the header in 8 bytes, then the header, in JSON
    return start[8:] == b"{"


def _channels_last(batch: Tensor) -> Tensor:
    return batch.contiguous(memory_format=torch.channels_last)
