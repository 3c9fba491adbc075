"""What fine-tuning makes small: views of one product apart, and views of two products together."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

TEMPERATURE = 0.1
_CATEGORY_WEIGHT, _CATEGORY_SCALE = 0.3, 16.0


def told_apart(embeddings: Tensor, products: Tensor) -> Tensor:
    """Supervised contrastive loss (Khosla et al. 2020, “L_out”), a number.

    `embeddings` (n, dimension) of any length, of the `products` (n,); each has another view in the
    batch. Written here because it is a few lines, and the libraries that have it bring an
    evaluation of their own with them.
    """
    units = normalize(embeddings, dim=1)
    own = torch.eye(len(units), dtype=torch.bool, device=units.device)
    likeness = (units @ units.T / TEMPERATURE).masked_fill(own, float("-inf"))
    shares = likeness.log_softmax(dim=1).masked_fill(own, 0)
    same = (products[:, None] == products[None, :]) & ~own
    return -((shares * same).sum(dim=1) / same.sum(dim=1)).mean()


def categories_told_apart(embeddings: Tensor, directions: Tensor, categories: Tensor) -> Tensor:
    """The second target: cross entropy of categories (n,), of which each has a direction."""
    units, towards = normalize(embeddings, dim=1), normalize(directions, dim=1)
    logits = units @ towards.T * _CATEGORY_SCALE
    return cross_entropy(logits, categories) * _CATEGORY_WEIGHT
