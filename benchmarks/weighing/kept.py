"""Networks that keep what they have answered: made queries are the same each time."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.embedding import Embedder
from core.encoders import Encoder
from core.removal import Remover
from core.removal_network import Network


@dataclass(frozen=True, slots=True)
class _KeptEncoder:
    """An encoder that is asked once for each crop."""

    encoder: Encoder
    folder: Path
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
        files = [self.folder / _name(self.digest, crop) for crop in crops]
        new = [place for place, file in enumerate(files) if not file.exists()]
        if new:
            for place, vector in zip(new, self.encoder.encode(crops[new]), strict=True):
                np.save(files[place], vector)
        return np.stack([np.load(file) for file in files])


@dataclass(frozen=True, slots=True)
class _KeptNetwork:
    """A removal network that is asked once for each photo."""

    network: Network
    folder: Path
    digest: str

    def mask(self, image: Image.Image) -> Image.Image:
        """The product's mask."""
        file = (self.folder / _name(self.digest, np.asarray(image))).with_suffix(".png")
        if not file.exists():
            self.network.mask(image).save(file)
        return Image.open(file)


def keeping(embedder: Embedder, folder: Path) -> Embedder:
    """The same networks; what they answer is kept in a folder that exists, and taken from it."""
    recipe, remover = embedder.recipe, embedder.remover
    if remover:
        network = _KeptNetwork(remover.network, folder, recipe.removal_digest)
        remover = Remover(network, remover.plain_ground)
    encoder = _KeptEncoder(embedder.encoder, folder, recipe.encoder_digest)
    return replace(embedder, encoder=encoder, remover=remover)


def _name(digest: str, pixels: NDArray[np.uint8]) -> str:
    told = f"{digest} {pixels.shape}".encode()
    return f"{hashlib.sha256(told + np.ascontiguousarray(pixels).tobytes()).hexdigest()}.npy"
