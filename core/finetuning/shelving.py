"""From photos to the shelf: as they are and in made views, through the lower part of a network."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from core import arrival, intake
from core.embedding import Embedder
from core.encoders import kind
from core.errors import PhotoError, PhotoReason
from core.finetuning.augmenting import photographed
from core.finetuning.layers import placed
from core.finetuning.shelf import Shelf, Shown
from core.photo_mishaps import of_photo
from core.records import Progress, SetAside, Stage
from core.removal import WORK_SIDE

# Made views of a photo, each of which goes through the lower part once.
MADE = 6
_AT_A_TIME = 8

Rows = NDArray[np.float32]


def shelve(
    shelf: Shelf, photos: Sequence[Shown], embedder: Embedder, below: nn.Module, seed: int
) -> Iterator[Progress | SetAside]:
    """Put what is not there yet of `photos` on the shelf; those that cannot be read are set aside.

    That holds for this once: a drive that was away may be there the next time.
    Products are cut out as `embedder` does; the networks' input is that of its encoder. Raises
    `OSError`, and `WeightsError` at once where there is no room for all.
    """
    aside, name = 0, embedder.recipe.encoder
    seen = {each.photo.path for each in shelf.photos}
    rows = [
        len(embedder.recipe.views) + (0 if photo.is_query else MADE)
        for photo in photos
        if photo.path not in seen
    ]
    arrival.check_room(shelf.folder, sum(rows) * shelf.row_bytes, name)
    for done, photo in enumerate(photos):
        yield Progress(Stage.LOOKING, done, len(photos), aside)
        if photo.path in seen:
            continue
        try:
            crops = _crops(photo, embedder)
        except PhotoError as error:
            aside += 1
            yield SetAside(Path(photo.path), error.reason, error.detail)
            continue
        made = [] if photo.is_query else _views(crops, (seed, done))
        shelf.put(photo, through(name, below, np.stack([*crops, *made])), len(crops))
    yield Progress(Stage.LOOKING, len(photos), len(photos), aside)


def through(name: str, below: nn.Module, crops: NDArray[np.uint8]) -> Rows:
    """What the lower part of the encoder `name` makes of crops (n, side, side, 3): (n, *shape)."""
    prepared = torch.from_numpy(kind(name).preparation(crops))
    batches = torch.split(prepared, _AT_A_TIME)
    with torch.inference_mode():
        made: Any = torch.cat([below(placed(batch)).float().cpu() for batch in batches])
    rows: Rows = made.numpy()
    return rows


def _crops(photo: Shown, embedder: Embedder) -> NDArray[np.uint8]:
    path = Path(photo.path)
    with of_photo(path):
        data = intake.read(path)
        if photo.digest and hashlib.sha256(data).hexdigest() != photo.digest:
            raise PhotoError(path, PhotoReason.VANISHED, "another file is in its place")
        return embedder.prepare(intake.decode(data, path, WORK_SIDE)).crops


def _views(crops: NDArray[np.uint8], seed: tuple[int, int]) -> list[NDArray[np.uint8]]:
    return [photographed(crops[each % len(crops)], (*seed, each)) for each in range(MADE)]
