"""Where the processor time of a photo goes, stage by stage.

The functions of the run are called one after the other in a single lane, so that the processor time
of the whole process, threads of runtimes included, is that of the stage. What lanes do beside each
other cannot be told apart.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from unittest.mock import patch

from PIL import Image

from benchmarks.indexing import clock
from core import intake, plain_ground
from core.catalogue import Catalogue
from core.digest import digest_of
from core.embedding import Embedder
from core.listing import list_folder
from core.records import Embedded, Waiting
from core.removal import WORK_SIDE, Remover
from core.removal_network import Network

Result = TypeVar("Result")


@dataclass
class _Watch:
    """Processor seconds by stage; one that is entered within another is not counted in that."""

    seconds: dict[str, float] = field(default_factory=dict)
    inner: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began, before = clock.now(), self.inner
        self.inner = 0.0
        try:
            yield
        finally:
            took = clock.now().since(began).processor
            self.seconds[name] = self.seconds.get(name, 0.0) + took - self.inner
            self.inner = before + took

    def call(self, name: str, function: Callable[..., Result], *given: Any) -> Result:
        with self.stage(name):
            return function(*given)


@dataclass(frozen=True)
class _WatchedNetwork:
    network: Network
    watch: _Watch

    def mask(self, image: Image.Image) -> Image.Image:
        return self.watch.call("removal by network", self.network.mask, image)


def shares(embedder: Embedder, photos: list[Path]) -> dict[str, Any]:
    """Milliseconds a photo and share (of 1) of each stage; how many needed no network."""
    watch, plain = _Watch(), []
    remover = embedder.remover
    if remover:
        network = _WatchedNetwork(remover.network, watch)
        embedder = replace(embedder, remover=Remover(network, remover.plain_ground))
    find = plain_ground.find

    def found(image: Image.Image) -> Image.Image | None:
        mask = watch.call("plain ground", find, image)
        plain.append(mask is not None)
        return mask

    with (
        TemporaryDirectory() as home,
        closing(Catalogue(Path(home))) as catalogue,
        patch.object(plain_ground, "find", found),
    ):
        with watch.stage("listing"):
            for _record in list_folder(catalogue, photos[0].parent):
                pass
        for photo in catalogue.waiting(embedder.recipe.base.embedding_id):
            _embed(catalogue, embedder, photo, watch)
    whole = sum(watch.seconds.values())
    return {
        "plain_ground": sum(plain),
        "ms_a_photo": {
            name: round(1000 * each / len(photos), 2) for name, each in watch.seconds.items()
        },
        "share": {name: round(each / whole, 3) for name, each in watch.seconds.items()},
    }


def _embed(catalogue: Catalogue, embedder: Embedder, photo: Waiting, watch: _Watch) -> None:
    watch.call("database", catalogue.take_in_hand, [photo.id])
    data = watch.call("reading", intake.read, photo.path)
    digest = watch.call("reading", digest_of, photo.path)
    image = watch.call("decoding", intake.decode, data, photo.path, WORK_SIDE)
    prepared = watch.call("crop", embedder.prepare, image)
    vector = watch.call("encoder", embedder.embed, prepared, photo.category)
    made = [Embedded(photo.id, vector, digest, image.size)]
    watch.call("database", catalogue.store, embedder.recipe, made)
