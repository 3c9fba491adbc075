"""The ways to get the vectors of a folder of photos: the plain loop, and Vitrine under recipes.

The loop is what people write: Pillow opens a photo, rembg removes its ground, torchvision's
ResNet50 embeds it, one after the other, with as many threads as these libraries take by themselves,
or with OMP_NUM_THREADS. On a machine that others use, two threads of theirs wait for each other and
compute meanwhile; with one, the processor times of all ways are those of their work.
Its ResNet50 and Vitrine's have random weights of the true shape: speed alone is measured.
"""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from benchmarks.encoders import weights_of
from core import runtimes
from core.catalogue import Catalogue
from core.digest import digest_of
from core.embedding import Embedder, plain_recipe
from core.encoding import open_fastest_encoder
from core.pipeline import index_folder
from core.recipe import Recipe
from core.records import Progress, Stage
from core.removal import Remover
from core.removal_network import open_network
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, open_store

LOOP, DEFAULT = "plain loop", "vitrine"
RESNET, LOOPS_WORK = "vitrine, resnet50", "vitrine, resnet50, one crop as the loop"

Way = Callable[[list[Path]], None]


def embedders(folder: Path) -> dict[str, Embedder]:
    """Vitrine's default, the same with ResNet50, and that on a single crop, as in the loop.

    The weights of ResNet50 are written to `folder`.
    """
    store = open_store()
    network = open_network(DEFAULT_REMOVAL, store.verified(DEFAULT_REMOVAL))

    def opened(encoder: str) -> Embedder:
        weights = weights_of(encoder, folder)
        recipe = plain_recipe(store, encoder, DEFAULT_REMOVAL)
        recipe = replace(recipe, encoder_digest=digest_of(weights))
        run = open_fastest_encoder(encoder, weights, recipe.pooling, recipe.encoder_digest)
        return Embedder(recipe, run, Remover(network, plain_ground=True))

    default, resnet = opened(EMBEDDED_ENCODER), opened("resnet50")
    single = replace(resnet, recipe=_single(resnet.recipe))
    return {DEFAULT: default, RESNET: resnet, LOOPS_WORK: single}


def _single(recipe: Recipe) -> Recipe:
    return replace(recipe, views=("cutout",), flip=False)


def plain_loop() -> Way:
    """The loop, its networks open."""
    weights = open_store().verified(DEFAULT_REMOVAL)
    os.environ["U2NET_HOME"] = str(weights.parent)
    import rembg
    import torch
    from torchvision import models, transforms

    torch.set_num_threads(runtimes.thread_limit())  # importing rembg makes them as many as cores
    torch.manual_seed(1)
    network = models.resnet50(weights=None).eval()
    session = rembg.new_session(DEFAULT_REMOVAL)
    prepare = transforms.Compose(
        [
            transforms.Resize(256),
            transforms.CenterCrop(224),
            transforms.ToTensor(),
            transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )

    def embed(path: Path) -> Any:
        with Image.open(path) as image:
            cut = rembg.remove(image, session=session)
        white = Image.new("RGB", cut.size, "white")
        white.paste(cut, mask=cut.getchannel("A"))
        with torch.no_grad():
            return network(prepare(white)[None])

    def run(photos: list[Path]) -> None:
        for path in photos:
            embed(path)

    return run


def vitrine(embedder: Embedder) -> Way:
    """The folder of the photos indexed into a new catalogue."""

    def run(photos: list[Path]) -> None:
        with TemporaryDirectory() as home, closing(Catalogue(Path(home))) as catalogue:
            records = list(index_folder(catalogue, photos[0].parent, embedder))
            done = [r.done for r in records if isinstance(r, Progress) and r.stage == Stage.DONE]
            if done != [len(photos)]:
                raise RuntimeError(f"{done} of {len(photos)} photos were embedded")

    return run
