"""ResNet50 (He et al. 2015) of torchvision, average pooling, 2048 values."""

from pathlib import Path

from torch import nn
from torchvision.models import resnet50

from core.encoders.network import TorchEncoder, fill, load_state

# The ImageNet statistics of `ResNet50_Weights.IMAGENET1K_V1.transforms()`.
_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def open_encoder(weights: Path) -> TorchEncoder:
    """ResNet50 without its classifier. Raises `WeightsError` when `weights` does not fit."""
    network = resnet50(weights=None)
    fill(network, load_state(weights), weights)
    network.fc = nn.Identity()
    return TorchEncoder("resnet50", 2048, network, 224, _MEAN, _STD)
