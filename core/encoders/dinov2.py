"""DINOv2 (Meta 2023) ViT-S/14 and ViT-B/14, 384 and 768 values, Apache-2.0.

The architecture and the transform are timm's. The networks were trained at 518 pixels; crops of
256 hold no more detail than 224 show, so the position embeddings are brought to 224 once, after
loading: a fifth of the tokens.
"""

from pathlib import Path
from typing import cast

import timm
from timm.models import VisionTransformer

from core.encoders import PATCHES, kind
from core.encoders.network import TorchEncoder, fill, load_state, unfilled
from core.errors import WeightsError, WeightsReason
from core.tuned_names import base_of

_MODELS = {
    "dinov2-vit-s-14": "vit_small_patch14_dinov2",
    "dinov2-vit-b-14": "vit_base_patch14_dinov2",
}


def open_encoder(name: str, weights: Path, pooling: str) -> TorchEncoder:
    """The class token or the mean of the patches, both after the last layer's norm.

    Raises `WeightsError` when `weights` is not Meta's checkpoint of this network.
    """
    state = load_state(weights)
    if state.pop("mask_token", None) is None:  # of the training alone
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, "no mask_token")
    network = cast("VisionTransformer", unfilled(lambda: timm.create_model(_MODELS[base_of(name)])))
    fill(network, state, weights)
    side = kind(name).preparation.side
    network.set_input_size((side, side))
    network.reset_classifier(0, "avg" if pooling == PATCHES else "token")
    return TorchEncoder(name, network)
