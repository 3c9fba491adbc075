"""A fine-tuning from beginning to end: photos in, a new encoder out, and whether it is better."""

import hashlib
import json
import shutil
import time
from collections.abc import Collection, Generator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from core import arrival
from core.embedding import Embedder, with_encoder
from core.encoders import open_encoder
from core.errors import RequestError, RequestReason
from core.finetuning.judging import is_recommended
from core.finetuning.photos import as_they_are
from core.finetuning.shelf import Shown
from core.finetuning.split import Split, split
from core.recipe import Recipe
from core.records import Progress, SetAside, Stage
from core.tuning_records import Tuned, TuningEpoch, TuningOrder
from core.weights import ModelStore

FOLDER = "finetuning"
_LOOK_SECONDS = 0.5

Job = Generator[Progress | SetAside | TuningEpoch | Tuned, None, None]


@dataclass(frozen=True)
class Place:
    """Where a fine-tuning is at home: the catalogue's folder, and the store that it adds to."""

    catalogue: Path
    store: ModelStore


def finetune(order: TuningOrder, place: Place, photos: Sequence[Shown], embedder: Embedder) -> Job:
    """Fine-tune; the last record is a `Tuned`.

    `photos` are the catalogue's, and those that people have labelled; products are cut out as
    `embedder` does. Left off, it can be gone on with; one that is not at its end yet is waited for,
    such as a cancelled one whose last step is still done in a thread. Raises `RequestError` where
    there are too few products or no torch, and `WeightsError` where weights are wanting or the disk
    refuses.
    """
    products = {photo.product for photo in photos if not photo.is_query}
    labelled = {photo.product for photo in photos if photo.is_query}
    encoder_id = order.encoder or embedder.recipe.encoder
    if not find_spec("torch"):
        raise RequestError(encoder_id, RequestReason.NO_TRAINING)
    parts = _parts(place, products, labelled, order.seed)
    recipe = replace(with_encoder(embedder.recipe, place.store, encoder_id), evidence=())
    weights = place.store.verified_for("encoder", encoder_id)
    yield Progress(Stage.LOADING)
    encoder = open_encoder(encoder_id, weights, recipe.pooling)
    cutting = replace(embedder, recipe=recipe, whitening=None, encoder=encoder)
    with arrival.saving(encoder_id), arrival.turn(place.catalogue / FOLDER) as is_ours:
        while not is_ours():
            yield Progress(Stage.LOADING)
            time.sleep(_LOOK_SECONDS)
        there = as_they_are(photos)
        folder = place.catalogue / FOLDER / _key(order, recipe, there)
        _clear(place.catalogue, but=folder if order.resume else None)
        yield from _finetuned(order, place, (there, parts), cutting, folder)
        _clear(place.catalogue)


def _finetuned(
    order: TuningOrder,
    place: Place,
    what: tuple[Sequence[Shown], Split],
    cutting: Embedder,
    folder: Path,
) -> Job:
    # What imports torch.
    from core.encoders.network import TorchEncoder
    from core.finetuning.course import learn
    from core.finetuning.outcome import keep

    try:
        learned = yield from learn(order, *what, cutting, folder)
    except OSError as error:
        if arrival.is_full(error):
            _clear(place.catalogue)
        raise
    if learned is None:
        reason = RequestReason.TOO_FEW_PRODUCTS
        raise RequestError(place.catalogue, reason, "photos cannot be read")
    base, made = cutting.recipe.encoder, ""
    if learned.gain and isinstance(cutting.encoder, TorchEncoder):
        today = datetime.now(UTC).date()
        made = keep(place.store, cutting.encoder, learned.parameters, today).id
    is_better = learned.gain is not None and is_recommended(learned.gain)
    yield Tuned(made, base, learned.epoch, learned.gain, learned.by_photos, is_better)


def _parts(place: Place, products: Collection[int], labelled: Collection[int], seed: int) -> Split:
    try:
        return split(products, labelled, seed)
    except ValueError as error:
        raise RequestError(place.catalogue, RequestReason.TOO_FEW_PRODUCTS, str(error)) from error


def _key(order: TuningOrder, recipe: Recipe, photos: Sequence[Shown]) -> str:
    """Names what can be gone on with: of the same photos, by the same recipe, cut alike."""
    told = [order.seed, order.stages, recipe.embedding_id, [asdict(photo) for photo in photos]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _clear(catalogue: Path, but: Path | None = None) -> None:
    """Remove what earlier ones have left; a file that another program holds open stays."""
    for left in (catalogue / FOLDER).glob("*"):
        if left != but:
            shutil.rmtree(left, ignore_errors=True)
    with suppress(OSError):
        (catalogue / FOLDER).rmdir()
