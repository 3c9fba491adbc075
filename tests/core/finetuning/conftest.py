"""Products that differ in one small mark, and how an encoder is fine-tuned on them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product as combined
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from core.catalogue import Catalogue
from core.embedding import Embedder
from core.finetuning.photos import photos_of
from core.finetuning.run import Job, Place, finetune
from core.listing import list_folder
from core.tuning_records import TuningOrder
from core.weights import ModelStore

COLOURS = ("#d01010", "#e8b000", "#109030", "#1050d0", "#8010a0", "#101010")
SHAPES = ("square", "disc", "triangle", "cross")
HEIGHTS = (80, 120, 160, 200)


def shirt(colour: str, shape: str, height: int) -> Image.Image:
    """A grey shirt, the same for all, with a mark of 26 pixels on it."""
    image = Image.new("RGB", (256, 256), "white")
    pen = ImageDraw.Draw(image)
    pen.polygon([(30, 60), (90, 30), (166, 30), (226, 60), (206, 104), (50, 104)], fill="#b8bcc4")
    pen.rectangle((70, 50, 186, 236), fill="#b8bcc4")
    left, top, right, bottom = 115, height - 13, 141, height + 13
    if shape == "square":
        pen.rectangle((left, top, right, bottom), fill=colour)
    elif shape == "disc":
        pen.ellipse((left, top, right, bottom), fill=colour)
    elif shape == "triangle":
        pen.polygon([(128, top), (right, bottom), (left, bottom)], fill=colour)
    else:
        pen.line((128, top, 128, bottom), fill=colour, width=8)
        pen.line((left, height, right, height), fill=colour, width=8)
    return image


@pytest.fixture(scope="session")
def shirts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """96 shirts in four categories, by the shape of their mark."""
    root = tmp_path_factory.mktemp("shirts")
    for number, (colour, shape, height) in enumerate(combined(COLOURS, SHAPES, HEIGHTS)):
        folder = root / shape
        folder.mkdir(exist_ok=True)
        shirt(colour, shape, height).save(folder / f"SH{number:03}.png")
    return root


@pytest.fixture
def own_store(store: ModelStore, tmp_path: Path) -> ModelStore:
    """A store that this test alone adds to."""
    target = tmp_path / "models"
    return replace(store, target=target, search=(target, *store.search))


Tune = Callable[..., Job]


@pytest.fixture
def few(shirts: Path, tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue of 24 of them, which is the least; nothing is embedded."""
    root = tmp_path / "few"
    for path in sorted(shirts.rglob("*.png"))[::4]:
        copy = root / path.parent.name / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.hardlink_to(path)
    made = Catalogue(tmp_path / "catalogue")
    list(list_folder(made, root))
    yield made
    made.close()


@pytest.fixture
def tune(own_store: ModelStore, plain_embedder: Embedder) -> Tune:
    """Fine-tunes the embedded encoder on a catalogue."""

    def begin(catalogue: Catalogue, **ordered: object) -> Job:
        order = TuningOrder(**ordered)  # type: ignore[arg-type]
        place = Place(catalogue.folder, own_store)
        return finetune(order, place, photos_of(catalogue), plain_embedder)

    return begin
