"""A network in two: what stays as it is, and its last stages, which are trained."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from core.encoders import kind


@dataclass(frozen=True)
class Halves:
    """`below` takes prepared crops (n, 3, side, side) to features; `above`, those to embeddings.

    `trained` are the parameters of `above` that change, by their names in the whole network: all
    but those of batch norms, which a small batch would lead astray.
    """

    below: nn.Module
    above: nn.Module
    trained: dict[str, nn.Parameter]


class _Step(nn.Module):
    """A step of a network's forward that is no module of its own; its parameters stay its own."""

    def __init__(self, call: Callable[[Any], Any]) -> None:
        super().__init__()
        self._call = call

    def forward(self, given: Tensor) -> Tensor:
        """What the step makes of it."""
        made: Tensor = self._call(given)
        return made


def halves(name: str, network: Any, stages: int) -> Halves:
    """Cut the network of the encoder `name` before its last `stages` stages.

    A stage is what the library calls one; of transformers, a block. The network moves to where it
    is to be trained.
    """
    parts, end = _STAGES[kind(name).module](network)
    below, above = nn.Sequential(*parts[:-stages]), nn.Sequential(*parts[-stages:], *end)
    for parameter in network.parameters():
        parameter.requires_grad_(requires_grad=False)
    normalised = {
        id(parameter)
        for module in above.modules()
        if isinstance(module, nn.modules.batchnorm._BatchNorm)  # noqa: SLF001  has no public name
        for parameter in module.parameters()
    }
    own = {id(parameter) for parameter in above.parameters()} - normalised
    named = {key: value for key, value in network.named_parameters() if id(value) in own}
    network.to(device=device(), memory_format=torch.channels_last)
    return Halves(below.eval(), above.eval(), named)


def device() -> torch.device:
    """Where to train here."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def placed(given: Tensor) -> Tensor:
    """A batch on the device, laid out as its convolutions are quickest: by pixels, not channels."""
    is_image = given.dim() == 4
    layout = torch.channels_last if is_image else torch.contiguous_format
    return given.to(device()).contiguous(memory_format=layout)


Stages = tuple[list[nn.Module], list[nn.Module]]


def _of_resnet50(network: Any) -> Stages:
    stem = nn.Sequential(network.conv1, network.bn1, network.relu, network.maxpool)
    layers = [network.layer1, network.layer2, network.layer3, network.layer4]
    return [stem, *layers], [network.avgpool, nn.Flatten()]


def _of_lite(network: Any) -> Stages:
    stem = nn.Sequential(network.conv_stem, network.bn1)
    return [stem, *network.blocks], [network.conv_head, network.bn2, network.global_pool]


def _of_mobilenet(network: Any) -> Stages:
    *blocks, last = network.features
    return blocks, [last, nn.AdaptiveAvgPool2d(1), nn.Flatten()]


def _of_dinov2(network: Any) -> Stages:
    def tokens(crops: Tensor) -> Tensor:
        embedded = network.patch_drop(network._pos_embed(network.patch_embed(crops)))  # noqa: SLF001
        seen: Tensor = network.norm_pre(embedded)
        return seen

    return [_Step(tokens), *network.blocks], [network.norm, _Step(network.forward_head)]


def _of_clip(network: Any) -> Stages:
    def projected(tokens: Tensor) -> Tensor:
        pooled, _tokens = network._pool(tokens)  # noqa: SLF001  open_clip has no public name
        made: Tensor = pooled @ network.proj
        return made

    embeds = _Step(network._embeds)  # noqa: SLF001
    return [embeds, *network.transformer.resblocks], [_Step(projected)]


_STAGES: dict[str, Callable[[Any], Stages]] = {
    "resnet50": _of_resnet50,
    "efficientnet_lite": _of_lite,
    "mobilenet_v2": _of_mobilenet,
    "dinov2": _of_dinov2,
    "clip": _of_clip,
}
