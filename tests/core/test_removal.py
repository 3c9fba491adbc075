"""Background removal with the real U2-Netp."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core import folders, matte
from core.embedding import Embedder
from core.recipe import Recipe
from core.records import Background
from core.removal import Remover

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
