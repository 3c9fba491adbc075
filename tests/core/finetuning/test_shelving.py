"""Photos on their way to the shelf: one that makes trouble is set aside, for this run alone."""

from pathlib import Path

import pytest
from PIL import Image

from core.embedding import Embedder
from core.errors import PhotoReason
from core.finetuning.shelf import Shelf, Shown
from core.records import SetAside
from core.removal import Remover

pytest.importorskip("torch")


class Broken:
    """A removal network that raises what it is given."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def mask(self, image: Image.Image) -> Image.Image:
        raise self.error


def shelved(shelf: Shelf, photos: list[Shown], embedder: Embedder) -> list[SetAside]:
    """What is set aside when `photos` go through a lower part that makes two by two of them."""
    from torch import nn

    from core.finetuning.shelving import shelve

    told = shelve(shelf, photos, embedder, nn.AdaptiveAvgPool2d(2), 0)
    return [each for each in told if isinstance(each, SetAside)]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError("no room"), PhotoReason.TOO_MUCH_MEMORY),
        (RuntimeError("the network failed"), PhotoReason.FAILED),
    ],
)
def test_what_removal_raises_of_a_photo_sets_that_photo_aside(
    photos: Path, tmp_path: Path, embedder: Embedder, error: Exception, reason: PhotoReason
) -> None:
    broken = Embedder(embedder.recipe, embedder.encoder, Remover(Broken(error), plain_ground=False))
    path = photos / "Bags/BG2.jpg"
    (aside,) = shelved(Shelf(tmp_path / "shelf", (3, 2, 2)), [Shown(str(path), 1, "Bags")], broken)
    assert (aside.path, aside.reason) == (path, reason)
