"""The upper part of a network while it is trained: its steps, and how well it tells products."""

from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.encoders.batches import unit_rows
from core.finetuning.judging import Ids, Vectors, ranks
from core.finetuning.layers import Halves, device, placed
from core.finetuning.lesson import Lesson, Rows
from core.finetuning.loss import categories_told_apart, told_apart

RATE, _WARM_UP, _DECAY = 3e-4, 0.1, 1e-2
_AT_A_TIME = 64
_CATEGORIES = "categories"

Tensors = dict[str, Tensor]


@dataclass
class Student:
    """What is trained, on features (n, *shape) of a shelf.

    With `dimension`, of an embedding, categories are a second target: each has a direction there.
    """

    halves: Halves
    features: NDArray[np.float16]
    lesson: Lesson
    dimension: int = 0
    parameters: dict[str, nn.Parameter] = field(init=False)
    optimiser: torch.optim.AdamW = field(init=False)

    def __post_init__(self) -> None:
        self.parameters = dict(self.halves.trained)
        if self.dimension:
            count = max(self.lesson.categories.values()) + 1
            drawn = torch.randn(count, self.dimension, generator=torch.Generator().manual_seed(0))
            self.parameters[_CATEGORIES] = nn.Parameter(drawn.to(device()))
        for parameter in self.parameters.values():
            parameter.requires_grad_()
        self.optimiser = torch.optim.AdamW(self.parameters.values(), RATE, weight_decay=_DECAY)

    def step(self, batch: Rows, share: float) -> float:
        """Learn from one batch, `share` (0..1) of the way through; the loss before."""
        self.optimiser.param_groups[0]["lr"] = RATE * _schedule(share)
        embeddings = self.halves.above(self._given(batch.rows))
        loss = told_apart(embeddings, torch.from_numpy(batch.products).to(device()))
        if self.dimension:
            categories = [self.lesson.categories[int(product)] for product in batch.products]
            known = torch.tensor(categories, device=device())
            loss = loss + categories_told_apart(embeddings, self.parameters[_CATEGORIES], known)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        return loss.item()

    def ranks(self, part: tuple[Rows, Rows]) -> Ids:
        """The rank of the right product for each query of a part of the lesson."""
        queries, gallery = part
        return ranks(
            self.embed(queries.rows), queries.products, self.embed(gallery.rows), gallery.products
        )

    def embed(self, rows: Ids) -> Vectors:
        """Embeddings (n, dimension) of unit length of rows (n,) of the shelf."""
        with torch.inference_mode():
            made = [
                self.halves.above(self._given(some)).float().cpu().numpy()
                for some in np.array_split(rows, max(1, len(rows) // _AT_A_TIME))
            ]
        return unit_rows(np.concatenate(made))

    def state(self) -> Tensors:
        """A copy of the parameters, by name."""
        return {key: value.detach().cpu().clone() for key, value in self.parameters.items()}

    def take(self, state: Tensors) -> None:
        """Have these parameters from now on."""
        with torch.no_grad():
            for key, parameter in self.parameters.items():
                parameter.copy_(state[key])

    def memory(self) -> dict[str, Tensors]:
        """What the optimiser remembers of each parameter."""
        held = self.optimiser.state
        return {key: dict(held[p]) for key, p in self.parameters.items() if p in held}

    def remember(self, memory: dict[str, Tensors]) -> None:
        """Have the optimiser go on where `memory` was taken."""
        for key, own in memory.items():
            parameter = self.parameters[key]
            self.optimiser.state[parameter] = {
                part: value if part == "step" else value.to(parameter.device)
                for part, value in own.items()
            }

    def _given(self, rows: Ids) -> Tensor:
        return placed(torch.from_numpy(self.features[rows].astype(np.float32)))


def _schedule(share: float) -> float:
    """Of the full rate: up from little at first, then down as a quarter of a wave."""
    if share < _WARM_UP:
        return max(share, 0.01) / _WARM_UP
    return float(np.cos((share - _WARM_UP) / (1 - _WARM_UP) * np.pi / 2))
