"""Background removal with the real U2-Netp."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core import folders, matte
from core.embedding import Embedder
from core.errors import WeightsError, WeightsReason
from core.recipe import Recipe
from core.records import Background
from core.removal import Remover
from core.removal_network import open_network

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WEIGHTS = folders.resource("models", "u2netp.onnx")


def bottle() -> tuple[Image.Image, np.ndarray]:
    """A bottle on a soft studio ground, and where it is."""
    size = (320, 400)
    truth = Image.new("L", size, 0)
    pen = ImageDraw.Draw(truth)
    pen.rounded_rectangle((110, 150, 210, 350), 18, fill=255)
    pen.rectangle((145, 70, 175, 152), fill=255)
    ground = Image.linear_gradient("L").resize(size).point(lambda v: 200 + v // 6)
    image = Image.merge("RGB", (ground, ground, ground))
    image.paste((30, 90, 60), mask=truth)
    label = ImageDraw.Draw(image)
    label.rectangle((122, 220, 198, 290), fill=(230, 220, 190))
    return image, np.asarray(truth) > 127


def overlap(found: np.ndarray, truth: np.ndarray) -> float:
    """Intersection over union."""
    return float((found & truth).sum() / (found | truth).sum())


def test_the_mask_covers_the_product(embedder: Embedder) -> None:
    image, truth = bottle()
    assert embedder.remover is not None
    mask = embedder.remover.mask(image)
    assert mask is not None
    assert (mask.mode, mask.size) == ("L", image.size)
    assert overlap(np.asarray(mask) > 127, truth) > 0.8


def test_the_cutout_of_a_real_mask_has_the_products_edge(embedder: Embedder) -> None:
    image, truth = bottle()
    assert embedder.remover is not None
    mask = embedder.remover.mask(image)
    assert mask is not None
    found = np.asarray(matte.cut_out(image, mask).getchannel("A")) > 127
    rough = np.asarray(mask) > 127
    assert overlap(found, truth) > max(0.95, overlap(rough, truth))


def test_the_crop_is_square_around_the_product_on_white(embedder: Embedder) -> None:
    image, truth = bottle()
    prepared = embedder.prepare(image)
    assert prepared.background == Background.REMOVED
    side = embedder.recipe.crop_side
    assert prepared.crops.shape == (1, side, side, 3)
    assert prepared.crops.dtype == np.uint8
    assert prepared.box.width == prepared.box.height
    rows, columns = np.flatnonzero(truth.any(1)), np.flatnonzero(truth.any(0))
    assert prepared.box.top <= rows[0] + 8
    assert prepared.box.bottom >= rows[-1] - 8
    assert abs((prepared.box.left + prepared.box.right) - (columns[0] + columns[-1])) < 30
    assert (prepared.crops[0, :4, :4] > 245).all()


def test_each_view_is_the_same_square_with_and_without_its_ground(embedder: Embedder) -> None:
    image, _ = bottle()
    recipe = replace(embedder.recipe, views=("cutout", "square"))
    both = Embedder(recipe, embedder.encoder, embedder.remover)
    prepared = both.prepare(image)
    cutout, square = prepared.crops.astype(int)
    side = recipe.crop_side
    middle = slice(side // 2 - 5, side // 2 + 5)
    assert np.abs(cutout[middle, middle] - square[middle, middle]).max() < 20
    assert cutout[middle, 12].min() > 245
    assert square[middle, 12].max() < 245
    alone = embedder.embed(embedder.prepare(image))
    assert float(both.embed(prepared) @ alone) < 0.999


@pytest.mark.parametrize("value", [0, 255, 1], ids=["nothing", "everything", "one pixel"])
def test_a_mask_that_says_nothing_keeps_the_whole_photo(embedder: Embedder, value: int) -> None:
    class Fixed:
        def mask(self, image: Image.Image) -> Image.Image:
            mask = Image.new("L", image.size, value if value != 1 else 0)
            if value == 1:
                mask.putpixel((3, 3), 255)
            return mask

    image = Image.new("RGB", (60, 30), "white")
    remover = Remover(Fixed(), plain_ground=False)
    prepared = Embedder(embedder.recipe, embedder.encoder, remover).prepare(image)
    assert prepared.background == Background.KEPT
    assert prepared.mask is None
    assert (prepared.box.width, prepared.box.height) == (60, 60)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (5, 7)])
def test_tiny_and_narrow_photos_are_embedded(embedder: Embedder, size: tuple[int, int]) -> None:
    vector = embedder.embed(embedder.prepare(Image.new("RGB", size, "teal")))
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("colour", ["white", "black", "#808080"])
def test_a_photo_of_one_colour_is_embedded(embedder: Embedder, colour: str) -> None:
    prepared = embedder.prepare(Image.new("RGB", (200, 150), colour))
    assert np.isfinite(embedder.embed(prepared)).all()


def test_a_session_is_opened_once_and_no_weights_are_fetched(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch, sandbox: Path
) -> None:
    import onnxruntime

    opened: list[object] = []
    real = onnxruntime.InferenceSession.__init__

    def counted(self: object, *args: object, **kwargs: object) -> None:
        opened.append(self)
        real(self, *args, **kwargs)

    monkeypatch.setattr(onnxruntime.InferenceSession, "__init__", counted)
    remover = open_network("u2netp", WEIGHTS)
    image, _ = bottle()
    masks = [remover.mask(image).tobytes() for _ in range(4)]
    assert len(opened) == 1
    assert len(set(masks)) == 1
    assert not (sandbox / "u2net").exists()


@pytest.mark.parametrize("content", [b"", b"no network", None])
def test_weights_that_cannot_be_loaded_are_told_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "u2netp.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsError) as caught:
        open_network("u2netp", path)
    assert caught.value.reason == WeightsReason.NOT_LOADABLE
    assert caught.value.subject == str(path)


SCRIPT = """
import os, socket, sys
from pathlib import Path
def refused(*args, **kwargs): raise AssertionError("the network was asked for")
socket.socket.connect = socket.getaddrinfo = refused
from PIL import Image
from core.removal import Remover
from core.removal_network import open_network
mask = open_network("u2netp", Path(sys.argv[1])).mask(Image.new("RGB", (40, 30), "red"))
import numba
print(mask.size, os.environ["NUMBA_DISABLE_JIT"], bool(numba.config.DISABLE_JIT))
"""


def test_a_fresh_process_without_home_or_network_compiles_nothing(tmp_path: Path) -> None:
    weights = tmp_path / "dé 商品" / "u2netp.onnx"
    weights.parent.mkdir()
    shutil.copy(WEIGHTS, weights)
    dropped = ("HOME", "NUMBA_CACHE_DIR", "NUMBA_DISABLE_JIT", "U2NET_HOME", "XDG_CACHE_HOME")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(weights)],
        cwd=ROOT,
        env={**kept, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.split("\n")[0] == "(40, 30) 1 True", run.stderr


def test_the_same_photo_gives_the_same_vector_turned_or_not(
    embedder: Embedder, tmp_path: Path, recipe: Recipe, drawn: Callable[..., Image.Image]
) -> None:
    from core import intake

    image = drawn("rectangle", "#b03030")
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "upright.png")
    image.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "turned.png", exif=exif)
    one, other = (
        embedder.embed(embedder.prepare(intake.load(tmp_path / f"{name}.png", 1024)))
        for name in ("upright", "turned")
    )
    assert float(one @ other) == pytest.approx(1, abs=1e-5)
