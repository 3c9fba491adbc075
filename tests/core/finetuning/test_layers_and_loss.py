"""A network in two is the network, batch norms stay, and the losses are what they should be."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import torch

from core.encoders import kind, open_encoder
from core.finetuning.layers import halves
from core.finetuning.loss import TEMPERATURE, categories_told_apart, told_apart

if TYPE_CHECKING:
    from core.encoders.network import TorchEncoder

ONE_OF_EACH = ("resnet50", "clip-vit-b-32", "dinov2-vit-s-14", "efficientnet-lite2", "mobilenet-v2")


@pytest.mark.slow
@pytest.mark.parametrize("stages", [1, 3])
@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_the_halves_are_the_whole(
    name: str, stages: int, encoder_file: Callable[[str], Path]
) -> None:
    network = cast("TorchEncoder", open_encoder(name, encoder_file(name))).network
    side = kind(name).preparation.side
    given = torch.randn(2, 3, side, side)
    with torch.inference_mode():
        whole = network(given)
        cut = halves(name, network, stages)
        assert torch.allclose(cut.above(cut.below(given)), whole, atol=1e-4)
    named = dict(network.named_parameters())
    assert cut.trained
    assert all(named[key] is value for key, value in cut.trained.items())
    norms = {
        f"{place}.{own}"
        for place, module in network.named_modules()
        if isinstance(module, torch.nn.BatchNorm2d)
        for own, _value in module.named_parameters()
    }
    assert not norms & set(cut.trained)
    assert not any(value.requires_grad for value in network.parameters())


def test_the_contrastive_loss_is_that_of_its_formula() -> None:
    torch.manual_seed(1)
    rows, products = torch.randn(7, 5), torch.tensor([1, 1, 1, 2, 2, 3, 3])
    units = torch.nn.functional.normalize(rows, dim=1)
    losses = []
    for i in range(7):
        others = [j for j in range(7) if j != i]
        below = sum(torch.exp(units[i] @ units[j] / TEMPERATURE) for j in others)
        same = [j for j in others if products[j] == products[i]]
        parts = [torch.log(torch.exp(units[i] @ units[j] / TEMPERATURE) / below) for j in same]
        losses.append(-sum(parts) / len(same))
    expected = torch.stack(losses).mean()
    assert torch.allclose(told_apart(rows, products), expected, atol=1e-5)
    assert torch.allclose(told_apart(rows * 3, products), expected, atol=1e-5)


def test_both_losses_fall_when_what_belongs_together_is_together() -> None:
    products = torch.tensor([0, 0, 1, 1])
    right, wrong = torch.eye(2)[products], torch.eye(2)[[0, 1, 0, 1]]
    assert told_apart(right, products) < told_apart(wrong, products)
    towards = torch.eye(2)
    assert categories_told_apart(right, towards, products) < categories_told_apart(
        wrong, towards, products
    )
