"""Photos on their way to the shelf: one that makes trouble is set aside, for this run alone."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from torch import nn

from core.digest import digest_of
from core.embedding import Embedder
from core.errors import PhotoReason, WeightsError, WeightsReason
from core.finetuning.shelf import Shelf, Shown
from core.finetuning.shelving import MADE, shelve
from core.records import SetAside
from core.removal import Remover


class Broken:
    """A removal network that raises what it is given."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def mask(self, image: Image.Image) -> Image.Image:
        raise self.error


def shelved(shelf: Shelf, photos: list[Shown], embedder: Embedder) -> list[SetAside]:
    """What is set aside when `photos` go through a lower part that makes two by two of them."""
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


def test_a_photo_that_was_away_is_tried_again(
    photos: Path, tmp_path: Path, plain_embedder: Embedder
) -> None:
    away, there = photos / "Bags/BG2.jpg", photos / "Bags/BG1_front.jpg"
    both = [Shown(str(away), 2, "Bags"), Shown(str(there), 1, "Bags")]
    away.rename(photos / "elsewhere.jpg")
    (aside,) = shelved(Shelf(tmp_path / "shelf", (3, 2, 2)), both, plain_embedder)
    assert aside.path == away
    (photos / "elsewhere.jpg").rename(away)
    shelf = Shelf(tmp_path / "shelf", (3, 2, 2))
    before = shelf.digest
    assert shelved(shelf, both, plain_embedder) == []
    assert {each.photo.path for each in shelf.photos} == {str(away), str(there)}
    assert shelf.digest != before
    rows = shelf.rows().copy()
    there.unlink()
    assert shelved(shelf, both, plain_embedder) == []
    assert (shelf.rows() == rows).all()


def test_another_file_than_the_one_that_was_labelled_is_set_aside(
    photos: Path, tmp_path: Path, plain_embedder: Embedder
) -> None:
    path = photos / "Bags/BG2.jpg"
    query = Shown(str(path), 1, "Bags", is_query=True, digest=digest_of(path))
    assert shelved(Shelf(tmp_path / "shelf", (3, 2, 2)), [query], plain_embedder) == []
    (photos / "Bags/BG1_front.jpg").replace(path)
    (aside,) = shelved(Shelf(tmp_path / "other", (3, 2, 2)), [query], plain_embedder)
    assert aside.reason == PhotoReason.VANISHED


def test_without_room_for_all_no_photo_is_looked_at(
    photos: Path, tmp_path: Path, plain_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [photos / "Bags/BG2.jpg", photos / "Bags/BG1_front.jpg"]
    both = [Shown(str(path), number, "Bags") for number, path in enumerate(paths)]
    row = 3 * 2 * 2 * 2
    free = 2 * (MADE + len(plain_embedder.recipe.views)) * row

    def usage(_path: object) -> Any:
        return SimpleNamespace(free=free)

    monkeypatch.setattr("shutil.disk_usage", usage)
    assert shelved(Shelf(tmp_path / "enough", (3, 2, 2)), both, plain_embedder) == []
    free -= 1
    shelf = Shelf(tmp_path / "scarce", (3, 2, 2))
    with pytest.raises(WeightsError) as caught:
        shelved(shelf, both, plain_embedder)
    assert caught.value.reason == WeightsReason.NO_SPACE
    assert shelf.photos == []
