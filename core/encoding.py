"""An encoder in the fastest way of this machine.

torch is home: it loads the weights and is the reference. Where a graph that it exported once is
faster in another runtime, torch is not even imported, unless words are to be embedded.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core import graphs, runtimes
from core.encoders import Encoder, TextEncoder, kind, open_encoder
from core.encoders.batches import encode, unit_rows
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
_COMPUTE = ("torch", "torchvision", "timm", "open_clip_torch")

Home = Callable[[], "TorchEncoder"]


@dataclass(frozen=True)
class FastEncoder:
    """One way to run an encoder's network; texts are always embedded by `home`, in torch."""

    name: str
    run: Steady
    home: Callable[[], Encoder]

    @property
    def dimension(self) -> int:
        """Values in one embedding."""
        return kind(self.name).dimension

    def encode(self, crops: Crops) -> NDArray[np.float32]:
        """See `core.encoders.Encoder.encode`."""
        return encode(kind(self.name).preparation, self.run, crops)

    def encode_text(self, texts: list[str]) -> NDArray[np.float32]:
        """See `core.encoders.TextEncoder.encode_text`; only of an encoder that has text."""
        return cast("TextEncoder", self.home()).encode_text(texts)


def open_fastest_encoder(name: str, weights: Path, pooling: str, digest: str) -> FastEncoder:
    """The encoder `name` with the checked file `weights`, whose SHA-256 is `digest`.

    The first time on a machine, some seconds go into measuring. Raises `WeightsError` when the
    file does not fit the network.
    """
    home = cast("Home", cache(partial(open_encoder, name, weights, pooling)))
    what = f"{name} {pooling}"
    run = open_fastest_of(
        ways(name, pooling, digest, home), f"{what} {digest}", sample(name), features_agree
    )
    if run.name != REFERENCE:
        home.cache_clear()  # type: ignore[attr-defined]  # the network served the measuring alone
    return FastEncoder(name, run, home)


def ways(name: str, pooling: str, digest: str, home: Home) -> dict[str, Open]:
    """What could run the network of an encoder here, the reference first."""
    found: dict[str, Open] = {REFERENCE: partial(_torch, "f32", home)}
    if runtimes.only_references():
        return found
    found |= {f"torch {way}": partial(_torch, way, home) for way in _GPUS}
    found |= runtimes.ways(_once(partial(_graph, name, pooling, digest, home)))
    return found | {f"torch {way}": partial(_torch, way, home) for way in _OTHERS}


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


def _graph(name: str, pooling: str, digest: str, home: Home) -> bytes:
    versions = " ".join(version(package) for package in _COMPUTE)
    key = hashlib.sha256(f"{digest} {versions}".encode()).hexdigest()[:32]

    def make() -> bytes:
        network = home().network
        from core.encoders.graph import export

        return export(network, kind(name).preparation.side)

    return graphs.cached(f"{name} {pooling}", key, make)


def _once(load: Callable[[], bytes]) -> Callable[[], bytes]:
    """`load`, whose first result or failure is that of every call."""
    done: list[bytes | Exception] = []

    def loaded() -> bytes:
        if not done:
            try:
                done.append(load())
            except Exception as error:  # noqa: BLE001  raised below, as often as asked
                done.append(error)
        if isinstance(done[0], Exception):
            raise done[0]
        return done[0]

    return loaded


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
