"""Drawn photos, catalogues of them, and the embedded networks, opened once."""

import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from PIL import Image, ImageDraw

from core import folders, weights
from core.catalogue import Catalogue
from core.cli import main
from core.digest import digest_of
from core.embedding import Embedder, open_embedder
from core.encoders import TextEncoder
from core.encoding import open_fastest_encoder
from core.pipeline import index_folder
from core.presets import study_recipe
from core.recipe import NO_REMOVAL, Recipe
from core.records import Embedded, FileStamp
from core.weights import EMBEDDED_ENCODER, ModelStore

NOBODY = 65534

# On a busy machine torch's threads wait for each other; small photos need but one.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Nothing is timed, and the same examples run everywhere; `--hypothesis-profile=explore` finds more.
SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("explore", deadline=None, suppress_health_check=SLOW_IS_FINE)
settings.register_profile("same", settings.get_profile("explore"), derandomize=True, database=None)
settings.load_profile("same")

SHAPES = {
    "Bags/BG1_front.jpg": ("rectangle", "#b03030"),
    "Bags/BG1_back.jpg": ("rectangle", "#8a2020"),
    "Bags/BG2.jpg": ("ellipse", "#2f5fb0"),
    "Watches/WT1.png": ("ring", "#202020"),
    "Watches/WT2.jpg": ("triangle", "#2c8a4a"),
    "Shoes/SH1.webp": ("star", "#d08a1d"),
    "Shoes/SH2.jpg": ("stripes", "#6a3d9a"),
    "Shoes/SH3.jpg": ("cross", "#1d9ab0"),
}


def draw(shape: str, colour: str, side: int = 240) -> Image.Image:
    """A product of one colour in the middle of a white studio ground."""
    image = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(image)
    low, high, middle = side // 4, side * 3 // 4, side // 2
    if shape == "rectangle":
        pen.rectangle((low, low + 20, high, high), fill=colour)
        pen.arc((low + 20, low - 30, high - 20, middle + 10), 180, 360, fill=colour, width=9)
    elif shape == "ellipse":
        pen.ellipse((low, low + 15, high, high - 15), fill=colour)
    elif shape == "ring":
        pen.ellipse((low, low, high, high), outline=colour, width=16)
        pen.rectangle((middle - 14, 6, middle + 14, low), fill=colour)
        pen.rectangle((middle - 14, high, middle + 14, side - 6), fill=colour)
    elif shape == "triangle":
        pen.polygon(((middle, low), (high, high), (low, high)), fill=colour)
    elif shape == "star":
        points = [
            (middle + r * np.cos(a), middle + r * np.sin(a))
            for a, r in zip(np.linspace(0, 2 * np.pi, 11)[:-1], [80, 34] * 5, strict=True)
        ]
        pen.polygon(points, fill=colour)
    elif shape == "stripes":
        for top in range(low, high, 24):
            pen.rectangle((low, top, high, top + 14), fill=colour)
    else:
        pen.rectangle((middle - 16, low, middle + 16, high), fill=colour)
        pen.rectangle((low, middle - 16, high, middle + 16), fill=colour)
    return image


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Runs a command of `vitrine-cli` with --json; its exit code and its one JSON object."""

    def do(*arguments: object) -> tuple[int, Any]:
        code = main([*map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return do


@pytest.fixture(scope="session")
def drawn() -> Callable[..., Image.Image]:
    """Draws a product on white."""
    return draw


@pytest.fixture(scope="session")
def drawn_photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("drawn")
    for name, (shape, colour) in SHAPES.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        draw(shape, colour).save(path)
    return root


@pytest.fixture
def photos(drawn_photos: Path, tmp_path: Path) -> Path:
    """A folder of eight photos of seven products in three categories; the test may change it."""
    root = tmp_path / "photos"
    shutil.copytree(drawn_photos, root)
    return root


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    """The store with the embedded models alone."""
    models = folders.resource("models")
    target = tmp_path_factory.mktemp("models")
    listed = weights.read_manifest(folders.resource("models.toml"))
    return ModelStore(listed, (target, models), target)


@pytest.fixture(scope="session")
def embedder(store: ModelStore) -> Embedder:
    """The embedded networks: U2-Netp and EfficientNet-Lite2."""
    return open_embedder(study_recipe(store, EMBEDDED_ENCODER, "u2netp"), store)


@pytest.fixture(scope="session")
def plain_embedder(embedder: Embedder) -> Embedder:
    """The same encoder on whole photos, where the test is not about the background."""
    recipe = replace(embedder.recipe, removal=NO_REMOVAL, removal_digest="", flip=False)
    return Embedder(recipe, embedder.encoder, None)


@pytest.fixture(scope="session")
def encoder_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The weights file of an encoder, random but of its true shape; the embedded one's is true."""
    folder = tmp_path_factory.mktemp("encoders")
    listed = weights.read_manifest(folders.resource("models.toml"))

    @lru_cache
    def made(name: str) -> Path:
        from benchmarks import encoder_files

        if listed[name].embedded:
            return folders.resource("models", listed[name].file)
        return encoder_files.save(encoder_files.state_of(name), folder / listed[name].file)

    return made


@pytest.fixture(scope="session")
def clip(encoder_file: Callable[[str], Path]) -> TextEncoder:
    """CLIP ViT-B/32 with random weights: what is like what means nothing here."""
    weights = encoder_file("clip-vit-b-32")
    return open_fastest_encoder("clip-vit-b-32", weights, "class", digest_of(weights))


@pytest.fixture
def recipe() -> Recipe:
    """A recipe for vectors that the test makes itself."""
    return Recipe(encoder="made", encoder_digest="0" * 64, removal=NO_REMOVAL, removal_digest="")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """A new, empty catalogue."""
    made = Catalogue(tmp_path / "catalogue")
    yield made
    made.close()


@pytest.fixture(scope="session")
def _indexed(
    tmp_path_factory: pytest.TempPathFactory, plain_embedder: Embedder, drawn_photos: Path
) -> Path:
    folder = tmp_path_factory.mktemp("indexed")
    made = Catalogue(folder)
    list(index_folder(made, drawn_photos, plain_embedder))
    made.close()
    return folder


@pytest.fixture
def indexed(_indexed: Path, tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue of `drawn_photos` under `plain_embedder`; the test may change it."""
    shutil.copytree(_indexed, tmp_path / "indexed")
    copy = Catalogue(tmp_path / "indexed")
    yield copy
    copy.close()


@pytest.fixture
def fill(recipe: Recipe) -> Callable[..., list[Path]]:
    """Stores vectors (n, d) as photos of a folder that need not exist."""

    times = itertools.count(1)

    def do(catalogue: Catalogue, vectors: np.ndarray, start: int = 0, using: Recipe = recipe):
        root = Path("/made")
        paths = [root / f"P{start + i}.jpg" for i in range(len(vectors))]
        root_id = catalogue.root_id(root)
        catalogue.add_files(root_id, root, [FileStamp(path, 1, next(times)) for path in paths])
        waiting = {photo.path: photo.id for photo in catalogue.waiting(using.embedding_id)}
        for path, vector in zip(paths, vectors, strict=True):
            catalogue.store(using, [Embedded(waiting[path], vector, "digest", (10, 10))])
        return paths

    return do


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are the user's alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="session")
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """Runs a block as a user whom file permissions bind, root or not."""

    @contextmanager
    def block() -> Iterator[None]:
        if not hasattr(os, "geteuid"):
            pytest.skip("file permissions are a POSIX matter")
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return block
