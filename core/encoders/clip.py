"""The image side of CLIP (OpenAI 2021) ViT-B/32 and ViT-B/16 of open_clip, 512 values, MIT.

Texts need no torch: their side of the network is a blueprint.
"""

from pathlib import Path

import open_clip
from torch import nn

from core.encoders.network import TorchEncoder, fill, load_state, unfilled
from core.tuned_names import base_of

_MODELS = {"clip-vit-b-32": "ViT-B-32-quickgelu", "clip-vit-b-16": "ViT-B-16-quickgelu"}


def open_encoder(name: str, weights: Path, _pooling: str) -> TorchEncoder:
    """CLIP with OpenAI's weights. Raises `WeightsError` when `weights` does not fit."""
    state = load_state(weights)
    shape = open_clip.get_model_config(_MODELS[base_of(name)])
    model = fill(unfilled(lambda: open_clip.CLIP(**shape)), state, weights)
    return TorchEncoder(name, model.visual)


def names_in_file(network: nn.Module) -> dict[str, str]:
    """The checkpoint's name of each of the image side's tensors."""
    return {key: f"visual.{key}" for key in network.state_dict()}
