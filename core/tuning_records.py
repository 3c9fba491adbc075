"""Fine-tuning an encoder: what is ordered, how it goes, and what came of it."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

MOST_EPOCHS, MOST_STAGES = 500, 3


@dataclass(frozen=True, slots=True)
class TuningOrder:
    """How an encoder is to be fine-tuned.

    `encoder` is the id of the one to begin with, "" for the catalogue's own. Products are told
    apart; `with_category`, their categories are too. At most so many `epochs` are run, and the last
    `stages` of the network are trained. With `resume`, one that was left off goes on.
    """

    encoder: str = ""
    with_category: bool = False
    epochs: Annotated[int, msgspec.Meta(ge=1, le=MOST_EPOCHS)] = 20
    stages: Annotated[int, msgspec.Meta(ge=1, le=MOST_STAGES)] = 1
    seed: int = 0
    resume: bool = False


@dataclass(frozen=True, slots=True)
class TuningEpoch:
    """How good the encoder is after an epoch; epoch 0 is the one that it began with.

    `loss` is the mean over the epoch, None before the first. `recall` is the share, in 0..1, of
    made views of the products that are held back whose product comes first; `best` is the epoch
    that would be kept now.
    """

    epoch: int
    epochs: int
    loss: float | None
    recall: float
    best: int


@dataclass(frozen=True, slots=True)
class Gain:
    """Shares of queries whose product comes first, by the encoder as it was and as it is now.

    `low` and `high` bound the difference (95 %, paired bootstrap over products).
    """

    queries: int
    products: int
    base: float
    tuned: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """What was gained, in -1..1."""
        return self.tuned - self.base


@dataclass(frozen=True, slots=True)
class Tuned:
    """What came of fine-tuning: `model` is the id of the new encoder, "" where none was made.

    None is made where no epoch was better than what it began with on the products held back.
    `gain` is measured on products that served neither training nor choosing; `by_photos` says
    whether with photos that people have labelled, or with views made from the catalogue's own.
    `recommended` is whether the gain is beyond chance.
    """

    model: str
    base: str
    best: int
    gain: Gain | None
    by_photos: bool
    recommended: bool
