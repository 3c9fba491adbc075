"""An encoder in the fastest way of this machine.

Where torch is installed it is home, and the reference that others are held to. The executable has
none: there, as wherever another runtime is faster, the network is a blueprint that is filled with
the weights.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core import memory, runtimes
from core.encoders import kind, open_encoder
from core.encoders.batches import encode, encode_texts, unit_rows
from core.encoders.blueprint import TEXTS, filled
from core.encoders.preparation import Crops
from core.fastest import Steady, open_fastest_of
from core.runtimes import Array, Open, Run

if TYPE_CHECKING:
    from core.encoders.network import TorchEncoder

# The embeddings of two ways are the same for whoever compares photos.
LEAST_COSINE = 0.999
REFERENCE = "torch f32"
# Tried right after the reference: where there is one, what follows is hardly worth its time.
_GPUS = ("cuda", "mps")
_OTHERS = ("channels_last", "bf16")

Home = Callable[[], "TorchEncoder"]


@dataclass(frozen=True)
class FastEncoder:
    """One way to run an encoder's network; `texts` opens the one for tokens of texts."""

    name: str
    run: Steady
    texts: Open

    @property
    def dimension(self) -> int:
        """Values in one embedding."""
        return kind(self.name).dimension

    def encode(self, crops: Crops) -> NDArray[np.float32]:
        """See `core.encoders.Encoder.encode`."""
        return encode(kind(self.name).preparation, self.run, crops)

    def encode_text(self, texts: list[str]) -> NDArray[np.float32]:
        """See `core.encoders.TextEncoder.encode_text`; only of an encoder that has text."""
        return encode_texts(self.texts(), texts)


def open_fastest_encoder(name: str, weights: Path, pooling: str, digest: str) -> FastEncoder:
    """The encoder `name` with the checked file `weights`, whose SHA-256 is `digest`.

    The first time on a machine, some seconds go into measuring. Raises `WeightsError` when the
    file does not fit the network.
    """
    home = cast("Home", cache(partial(open_encoder, name, weights, pooling)))
    what = f"{name} {pooling} {digest}"
    run = open_fastest_of(ways(name, pooling, weights, home), what, sample(name), features_agree)
    if run.name != REFERENCE:
        home.cache_clear()  # type: ignore[attr-defined]  # the network served the measuring alone
    memory.give_back()
    texts = runtimes.reference(partial(filled, name, TEXTS, weights))
    return FastEncoder(name, run, cache(texts))


def ways(name: str, pooling: str, weights: Path, home: Home) -> dict[str, Open]:
    """What could run the network of an encoder here, the reference first."""
    graphs = runtimes.ways(partial(filled, name, pooling, weights))
    if not find_spec("torch"):
        return graphs
    found: dict[str, Open] = {REFERENCE: partial(_torch, "f32", home)}
    if runtimes.only_references():
        return found
    found |= {f"torch {way}": partial(_torch, way, home) for way in _GPUS}
    return found | graphs | {f"torch {way}": partial(_torch, way, home) for way in _OTHERS}


def sample(name: str) -> Array:
    """A prepared batch as it will come, of four crops that look like photos."""
    return kind(name).preparation(np.stack([_drawn(seed) for seed in range(4)]))


def features_agree(expected: Array, output: Array) -> bool:
    """Whether each row of two outputs points the same way; what is no number does not."""
    if expected.shape != output.shape:
        return False
    cosines = (unit_rows(expected) * unit_rows(output)).sum(axis=1)
    return bool((cosines >= LEAST_COSINE).all())


def _torch(way: str, home: Home) -> Run:
    network = home().network
    from core.encoders import torch_ways

    return torch_ways.open_way(way, network)


def _drawn(seed: int) -> Crops:
    """A crop of 256: soft colours, and a product with edges before them."""
    chance = np.random.default_rng(seed)
    ground = Image.fromarray(chance.integers(60, 255, (4, 4, 3), np.uint8))
    crop = ground.resize((256, 256), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(crop)
    for _ in range(6):
        left, top, width, height = (int(value) for value in chance.integers(16, 120, 4))
        colour = tuple(int(value) for value in chance.integers(0, 255, 3))
        draw = pen.ellipse if width % 2 else pen.rectangle
        draw((left, top, left + width, top + height), fill=colour, outline="black")
    return np.asarray(crop)
