"""ResNet50 (He et al. 2015) of torchvision, ImageNet V1 or V2, 2048 values, BSD-3-Clause."""

from pathlib import Path

from torch import Tensor, nn
from torchvision.models import resnet50

from core.encoders import GEM
from core.encoders.network import TorchEncoder, fill, load_state, unfilled


class GeneralisedMean(nn.Module):
    """GeM pooling (Radenovic et al. 2018) with its usual power, which favours what stands out."""

    POWER, LEAST = 3.0, 1e-6

    def forward(self, features: Tensor) -> Tensor:
        """Features (n, c, h, w) to (n, c, 1, 1)."""
        powers = features.clamp(min=self.LEAST).pow(self.POWER)
        return powers.mean(dim=(2, 3), keepdim=True).pow(1 / self.POWER)


def open_encoder(name: str, weights: Path, pooling: str) -> TorchEncoder:
    """ResNet50 without its classifier. Raises `WeightsError` when `weights` does not fit."""
    state = load_state(weights)
    network = unfilled(resnet50)
    fill(network, state, weights)
    network.fc = nn.Identity()
    if pooling == GEM:
        network.avgpool = GeneralisedMean()
    return TorchEncoder(name, network)
