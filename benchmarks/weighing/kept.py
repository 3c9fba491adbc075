"""Networks that keep what they have answered: made queries are the same each time."""

import hashlib
from collections.abc import MutableMapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.embedding import Embedder
from core.encoders import Encoder
from core.removal import Remover
from core.removal_network import Network

Shelf = MutableMapping[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class _KeptEncoder:
    """An encoder that is asked once for each crop."""

    encoder: Encoder
    shelf: Shelf
    digest: str

    @property
    def name(self) -> str:
        """The encoder's id."""
        return self.encoder.name

    @property
    def dimension(self) -> int:
        """Values in one embedding."""
        return self.encoder.dimension

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The vectors (n, d) of crops (n, h, w, 3)."""
        keys = [_key(self.digest, crop) for crop in crops]
        new = [place for place, key in enumerate(keys) if key not in self.shelf]
        if new:
            for place, vector in zip(new, self.encoder.encode(crops[new]), strict=True):
                self.shelf[keys[place]] = vector.astype(np.float32)
        return np.stack([self.shelf[key] for key in keys]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _KeptNetwork:
    """A removal network that is asked once for each photo."""

    network: Network
    shelf: Shelf
    digest: str

    def mask(self, image: Image.Image) -> Image.Image:
        """The product's mask."""
        key = _key(self.digest, np.asarray(image))
        if key not in self.shelf:
            self.shelf[key] = np.asarray(self.network.mask(image))
        return Image.fromarray(self.shelf[key].astype(np.uint8))


def keeping(embedder: Embedder, shelf: Shelf) -> Embedder:
    """The same networks; what they answer is kept on the shelf, and taken from it."""
    recipe, remover = embedder.recipe, embedder.remover
    if remover:
        network = _KeptNetwork(remover.network, shelf, recipe.removal_digest)
        remover = Remover(network, remover.plain_ground)
    encoder = _KeptEncoder(embedder.encoder, shelf, recipe.encoder_digest)
    return replace(embedder, encoder=encoder, remover=remover)


def _key(digest: str, pixels: NDArray[np.uint8]) -> str:
    told = f"{digest} {pixels.shape}".encode()
    return hashlib.sha256(told + np.ascontiguousarray(pixels).tobytes()).hexdigest()
