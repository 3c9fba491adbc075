"""Encoders by the id they have in `resources/models.toml`; torch is imported on opening one."""

from importlib import import_module
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_MODULES = {
    "resnet50": "core.encoders.resnet50",
    "efficientnet-lite2": "core.encoders.efficientnet_lite",
}
NAMES = tuple(_MODULES)


class Encoder(Protocol):
    """A network that turns crops into embeddings."""

    @property
    def name(self) -> str:
        """The id in `resources/models.toml`."""

    @property
    def dimension(self) -> int:
        """Values in one embedding."""

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Embeddings (n, dimension) of unit length, of crops (n, side, side, 3) in sRGB."""


def open_encoder(name: str, weights: Path) -> Encoder:
    """The encoder `name` with the checked file `weights`.

    Raises `WeightsError` when the file does not fit the network.
    """
    encoder: Encoder = import_module(_MODULES[name]).open_encoder(weights)
    return encoder
