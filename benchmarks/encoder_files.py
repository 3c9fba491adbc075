"""Weights files of each encoder's true shape, with random values: never a measure of accuracy."""

from pathlib import Path
from typing import cast

import torch
from torch import nn

from core.encoders import kind, names_in_file

OPEN_CLIP = {"clip-vit-b-32": "ViT-B-32-quickgelu", "clip-vit-b-16": "ViT-B-16-quickgelu"}
TIMM = {
    "efficientnet-lite0": "tf_efficientnet_lite0",
    "dinov2-vit-s-14": "vit_small_patch14_dinov2",
    "dinov2-vit-b-14": "vit_base_patch14_dinov2",
}


def state_of(name: str) -> dict[str, torch.Tensor]:
    """The tensors that the encoder's file holds, by the names they have there; no two are alike."""
    torch.manual_seed(1)
    state = _fresh(name)
    for value in state.values():
        if value.is_floating_point() and value.min() == value.max():
            value.add_(torch.rand_like(value), alpha=0.05)
    return state


def _fresh(name: str) -> dict[str, torch.Tensor]:
    if kind(name).module == "resnet50":
        from torchvision.models import resnet50

        state: dict[str, torch.Tensor] = resnet50(weights=None).state_dict()
        return state
    if kind(name).module == "clip":
        import open_clip

        model = open_clip.CLIP(**open_clip.get_model_config(OPEN_CLIP[name]))
        return cast("dict[str, torch.Tensor]", model.state_dict())
    if kind(name).module == "mobilenet_v2":
        from torchvision.models import mobilenet_v2

        mobile = mobilenet_v2(weights=None)
        mobile.classifier = nn.Identity()
        return _as_in_file(name, mobile)
    import timm

    network = timm.create_model(TIMM[name], pretrained=False)
    if kind(name).module == "efficientnet_lite":
        return _as_in_file(name, network)
    return {**network.state_dict(), "mask_token": torch.zeros(1, kind(name).dimension)}


def _as_in_file(name: str, network: nn.Module) -> dict[str, torch.Tensor]:
    named = names_in_file(name, network)
    return {named[key]: value for key, value in network.state_dict().items()}


def loaded(path: Path) -> dict[str, torch.Tensor]:
    """The tensors of a file; those of CLIP without their values, for they are many."""
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file

        return {key: value[:0].clone() for key, value in load_file(path).items() if value.ndim}
    state: dict[str, torch.Tensor] = torch.load(path, weights_only=True)
    return state


def save(state: dict[str, torch.Tensor], path: Path) -> Path:
    """`state` as a file of the kind that the suffix of `path` says."""
    if path.suffix == ".safetensors":
        from safetensors.torch import save_file

        save_file(state, path)
    else:
        torch.save(state, path)
    return path
